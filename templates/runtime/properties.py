"""The properties of an object as a form says them: each by itself, as one piece or several."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json, to_jsonable_python

from .checks import Check
from .faults import Members, is_array, is_object
from .strictly import examine, read_strictly
from .styles import ABSENT
from .text import (
    TEXT,
    Either,
    Fields,
    Many,
    One,
    Shape,
    fields_of,
    from_json_text,
    from_text,
    is_alike,
    is_nothing,
    shape_of,
)

P = TypeVar("P")


@dataclass(frozen=True)
class Properties:
    """Those of a type, which may be a union of objects."""

    type: Any

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """What validates and serialises the type."""
        return TypeAdapter(self.type)

    def of(self, name: str) -> Shape | None:
        """Tell the shape of a property; None for one that the type does not know."""
        return self._fields.of(name)

    def besides(self, name: str) -> frozenset[str]:
        """Give the names that are no properties of the property `name`, but its siblings."""
        return frozenset(
            known
            for model in self._fields.models
            for attribute, info in fields_of(model).items()
            if (known := info.alias or attribute) != name
        )

    @cached_property
    def _fields(self) -> Fields:
        match shape_of(self.type):
            case Fields() as fields:
                return fields
            case Either(fields=Fields() as fields):
                return fields
            case _:
                return Fields()

    def accepts(self, value: Any) -> bool:
        """Tell whether a value of Python is valid by the type, as it stands."""
        try:
            self.adapter.validate_python(value, strict=True)
        except ValidationError:
            return False
        return True


def as_members(data: object, media_type: str) -> Members:
    """Give the properties of a value; raises ValueError for one that is no object."""
    if not is_object(data):
        message = f"{media_type} says objects only, not {type(data).__name__}"
        raise ValueError(message)
    return data


def gathered(
    pieces: Sequence[P], shape: Shape | None, read: Callable[[P, Shape], Any]
) -> Any:
    """Give the value of a property: of an array each piece is an item, else the last one counts.

    A property that nobody knows is an array if there are several pieces.
    """
    match shape:
        case Many(item):
            return [read(piece, item) for piece in pieces]
        case Either(many=Many(item)) if len(pieces) > 1:
            return [read(piece, item) for piece in pieces]
        case Either(fields, Many(item), one):
            value = read(pieces[-1], shape)
            if is_object(value) or is_array(value):
                return value if fields and is_object(value) else [value]
            fits = isinstance(value, bytes) or (one and _is_one(value, one))
            return value if one and fits else [read(pieces[-1], item)]
        case None if len(pieces) > 1:
            return [read(piece, TEXT) for piece in pieces]
        case _:
            return read(pieces[-1], shape or TEXT)


def from_piece(text: str, shape: Shape) -> Any:
    """Read text by a shape: what is no single value is JSON."""
    match shape:
        case One():
            return from_text(text, shape)
        case Either(one=One() as one) if one.takes(value := from_text(text, one)):
            return value
        case _:
            return from_json_text(text)


def ensure_said(
    media_type: str,
    data: Mapping[str, Any],
    found: Mapping[str, Any],
    back: Callable[[Mapping[str, Any]], Any],
) -> None:
    """Raise ValueError, naming the property, where the other end would take data for other data.

    `found` is what it finds in the form, and `back` what that comes to when it is valid. What
    is null or empty may be absent instead, unless absent is not valid or is something else.
    """
    try:
        heard: Mapping[str, Any] = back(found)
    except ValidationError as error:
        steps = error.errors(include_url=False)[0]["loc"]
        name = next((step for step in steps if step in data), None)
        raise _unsayable(media_type, str(name or ""), data.get(str(name))) from error
    for name, item in data.items():
        if not _is_heard(item, heard.get(name, ABSENT)):
            raise _unsayable(media_type, name, item)


def _is_one(value: Any, one: One) -> bool:
    """Tell whether a value that was read is one of these, and not only not another."""
    known = isinstance(value, str) or one.choices is not None
    return one.takes(value) and (known or type(value) in one.kinds)


def hold(adapter: TypeAdapter[Any], found: Any, check: Check | None) -> None:
    """Raise what `read_strictly` does for what parts say, files in it as bytes.

    Bytes are no JSON, so that a laxer reading makes the value: it would take a `true` that is
    said as JSON for an integer.
    """
    _ = read_strictly(adapter, to_json(_as_ascii(found)))
    if check:
        examine(as_text(found), check)


def as_text(found: Any) -> Any:
    """Give bytes as text of as many characters, which is what JSON Schema takes them for."""
    return _spelled(found, lambda data: data.decode("latin-1"))


def _as_ascii(found: Any) -> Any:
    """Give bytes as text of as many characters, each of which is a byte again in JSON."""
    return _spelled(
        found, lambda data: data.decode("ascii", "replace").replace("\ufffd", "?")
    )


def _spelled(found: Any, spell: Callable[[bytes], str]) -> Any:
    if isinstance(found, bytes):
        return spell(found)
    if is_object(found):
        return {name: _spelled(item, spell) for name, item in found.items()}
    return [_spelled(item, spell) for item in found] if is_array(found) else found


def _is_heard(item: Any, other: Any) -> bool:
    if other is ABSENT:
        return item is None or is_nothing(item)
    if type(item) is type(other) and item == other:
        return True
    one, two = (to_jsonable_python(as_text(each)) for each in (item, other))
    return is_alike(one, two)


def _unsayable(media_type: str, name: str, item: Any) -> ValueError:
    return ValueError(f"{media_type} cannot say that {name!r} is {repr(item)[:200]}")
