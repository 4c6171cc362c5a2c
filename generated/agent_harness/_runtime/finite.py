"""Numbers as JSON has them: it knows no NaN and no infinity (RFC 8259 §6), and Python does."""

from typing import Any, TypeGuard

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import from_json

_N, _I = b"NI"
_CONFIG = ConfigDict(allow_inf_nan=False, ser_json_inf_nan="constants")


def adapter_of(annotation: Any) -> TypeAdapter[Any]:
    """Give what validates and serialises a type; models say themselves what is finite."""
    if _is_model(annotation):
        # One that is not built yet would be built here without what it says.
        annotation.model_rebuild()
        return TypeAdapter(annotation)
    return TypeAdapter(annotation, config=_CONFIG)


def _is_model(annotation: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def as_sent(data: bytes) -> bytes:
    """Give JSON text that was written; raises ValueError where a number in it is not finite."""
    # A single byte is found many times as fast as several, and most text has neither.
    if (_N in data and b"NaN" in data) or (_I in data and b"Infinity" in data):
        from_json(data, allow_inf_nan=False)
    return data


def as_read(data: bytes) -> bytes:
    """Give JSON text that is to be read; raises `ValidationError` where it is none."""
    try:
        return as_sent(data)
    except ValueError as error:
        problem: Any = {
            "type": "json_invalid",
            "input": data,
            "ctx": {"error": str(error)},
        }
        raise ValidationError.from_exception_data("JSON", [problem], "json") from None
