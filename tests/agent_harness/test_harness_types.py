"""What a type checker says to people who use the package: what it must refuse, and nothing else."""

import re
import sys
from pathlib import Path

import pytest
from mypy import api

ROOT = Path(__file__).parents[2]

CONFIG = f"""\
[mypy]
disable_error_code = empty-body
error_summary = False
mypy_path = {ROOT / "generated"}
strict = True
"""
BEGINNING = """\
from typing import assert_type

from agent_harness import (
    AgentHarnessApi,
    AsyncClient,
    Client,
    CreateSessionRequest,
    GetSessionResponse,
    RequestError,
    RequestErrorResponse,
    Response,
    Subject,
    create_app,
)
from starlette.requests import Request
"""

ENDS = """
class Sessions:
    async def create_session(self, body: CreateSessionRequest) -> GetSessionResponse:
        raise NotImplementedError


class OfRequest(Sessions):
    def __init__(self, request: Request) -> None: ...


async def make_later(request: Request) -> Sessions:
    return OfRequest(request)


class Tokens:
    async def authorization_bearer(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> Subject | None: ...


class Empty:
    pass


class Other:
    async def create_session(self, body: CreateSessionRequest) -> str: ...


class More:
    async def create_session(
        self, body: CreateSessionRequest, again: bool
    ) -> GetSessionResponse: ...


class AtOnce:
    def create_session(self, body: CreateSessionRequest) -> GetSessionResponse: ...


class Unscoped:
    async def authorization_bearer(
        self, request: Request, credential: str
    ) -> Subject | None: ...
"""

SNIPPETS = {
    "handlers": """
create_app(Sessions(), auth=Tokens())
create_app(OfRequest, auth=Tokens())
create_app(make_later, auth=Tokens())
create_app(lambda request: OfRequest(request), auth=Tokens())
create_app(AsyncClient(), auth=Tokens())
create_app(Empty(), auth=Tokens())  # E: arg-type
create_app(Empty, auth=Tokens())  # E: arg-type
create_app(Sessions, auth=Tokens())  # E: arg-type
create_app(Other(), auth=Tokens())  # E: arg-type
create_app(More(), auth=Tokens())  # E: arg-type
create_app(AtOnce(), auth=Tokens())  # E: arg-type
create_app(Client(), auth=Tokens())  # E: arg-type
create_app(None, auth=Tokens())  # E: arg-type
create_app(Sessions())  # E: call-arg
create_app(Sessions(), auth=Empty())  # E: arg-type
create_app(Sessions(), auth=Unscoped())  # E: arg-type
""",
    "protocol": """
api: AgentHarnessApi = AsyncClient()
api = Sessions()
api = Empty()  # E: assignment
api = Client()  # E: assignment


class Complete(AgentHarnessApi):
    async def create_session(self, body: CreateSessionRequest) -> GetSessionResponse:
        return await api.create_session(body)
""",
    "servers": """
Client(scheme="http", gateway_base_url="localhost", tenant_name="acme")
AsyncClient(scheme="https", base_url=None, timeout=1, strict=True)
Client(scheme="ftp")  # E: arg-type
AsyncClient(scheme="ftp")  # E: arg-type
Client(tenant_name=1)  # E: arg-type
Client(tenantName="acme")  # E: call-arg
Client("a token")  # E: call-arg
""",
    "calls": """
async def call(client: AsyncClient, body: CreateSessionRequest) -> None:
    assert_type(await client.create_session(body), GetSessionResponse)
    whole = await client.raw.create_session(body)
    assert_type(whole, Response[GetSessionResponse])
    client.create_session(body).data  # E: attr-defined
    await client.create_session({"agent_name": "a"})  # E: arg-type
    await client.create_session()  # E: call-arg


def call_sync(client: Client, body: CreateSessionRequest) -> None:
    session = client.create_session(body).data
    assert_type(session.title, str | None)
    assert_type(client.raw.create_session(body).body, GetSessionResponse)
    session.name  # E: attr-defined
    client.get_session(body)  # E: attr-defined
    try:
        client.create_session(body)
    except RequestError as failure:
        assert_type(failure.body, RequestErrorResponse)
        assert_type(failure.request_id, str | None)
""",
    "models": """
request = CreateSessionRequest(agent_name="a")
CreateSessionRequest()  # E: call-arg
CreateSessionRequest(agent_name=None)  # E: arg-type
CreateSessionRequest(agentName="a")  # E: call-arg
Subject(subject_id="u", subject_type="user")
Subject(subject_id="u", subject_type="user", subject_slug=None)
Subject(subject_id="u", subject_type="user", subject_slug=1)  # E: arg-type
RequestError(404, "no")  # E: arg-type
""",
}


def checked(*arguments: str) -> tuple[str, str]:
    """Give what mypy says and complains about; it lets Python recurse deeper, and leaves it so."""
    limit = sys.getrecursionlimit()
    try:
        said, complaint, _ = api.run([*arguments])
    finally:
        sys.setrecursionlimit(limit)
    return said, complaint


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Tell what mypy says of each snippet: the line, and the code of the error."""
    folder = tmp_path_factory.mktemp("snippets")
    for name, snippet in SNIPPETS.items():
        (folder / f"{name}_snippet.py").write_text(BEGINNING + ENDS + snippet)
    config = folder / "mypy.ini"
    config.write_text(CONFIG)
    said, complaint = checked(
        *("--config-file", str(config)),
        *("--cache-dir", str(folder / "cache")),
        str(folder),
    )
    assert not complaint
    found: dict[str, list[str]] = {name: [] for name in SNIPPETS}
    for line in said.splitlines():
        match = re.search(r"(\w+)_snippet\.py:(\d+): error: .*\[([\w-]+)\]$", line)
        if match:
            found[match[1]].append(f"{match[2]}: {match[3]}")
        else:
            assert ": note: " in line, said
    return found


@pytest.mark.parametrize("name", SNIPPETS)
def test_mypy_refuses_what_is_marked(name: str, errors: dict[str, list[str]]) -> None:
    lines = (BEGINNING + ENDS + SNIPPETS[name]).splitlines()
    expected = [
        f"{at}: {code}"
        for at, line in enumerate(lines, 1)
        for code in line.partition("# E: ")[2].split()
    ]
    assert errors[name] == expected
