"""What comes before the values that are drawn: what a user gives, then the examples.

For a real server, which answers with a success only where its own data is named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bothends.contract.slots import BodySlot, Draw, ParameterSlot, Slot, Slots
from bothends.package import Described, Drawn
from bothends.tree import is_object


def preferred(
    slots: Slots, described: Described, draw: Draw, values: Mapping[str, Any]
) -> Slots:
    """Put the values of arguments, and the examples of the others, in front."""

    def first(slot: Slot) -> Any:
        if slot.argument in values:
            return _given(slot, values[slot.argument], draw)
        return _exemplary(slot, described, draw)

    return replace(
        slots,
        parameters=tuple(map(first, slots.parameters)),
        bodies=tuple(map(first, slots.bodies)),
    )


def _given(slot: Slot, value: Any, draw: Draw) -> Slot:
    """Put a value in front, then what is drawn with the properties that it has."""
    others = [
        {**each.data, **value}
        for each in slot.drawn
        if is_object(each.data) and is_object(value)
    ]
    return replace(_in_front(slot, [value, *others], draw), is_given=True)


def _exemplary(slot: Slot, described: Described, draw: Draw) -> Slot:
    if isinstance(slot, BodySlot) and not slot.is_query:
        return _in_front(slot, described.examples_of(slot.media.node), draw)
    if isinstance(slot, ParameterSlot):
        place, name = slot.parameter.place, slot.parameter.name
        return _in_front(slot, described.examples(place, name), draw)
    return slot


def _in_front(slot: Slot, values: Sequence[Any], draw: Draw) -> Slot:
    """Put values in front that are valid, each but once."""
    match slot:
        case ParameterSlot():
            hold = slot.typed.hold
        case BodySlot():
            hold = slot.media.hold
    found: list[Drawn] = []
    for value in values:
        if _takes(slot, value, draw) and value not in _data(found):
            held = hold(value)
            found += [] if held.refusal else [held]
    rest = [each for each in slot.drawn if each.data not in _data(found)]
    return replace(slot, drawn=(*found, *rest))


def _takes(slot: Slot, value: Any, draw: Draw) -> bool:
    """Tell whether a value is valid; bytes and the items of a stream have no schema to obey."""
    if isinstance(slot, BodySlot) and slot.media.kind in {"Binary", "Lines", "Events"}:
        return True
    return draw.is_valid(slot.schema, value)


def _data(drawn: Sequence[Drawn]) -> list[Any]:
    return [each.data for each in drawn]
