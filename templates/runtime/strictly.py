"""JSON read strictly: as its type says, and as no type can say."""

from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from .checks import Check
from .faults import Fault, FaultsError, is_array, is_object


def read_strictly(
    adapter: TypeAdapter[Any], text: str | bytes, check: Check | None = None
) -> Any:
    """Give the value of a type that JSON text holds.

    Raises pydantic's `ValidationError`, or `FaultsError` for what only the check can tell.
    """
    try:
        value = _validated(adapter, text)
    except ValidationError as error:
        value = _with_whole_numbers(adapter, text, error)
    if check:
        examine(from_json(text), check)
    return value


def examine(value: Any, check: Check) -> None:
    """Raise `FaultsError` for a JSON value that is not as a check wants it."""
    try:
        faults = check.faults(value)
    except RecursionError:
        faults = [Fault((), "Input is nested too deeply")]
    if faults:
        raise FaultsError(faults)


def _validated(adapter: TypeAdapter[Any], text: str | bytes) -> Any:
    validator = adapter.validator
    return validator.validate_json(text, strict=True, by_alias=True, by_name=False)


def _with_whole_numbers(
    adapter: TypeAdapter[Any], text: str | bytes, error: ValidationError
) -> Any:
    """Take 1.0 for the integer that it is in JSON Schema (Validation §6.1.1), and not in Python."""
    if error.errors()[0]["type"] == "json_invalid":
        raise error
    data = from_json(text)
    whole = to_json(_whole(data))
    if whole == to_json(data):
        raise error
    return _validated(adapter, whole)


def _whole(data: Any) -> Any:
    if isinstance(data, float) and data.is_integer():
        return int(data)
    if is_object(data):
        return {name: _whole(item) for name, item in data.items()}
    return [_whole(item) for item in data] if is_array(data) else data
