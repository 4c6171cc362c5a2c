"""Dates and date-times as RFC 3339 writes them; pydantic would read Unix timestamps as well.

A leap second (§5.7) is read as the moment after it, since no `datetime` of Python can be one.
"""

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

_LEAP_SECOND = re.compile(rf"{_DATE.pattern}[Tt ][0-9]{{2}}:[0-9]{{2}}:60")
_DATE_TIMES = SchemaValidator(core_schema.datetime_schema())

_SECOND = dt.timedelta(seconds=1)
_MONTH_BEGINS = (1, 0, 0, 0)
"""Day, hour, minute and second; a leap second is the last one of a month of UTC."""


def after_leap_second(value: Any) -> Any:
    """Give the moment after a leap second, with its fraction; any other value as it is."""
    if not isinstance(value, str) or not _LEAP_SECOND.match(value):
        return value
    try:
        moment = _DATE_TIMES.validate_python(f"{value[:17]}59{value[19:]}") + _SECOND
        utc = moment.astimezone(dt.UTC) if moment.tzinfo else moment
    except (ValidationError, OverflowError):
        return value
    begins = (utc.day, utc.hour, utc.minute, utc.second) == _MONTH_BEGINS
    return moment if begins else value


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
            return validator.validate_python(after_leap_second(value))
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
