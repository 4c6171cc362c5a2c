"""What an answer means by what its operation documents."""

from collections.abc import AsyncGenerator, Generator
from typing import Any, TypeAlias, TypeVar

import httpx2
from pydantic import ValidationError

from .content import Binary, Streamed, matching
from .errors import ApiConnectionError, ApiTimeout, UnexpectedResponse
from .events import Events
from .faults import FaultsError
from .flow import items, sync_items
from .lines import Lines
from .operation import Operation, Reply
from .part_stream import PartStream
from .parts import Malformed
from .response import Response
from .streams import ByteStream, ItemStream, SyncByteStream, SyncItemStream, closing

T = TypeVar("T")

Arriving: TypeAlias = Binary | Streamed
"""What can be read as it arrives."""


def outcome(
    operation: Operation[T], answer: httpx2.Response, *, strict: bool
) -> Response[T]:
    """Say what an answer means by what the operation documents."""
    headers = dict(answer.headers.items())
    reply = operation.reply(answer.status_code)
    if reply is None:
        reason = f"{operation.name} documents no such status"
        raise unexpected(answer, reason)
    body = _decoded(reply, answer, strict=strict)
    if reply.error:
        error = reply.error(answer.status_code, body, headers)
        error.response = answer
        raise error
    return Response(answer.status_code, body, headers)


def _decoded(reply: Reply, answer: httpx2.Response, *, strict: bool) -> Any:
    if not reply.content:
        return None
    media_type = answer.headers.get("content-type", "")
    content = matching(reply.content, media_type)
    if content is None and answer.content and not strict:
        content = reply.content[0]
    if content is None or isinstance(content, Streamed):
        reason = f"the media type {media_type!r} is not documented for this status"
        raise unexpected(answer, reason)
    try:
        return content.decode(answer.content, media_type, strict=strict)
    except (ValidationError, FaultsError, Malformed, UnicodeDecodeError) as error:
        raise unexpected(answer, f"the body is not as documented: {error}") from error


def arriving(
    operation: Operation[Any], answer: httpx2.Response, *, binary: bool = False
) -> Arriving | None:
    """Find the content of a success whose body is read as it arrives; `binary` on demand."""
    if not (binary or operation.streams):
        return None
    reply = operation.reply(answer.status_code)
    if reply is None or reply.error or not reply.content:
        return None
    media_type = answer.headers.get("content-type")
    content = matching(reply.content, media_type) if media_type else reply.content[0]
    match content:
        case Lines() | Events() | PartStream():
            return content
        case Binary() if binary:
            return content
        case _:
            return None


def stream(
    content: Arriving, answer: httpx2.Response, *, strict: bool
) -> Response[Any]:
    """Give a response whose body waits for what arrives."""
    kind = answer.headers.get("content-type", "")
    if not isinstance(content, Binary):
        found = sync_items(content, chunks(answer), kind, strict=strict)
        return stream_of(found, answer)
    body = SyncByteStream(chunks(answer), **_about(answer))
    return Response(answer.status_code, body, dict(answer.headers.items()))


def stream_of(found: Generator[Any], answer: httpx2.Response) -> Response[Any]:
    """Give a response whose body is these items."""
    body = SyncItemStream(_checked(answer, found), answer.close)
    return Response(answer.status_code, body, dict(answer.headers.items()))


def async_stream(
    content: Arriving, answer: httpx2.Response, *, strict: bool
) -> Response[Any]:
    """Give a response whose body awaits what arrives."""
    kind = answer.headers.get("content-type", "")
    if not isinstance(content, Binary):
        found = items(content, async_chunks(answer), kind, strict=strict)
        return async_stream_of(found, answer)
    body = ByteStream(async_chunks(answer), **_about(answer))
    return Response(answer.status_code, body, dict(answer.headers.items()))


def async_stream_of(
    found: AsyncGenerator[Any], answer: httpx2.Response
) -> Response[Any]:
    """Give a response whose body is these items."""
    body = ItemStream(_async_checked(answer, found), answer.aclose)
    return Response(answer.status_code, body, dict(answer.headers.items()))


def _about(answer: httpx2.Response) -> dict[str, Any]:
    length = answer.headers.get("content-length", "")
    whole = length.isdigit() and "content-encoding" not in answer.headers
    return {
        "media_type": answer.headers.get("content-type"),
        "size": int(length) if whole else None,
    }


def chunks(answer: httpx2.Response) -> Generator[bytes]:
    """Give the bytes of an answer as they arrive."""
    try:
        yield from answer.iter_bytes()
    except httpx2.HTTPError as error:
        raise connection_error(error, _id(answer)) from error
    finally:
        answer.close()


async def async_chunks(answer: httpx2.Response) -> AsyncGenerator[bytes]:
    """Give the bytes of an answer as they arrive."""
    try:
        async with closing(answer.aiter_bytes()) as found:
            async for chunk in found:
                yield chunk
    except httpx2.HTTPError as error:
        raise connection_error(error, _id(answer)) from error
    finally:
        await answer.aclose()


def _checked(answer: httpx2.Response, found: Generator[Any]) -> Generator[Any]:
    try:
        yield from found
    except ValueError as error:
        raise unexpected(
            answer, f"an item is not as documented: {error}", b""
        ) from error
    finally:
        answer.close()


async def _async_checked(
    answer: httpx2.Response, found: AsyncGenerator[Any]
) -> AsyncGenerator[Any]:
    try:
        async with closing(found) as arrived:
            async for item in arrived:
                yield item
    except ValueError as error:
        raise unexpected(
            answer, f"an item is not as documented: {error}", b""
        ) from error
    finally:
        await answer.aclose()


def unexpected(
    answer: httpx2.Response, reason: str, content: bytes | None = None
) -> UnexpectedResponse:
    """Make the error of an answer that is not documented, or not as documented."""
    headers, content = dict(answer.headers.items()), (
        answer.content if content is None else content
    )
    error = UnexpectedResponse(answer.status_code, content, headers, reason)
    error.response = answer
    return error


def connection_error(
    error: httpx2.HTTPError, request_id: str | None
) -> ApiConnectionError:
    """Make the error of a call that got no answer, or no more of it."""
    kind = ApiConnectionError
    if isinstance(error, httpx2.TimeoutException):
        kind = ApiTimeout
    return kind(str(error) or type(error).__name__, request_id)


def _id(answer: httpx2.Response) -> str | None:
    sent = answer.request.headers
    return answer.headers.get("x-request-id") or sent.get("x-request-id")
