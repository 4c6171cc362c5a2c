"""Response Objects -> `Reply`s: what a call returns and what it raises."""

from collections.abc import Mapping
from typing import Any

from bothends.ir import (
    Content,
    Failure,
    Header,
    Nothing,
    Reply,
    Status,
    Success,
    Type,
    union_of,
)
from bothends.lower.content import lower_content, type_of_content
from bothends.lower.errors import ErrorClasses
from bothends.lower.reading import Reading
from bothends.operations import BODILESS, FRAMING
from bothends.tree import Pointer, Tree

_RANGES: Mapping[str, Status] = {
    "1XX": "1XX",
    "2XX": "2XX",
    "3XX": "3XX",
    "4XX": "4XX",
    "5XX": "5XX",
    "DEFAULT": "default",
}


def lower_replies(
    reading: Reading,
    responses: Mapping[str, Any],
    pointer: Pointer,
    errors: ErrorClasses,
    *,
    bodiless: bool,
) -> tuple[Reply, ...]:
    """Give the documented responses of an operation, in the order of the document.

    With `bodiless` no response has a body: those to HEAD (RFC 9110 §9.3.2).
    `default` is a failure, unless no success is documented beside it (OpenAPI 3.1 §4.8.16).
    """
    statuses: dict[str, Status] = {
        key: _status(key) for key in responses if not key.startswith("x-")
    }
    succeeds = any(_is_success(status) for status in statuses.values())
    replies: list[Reply] = []
    for key, status in statuses.items():
        node, at = reading.resolve(responses[key], (*pointer, key))
        headers = _headers(reading, node)
        returned = _is_success(status) or (status == "default" and not succeeds)
        content = (
            ()
            if bodiless or status in BODILESS
            else lower_content(reading, node, at, streams=returned)
        )
        text = str(node.get("description", ""))
        if returned:
            replies.append(Success(status, content, text, headers))
        else:
            error = errors.name(type_of_content(content, streams=False), status)
            replies.append(Failure(status, content, text, headers, error))
    return tuple(replies)


def _headers(reading: Reading, node: Tree) -> tuple[Header, ...]:
    """Give the headers of a response; `Content-Type` is what `content` says (§4.17.1)."""
    found = {
        name: reading.resolve(header, ())[0]
        for name, header in node.get("headers", {}).items()
        if name.lower() != "content-type"
    }
    return tuple(
        Header(
            name,
            _type_of(reading, header),
            bool(header.get("required", False)),
            name.lower() in FRAMING,
        )
        for name, header in found.items()
    )


def _type_of(reading: Reading, header: Tree) -> Type:
    holder: Tree = next(iter(header.get("content", {}).values()), header)
    return reading.type_of(holder)


def result_of(replies: tuple[Reply, ...]) -> Type:
    """Give the type of what a call returns."""
    contents: list[tuple[Content, ...]] = [
        reply.content for reply in replies if isinstance(reply, Success)
    ]
    types = [type_of_content(content) for content in contents]
    return union_of(types) if types else Nothing()


def _status(key: str) -> Status:
    return int(key) if key.isdigit() else _RANGES[key.upper()]


def _is_success(status: Status) -> bool:
    match status:
        case int():
            return status < 400
        case "1XX" | "2XX" | "3XX":
            return True
        case "4XX" | "5XX" | "default":
            return False
