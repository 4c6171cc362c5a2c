"""Parameters that the description forbids, as they look on the wire."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx2

from bothends.contract.raw import changed, without
from bothends.contract.readings import natural, readings
from bothends.contract.slots import Draw, ParameterSlot, Slots
from bothends.contract.spelled import Texts, joined, named_parts, texts_of, unnamed_text
from bothends.drawing import Wrong
from bothends.package import Parameter
from bothends.tree import Tree, is_object

_SPREAD = frozenset(["form", "spaceDelimited", "pipeDelimited", "cookie"])


@dataclass(frozen=True, slots=True)
class Mistake:
    """A request with one parameter that is wrong."""

    wrong: Wrong
    request: httpx2.Request


def mistakes(
    slot: ParameterSlot,
    slots: Slots,
    typical: httpx2.Request,
    draw: Draw,
    *,
    nested: bool,
) -> Iterator[Mistake]:
    """Put wrong values of a parameter into a typical request.

    Text has no types: a value is left out whose text could be read as a right one, and so is
    one that its style cannot say. With `nested` objects and arrays are put into deep objects.
    """
    for wrong in draw.wrong(slot.schema):
        texts = _texts(slot, wrong.value, nested=nested)
        if texts is None or _may_be_right(slot, slots, wrong, texts, draw):
            continue
        with suppress(httpx2.InvalidURL):  # There are URLs that are too long to send.
            if request := _with(slot, texts, slots, typical):
                yield Mistake(wrong, request)


def _texts(slot: ParameterSlot, value: Any, *, nested: bool) -> Texts | None:
    """Take a value apart; None where there is no way to say it, or to tell what it is."""
    style = slot.parameter.style
    if style is None:
        return [("", json.dumps(value))]
    objects = [is_object(each.data) for each in slot.drawn]
    # As an object, what is none is a name without a value, or no part of it.
    if not objects or not all(each == is_object(value) for each in objects):
        return None
    return texts_of(style, value, nested=nested)


def _may_be_right(
    slot: ParameterSlot, slots: Slots, wrong: Wrong, texts: Texts, draw: Draw
) -> bool:
    if slot.parameter.style is None:
        return False
    if is_object(wrong.value):
        return _object_may_be_right(slot, slots, wrong, wrong.value, draw)
    plain = [text for _, text in texts]
    values: list[Any] = [plain, [natural(text) for text in plain]]
    if len(plain) == 1:
        values += [plain[0], natural(plain[0])]
    elif not isinstance(wrong.value, list):
        return True
    return any(draw.is_valid(slot.schema, each) for each in values)


def _object_may_be_right(
    slot: ParameterSlot, slots: Slots, wrong: Wrong, said: Tree, draw: Draw
) -> bool:
    taken = list(readings(wrong))
    if _is_spread(slot.parameter):
        known, names = _names(slot), said.keys()
        # What has no name that is known is no object, which may be absent.
        if _others(slot, slots) & names or not known & names:
            return True
        taken += [
            {name: item for name, item in each.items() if name in known}
            for each in taken
            if is_object(each)
        ]
    return any(draw.is_valid(slot.schema, each) for each in taken)


def _is_spread(parameter: Parameter) -> bool:
    """Tell whether the properties of an object stand beside other parameters."""
    named = parameter.place in {"query", "cookie"}
    return named and parameter.explode and parameter.style in _SPREAD


def _names(slot: ParameterSlot) -> set[str]:
    """Name the properties that the values of a parameter may have."""
    return {name for each in slot.drawn if is_object(each.data) for name in each.data}


def _others(slot: ParameterSlot, slots: Slots) -> set[str]:
    """Name what stands beside the properties of a parameter."""
    found: set[str] = set()
    for other in slots.parameters:
        if isinstance(other, ParameterSlot) and other is not slot:
            found |= {other.parameter.name} | _names(other)
    return found


def _with(
    slot: ParameterSlot, texts: Texts, slots: Slots, typical: httpx2.Request
) -> httpx2.Request | None:
    parameter = slot.parameter
    style, explode = parameter.style or "form", parameter.explode
    match parameter.place:
        case "query":
            parts = named_parts(parameter.name, style, texts, explode=explode)
            names = [parameter.name, *(_names(slot) if _is_spread(parameter) else ())]
            return changed(
                typical, query=lambda found: [*without(*names)(found), *parts]
            )
        case "header":
            text = ",".join(joined(texts, explode))
            if not text.isprintable() or text != text.strip() or not text.isascii():
                return None
            if (
                text.count(",") != len(texts) * (1 if explode else 2) - 1
                and texts[0][0]
            ):
                return None
            return changed(typical, headers={parameter.name.lower(): text})
        case "cookie":
            parts = named_parts(parameter.name, style, texts, explode=explode)
            return changed(typical, headers={"cookie": "; ".join(parts)})
        case "path":
            return _in_path(slot, texts, slots, typical)
        case _:
            return None


def _in_path(
    slot: ParameterSlot, texts: Texts, slots: Slots, typical: httpx2.Request
) -> httpx2.Request | None:
    parameter = slot.parameter
    expression = f"{{{parameter.name}}}"
    segments = [each for each in slots.path.split("/") if expression in each]
    if segments != [expression] or not all(text for _, text in texts):
        return None
    style = parameter.style or "simple"
    text = unnamed_text(parameter.name, style, texts, explode=parameter.explode)
    before, after = slots.concrete_path(), slots.concrete_path({parameter.name: text})
    target = typical.url.raw_path.decode("ascii").partition("?")[0]
    if before is None or after is None or not target.endswith(before):
        return None
    return changed(typical, path=target.removesuffix(before) + after)
