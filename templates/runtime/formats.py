"""Dates and date-times as RFC 3339 writes them; pydantic would read Unix timestamps as well."""

import datetime as dt
import re
from typing import Annotated, Any

import pydantic
from pydantic import BeforeValidator, ValidationError
from pydantic_core import (
    CoreSchema,
    PydanticCustomError,
    SchemaValidator,
    core_schema,
)

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_TIME = re.compile(
    rf"{_DATE.pattern}[Tt ][0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]+)?([Zz]|[-+][0-9]{{2}}:[0-9]{{2}})?"
)
"""Without an offset it is refused by its type, which a tolerant reader does not ask for one."""


def _reader(
    kind: type, shape: re.Pattern[str], schema: CoreSchema, name: str
) -> BeforeValidator:
    """Take values of a type, and text of a shape; nothing else, in Python and in JSON."""
    message = f"Input should be a {name} of RFC 3339"
    validator = SchemaValidator(schema)

    def read(value: Any) -> Any:
        if isinstance(value, kind):
            return value
        if not isinstance(value, str) or not shape.fullmatch(value):
            raise PydanticCustomError("format", _literal(message))
        try:
            return validator.validate_python(value)
        except ValidationError as error:
            detail = error.errors()[0]
            raise PydanticCustomError("format", _literal(detail["msg"])) from None

    return BeforeValidator(read)


def _literal(message: str) -> Any:
    """Give a message without braces: what stands in them would be looked up."""
    return message.replace("{", "(").replace("}", ")")


AwareDatetime = Annotated[
    pydantic.AwareDatetime,
    _reader(dt.datetime, _DATE_TIME, core_schema.datetime_schema(), "date-time"),
]
date = Annotated[dt.date, _reader(dt.date, _DATE, core_schema.date_schema(), "date")]
