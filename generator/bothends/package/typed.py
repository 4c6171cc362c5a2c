"""Values of one type of the package: made from JSON by the type itself, and compared."""

import json
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from bothends.package.attempt import Attempt
from bothends.records import dataclass
from bothends.tree import is_array, is_object


@dataclass(frozen=True, slots=True)
class Drawn:
    """A value that was drawn: as JSON, and as the package holds it."""

    data: Any
    """JSON; what no JSON can say (bytes) is as it is."""
    value: Any = None
    refusal: str = ""
    """Why the package cannot hold it, though the description allows it."""


class Typed:
    """Turns JSON into values of a type, strictly, as both ends of the package do."""

    def __init__(self, holder: Any) -> None:
        self._holder = holder
        """A parameter or a codec of the package, with its `type` and its adapter."""

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """What validates and serialises the type: the holder's own, or one as good."""
        for name in ("adapter", "_adapter"):
            own: TypeAdapter[Any] | None = getattr(self._holder, name, None)
            if own is not None:
                return own
        return TypeAdapter(self._holder.type)

    def read(self, data: Any) -> Any:
        """Make a value of JSON; raises what the type does.

        What the type refuses is read once more with 1.0 as the integer that it is in JSON
        Schema (Validation §6.1.1).
        """
        try:
            return self._valid(data)
        except ValidationError:
            return self._valid(_with_whole_numbers(data))

    def _valid(self, data: Any) -> Any:
        return self.adapter.validate_json(
            json.dumps(data), strict=True, by_alias=True, by_name=False
        )

    def hold(self, data: Any) -> Drawn:
        """Make a value of JSON and see whether it still says the same."""
        with Attempt() as reading:
            value = self.read(data)
            kept = self.adapter.dump_python(
                value, mode="json", by_alias=True, warnings="error"
            )
            if not includes(kept, data):
                refusal = f"the package's type makes {shown(kept)} of it"
                return Drawn(data, refusal=refusal)
            return Drawn(data, value)
        return Drawn(data, refusal=f"the package's type refuses it: {reading.reason}")

    def alike(self, one: Any, other: Any) -> bool:
        """Tell whether two values of the type say the same."""
        with Attempt():
            return equal(self._plain(one), self._plain(other))
        return False

    def _plain(self, value: Any) -> Any:
        return self.adapter.dump_python(value, by_alias=True, warnings="error")


def _with_whole_numbers(data: Any) -> Any:
    if isinstance(data, float) and data.is_integer():
        return int(data)
    if is_object(data):
        return {name: _with_whole_numbers(item) for name, item in data.items()}
    return [_with_whole_numbers(item) for item in data] if is_array(data) else data


def equal(one: Any, other: Any) -> bool:
    """Tell whether two plain values are the same; a boolean is no number here."""
    if is_object(one) and is_object(other):
        return one.keys() == other.keys() and all(
            equal(item, other[key]) for key, item in one.items()
        )
    if is_array(one) and is_array(other):
        return len(one) == len(other) and all(map(equal, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def includes(kept: Any, data: Any) -> bool:
    """Tell whether JSON says all that other JSON does; defaults may have come to it."""
    if is_object(kept) and is_object(data):
        return all(
            key in kept and includes(kept[key], item) for key, item in data.items()
        )
    if is_array(kept) and is_array(data):
        return len(kept) == len(data) and all(map(includes, kept, data))
    match kept, data:
        case str(), str():
            return kept == data or _same_text(kept, data)
        case float(), int() if not isinstance(data, bool):
            return kept == float(data)  # What a double can't hold is not interoperable.
        case _:
            return equal(kept, data)


def _same_text(one: str, other: str) -> bool:
    """Tell whether two texts are one value that can be spelled in several ways."""
    for read in (_moment, UUID, Decimal):
        try:
            return bool(read(one) == read(other))
        except (ValueError, InvalidOperation):
            continue
    return False


def _moment(text: str) -> Any:
    """Read a date-time, date or time (RFC 3339 §5.6); a leap second is the moment after it."""
    text = text.upper().replace("Z", "+00:00")
    if "T" not in text and ":" in text:
        text = f"2000-01-01T{text}"
    if text[17:19] == "60":
        before = datetime.fromisoformat(f"{text[:17]}59{text[19:]}")
        return before + timedelta(seconds=1)
    return datetime.fromisoformat(text)


_LONGEST = 400


def shown(value: Any) -> str:
    """Show a value in one line: as JSON where it can be."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)})"
