"""Both ends of the Agent Harness API in one file: a handler answers, a client calls."""

import asyncio

import httpx2
from agent_harness import (
    AsyncClient,
    CreateSessionRequest,
    GetSessionResponse,
    RequestError,
    RequestErrorResponse,
    RequestErrorResponseError,
    Session,
    Subject,
)
from agent_harness.server import RequestProblem, create_app
from starlette.requests import Request

AGENTS = {"support-bot"}


class Sessions:
    """Answers the operations of `AgentHarnessApi`; one is made for each request."""

    def __init__(self, request: Request) -> None:
        self.user: Subject = request.user

    async def create_session(self, body: CreateSessionRequest) -> GetSessionResponse:
        if body.agent_name not in AGENTS:
            raise error(404, "Agent not found.")
        now = "2026-01-01T00:00:00.000Z"
        session = Session(
            id="01jgfjja00",
            agent_name=body.agent_name,
            title=None,
            created_by_subject=self.user,
            created_at=now,
            updated_at=now,
        )
        return GetSessionResponse(data=session)


class Tokens:
    """Checks credentials: one method for each security scheme of the API."""

    async def authorization_bearer(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> Subject | None:
        tenant = request.path_params["tenantName"]
        if (credential, tenant) != ("secret", "acme"):
            return None
        return Subject(subject_id="u1", subject_type="user", subject_slug="ada")


def error(status: int, message: str) -> RequestError:
    body = RequestErrorResponseError(message=message)
    return RequestError(status, RequestErrorResponse(error=body))


def refused(problem: RequestProblem) -> RequestError:
    """Words what is wrong with a request as an error of this API."""
    return error(problem.status, problem.detail)


app = create_app(Sessions, auth=Tokens(), invalid=refused)


async def main() -> None:
    in_process = httpx2.AsyncClient(transport=httpx2.ASGITransport(app))
    async with AsyncClient(token="secret", tenant_name="acme", http=in_process) as api:
        created = await api.create_session(CreateSessionRequest(agent_name="support-bot"))
        print(created.data.id, created.data.created_by_subject.subject_slug)
        try:
            await api.create_session(CreateSessionRequest(agent_name="nobody"))
        except RequestError as failure:
            print(failure.status, failure.body.error.message)


if __name__ == "__main__":
    asyncio.run(main())
