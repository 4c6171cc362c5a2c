"""One operation at work: credentials, arguments, handler, answer."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, TypeGuard

from starlette.requests import ClientDisconnect

from .admission import admit
from .arguments import read_arguments
from .checking import Judge, UndocumentedAnswer
from .completeness import IncompleteHandler
from .errors import DocumentedError
from .handlers import Leaving, entered, is_managed, made_by
from .heads import header_of
from .incoming import Incoming
from .limits import Limits
from .negotiation import require_acceptable
from .operation import Operation, Reply
from .problem import Invalid, Refused, RequestProblem
from .receiving import verified
from .request_ids import of_request
from .response import Response
from .signatures import WebhookSecrets
from .streaming import Answer, Finished, Streaming
from .threads import awaited
from .writing import INTERNAL, documented, undocumented, worded

_DOCUMENTED: type[DocumentedError[Any]] = DocumentedError


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An operation and the handler that answers it."""

    operation: Operation[Any]
    handler: Any
    auth: Any
    invalid: Invalid
    judge: Judge
    limits: Limits
    successes: tuple[tuple[int, Reply], ...]
    signatures: WebhookSecrets | None = None

    async def __call__(self, request: Incoming, path: Mapping[str, str]) -> Answer:
        """Answer a request, whatever happens; only cancellation passes through."""
        accept = header_of(request.scope, b"accept")
        try:
            try:
                return await self._answer(request, path, accept)
            except _DOCUMENTED as error:
                return self._failure(error, accept)
        except Refused as refused:
            return self._worded(refused.problem)
        except ClientDisconnect:
            return Finished(b"", 400, {})  # Nobody is there to get it.
        except Exception as error:
            name = self.operation.name
            self.judge.logger.exception("%s failed%s", name, of_request())
            return self._worded(_problem_of(error))

    def _worded(self, problem: RequestProblem) -> Answer:
        return worded(problem, self.invalid, self.judge.logger)

    async def _answer(
        self, request: Incoming, path: Mapping[str, str], accept: str | None
    ) -> Answer:
        if self.signatures:
            request = await verified(request, self.signatures, self.limits)
        await admit(self.operation, self.auth, request)
        require_acceptable(self.operation, accept)
        arguments = await read_arguments(self.operation, request, path, self.limits)
        if not callable(self.handler):
            return await self._answered(self.handler, arguments, accept)
        made = await made_by(self.handler, request)
        if not is_managed(made):
            return await self._answered(made, arguments, accept)
        return await self._within(made, arguments, accept)

    async def _within(
        self, manager: Any, arguments: Mapping[str, Any], accept: str | None
    ) -> Answer:
        """Answer by what a context manager gives; it is left when the answer has been sent."""
        async with AsyncExitStack() as stack:
            handler = await entered(manager, stack)
            response = await self._answered(handler, arguments, accept)
            return Leaving(response, stack.pop_all())
        raise RuntimeError("The handler's context manager has hidden what went wrong")

    async def _answered(
        self, handler: Any, arguments: Mapping[str, Any], accept: str | None
    ) -> Answer:
        method = getattr(handler, self.operation.name, None)
        if method is None:
            lack = f"{type(handler).__name__} lacks {self.operation.name}"
            raise IncompleteHandler(lack)
        result = await awaited(method)(**arguments)
        response = self._success(result, accept)
        if isinstance(response, Streaming):
            await response.start()
        return response

    def _success(self, result: Any, accept: str | None) -> Answer:
        if not _is_response(result):
            status, chosen = self._choose(result)
            return documented(chosen, status, result, {}, accept, self.judge)
        told = (result.status, result.body, result.headers)
        reply = self.operation.reply(result.status)
        if reply is None or reply.error:
            self.judge.undocumented(f"{result.status}, which is no success")
            return undocumented(*told)
        return documented(reply, *told, accept, self.judge)

    def _choose(self, result: Any) -> tuple[int, Reply]:
        """Find the documented success that a body belongs to: the first that can carry it."""
        if len(self.successes) == 1:
            return self.successes[0]
        for status, reply in self.successes:
            if result is None and not reply.content:
                return status, reply
            if any(content.accepts(result) for content in reply.content):
                return status, reply
        return self.successes[0] if self.successes else (204, Reply())

    def _failure(self, error: DocumentedError[Any], accept: str | None) -> Answer:
        told = (error.status, error.body, error.headers)
        reply = self.operation.reply(error.status)
        if reply is None or reply.error is not type(error):
            self.judge.undocumented(f"{error.status} as {type(error).__name__}", error)
            return undocumented(*told)
        return documented(reply, *told, accept, self.judge)


def _is_response(result: object) -> TypeGuard[Response[Any]]:
    return isinstance(result, Response)


def _problem_of(error: Exception) -> RequestProblem:
    """Give what is told of a mistake: of an answer what is wrong with it, of all else nothing."""
    if isinstance(error, UndocumentedAnswer):
        return RequestProblem(500, "undocumented-answer", str(error))
    return INTERNAL
