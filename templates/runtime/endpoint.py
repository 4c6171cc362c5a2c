"""One operation at work: credentials, arguments, handler, answer."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, TypeGuard

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response as HttpResponse

from .admission import admit
from .arguments import read_arguments
from .content import Binary, Content, Json, Text, choose
from .errors import DocumentedError
from .flow import outgoing
from .negotiation import preferred, require_acceptable, varying
from .operation import Operation, Reply
from .parts import essence_of
from .problem import Invalid, ProblemError, Refused, RequestProblem, problem_details
from .receiving import verified
from .response import Response
from .signatures import WebhookSecrets
from .streaming import Streaming, begun

_DOCUMENTED: type[DocumentedError[Any]] = DocumentedError
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


INTERNAL = RequestProblem(500, "internal-error", "Internal server error")


class UndocumentedAnswer(Exception):
    """A handler answered what the API does not document: a mistake in the handler."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An operation and the handler that answers it."""

    operation: Operation[Any]
    handler: Any
    auth: Any
    invalid: Invalid
    logger: logging.Logger
    signatures: WebhookSecrets | None = None

    async def __call__(self, request: Request, path: Mapping[str, str]) -> HttpResponse:
        """Answer a request, whatever happens; only cancellation passes through."""
        try:
            return await self._answer(request, path)
        except Refused as refused:
            return worded(refused.problem, self.invalid, self.logger)
        except ClientDisconnect:
            return HttpResponse(status_code=400)  # Nobody is there to get it.
        except Exception:
            self.logger.exception("%s failed", self.operation.name)
            return worded(INTERNAL, self.invalid, self.logger)

    async def _answer(self, request: Request, path: Mapping[str, str]) -> HttpResponse:
        accept = request.headers.get("accept")
        try:
            request = await verified(request, self.signatures)
            await admit(self.operation, self.auth, request)
            require_acceptable(self.operation, accept)
            arguments = await read_arguments(self.operation, request, path)
            handler = await self._handler(request)
            result = getattr(handler, self.operation.name)(**arguments)
            result = await result if isawaitable(result) else result
            return await begun(self._success(result, accept))
        except _DOCUMENTED as error:
            return self._failure(error, accept)

    async def _handler(self, request: Request) -> Any:
        if not callable(self.handler):
            return self.handler
        made = self.handler(request)
        return await made if isawaitable(made) else made

    def _success(self, result: Any, accept: str | None) -> HttpResponse:
        if _is_response(result):
            reply = self.operation.reply(result.status)
            if reply is None or reply.error:
                message = f"{self.operation.name} documents no success {result.status}"
                raise UndocumentedAnswer(message)
            return _answered(reply, result, accept)
        status, reply = self._choose(result)
        return _answered(reply, Response(status, result), accept)

    def _choose(self, result: Any) -> tuple[int, Reply]:
        """Find the documented success that a body belongs to: the first that can carry it."""
        successes = self.operation.successes
        for status, reply in successes[1:] and successes:
            if result is None and not reply.content:
                return status, reply
            if any(content.accepts(result) for content in reply.content):
                return status, reply
        return successes[0] if successes else (204, Reply())

    def _failure(self, error: DocumentedError[Any], accept: str | None) -> HttpResponse:
        reply = self.operation.reply(error.status)
        if reply is None or reply.error is not type(error):
            message = f"{self.operation.name} documents no {type(error).__name__} {error.status}"
            raise UndocumentedAnswer(message) from error
        return _answered(
            reply, Response(error.status, error.body, error.headers), accept
        )


def _is_response(result: object) -> TypeGuard[Response[Any]]:
    return isinstance(result, Response)


def _answered(
    reply: Reply, response: Response[Any], accept: str | None
) -> HttpResponse:
    """Write a documented response in the media type that its reader likes best."""
    contents = preferred(reply.content, accept, response.headers)
    headers = {**varying(reply.content), **response.headers}
    return _written(contents, response.status, response.body, headers)


def worded(
    problem: RequestProblem, invalid: Invalid, logger: logging.Logger
) -> HttpResponse:
    """Write a problem in the words of the API, or, where these fail, in those of RFC 9457."""
    try:
        return _worded(invalid(problem), problem)
    except Exception:
        logger.exception("no words for %s", problem.code)
        return _worded(problem_details(INTERNAL), INTERNAL)


def _worded(error: DocumentedError[Any], problem: RequestProblem) -> HttpResponse:
    headers = {**problem.headers, **error.headers}
    return _written(_contents(error), error.status, error.body, headers)


def _contents(error: DocumentedError[Any]) -> tuple[Content, ...]:
    """Find how to write an error that the operation may not document."""
    match error.body:
        case None:
            return ()
        case str():
            return (Text(),)
        case bytes():
            return (Binary(),)
        case body:
            problem = isinstance(error, ProblemError)
            return (Json(type(body), "application/problem+json" if problem else _JSON),)


def _written(
    contents: tuple[Content, ...], status: int, body: Any, headers: Mapping[str, str]
) -> HttpResponse:
    kept = {
        name.lower(): text
        for name, text in headers.items()
        if name.lower() not in _FRAMING
    }
    if not contents:
        if body is not None:
            message = f"the response {status} is documented without a body"
            raise UndocumentedAnswer(message)
        return HttpResponse(status_code=status, headers=kept)
    sent = outgoing(choose(contents, body), body)
    if _is_told_better(sent.headers["content-type"], kept.get("content-type", "")):
        del kept["content-type"]
    fields = {**sent.headers, **kept}
    if isinstance(sent.content, bytes):
        return HttpResponse(sent.content, status, fields)
    return Streaming(sent.content, status, fields)


def _is_told_better(written: str, named: str) -> bool:
    """Tell whether the media type that was written is the named one, and says more of it.

    That is the boundary of a body in parts, which its reader can't do without (RFC 2046 §5.1.1).
    """
    essence = essence_of(written)
    return essence == essence_of(named) and (
        ";" not in named or essence.startswith("multipart/")
    )
