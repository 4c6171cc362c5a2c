"""What a call of an operation can be given: the values of each parameter and of the body."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bothends.contract.attempt import Attempt
from bothends.contract.contents import Media, medias
from bothends.contract.description import Described
from bothends.contract.runtime import Operation, Parameter
from bothends.contract.typed import Drawn, Typed
from bothends.drawing import Drawing

NOTHING: Any = object()
"""The value of an argument that is left out, or that has not arrived."""


@dataclass(frozen=True)
class ParameterSlot:
    """A parameter, and the values that its argument can have, the typical one first."""

    parameter: Parameter
    schema: Any
    typed: Typed
    drawn: tuple[Drawn, ...]

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
            if not each.refusal and (each.value is not None or self.required)
        )

    @cached_property
    def typical(self) -> Drawn | None:
        """The first value that the client can send; the first of all where it can send none."""
        sendable = (each for each in self.values if self._parts(each.value) is not None)
        return next(sendable, next(iter(self.values), None))

    def arrives(self, sent: Any, got: Any) -> bool:
        """Tell whether the handler got what was sent; either may be `NOTHING`."""
        if sent is NOTHING or (self._parts(sent) == [] and not self.required):
            absent = self._absent
            return got is absent or (got is not NOTHING and self._same(absent, got))
        return got is not NOTHING and self._same(sent, got)

    def _same(self, sent: Any, got: Any) -> bool:
        if sent is NOTHING:
            return False
        in_json = self.parameter.style is None and self.parameter.place != "querystring"
        return self.typed.alike(sent, got) or (
            not in_json and self._parts(sent) == self._parts(got)
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
    def _absent(self) -> Any:
        """What a handler gets where the parameter is left out."""
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

    @property
    def label(self) -> str:
        """What a report calls it."""
        return f"body ({self.media.name})"

    @property
    def values(self) -> tuple[Drawn, ...]:
        """Those that the package can hold; null is absent where the body is optional."""
        return tuple(
            each
            for each in self.drawn
            if not each.refusal and (each.value is not None or self.required)
        )

    @property
    def typical(self) -> Drawn | None:
        """The first value."""
        return next(iter(self.values), None)

    def arrives(self, sent: Any, got: Any) -> bool:
        """Tell whether the handler got what was sent; either may be `NOTHING`."""
        if sent is NOTHING:
            return got is NOTHING or got is None
        return got is not NOTHING and self.media.alike(sent, got)


Slot = ParameterSlot | BodySlot


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
    parameters: tuple[ParameterSlot, ...]
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
        """The typical call, with nothing that can be left out."""
        body = next((each for each in self.bodies if each.typical), None)
        return _row(
            [each for each in (*self.parameters, body) if each and each.required]
        )

    @property
    def most(self) -> Row:
        """The typical call, with all that there is."""
        body = next((each for each in self.bodies if each.typical), None)
        return _row([each for each in (*self.parameters, body) if each])

    def concrete_path(self, other: Mapping[str, str] | None = None) -> str | None:
        """Spell the typical path, or one in which some parameters have another text."""
        path = self.path
        for slot in self.parameters:
            name = slot.parameter.name
            if slot.parameter.place != "path" or slot.typical is None:
                continue
            text = (other or {}).get(name)
            if text is None:
                with Attempt() as writing:
                    text = slot.parameter.write_text(slot.typical.value)
                if writing.error:
                    return None
            path = path.replace(f"{{{name}}}", str(text))
        return path

    def varied(self, slots: Sequence[Slot]) -> Iterator[Row]:
        """Give rows in which each of some arguments has each of its values at least once."""
        base = self.least
        for number in range(max((len(slot.values) for slot in slots), default=0)):
            row = dict(base)
            for slot in slots:
                if number < len(slot.values):
                    row[slot.argument] = Given(slot, slot.values[number])
            yield row


def slots_of(
    operation: Operation, described: Described, drawing: Drawing, limit: int
) -> Slots:
    """Draw the arguments of an operation."""
    parameters: list[ParameterSlot] = []
    for each in operation.parameters:
        schema = described.parameter(each.place, each.name)
        typed = Typed(each.type)
        drawn = drawing.valid(schema, "request", limit=limit)
        held = tuple(map(typed.hold, drawn))
        parameters.append(ParameterSlot(each, schema, typed, held))
    body = operation.body
    found = medias(body.content, described.body()) if body else ()
    bodies = tuple(
        BodySlot(
            media, bool(body and body.required), media.draw(drawing, "request", limit)
        )
        for media in found
    )
    return Slots(operation.path, tuple(parameters), bodies)


def arguments_of(row: Row) -> dict[str, Any]:
    """Give the arguments of a call."""
    return {name: given.drawn.value for name, given in row.items()}


def data_of(row: Row) -> dict[str, Any]:
    """Give the arguments of a call as JSON, for a report."""
    return {name: given.drawn.data for name, given in row.items()}


def _row(slots: Sequence[Slot]) -> Row:
    return {slot.argument: Given(slot, slot.typical) for slot in slots if slot.typical}
