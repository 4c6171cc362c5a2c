"""What a call of an operation can be given: the values of each parameter and of the body."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from bothends.contract.results import Cause
from bothends.contract.shadowed import shadowed
from bothends.contract.transported import is_too_long, is_transported
from bothends.drawing import Direction, Drawing, Wrong
from bothends.package import (
    Attempt,
    Described,
    Drawn,
    Media,
    Operation,
    Parameter,
    Typed,
    medias,
)
from bothends.tree import is_array, is_object

NOTHING: Any = object()
"""The value of an argument that is left out, or that has not arrived."""


@dataclass(frozen=True)
class ParameterSlot:
    """A parameter, and the values that its argument can have, the typical one first."""

    parameter: Parameter
    schema: Any
    typed: Typed
    drawn: tuple[Drawn, ...]
    is_given: bool = False
    """Whether a user has named the typical value, which every call then has."""

    @property
    def argument(self) -> str:
        """What the argument is called."""
        return self.parameter.argument

    @property
    def label(self) -> str:
        """What a report calls it."""
        return f"{self.parameter.place} parameter `{self.parameter.name}`"

    @property
    def required(self) -> bool:
        """Whether a call must have it."""
        return self.parameter.required

    @cached_property
    def values(self) -> tuple[Drawn, ...]:
        """Those that the package can hold; null, which is absent here, is none of them."""
        return tuple(
            each
            for each in self.drawn
            if not each.refusal
            and (each.value is not None or self.required)
            and not is_too_long(self.parameter, each.value)
        )

    @cached_property
    def typical(self) -> Drawn | None:
        """The first value that the client can send; the first of all where it can send none."""
        sendable = (each for each in self.values if self._parts(each.value) is not None)
        return next(sendable, next(iter(self.values), None))

    @property
    def is_always_sent(self) -> bool:
        """Whether it is a header that the transport adds."""
        return is_transported(self.parameter)

    @property
    def is_sendable(self) -> bool:
        """Whether there is a value that the client can send."""
        return any(self._parts(each.value) is not None for each in self.values)

    def arrives(self, sent: Any, got: Any) -> bool:
        """Tell whether the handler got what was sent; either may be `NOTHING`."""
        if sent is NOTHING or (self._parts(sent) == [] and not self.required):
            absent = self.absent
            return got is absent or (got is not NOTHING and self._same(absent, got))
        return got is not NOTHING and self._same(sent, got)

    def _same(self, sent: Any, got: Any) -> bool:
        if sent is NOTHING:
            return False
        return self.typed.alike(sent, got) or (
            self.parameter.style is not None and self._parts(sent) == self._parts(got)
        )

    def _parts(self, value: Any) -> list[str] | None:
        """Give the parts of a request that say a value; None if the client declines it."""
        in_parts = self.parameter.place in {"query", "cookie", "querystring"}
        with Attempt():
            if in_parts:
                return self.parameter.write(value)
            return [self.parameter.write_text(value)]
        return None

    @cached_property
    def absent(self) -> Any:
        """What a handler gets where the parameter is left out: its default or `NOTHING`."""
        with Attempt():
            return self.typed.read(self.parameter.default)
        return NOTHING


@dataclass(frozen=True)
class BodySlot:
    """The body in one media type, and the values that it can have."""

    media: Media
    required: bool
    drawn: tuple[Drawn, ...]
    argument: str = "body"
    is_query: bool = False
    """Whether it is the whole query, and no body."""
    is_given: bool = False
    """Whether a user has named the typical value, which every call then has."""

    @property
    def schema(self) -> Any:
        """The schema of its values."""
        return self.media.schema

    @property
    def label(self) -> str:
        """What a report calls it."""
        return f"{'query string' if self.is_query else 'body'} ({self.media.name})"

    @property
    def values(self) -> tuple[Drawn, ...]:
        """Those that the package can hold; null is absent where the body is optional."""
        return tuple(
            each
            for each in self.drawn
            if not each.refusal and (each.value is not None or self.required)
        )

    @cached_property
    def typical(self) -> Drawn | None:
        """The first value that can be said; the first of all where none can."""
        sayable = (each for each in self.values if self.media.is_sayable(each.value))
        return next(sayable, next(iter(self.values), None))

    def arrives(self, sent: Any, got: Any) -> bool:
        """Tell whether the handler got what was sent; either may be `NOTHING`."""
        if sent is NOTHING or (self.is_query and got is NOTHING):
            says_nothing = sent is NOTHING or self.media.is_empty(sent)
            return says_nothing and (got is NOTHING or got is None)
        return got is not NOTHING and self.media.alike(sent, got)


Slot = ParameterSlot | BodySlot


@dataclass(frozen=True, slots=True)
class Draw:
    """Draws values that go in one direction."""

    drawing: Drawing
    direction: Direction
    limit: int

    def valid(self, schema: Any) -> tuple[Any, ...]:
        """Draw what is valid by a schema."""
        return self.drawing.valid(schema, self.direction, limit=self.limit)

    def wrong(self, schema: Any) -> tuple[Wrong, ...]:
        """Draw what a schema forbids."""
        return self.drawing.wrong(schema, self.direction, limit=self.limit)

    def is_valid(self, schema: Any, data: Any) -> bool:
        """Tell whether data is valid by a schema."""
        return self.drawing.is_valid(schema, data, self.direction)

    def nothing(self, schema: Any) -> tuple[str, Cause]:
        """Say why no value was drawn from a schema, and whose doing that is."""
        if why := self.drawing.contradiction(schema, self.direction):
            return f"no value is valid: {why}", "description"
        return "no value was found, though one may be valid", "drawing"

    def fault(self, schema: Any, data: Any) -> str:
        """Say what is wrong with data by a schema; empty if nothing is."""
        return self.drawing.fault(schema, data, self.direction)

    def media(self, media: Media) -> tuple[Drawn, ...]:
        """Draw bodies of a media type."""
        return media.draw(self.drawing, self.direction, self.limit)


@dataclass(frozen=True, slots=True)
class Given:
    """One argument of a call."""

    slot: Slot
    drawn: Drawn


Row = Mapping[str, Given]
"""The arguments of one call, by their names; what is left out is not there."""


@dataclass(frozen=True)
class Slots:
    """All arguments of an operation."""

    path: str
    parameters: tuple[Slot, ...]
    bodies: tuple[BodySlot, ...]

    @property
    def hopeless(self) -> tuple[Slot, ...]:
        """Those that a call must have and no value is known for."""
        missing: list[Slot] = [
            each for each in self.parameters if each.required and not each.typical
        ]
        bodies = [each for each in self.bodies if each.required]
        if bodies and not any(each.typical for each in bodies):
            missing.append(bodies[0])
        return tuple(missing)

    @property
    def least(self) -> Row:
        """The typical call, with nothing that can be left out but what is given."""
        body = next((each for each in self.bodies if each.typical), None)
        slots = [each for each in (*self.parameters, body) if each]
        return _row([each for each in slots if each.required or each.is_given])

    @property
    def most(self) -> Row:
        """The typical call, with all that there is."""
        body = next((each for each in self.bodies if each.typical), None)
        return _row([each for each in (*self.parameters, body) if each])

    def concrete_path(self, other: Mapping[str, str] | None = None) -> str | None:
        """Spell the typical path, or one in which some parameters have another text."""
        path = self.path
        for slot in self.parameters:
            if not isinstance(slot, ParameterSlot) or slot.typical is None:
                continue
            name = slot.parameter.name
            if slot.parameter.place != "path":
                continue
            text = (other or {}).get(name)
            if text is None:
                with Attempt() as writing:
                    text = slot.parameter.write_text(slot.typical.value)
                if writing.error:
                    return None
            for expression in (f"{{{name}}}", f"{{+{name}}}"):
                path = path.replace(expression, str(text))
        return path

    def varied(self, slots: Sequence[Slot]) -> Iterator[Row]:
        """Give rows in which each of some arguments has each of its values at least once.

        Those that a user gives are varied alone: the others are tried beside what is given.
        """
        yield from self._diagonal([each for each in slots if not each.is_given])
        for slot in slots:
            yield from self._diagonal([slot] if slot.is_given else [])

    def _diagonal(self, slots: Sequence[Slot]) -> Iterator[Row]:
        base = self.least
        for number in range(max((len(slot.values) for slot in slots), default=0)):
            row = dict(base)
            for slot in slots:
                if number < len(slot.values):
                    row[slot.argument] = Given(slot, slot.values[number])
            yield row


def slots_of(operation: Operation, described: Described, draw: Draw) -> Slots:
    """Draw the arguments of an operation."""
    hidden = shadowed(operation)
    parameters = [
        (
            _query_slot(each, described, draw)
            if each.place == "querystring"
            else _parameter_slot(each, described, draw)
        )
        for each in operation.parameters
        if each.argument not in hidden
    ]
    body = operation.body
    found = medias(body.content, described.body()) if body else ()
    bodies = tuple(
        BodySlot(media, bool(body and body.required), draw.media(media))
        for media in found
    )
    return Slots(operation.path, tuple(parameters), bodies)


def _parameter_slot(parameter: Parameter, described: Described, draw: Draw) -> Slot:
    schema = described.parameter(parameter.place, parameter.name)
    typed = Typed(parameter)
    drawn = draw.valid(schema)
    slot = ParameterSlot(parameter, schema, typed, tuple(map(typed.hold, drawn)))
    return slot if slot.is_sendable else replace(slot, drawn=_simpler(slot, draw))


def _simpler(slot: ParameterSlot, draw: Draw) -> tuple[Drawn, ...]:
    """Draw more where no style can say what was drawn: with less that is empty or nested."""
    found: list[Any] = []
    for each in slot.drawn[:1]:
        whole = _thinned(each.data)
        parts = [{key: item} for key, item in whole.items()] if is_object(whole) else []
        found += [data for data in (whole, *parts) if draw.is_valid(slot.schema, data)]
    return (*map(slot.typed.hold, found), *slot.drawn)


def _thinned(data: Any) -> Any:
    """Leave out whatever is empty or null."""
    if is_object(data):
        inner = {key: _thinned(item) for key, item in data.items()}
        return {key: item for key, item in inner.items() if item not in ({}, [], None)}
    if is_array(data):
        return [item for item in map(_thinned, data) if item not in ({}, [], None)]
    return data


def _query_slot(parameter: Any, described: Described, draw: Draw) -> Slot:
    nodes = described.content_of(parameter.place, parameter.name)
    (media,) = medias(parameter.contents, nodes)
    return BodySlot(
        media, parameter.required, draw.media(media), parameter.argument, is_query=True
    )


def arguments_of(row: Row) -> dict[str, Any]:
    """Give the arguments of a call."""
    return {name: given.drawn.value for name, given in row.items()}


def data_of(row: Row) -> dict[str, Any]:
    """Give the arguments of a call as JSON, for a report."""
    return {name: given.drawn.data for name, given in row.items()}


def _row(slots: Sequence[Slot]) -> Row:
    return {slot.argument: Given(slot, slot.typical) for slot in slots if slot.typical}
