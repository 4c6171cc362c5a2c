"""Every failure in the words of the API: `RequestErrorResponse`, with a code that stays."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from agent_harness import (
    RequestError,
    RequestErrorResponse,
    RequestErrorResponseError,
)
from agent_harness.server import Refused, RequestProblem, Violation, request_id
from agent_harness_service.observing import HEADER, new_id


def failure(
    status: int,
    code: str,
    message: str,
    *,
    param: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> RequestError:
    """Make a failure that a handler raises."""
    body = RequestErrorResponseError(
        message=message, type=_kind(status), code=code, param=param
    )
    return RequestError(status, RequestErrorResponse(error=body), headers)


def unavailable(what: str) -> Refused:
    """Say that the service lacks, for now, what it needs to answer."""
    detail = f"{what} does not answer; try again later"
    headers = {"retry-after": "1"}
    return Refused(RequestProblem(503, "unavailable", detail, headers=headers))


def worded(problem: RequestProblem) -> RequestError:
    """Word what the generated server finds wrong with a request.

    A body that is no JSON is an invalid body like any other, 422: in this API 400 says
    something else.
    """
    status = 422 if problem.code == "malformed-body" else problem.status
    code = problem.code.replace("-", "_")
    if problem.code == "unauthorized":
        code = "token_missing"
    param = next(map(_name, problem.violations), None)
    return failure(status, code, problem.detail, param=param)


def answer(error: RequestError) -> JSONResponse:
    """Write a failure where no operation is at work."""
    return JSONResponse(
        error.body.model_dump(mode="json"), error.status, dict(error.headers)
    )


async def not_handled(_: Request, error: Exception) -> JSONResponse:
    """Word what Starlette answers by itself (its exception handler)."""
    if isinstance(error, HTTPException):
        code = {404: "not_found", 405: "method_not_allowed"}.get(
            error.status_code, "refused"
        )
        headers = error.headers
        return answer(
            failure(error.status_code, code, str(error.detail), headers=headers)
        )
    headers = {HEADER: request_id.get() or new_id()}
    message = "Internal server error"
    return answer(failure(500, "internal_error", message, headers=headers))


def _kind(status: int) -> str:
    """Give the kind of failure, by which a caller may decide whether to try again."""
    kinds = {401: "authentication_error", 403: "permission_error", 404: "not_found"}
    kinds |= {409: "conflict"}
    return kinds.get(status, "server_error" if status >= 500 else "invalid_request")


def _name(violation: Violation) -> str | None:
    return ".".join(map(str, violation.location)) or None
