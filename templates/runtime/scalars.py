"""Single values of JSON: which type they are of, when two are equal, and their limits."""

import re
from collections.abc import Callable, Mapping
from datetime import time
from fractions import Fraction
from math import isfinite
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from .faults import Fault, Test, is_array, is_object
from .formats import AwareDatetime, date

_LONGEST = 10_000
"""Python's regular expressions may look at each character of a text for each other one."""

_TYPED: Mapping[str, Any] = {
    "date": date,
    "date-time": AwareDatetime,
    "time": time,
    "uuid": UUID,
}
"""Formats of text, and what reads them."""

_RANGES: Mapping[str, tuple[float, float]] = {
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "float": (-3.4028234663852886e38, 3.4028234663852886e38),
}
"""Formats of numbers, and their least and greatest."""


def is_number(value: object) -> bool:
    """Tell whether a value is a number of JSON; Python takes a boolean for one."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_of_type(value: object, name: str) -> bool:
    """Tell whether a value is of a type; 1.0 is an integer (Validation §6.1.1)."""
    match name:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            whole = isinstance(value, int) or (
                isinstance(value, float) and value.is_integer()
            )
            return whole and not isinstance(value, bool)
        case "number":
            return is_number(value)
        case "string":
            return isinstance(value, str)
        case "array":
            return isinstance(value, list)
        case _:
            return isinstance(value, dict)


def words(names: list[str]) -> str:
    """Say types in words: `an integer or a string`."""
    articles = {"null": "null"} | dict.fromkeys(("array", "integer", "object"), "")
    told = [
        articles.get(name)
        or f"{'an' if name in {'array', 'integer', 'object'} else 'a'} {name}"
        for name in names
    ]
    return " or ".join(told)


def equality_key(value: Any) -> Any:
    """Give what is equal for two values if they are (Core §4.2.2): 1 is 1.0, and not true."""
    if isinstance(value, bool):
        return bool, value
    if is_object(value):
        return frozenset((name, equality_key(each)) for name, each in value.items())
    if is_array(value):
        return tuple(map(equality_key, value))
    return value


def _limit(holds: Callable[[Any], bool], message: str) -> Test:
    refusal = [Fault((), message)]
    return lambda value, _: [] if holds(value) else refusal


def _of_numbers(holds: Callable[[Any], bool], message: str) -> Test:
    return _limit(lambda value: not is_number(value) or holds(value), message)


def _of(type_: type, holds: Callable[[Any], bool], message: str) -> Test:
    return _limit(lambda value: not isinstance(value, type_) or holds(value), message)


def _multiple_of(step: float) -> Test:
    divisor = Fraction(str(step))
    return _of_numbers(
        lambda value: isfinite(value) and Fraction(str(value)) % divisor == 0,
        f"Input should be a multiple of {step}",
    )


def _pattern(pattern: str) -> Test:
    search = re.compile(pattern).search
    return _of(
        str,
        lambda value: len(value) <= _LONGEST and search(value) is not None,
        f"String should match pattern '{pattern}'",
    )


def _format(name: str) -> Test:
    if name in _RANGES:
        least, most = _RANGES[name]
        message = f"Input should be within the range of {name}"
        return _of_numbers(lambda value: least <= value <= most, message)
    if name in _TYPED:
        adapter = TypeAdapter[Any](_TYPED[name])
        return _of(str, lambda value: _reads(adapter, value), f"Input is no {name}")
    return lambda _value, _: []


def _reads(adapter: TypeAdapter[Any], text: str) -> bool:
    try:
        adapter.validate_json(to_json(text), strict=True)
    except ValidationError:
        return False
    return True


LIMITS: Mapping[str, Callable[[Any], Test]] = {
    "exclusiveMaximum": lambda limit: _of_numbers(
        lambda value: value < limit, f"Input should be less than {limit}"
    ),
    "exclusiveMinimum": lambda limit: _of_numbers(
        lambda value: value > limit, f"Input should be greater than {limit}"
    ),
    "format": _format,
    "maxItems": lambda limit: _of(
        list, lambda value: len(value) <= limit, f"At most {limit} items are allowed"
    ),
    "maxLength": lambda limit: _of(
        str,
        lambda value: len(value) <= limit,
        f"String should have at most {limit} characters",
    ),
    "maxProperties": lambda limit: _of(
        dict,
        lambda value: len(value) <= limit,
        f"At most {limit} properties are allowed",
    ),
    "maximum": lambda limit: _of_numbers(
        lambda value: value <= limit, f"Input should be less than or equal to {limit}"
    ),
    "minItems": lambda limit: _of(
        list, lambda value: len(value) >= limit, f"At least {limit} items are needed"
    ),
    "minLength": lambda limit: _of(
        str,
        lambda value: len(value) >= limit,
        f"String should have at least {limit} characters",
    ),
    "minProperties": lambda limit: _of(
        dict,
        lambda value: len(value) >= limit,
        f"At least {limit} properties are needed",
    ),
    "minimum": lambda limit: _of_numbers(
        lambda value: value >= limit,
        f"Input should be greater than or equal to {limit}",
    ),
    "multipleOf": _multiple_of,
    "pattern": _pattern,
}
"""Keywords that limit values of one type, by what the keyword says."""
