"""Read the arguments of a handler from a request, strictly: what the API forbids is refused."""

from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    Mapping,
    Sequence,
)
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request

from .content import Binary, Content, Streamed, Whole, matching
from .events import Events
from .faults import FaultsError
from .flow import items
from .heads import header_of
from .incoming import Incoming
from .limits import Limits, bounded
from .lines import Lines
from .operation import Body, Operation
from .parameters import Parameter, Place
from .part_stream import PartStream
from .parts import Malformed
from .placing import apart
from .problem import (
    Refused,
    RequestProblem,
    Violation,
    violations_of,
    violations_of_faults,
)
from .querystring import QueryString
from .streaming import Inbox
from .streams import ByteStream, ItemStream, closing
from .styles import ABSENT
from .text import utf8

Arguments = dict[str, Any]


async def read_arguments(
    operation: Operation[Any],
    request: Incoming,
    path: Mapping[str, str],
    limits: Limits,
) -> Arguments:
    """Give the arguments by name, those left out that are absent; raises `Refused`."""
    violations: list[Violation] = []
    arguments: Arguments = {}
    if operation.parameters:
        arguments = _read_parameters(operation, request, path, violations)
    if operation.body:
        arguments |= await _read_body(operation.body, request, limits, violations)
    if violations:
        raise _invalid(violations)
    return arguments


def query_of(request: Request) -> list[str]:
    """Give the parts of a request's query, still percent-encoded."""
    text = request.scope["query_string"].decode("latin-1")
    return [part for part in text.split("&") if part]


def _read_parameters(
    operation: Operation[Any],
    request: Request,
    path: Mapping[str, str],
    violations: list[Violation],
) -> Arguments:
    query = query_of(request)
    cookies = [
        part.strip()
        for part in utf8(header_of(request.scope, b"cookie") or "").split(";")
        if part
    ]
    arguments: Arguments = {}
    for parameter in operation.parameters:
        parts = cookies if parameter.place == "cookie" else query
        if parameter.is_free:
            parts = apart(parts, parameter, operation)
        try:
            value = _read_parameter(parameter, request, path, parts)
        except FaultsError as error:
            place, name = _place_of(parameter), (parameter.name,)
            violations += violations_of_faults(place, error.faults, name)
            continue
        except ValidationError as error:
            errors = error.errors(include_url=False)
            violations += violations_of(_place_of(parameter), errors, (parameter.name,))
            continue
        if value is not ABSENT:
            arguments[parameter.argument] = value
        elif parameter.required:
            violations.append(
                Violation(
                    _place_of(parameter),
                    (parameter.name,),
                    "This parameter is required",
                )
            )
    return arguments


def _read_parameter(
    parameter: Parameter | QueryString,
    request: Request,
    path: Mapping[str, str],
    parts: Sequence[str],
) -> Any:
    match parameter.place:
        case "path":
            return parameter.read(path[parameter.name])
        case "query" | "querystring" | "cookie":
            return parameter.read(parts)
        case "header":
            texts = request.headers.getlist(parameter.name)
            text = ",".join(map(utf8, texts))
            return parameter.read(text if texts else None)


def _place_of(parameter: Parameter | QueryString) -> Place:
    return "query" if parameter.place == "querystring" else parameter.place


async def _read_body(
    body: Body, request: Incoming, limits: Limits, violations: list[Violation]
) -> Arguments:
    data = None
    media_type = header_of(request.scope, b"content-type")
    if media_type is None:
        data = await request.whole(limits.body)
        if not data:
            if body.required:
                violations.append(Violation("body", (), "A body is required"))
            return {}
    content = _content(body, media_type)
    match content:
        case Binary():
            chunks = _chunks(request, limits, data)
            return {"body": _bytes(request, media_type, chunks)}
        case Lines() | Events() | PartStream():
            chunks = _chunks(request, limits, data)
            return {"body": _items(content, media_type or "", chunks)}
        case _:
            found = await request.whole(limits.body) if data is None else data
            return _read_value(content, media_type or "", found, limits, violations)


def _read_value(
    content: Whole,
    media_type: str,
    data: bytes,
    limits: Limits,
    violations: list[Violation],
) -> Arguments:
    try:
        limits.ensure_body(content, data, media_type)
        return {"body": content.decode(data, media_type, strict=True)}
    except ValidationError as error:
        errors = error.errors(include_url=False)
        if errors[0]["type"] == "json_invalid":
            raise _malformed(errors[0]["msg"]) from error
        violations += violations_of("body", errors)
    except FaultsError as error:
        violations += violations_of_faults("body", error.faults)
    except (Malformed, UnicodeDecodeError) as error:
        raise _malformed(str(error)) from error
    return {}


def _invalid(violations: Sequence[Violation]) -> Refused:
    detail = "; ".join(map(str, violations))
    return Refused(RequestProblem(422, "invalid-request", detail, tuple(violations)))


def _malformed(detail: str) -> Refused:
    return Refused(RequestProblem(400, "malformed-body", detail))


def _chunks(
    request: Request, limits: Limits, data: bytes | None
) -> AsyncIterable[bytes]:
    """Give the body as it comes; all of it, where that was asked for to know if there is any."""
    if data is not None:
        return ByteStream(data)
    declared = header_of(request.scope, b"content-length") or ""
    chunks = Request(request.scope, Inbox(request)).stream()
    return bounded(chunks, declared, limits.stream)


def _bytes(
    request: Request, media_type: str | None, chunks: AsyncIterable[bytes]
) -> ByteStream:
    length = header_of(request.scope, b"content-length") or ""
    size = int(length) if length.isdigit() else None
    return ByteStream(chunks, media_type=media_type, size=size)


def _items(
    content: Streamed, media_type: str, chunks: AsyncIterable[bytes]
) -> ItemStream[Any]:
    found = _checked(items(content, chunks, media_type, strict=True))
    return ItemStream(found, found.aclose)


async def _checked(found: AsyncGenerator[Any]) -> AsyncGenerator[Any]:
    """Refuse the request at the first item that is not as documented."""
    try:
        async with closing(found) as arriving:
            async for item in arriving:
                yield item
    except ValidationError as error:
        errors = error.errors(include_url=False)
        if errors[0]["type"] == "json_invalid":
            raise _malformed(errors[0]["msg"]) from error
        raise _invalid(violations_of("body", errors)) from error
    except FaultsError as error:
        raise _invalid(violations_of_faults("body", error.faults)) from error
    except ValueError as error:
        raise _malformed(str(error)) from error


def _content(body: Body, media_type: str | None) -> Content:
    """Find the codec for the request's media type; without one it is the first documented."""
    content = matching(body.content, media_type) if media_type else body.content[0]
    if content is None:
        offered = ", ".join(each.media_type for each in body.content)
        detail = f"The media type {media_type!r} is not one of {offered}"
        headers = {"accept": offered}
        raise Refused(
            RequestProblem(415, "unsupported-media-type", detail, headers=headers)
        )
    return content
