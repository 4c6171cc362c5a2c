"""What is wrong with a value: jsonschema's word, with the few things it leaves to others."""

import re
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any, Final, Protocol, cast

from jsonschema import Draft202012Validator, FormatChecker, exceptions, validators
from jsonschema.exceptions import UnknownType, ValidationError
from referencing.exceptions import Unresolvable

from bothends.drawing.formats import FORMATS
from bothends.drawing.matching import matcher
from bothends.drawing.merging import beyond
from bothends.drawing.schemas import NOTHING, SENSELESS, Schemas, members
from bothends.drawing.tags import Tag, Tags, property_of
from bothends.tree import Tree, is_array, is_object

Errors = Iterator[ValidationError]

_SENSELESS: Final = (*SENSELESS, Unresolvable, UnknownType, re.error)
"""What escapes from jsonschema where a schema is broken or has no end."""

_BITS: Final = {"int32": 31, "int64": 63}
_FLOAT_MAX: Final = 3.4028234663852886e38


class Validator(Protocol):
    """What the functions of keywords need to know of jsonschema's validators."""

    def descend(self, instance: Any, schema: Any) -> Errors:
        """Give what is wrong with a value by a schema that is somewhere below."""
        ...


class Verdicts:
    """Judges values by Draft 2020-12 with formats, patterns of ECMA-262 and a direction's rule.

    A strict one also refuses properties that the direction leaves out. One that remembers keeps
    the values that it found valid: they must not change afterwards.
    """

    def __init__(self, schemas: Schemas, *, strict: bool, remembers: bool) -> None:
        self._schemas = schemas
        self._tags = Tags(schemas)
        self._strict = strict
        self._remembers = remembers
        self._known: dict[tuple[int, int, frozenset[str]], tuple[Any, Any]] = {}
        self._open: set[tuple[int, int]] = set()
        self._refused: dict[tuple[int, int, frozenset[str]], list[ValidationError]] = {}
        self._circles = 0
        self._object: Any = None
        self._hidden = NOTHING
        extend = cast("Any", validators).extend  # Its stub has no types.
        made = extend(Draft202012Validator, self._keywords())
        self._validator: Validator = made(
            schemas.tree, format_checker=_format_checker()
        )

    def accepts(self, schema: Any, value: Any) -> bool:
        """Tell whether a value is valid; nothing is by a schema that makes no sense."""
        try:
            return not self._errors(self._validator, value, schema)
        except _SENSELESS:
            return False
        finally:
            self._forget()

    def broken(self, schema: Any, value: Any) -> frozenset[str]:
        """Name every keyword that a value breaks, inside of choices too; none if it is valid."""
        try:
            errors = self._errors(self._validator, value, schema)
        except _SENSELESS:
            return NOTHING
        finally:
            self._forget()
        return frozenset(_keywords_of(errors))

    def fault(self, schema: Any, value: Any) -> str:
        """Say in one line what is wrong with a value, and where; empty if it is valid."""
        try:
            errors = self._errors(self._validator, value, schema)
        except _SENSELESS:
            return "its schema makes no sense"
        finally:
            self._forget()
        error: ValidationError | None = cast("Any", exceptions).best_match(errors)
        if error is None:
            return ""
        where = "".join(f"/{step}" for step in error.path)
        return f"at {where}: {error.message}" if where else error.message

    def _forget(self) -> None:
        """Drop what is known of values that may be gone when the next one is judged."""
        self._open.clear()
        self._refused.clear()
        if not self._remembers:
            self._known.clear()

    def _keywords(self) -> dict[str, Any]:
        is_loose = self._schemas.is_loose
        return {
            "anyOf": self._choice("anyOf"),
            "oneOf": self._choice("anyOf" if is_loose else "oneOf"),
            "$ref": self._ref,
            "$dynamicRef": self._ref,
            "required": self._required,
            "properties": self._properties,
            "items": self._items,
            "additionalProperties": self._additional,
            "patternProperties": self._pattern_properties,
            "pattern": self._pattern,
            "multipleOf": _multiple_of,
        }

    def _choice(self, keyword: str) -> Callable[..., Errors]:
        """Judge by a union, in which a member that leads back to where it is adds nothing."""
        judged = Draft202012Validator.VALIDATORS[keyword]

        def choice(
            validator: Validator, options: Any, value: Any, schema: Any
        ) -> Errors:
            others = [each for each in options if not self._is_open(each, value)]
            self._circles += len(options) - len(others)
            errors = list(judged(validator, others, value, schema)) if others else []
            if errors and not errors[0].context and is_object(value):
                # More than one takes it: the discriminator says which is meant.
                for each in self._tagged(schema, others, value):
                    return validator.descend(value, each)
            return iter(errors)

        return choice

    def _tagged(self, schema: Tree, options: list[Any], value: Tree) -> list[Any]:
        """List the members of a union that the tag of a value names."""
        name = property_of(schema)
        if name is None or not isinstance(value.get(name), str):
            return []
        tag = Tag(name, value[name])
        return [each for each in options if tag in self._tags.of_option(schema, each)]

    def _is_open(self, schema: Any, value: Any) -> bool:
        if not is_object(schema) or schema.keys() != {"$ref"}:
            return False
        return (id(self._schemas.target(schema["$ref"])), id(value)) in self._open

    def _errors(
        self, validator: Validator, value: Any, schema: Any
    ) -> list[ValidationError]:
        """List what is wrong with a value that is another one than its parent's."""
        if not isinstance(value, dict | list):
            # Not remembered: of scalars there are many, and equal ones may be one object.
            return list(validator.descend(value, schema))
        before = self._object, self._hidden
        self._object, self._hidden = value, self._schemas.hidden(schema)
        try:
            return self._remembered(validator, value, schema)
        finally:
            self._object, self._hidden = before

    def _remembered(
        self, validator: Validator, value: Any, schema: Any
    ) -> list[ValidationError]:
        """List what is wrong; of what was listed before, the first will do."""
        hidden = self._hidden if value is self._object else NOTHING
        key = (id(schema), id(value), hidden)
        if key in self._known:
            return []
        if key in self._refused:
            return self._refused[key][:1]
        circles = self._circles
        errors = list(validator.descend(value, schema))
        if circles != self._circles:
            return errors
        if errors:
            self._refused[key] = errors
        elif is_object(schema):
            self._known[key] = (schema, value)
        return errors

    def _ref(
        self, validator: Validator, reference: Any, value: Any, schema: Any
    ) -> Errors:
        target = self._schemas.target(reference)
        key = (id(target), id(value))
        if key in self._open:
            # A schema that refers to itself for the same value adds nothing to what it says.
            self._circles += 1
            return
        self._open.add(key)
        try:
            yield from self._remembered(validator, value, target)
        finally:
            self._open.discard(key)

    def _required(
        self, validator: Validator, names: Any, value: Any, schema: Any
    ) -> Errors:
        if not is_object(value) or not is_array(names):
            return
        hidden = self._schemas.hidden(schema)
        if value is self._object:
            hidden |= self._hidden
        for name in names:
            if name not in value and name not in hidden:
                yield ValidationError(f"{name!r} is a required property")

    def _properties(
        self, validator: Validator, properties: Any, value: Any, schema: Any
    ) -> Errors:
        if not is_object(value):
            return
        hidden = self._schemas.hidden(schema) if self._strict else NOTHING
        for name, inner in members(schema, "properties"):
            if name not in value:
                continue
            if name in hidden:
                yield ValidationError("is left out here", validator="direction")
            yield from self._below(validator, value, name, inner)

    def _below(
        self, validator: Validator, value: Any, step: Any, schema: Any
    ) -> Errors:
        for error in self._errors(validator, value[step], schema):
            error.relative_path.appendleft(step)
            yield error

    def _items(
        self, validator: Validator, items: Any, value: Any, schema: Any
    ) -> Errors:
        if not is_array(value):
            return
        first = len(schema.get("prefixItems", ()))
        if items is False and len(value) > first:
            yield ValidationError("has more items than are allowed")
            return
        for index in range(first, len(value)):
            yield from self._below(validator, value, index, items)

    def _additional(
        self, validator: Validator, additional: Any, value: Any, schema: Any
    ) -> Errors:
        if not is_object(value):
            return
        for name in beyond(schema, value):
            if additional is False and self._schemas.is_loose and "allOf" in schema:
                # Who writes this means the properties of every part.
                continue
            if additional is False:
                yield ValidationError(f"{name!r} is not allowed")
            else:
                yield from self._below(validator, value, name, additional)

    def _pattern_properties(
        self, validator: Validator, patterns: Any, value: Any, schema: Any
    ) -> Errors:
        if not is_object(value):
            return
        for pattern, inner in members(schema, "patternProperties"):
            matches = matcher(pattern)
            for name in value if matches else ():
                if matches and matches(name):
                    yield from self._below(validator, value, name, inner)

    def _pattern(
        self, validator: Validator, pattern: Any, value: Any, schema: Any
    ) -> Errors:
        if isinstance(value, str) and isinstance(pattern, str):
            matches = matcher(pattern)
            if matches and not matches(value):
                yield ValidationError(f"{value!r} does not match {pattern!r}")


def _multiple_of(_: object, step: float, value: Any, __: object) -> Errors:
    """Divide exactly, as decimals are: a float has too few digits to tell."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    if Fraction(str(value)) % Fraction(str(step)):
        yield ValidationError(f"{value} is no multiple of {step}")


def _keywords_of(errors: Iterable[ValidationError]) -> Iterator[str]:
    for error in errors:
        yield str(error.validator)
        if "propertyNames" in error.relative_schema_path:
            # The error itself is of what is said of a name.
            yield "propertyNames"
        yield from _keywords_of(error.context or ())


def _format_checker() -> FormatChecker:
    checker = FormatChecker(formats=())
    for name, each in FORMATS.items():
        checker.checks(name)(_text_check(each.check))
    for name in ("int32", "int64", "float"):
        checker.checks(name)(_number_check(name))
    return checker


def _text_check(check: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or check(value)


def _number_check(name: str) -> Callable[[object], bool]:
    limit = 1 << _BITS[name] if name in _BITS else None

    def fits(value: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return True
        return abs(value) <= _FLOAT_MAX if limit is None else -limit <= value < limit

    return fits
