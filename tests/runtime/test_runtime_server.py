"""The server's engine with small operations: credentials, parameters, and what goes out."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.testclient import TestClient

from agent_harness import ApiError, DocumentedError
from agent_harness._runtime.async_client import AsyncEngine
from agent_harness._runtime.completeness import Group
from agent_harness._runtime.content import Binary, Json, Text
from agent_harness._runtime.operation import Body, Operation, Reply, Status
from agent_harness._runtime.options import Settings as ClientSettings
from agent_harness._runtime.parameters import Parameter
from agent_harness._runtime.problem import problem_details
from agent_harness._runtime.response import Response
from agent_harness._runtime.security import ApiKey, Basic, Bearer, MutualTls, Use
from agent_harness._runtime.server import Settings, application

BEARER = Bearer("Token", "token")
KEY = ApiKey("Key", "key", "header", "X-Key")
BASIC = Basic("Login", "login")
TLS = MutualTls("Tls", "tls")


class NotFound(DocumentedError[str | None]):
    """A failure whose body is a string, if it has one."""


@dataclass
class Auth:
    """Lets in by what each scheme is told here, and notes what it is asked."""

    users: dict[str, object] = field(
        default_factory=lambda: {"good": "by token", "k": "by key", "ada": "by name"}
    )
    scopes: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])

    async def token(self, _: Request, token: str, *, scopes: tuple[str, ...]) -> object:
        """Check a token."""
        self.scopes.append(scopes)
        return self.users.get(token)

    key = token

    async def login(
        self, _: Request, name: str, password: str, *, scopes: tuple[str, ...]
    ) -> object:
        """Check a name and a password."""
        return self.users.get(name) if password == name[::-1] else None

    async def tls(self, request: Request, *, scopes: tuple[str, ...]) -> object:
        """Check a certificate."""
        return request.headers.get("x-certificate")


@dataclass
class Handler:
    """Answers with what it is told here, or with what it is asked."""

    request: Request
    answer: object = None

    async def op(self, **arguments: Any) -> object:
        """Answer."""
        if isinstance(self.answer, Exception):
            raise self.answer
        return arguments if self.answer is None else self.answer

    async def who(self) -> object:
        """Tell who asks."""
        return [self.request.user, self.request.auth]


def application_of(
    *operations: Operation[Any], auth: object = None, answer: object = None
) -> Starlette:
    """Serve operations."""

    def handler(request: Request) -> Handler:
        return Handler(request, answer)

    return application(
        [Group("Api", handler, operations)],
        Settings("runtime", Path("none"), "", auth, problem_details, "", None),
    )


SOMETHING: dict[Status, Reply] = {200: Reply((Json(Any),))}


def operation(
    path: str = "/",
    *,
    name: str = "op",
    method: str = "GET",
    parameters: tuple[Parameter, ...] = (),
    body: Body | None = None,
    replies: Mapping[Status, Reply] = SOMETHING,
    security: tuple[tuple[Use, ...], ...] = (),
) -> Operation[Any]:
    """Make an operation."""
    return Operation(
        name=name,
        method=method,
        path=path,
        parameters=parameters,
        body=body,
        replies=replies,
        security=security,
    )


# Credentials ------------------------------------------------------------------------


def who(
    security: Sequence[Sequence[Use]], headers: dict[str, str], auth: Auth | None = None
) -> httpx2.Response:
    """Ask an operation who asks."""
    app = application_of(
        operation(name="who", security=tuple(map(tuple, security))), auth=auth or Auth()
    )
    return TestClient(app).get("/", headers=headers)


GOOD = {"authorization": "Bearer good"}
NO_BASIC = {"authorization": "Basic !!!"}
BAD = {"authorization": "Bearer bad"}


@pytest.mark.parametrize(
    ("security", "headers", "user", "auth"),
    [
        ([[Use(BEARER)]], GOOD, "by token", {"Token": "by token"}),
        ([[Use(KEY)], [Use(BEARER)]], GOOD, "by token", {"Token": "by token"}),
        (
            [[Use(KEY)], [Use(BEARER)]],
            {**BAD, "X-Key": "k"},
            "by key",
            {"Key": "by key"},
        ),
        (
            [[Use(BEARER), Use(KEY)]],
            {**GOOD, "X-Key": "k"},
            "by key",
            {"Token": "by token", "Key": "by key"},
        ),
        ([[Use(BEARER)], []], GOOD, "by token", {"Token": "by token"}),
        ([[Use(BEARER)], []], {}, None, {}),
        ([[Use(TLS)]], {"X-Certificate": "c"}, "c", {"Tls": "c"}),
        (
            [[Use(BASIC)]],
            {"authorization": "Basic YWRhOmFkYQ=="},
            "by name",
            {"Login": "by name"},
        ),
    ],
)
def test_who_is_let_in(
    security: list[list[Use]], headers: dict[str, str], user: object, auth: object
) -> None:
    response = who(security, headers)
    assert response.status_code == 200
    assert response.json() == [user, auth]


@pytest.mark.parametrize(
    ("security", "headers", "asked"),
    [
        ([[Use(BEARER)]], BAD, 'Bearer error="invalid_token"'),
        ([[Use(BEARER)], []], BAD, 'Bearer error="invalid_token"'),
        ([[], [Use(BEARER)]], BAD, 'Bearer error="invalid_token"'),
        ([[Use(BASIC)], []], NO_BASIC, 'Basic realm="api", charset="UTF-8"'),
        (
            [[Use(BASIC)], [Use(BEARER)]],
            NO_BASIC,
            'Basic realm="api", charset="UTF-8", Bearer',
        ),
        ([[Use(BEARER), Use(KEY)]], GOOD, "Bearer"),
        ([[Use(BEARER), Use(KEY)]], {"X-Key": "k"}, "Bearer"),
        ([[Use(KEY)]], {}, None),
        ([[Use(TLS)]], {}, None),
        ([[Use(BEARER)], [Use(BEARER), Use(KEY)]], {}, "Bearer"),
        (
            [[Use(BEARER)], [Use(BASIC)]],
            {},
            'Bearer, Basic realm="api", charset="UTF-8"',
        ),
    ],
)
def test_who_is_not_let_in(
    security: list[list[Use]], headers: dict[str, str], asked: str | None
) -> None:
    response = who(security, headers)
    assert response.status_code == 401
    assert response.headers.get("www-authenticate") == asked


def test_a_check_is_told_the_scopes() -> None:
    auth = Auth()
    who([[Use(BEARER, ("read", "write"))]], GOOD, auth)
    assert auth.scopes == [("read", "write")]


# Parameters and bodies --------------------------------------------------------------

LIMIT = Parameter(
    "limit", "query", "limit", int, style="form", explode=True, default=10
)
TAGS = Parameter("tags", "query", "tags", list[str], style="form", explode=True)
KIND = Parameter("X-Kind", "header", "kind", str, required=True)
SESSION = Parameter("sid", "cookie", "session", int, style="form", explode=True)
PET = Parameter("pet-id", "path", "pet_id", int, required=True)
FIND = operation("/pets/{pet-id}", parameters=(PET, LIMIT, TAGS, KIND, SESSION))


def test_arguments_by_name() -> None:
    client = TestClient(application_of(FIND), cookies={"sid": "7"})
    response = client.get(
        "/pets/5?tags=a%26b&tags=c&limit=3", headers={"x-kind": "dog"}
    )
    assert response.json() == {
        "pet_id": 5,
        "limit": 3,
        "tags": ["a&b", "c"],
        "kind": "dog",
        "session": 7,
    }


def test_what_is_absent_is_left_out_or_has_its_default() -> None:
    response = TestClient(application_of(FIND)).get("/pets/5", headers={"x-kind": ""})
    assert response.json() == {"pet_id": 5, "limit": 10, "kind": ""}


def test_everything_that_is_wrong_is_said_at_once() -> None:
    client = TestClient(application_of(FIND), cookies={"sid": "x"})
    response = client.get("/pets/five?limit=x", headers={"x-kind": "dog"})
    assert response.status_code == 422
    assert response.json()["violations"] == [
        "path.pet-id: Input should be a valid integer",
        "query.limit: Input should be a valid integer",
        "cookie.sid: Input should be a valid integer",
    ]


def called(
    made: Operation[Any], arguments: dict[str, Any], answer: object = None
) -> Response[Any]:
    """Call an operation of an application with the client's engine."""

    async def call() -> Response[Any]:
        transport = httpx2.ASGITransport(application_of(made, answer=answer))
        async with httpx2.AsyncClient(transport=transport) as http:
            settings = ClientSettings(base_url="http://a", credentials={}, strict=True)
            return await AsyncEngine(settings, http).call(made, arguments)

    return asyncio.run(call())


@pytest.mark.parametrize(
    "arguments",
    [
        {"pet_id": 5, "kind": "dog"},
        {"pet_id": -1, "limit": 0, "tags": ["a", "b c", "é&="], "kind": "a, b; ü"},
        {"pet_id": 5, "kind": "x", "session": 3, "tags": ["x"]},
    ],
)
def test_arguments_through_both_ends(arguments: dict[str, Any]) -> None:
    assert called(FIND, arguments).body == {"limit": 10, **arguments}


NAME = Parameter("name", "path", "name", str, required=True)
NAMES = [
    "a/b",
    "..",
    ".",
    "%2F",
    "a b",
    "é",
    "?x=1",
    "#",
    "a;b=c",
    "\U0001f916",
    "~",
    "\\",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_text_in_a_path(name: str) -> None:
    made = operation("/in/{name}/of", parameters=(NAME,))
    assert called(made, {"name": name}).body == {"name": name}


def test_one_of_several_media_types_of_a_body() -> None:
    body = Body((Json(dict[str, int]), Text(), Binary("application/*")))
    made = operation(method="POST", body=body, replies={200: Reply((Text(),))})
    for sent in ({"a": 1}, "text", b"bytes"):
        assert called(made, {"body": sent}, repr(sent)).body == repr(sent)
    client = TestClient(application_of(operation(method="POST", body=body)))
    found = client.post("/", content=b'{"a":1}', headers={"content-type": "text/plain"})
    assert found.json() == {"body": '{"a":1}'}
    refusal = client.post("/", content=b"", headers={"content-type": "audio/ogg"})
    assert refusal.status_code == 415
    assert refusal.headers["accept"] == "application/json, text/plain, application/*"


def test_a_body_that_may_be_absent() -> None:
    made = operation(method="POST", body=Body((Json(int | None),)))
    assert called(made, {}).body == {}
    assert called(made, {"body": 5}).body == {"body": 5}


# Answers ----------------------------------------------------------------------------

SUCCESSES: dict[Status, Reply] = {
    200: Reply((Json(int), Text())),
    204: Reply(),
    "2XX": Reply((Json(list[int]),)),
    404: Reply((Json(str),), error=NotFound),
    "5XX": Reply(error=NotFound),
}


@pytest.mark.parametrize(
    ("answer", "status", "content"),
    [
        (5, 200, b"5"),
        ("five", 200, b"five"),
        ([5], 200, b"[5]"),
        (Response(204, None), 204, b""),
        (Response(202, [5]), 202, b"[5]"),
        (Response(299, []), 299, b"[]"),
    ],
)
def test_a_body_finds_its_status(answer: object, status: int, content: bytes) -> None:
    made = operation(replies=SUCCESSES)
    response = TestClient(application_of(made, answer=answer)).get("/")
    assert (response.status_code, response.content) == (status, content)


def test_failures_by_number_and_range() -> None:
    made = operation(replies=SUCCESSES)
    with pytest.raises(NotFound) as caught:
        called(made, {}, NotFound(404, "no"))
    assert (caught.value.status, caught.value.body) == (404, "no")
    with pytest.raises(NotFound) as caught:
        called(made, {}, NotFound(503, None))
    assert (caught.value.status, caught.value.body) == (503, None)


@pytest.mark.parametrize(
    "answer",
    [
        5.5,
        Response(301, 5),
        Response(204, 5),
        Response(404, "no"),
        NotFound(200, "no"),
        NotFound(403, "no"),
        NotFound(503, "a body"),
        ApiError("no"),
    ],
    ids=repr,
)
def test_what_is_not_documented_is_a_500(
    answer: object, caplog: pytest.LogCaptureFixture
) -> None:
    made = operation(replies=SUCCESSES)
    response = TestClient(application_of(made, answer=answer)).get("/")
    assert response.status_code == 500
    code = "internal-error" if type(answer) is ApiError else "undocumented-answer"
    assert json.loads(response.content)["code"] == code
    assert [record.name for record in caplog.records] == ["runtime"]


def test_head_is_answered_like_get() -> None:
    app = application_of(operation(), operation(method="POST"), answer=5)
    client = TestClient(app)
    assert client.head("/").status_code == 200
    assert client.put("/").headers["allow"] == "GET, HEAD, OPTIONS, POST"
