"""Responses of HTTP: a status, headers, and a body in one of the media types that it may have."""

import logging
from collections.abc import AsyncIterable, Mapping
from typing import Any

from .checking import Judge
from .content import Binary, Content, Json, Text, choose
from .errors import DocumentedError
from .events import Events
from .flow import Outgoing, outgoing
from .lines import Lines
from .multipart import Multipart
from .negotiation import preferred, varying
from .operation import Reply
from .part_stream import PartStream
from .parts import essence_of
from .problem import Invalid, ProblemError, RequestProblem, problem_details
from .request_ids import of_request
from .streaming import Answer, Finished, Streaming
from .threads import unblocked

INTERNAL = RequestProblem(500, "internal-error", "Internal server error")

_JSON = "application/json"
_FRAMING = frozenset(
    [
        "connection",
        "content-encoding",
        "content-length",
        "date",
        "keep-alive",
        "proxy-authenticate",
        "server",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ]
)
"""Headers that belong to one message, not to what it says (RFC 9110 §7.6.1): a response that
comes from another server, by way of a client, must not carry them on."""


def documented(
    reply: Reply,
    status: int,
    body: Any,
    told: Mapping[str, str],
    accept: str | None,
    judge: Judge,
) -> Answer:
    """Write a documented response in the media type that its reader likes best."""
    if not reply.content and body is not None:
        judge.undocumented(f"{status} with a body")
        return undocumented(status, body, told)
    contents = reply.content
    headers: dict[str, str] = {}
    if told or len(contents) > 1:
        contents = preferred(contents, accept, told)
        headers = {**varying(reply.content), **_kept(told)}
    checking = None if judge.checks == "off" else judge
    if checking:
        checking.head(reply, status, headers)
    try:
        return _written(contents, status, body, headers, checking)
    except (TypeError, ValueError) as error:
        judge.undocumented(f"{status} with a body of another kind", error)
        return undocumented(status, body, told)


def undocumented(status: int, body: Any, told: Mapping[str, str]) -> Answer:
    """Write a response as well as it can be that the operation does not document."""
    return _written(_contents(body), status, body, _kept(told), None)


def worded(problem: RequestProblem, invalid: Invalid, logger: logging.Logger) -> Answer:
    """Write a problem in the words of the API, or, where these fail, in those of RFC 9457."""
    try:
        return _worded(invalid(problem), problem)
    except Exception:
        logger.exception("no words for %s%s", problem.code, of_request())
        return _worded(problem_details(INTERNAL), INTERNAL)


def _worded(error: DocumentedError[Any], problem: RequestProblem) -> Answer:
    headers = _kept({**problem.headers, **error.headers})
    is_problem = isinstance(error, ProblemError)
    contents = _contents(
        error.body, "application/problem+json" if is_problem else _JSON
    )
    return _written(contents, error.status, error.body, headers, None)


def _contents(body: Any, json: str = _JSON) -> tuple[Content, ...]:
    """Find how to write what an operation may not document."""
    match body:
        case None:
            return ()
        case str():
            return (Text(),)
        case bytes():
            return (Binary(),)
        case _:
            return (Json(type(body), json),)


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    named = ((name.lower(), text) for name, text in headers.items())
    return {name: text for name, text in named if name not in _FRAMING}


def _written(
    contents: tuple[Content, ...],
    status: int,
    body: Any,
    headers: dict[str, str],
    judge: Judge | None,
) -> Answer:
    if not contents:
        return Finished(b"", status, headers)
    content = choose(contents, body)
    match content:
        case Lines() | Events() | PartStream():
            return _streamed(content, status, body, headers, judge)
        case Binary() if not isinstance(body, bytes):
            return _streamed(content, status, body, headers, judge)
        case Multipart():
            sent = outgoing(content, body)
            if not isinstance(sent.content, bytes):
                return _sent(sent, status, headers)
            data, media_type = sent.content, sent.headers["content-type"]
        case _:
            data, media_type = content.encode(body)
    if judge:
        judge.value(content, status, data, media_type)
    return Finished(data, status, _told({"content-type": media_type}, headers))


def _streamed(
    content: Content,
    status: int,
    body: Any,
    headers: dict[str, str],
    judge: Judge | None,
) -> Answer:
    body = unblocked(body)
    sent = outgoing(content, judge.items(content, body) if judge else body)
    return _sent(sent, status, headers)


def _sent(
    sent: Outgoing[AsyncIterable[bytes]], status: int, headers: dict[str, str]
) -> Answer:
    fields = _told(sent.headers, headers)
    if isinstance(sent.content, bytes):
        return Finished(sent.content, status, fields)
    return Streaming(sent.content, status, fields)


def _told(about: dict[str, str], headers: dict[str, str]) -> dict[str, str]:
    """Give the headers of a response: those about its body, and what its handler says."""
    if not headers:
        return about
    if _is_told_better(about["content-type"], headers.get("content-type", "")):
        del headers["content-type"]
    return {**about, **headers}


def _is_told_better(written: str, named: str) -> bool:
    """Tell whether the media type that was written is the named one, and says more of it.

    That is the boundary of a body in parts, which its reader can't do without (RFC 2046 §5.1.1).
    """
    essence = essence_of(written)
    return essence == essence_of(named) and (
        ";" not in named or essence.startswith("multipart/")
    )
