"""`enum` and `const`: which of their values a `Literal` can say, and only those."""

from collections.abc import Mapping
from typing import Any

from bothends.fidelity.kinds import kind_of, values_of
from bothends.tree import is_array


def is_literal(said: Mapping[str, Any]) -> bool:
    """Tell whether all values that a schema allows can stand in a `Literal`."""
    return not any(isinstance(each, float | list | dict) for each in values_of(said))


_SAYABLE = frozenset(["const", "enum", "format", "maxLength", "minLength", "type"])


def is_sayable(said: Mapping[str, Any], *, exactly: bool = True) -> bool:
    """Tell whether a `Literal` allows what the schema does, and nothing else.

    To Python, True and 1 are equal, and so are False and 0; that counts only if it has to be
    said exactly.
    """
    if said.keys() - _SAYABLE:
        return False
    if not all(_has_length(each, said) for each in values_of(said)):
        return False
    if "enum" in said and "const" in said:
        return False
    values = values_of(said)
    confused = any(isinstance(each, bool) or each in (0, 1) for each in fitting(said))
    return is_literal(said) and bool(values) and not (exactly and confused)


def _has_length(value: Any, said: Mapping[str, Any]) -> bool:
    least, most = said.get("minLength", 0), said.get("maxLength")
    return not isinstance(value, str) or (
        least <= len(value) and (most is None or len(value) <= most)
    )


def fitting(said: Mapping[str, Any]) -> list[Any]:
    """Give the values that are of the type that stands beside them."""
    names = said.get("type")
    if names is None:
        return values_of(said)
    allowed: list[str] = names if is_array(names) else [names]
    return [each for each in values_of(said) if _is_of(each, allowed)]


def _is_of(value: Any, names: list[str]) -> bool:
    kind = kind_of(value)
    whole = kind == "number" and float(value).is_integer()
    return kind in names or (whole and "integer" in names)


def type_of_values(values: list[Any]) -> str | None:
    """Name the type of JSON that all values have; None where they have several."""
    found = {kind_of(each) for each in values}
    return found.pop() if len(found) == 1 else None
