"""Typed streams: what they carry is drawn as a list, sent an item at a time and read to the end."""

from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import replace
from typing import Any

from bothends.tree import is_array, is_object


class Stream:
    """Items to send; it can be sent again, and is no list, which could be JSON."""

    def __init__(self, items: Sequence[Any]) -> None:
        self.items = tuple(items)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __repr__(self) -> str:
        return f"a stream of {list(self.items)!r}"


def items_of(value: Any) -> list[Any]:
    """Give the items of what was sent or has arrived; of nothing at all, none."""
    if isinstance(value, Stream):
        return list(value.items)
    return value if is_array(value) else []


def streams_of(drawn: list[Any]) -> list[list[Any]]:
    """Make streams of the values that were drawn for a schema: of one item, of all, of none.

    A schema of arrays is one of all the items of a stream.
    """
    if drawn and all(is_array(each) for each in drawn):
        return list(drawn)
    return (
        [drawn[:1], list(drawn), [], *([each] for each in drawn[1:])] if drawn else []
    )


def is_sayable(codec: Any, data: Any, value: Any) -> bool:
    """Tell whether a stream can carry an item, and in one way only.

    Text has its line breaks made alike, and on a line there is no empty text.
    """
    if isinstance(data, str) and ("\r" in data or not data):
        return False
    texts = data.values() if is_object(data) else ()
    if any(isinstance(text, str) and "\r" in text for text in texts):
        return False
    try:
        codec.write(value)
    except ValueError:
        return False
    return True


async def taken(value: Any) -> Any:
    """Read a stream to its end; any other value is what it is."""
    if hasattr(value, "__anext__"):
        return [item async for item in value]
    if hasattr(value, "__aiter__"):
        return b"".join([chunk async for chunk in value])
    return value


def settled(result: Any, run: Callable[[Coroutine[Any, Any, Any]], Any]) -> Any:
    """Give the result of a call, a stream in it read to the end."""
    body: Any = getattr(result, "body", result)
    if hasattr(body, "__anext__"):
        body = run(taken(body))
    elif hasattr(body, "__next__"):
        body = list(body)
    else:
        return result
    return replace(result, body=body) if hasattr(result, "body") else body
