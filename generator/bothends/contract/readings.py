"""What a value may be taken for where all of it is text: nothing there says what is a number."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from bothends.drawing import Wrong
from bothends.tree import Pointer, is_array, is_object

Way = Callable[[Any], Any]


def readings(wrong: Wrong) -> Iterator[Any]:
    """Give what the text of a wrong value may say, that value itself included.

    What is wrong about it is taken in every way; all else in one way each time.
    """
    for way in (_kept, text_of, _natural, _alone):
        yield _everywhere(way, wrong.value)
        yield from _changed(wrong.value, wrong.pointer, way)


def text_of(value: Any) -> str:
    """Write a single value as text."""
    return value if isinstance(value, str) else json.dumps(value)


def natural(text: str) -> Any:
    """Read text as the JSON that it looks like."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _changed(value: Any, pointer: Pointer, way: Way) -> Iterator[Any]:
    """Give a value, taken in one way, with what is at a place taken in every way."""
    if not pointer:
        yield from _ways(value)
    elif is_object(value) and pointer[0] in value:
        for item in _changed(value[str(pointer[0])], pointer[1:], way):
            yield {**_everywhere(way, value), pointer[0]: item}
    elif is_array(value) and isinstance(at := pointer[0], int) and at < len(value):
        for item in _changed(value[at], pointer[1:], way):
            others = [_everywhere(way, each) for each in value]
            yield [*others[:at], item, *others[at + 1 :]]


def _ways(value: Any) -> Iterator[Any]:
    for way in (_kept, text_of, _natural, _alone):
        taken = _everywhere(way, value)
        yield taken
        if not is_array(value):
            yield [taken]
    if is_object(value) or is_array(value):
        text = json.dumps(value)
        yield text  # As a form says it,
        yield [text]  # and where it is the only one of several.


def _everywhere(way: Way, value: Any) -> Any:
    if is_object(value):
        return {name: _everywhere(way, item) for name, item in value.items()}
    if is_array(value):
        items = [_everywhere(way, item) for item in value]
        return items[0] if way is _alone and len(items) == 1 else items
    return way(value)


def _kept(value: Any) -> Any:
    return value


def _natural(value: Any) -> Any:
    return natural(text_of(value))


def _alone(value: Any) -> Any:
    """Keep a single value; an array of one is that one item."""
    return value
