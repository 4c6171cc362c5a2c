"""Defaults of parameters: what an absent one means."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from bothends.ir import Default, Nothing, OneOf, Plain, Type
from bothends.lower.reading import Reading
from bothends.tree import Pointer, is_object


def _aware(text: str) -> datetime:
    """Read a date-time that has an offset (RFC 3339 §5.6)."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        message = f"{text} has no offset"
        raise ValueError(message)
    return moment


_READERS: Mapping[str, Callable[[str], object]] = {
    "AwareDatetime": _aware,
    "Decimal": Decimal,
    "UUID": UUID,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}
"""What reads the text of a type; each raises ValueError or ArithmeticError."""


def lower_default(
    reading: Reading, schema: Any, type_: Type, pointer: Pointer
) -> Default | None:
    """Find the default beside a reference, or else behind it.

    One that is not of its format is reported and left out: every request without the
    parameter would be refused for it.
    """
    if is_object(schema) and "default" not in schema:
        schema = reading.schema(schema)
    if not is_object(schema) or "default" not in schema:
        return None
    value = schema["default"]
    if _fits(value, type_):
        return Default(value)
    reading.report(
        pointer,
        "unusable-default",
        f"the default {value!r} is not filled in: it is not of the parameter's format",
        "correct the default, or remove it",
        "warning",
    )
    return None


def _fits(value: Any, type_: Type) -> bool:
    match type_:
        case Plain(name) if isinstance(value, str) and name in _READERS:
            try:
                _READERS[name](value)
            except (ValueError, ArithmeticError):
                return False
            return True
        case OneOf(members):
            return any(_fits(value, member) for member in members)
        case Nothing():
            return value is None
        case _:
            return True
