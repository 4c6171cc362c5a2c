"""What the server says of a request that no handler gets to see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic_core import ErrorDetails

from .errors import DocumentedError
from .faults import Fault
from .request_ids import request_id

Code = Literal[
    "unauthorized",
    "not-found",
    "method-not-allowed",
    "not-acceptable",
    "request-timeout",
    "content-too-large",
    "uri-too-long",
    "headers-too-large",
    "unsupported-media-type",
    "malformed-body",
    "invalid-request",
    "internal-error",
    "undocumented-answer",
    "not-implemented",
    "unavailable",
]


@dataclass(frozen=True, slots=True)
class Violation:
    """One value that is not as the API describes it."""

    place: Literal["path", "query", "header", "cookie", "body"]
    location: tuple[str | int, ...]
    """The parameter's name, or the steps to the value within the body."""
    message: str

    def __str__(self) -> str:
        where = ".".join(map(str, (self.place, *self.location)))
        return f"{where}: {self.message}"


@dataclass(frozen=True, slots=True)
class RequestProblem:
    """Why a request is refused; `status` is the usual one for it (RFC 9110 §15)."""

    status: int
    code: Code
    detail: str
    violations: tuple[Violation, ...] = ()
    headers: dict[str, str] = field(default_factory=dict[str, str])
    """Headers that the status asks for, such as `Allow`; they are sent in any case."""

    @property
    def request_id(self) -> str | None:
        """The id of the request, which the answer has in a header as well."""
        return request_id.get()


Invalid = Callable[[RequestProblem], DocumentedError[Any]]
"""Words a problem as an error of the API."""


class Refused(Exception):
    """Ends the work on a request, in the words of `invalid`.

    Whatever has a part in a request may raise it for what an API does not document and every
    server must answer all the same: middleware for a body that is too long (413), a handler
    for a store that does not answer (503).
    """

    def __init__(self, problem: RequestProblem) -> None:
        super().__init__(problem)
        self.problem = problem


class ProblemDetails(BaseModel):
    """The body of an RFC 9457 problem."""

    model_config = ConfigDict(extra="allow")

    title: str
    status: int
    detail: str
    code: str
    violations: list[str]


class ProblemError(DocumentedError[ProblemDetails]):
    """A problem in the words of RFC 9457, for APIs that have none of their own."""


def problem_details(problem: RequestProblem) -> ProblemError:
    """Word a problem as `application/problem+json` (RFC 9457 §3)."""
    return ProblemError(
        problem.status,
        ProblemDetails(
            title=problem.code.replace("-", " ").capitalize(),
            status=problem.status,
            detail=problem.detail,
            code=problem.code,
            violations=[str(violation) for violation in problem.violations],
        ),
    )


def violations_of(
    place: Literal["path", "query", "header", "cookie", "body"],
    errors: list[ErrorDetails],
    name: tuple[str, ...] = (),
) -> list[Violation]:
    """Say pydantic's errors about a value in terms of the request."""
    return [Violation(place, (*name, *error["loc"]), error["msg"]) for error in errors]


def violations_of_faults(
    place: Literal["path", "query", "header", "cookie", "body"],
    faults: Iterable[Fault],
    name: tuple[str, ...] = (),
) -> list[Violation]:
    """Say what checks found about a value in terms of the request."""
    return [Violation(place, (*name, *each.location), each.message) for each in faults]
