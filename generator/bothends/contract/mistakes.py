"""Parameters that the description forbids, as they look on the wire."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx2

from bothends.contract.raw import changed, without
from bothends.contract.runtime import Parameter
from bothends.contract.slots import Draw, ParameterSlot, Slots
from bothends.drawing import Wrong
from bothends.tree import is_array

_WITHIN = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}


@dataclass(frozen=True, slots=True)
class Mistake:
    """A request with one parameter that is wrong."""

    wrong: Wrong
    request: httpx2.Request


def mistakes(
    slot: ParameterSlot, slots: Slots, typical: httpx2.Request, draw: Draw
) -> Iterator[Mistake]:
    """Put wrong values of a parameter into a typical request.

    Text has no types: a value is left out whose text could be read as a right one, and so is
    one that its style cannot say.
    """
    for wrong in draw.wrong(slot.schema):
        texts = _texts(slot.parameter, wrong.value)
        if texts is None or _may_be_right(slot, wrong.value, texts, draw):
            continue
        with suppress(httpx2.InvalidURL):  # There are URLs that are too long to send.
            if request := _with(slot, texts, slots, typical):
                yield Mistake(wrong, request)


def _texts(parameter: Parameter, value: Any) -> list[str] | None:
    """Spell a value, or each item of an array; None where there is no way to."""
    if parameter.style is None:
        return [json.dumps(value)]
    items = value if is_array(value) else [value]
    if not items or any(isinstance(item, dict | list) for item in items):
        return None
    return [item if isinstance(item, str) else json.dumps(item) for item in items]


def _may_be_right(
    slot: ParameterSlot, value: Any, texts: Sequence[str], draw: Draw
) -> bool:
    if slot.parameter.style is None:
        return False
    if any(isinstance(each.data, dict) for each in slot.drawn):
        return True  # As an object it is one name without a value, or no part of it.
    readings: list[Any] = [list(texts), [_natural(text) for text in texts]]
    if len(texts) == 1:
        readings += [texts[0], _natural(texts[0])]
    elif not isinstance(value, list):
        return True
    return any(draw.is_valid(slot.schema, each) for each in readings)


def _natural(text: str) -> Any:
    """Read text as the JSON that it looks like."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _with(
    slot: ParameterSlot, texts: Sequence[str], slots: Slots, typical: httpx2.Request
) -> httpx2.Request | None:
    parameter = slot.parameter
    match parameter.place:
        case "query":
            parts = _parts(parameter, texts)
            return changed(
                typical, query=lambda found: [*without(parameter.name)(found), *parts]
            )
        case "header":
            text = ",".join(texts)
            if not text.isprintable() or text != text.strip() or not text.isascii():
                return None
            return changed(typical, headers={parameter.name.lower(): text})
        case "cookie":
            cookie = "; ".join(_parts(parameter, texts))
            return changed(typical, headers={"cookie": cookie})
        case "path":
            return _in_path(slot, texts, slots, typical)
        case _:
            return None


def _parts(parameter: Parameter, texts: Sequence[str]) -> list[str]:
    name = quote(parameter.name, safe="")
    spelled = [quote(text, safe="") for text in texts]
    if parameter.explode:
        return [f"{name}={text}" for text in spelled]
    return [f"{name}={_WITHIN.get(parameter.style or '', ',').join(spelled)}"]


def _in_path(
    slot: ParameterSlot, texts: Sequence[str], slots: Slots, typical: httpx2.Request
) -> httpx2.Request | None:
    parameter = slot.parameter
    expression = f"{{{parameter.name}}}"
    segments = [each for each in slots.path.split("/") if expression in each]
    if segments != [expression] or not all(texts):
        return None
    spelled = [quote(text, safe="").replace(".", "%2E") for text in texts]
    match parameter.style:
        case "label":
            text = "." + ("." if parameter.explode else ",").join(spelled)
        case "matrix":
            text = ";" + ";".join(_parts(parameter, texts))
        case _:
            text = ",".join(spelled)
    before, after = slots.concrete_path(), slots.concrete_path({parameter.name: text})
    target = typical.url.raw_path.decode("ascii").partition("?")[0]
    if before is None or after is None or not target.endswith(before):
        return None
    return changed(typical, path=target.removesuffix(before) + after)
