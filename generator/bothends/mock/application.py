"""The application of a mock: the package's own server, with a handler that knows the description."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request

from bothends.mock.answers import Answers, Impossible
from bothends.mock.choosing import Undocumented
from bothends.mock.page import authorize
from bothends.mock.preferences import preferences
from bothends.mock.writing import Ready
from bothends.package import PATHS, Entry, Operation, Subject
from bothends.samples import Samples

_OPEN = Middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=["*"],
    allow_headers=["*"],
    expose_headers=["*"],
)
"""A page from anywhere may call a mock: it has nothing to lose."""


def application(subject: Subject, *, seed: int, auth: bool) -> Any:
    """Make the application (ASGI). The operations of the package are a mock's from then on."""
    entries = [each for each in subject.entries() if each.ends is PATHS]
    handler = _Handlers(subject, entries, seed)
    authorize(subject)
    for entry in entries:
        if entry.operation:
            _stand_in(subject, entry.operation, auth=auth)
    return subject.app(PATHS, handler.made, _Anybody(), middleware=[_OPEN])


def _stand_in(subject: Subject, operation: Operation, *, auth: bool) -> None:
    """Let an operation send what is written already, and let anybody in without `auth`."""
    known: Any = operation
    replies = {
        key: replace(
            reply, content=tuple(Ready(each.media_type) for each in reply.content)
        )
        for key, reply in known.replies.items()
    }
    security = operation.security if auth else ()
    changed = replace(known, replies=replies, security=security)
    setattr(subject.part("operations"), operation.name, lambda: changed)


class _Handlers:
    """Makes the handler of each request."""

    def __init__(self, subject: Subject, entries: list[Entry], seed: int) -> None:
        samples = Samples(subject.tree, seed=seed)
        self.answers: Mapping[str, Answers] = {
            each.name: Answers(each.operation, each.described, samples)
            for each in entries
            if each.operation
        }
        self.preferred = subject.part("_runtime.negotiation").preferred
        self.problem = subject.part("_runtime.problem")
        self.response = subject.part("_runtime.response").Response
        self.chance = Random()  # Of what is to be drawn anew there is no same again.

    def made(self, request: Request) -> "_Handler":
        """Make the handler of a request."""
        return _Handler(self, request)


class _Handler:
    """Answers one request, whichever operation it is of."""

    def __init__(self, known: _Handlers, request: Request) -> None:
        self.__known = known
        self.__request = request

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def answer(**arguments: Any) -> Any:
            for value in arguments.values():
                if hasattr(value, "__aiter__"):
                    async for _ in value:  # What is wrong with it shows as it arrives.
                        pass
            return self.__answer(name)

        return answer

    def __answer(self, name: str) -> Any:
        known, headers = self.__known, self.__request.headers
        wanted = preferences(headers.getlist("prefer"))
        try:
            answer = known.answers[name].of(
                wanted,
                lambda contents: known.preferred(contents, headers.get("accept"), {}),
                known.chance,
            )
        except Undocumented as error:
            raise self.__refused(400, "undocumented-preference", error) from error
        except Impossible as error:
            raise self.__refused(500, "no-valid-answer", error) from error
        if answer is None:
            return None
        told = {**answer.headers, "vary": "Prefer"}
        if wanted.applied:
            told["preference-applied"] = wanted.applied
        if answer.error:
            raise answer.error(answer.status, answer.body, told)
        return known.response(answer.status, answer.body, told)

    def __refused(self, status: int, code: str, error: Exception) -> Exception:
        problem = self.__known.problem
        refused: Exception = problem.Refused(
            problem.RequestProblem(status, code, str(error))
        )
        return refused


class _Anybody:
    """An `Auth` that takes any credential."""

    def __getattr__(self, name: str) -> Callable[..., Awaitable[str]]:
        async def check(*_: object, **_scopes: object) -> str:
            return "anybody"

        return check
