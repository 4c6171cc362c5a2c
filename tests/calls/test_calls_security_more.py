"""Schemes that nothing requires, that share a header, and that a URI names."""

import inspect
from typing import Any

import pytest
from ends import URL, done, sync_wire, wire
from golden_security_more import (
    AsyncClient,
    Auth,
    Client,
    UnexpectedResponse,
    create_app,
)
from golden_security_more.api import DefaultApi
from starlette.requests import Request


class Who:
    """Answers with what each credential was taken for."""

    def __init__(self, request: Request) -> None:
        self.principals: dict[str, str] = request.scope["auth"]

    async def _answer(self) -> dict[str, str]:
        return self.principals

    by_uri = shared = same_key = token_and_key = one_token = _answer


class Guard:
    """Knows one credential of each kind."""

    async def staff(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return " ".join([credential, *scopes]) if credential == "token" else None

    async def partner(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return f"{credential} of a partner" if credential == "token" else None

    async def login(
        self, request: Request, username: str, password: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return username if (username, password) == ("ada", "secret") else None

    async def custom(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return credential if credential == "hoba" else None

    async def header_a(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return credential if credential == "a" else None

    async def header_b(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return credential if credential == "b" else None


HANDLER: type[DefaultApi] = Who
GUARD: Auth = Guard()
APP = create_app(HANDLER, auth=GUARD)

LET_IN: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    (
        "by_uri",
        {"staff": "token"},
        {"staff": "token admin"},
    ),
    ("shared", {"staff": "token"}, {"staff": "token"}),
    ("shared", {"basic_auth": ("ada", "secret")}, {"login": "ada"}),
    ("shared", {"custom": "hoba"}, {"custom": "hoba"}),
    ("same_key", {"header_a": "a"}, {"headerA": "a"}),
    ("same_key", {"header_b": "b"}, {"headerB": "b"}),
    ("token_and_key", {}, {}),
    ("token_and_key", {"staff": "token"}, {}),
    (
        "token_and_key",
        {"staff": "token", "header_a": "a"},
        {"staff": "token", "headerA": "a"},
    ),
    (
        "one_token",
        {"staff": "token", "partner": "token"},
        {"staff": "token", "partner": "token of a partner"},
    ),
]


@pytest.mark.parametrize(("operation", "held", "principals"), LET_IN)
def test_who_is_let_in(
    operation: str, held: dict[str, Any], principals: dict[str, str]
) -> None:
    for api in (
        Client(base_url=URL, http=sync_wire(APP), **held),
        AsyncClient(base_url=URL, http=wire(APP), **held),
    ):
        assert done(getattr(api, operation)()) == principals


SHUT_OUT: list[tuple[str, dict[str, Any]]] = [
    ("by_uri", {}),
    ("shared", {"staff": "other"}),
    ("shared", {"basic_auth": ("ada", "other")}),
    ("same_key", {"header_a": "c"}),
    ("token_and_key", {"staff": "other", "header_a": "a"}),
    ("token_and_key", {"staff": "token", "header_a": "other"}),
]


@pytest.mark.parametrize(("operation", "held"), SHUT_OUT)
def test_who_is_shut_out(operation: str, held: dict[str, Any]) -> None:
    for api in (
        Client(base_url=URL, http=sync_wire(APP), **held),
        AsyncClient(base_url=URL, http=wire(APP), **held),
    ):
        with pytest.raises(UnexpectedResponse) as raised:
            done(getattr(api, operation)())
        assert raised.value.status == 401


def test_what_nothing_requires_concerns_neither_end() -> None:
    parameters = inspect.signature(Client).parameters
    assert not {"token", "api_key", "unused", "unused_at_last"} & set(parameters)
    assert not {"unused", "unused_at_last"} & set(vars(Auth))
