"""A package of what descriptions may say at the edges."""

from typing import Any

import golden_edges as edges
import pytest
from ends import URL, done, sync_wire, wire
from golden_edges.api import DefaultApi
from starlette.requests import Request


class Handler:
    """Answers with what it got."""

    def __init__(self) -> None:
        self.got: list[Any] = []

    async def control(self, name: str) -> str:
        return name

    async def add_user(self, body: edges.User) -> None:
        self.got.append(body)

    async def add_rule(self, body: edges.XRulesRule) -> edges.XRulesRule:
        return body

    async def put_anything(self, body: Any) -> None:
        self.got.append(body)

    async def never(self, body: edges.Endless) -> None: ...

    async def both(self) -> None: ...

    async def plain(self) -> None: ...

    async def again(self) -> None: ...


class Anybody:
    """Takes every credential for right."""

    async def token(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> str:
        return credential

    async def password(
        self, request: Request, username: str, password: str, *, scopes: tuple[str, ...]
    ) -> str:
        return username


HANDLER = Handler()
API: DefaultApi = HANDLER
APP = edges.create_app(API, auth=Anybody())
ENDS: list[edges.Client | edges.AsyncClient] = [
    edges.Client(base_url=URL, http=sync_wire(APP)),
    edges.AsyncClient(base_url=URL, http=wire(APP)),
]


@pytest.mark.parametrize("name", ["a", "a\tb", "\x7f", "é/"])
def test_a_control_character_of_a_path_is_encoded(name: str) -> None:
    for api in ENDS:
        assert done(api.control(name)) == name


@pytest.mark.parametrize(
    "user",
    [
        edges.UserUserOption1(name="Ada", email="ada@example.com"),
        edges.UserPhone(name="Ada", phone="1"),
    ],
)
def test_alternatives_are_told_apart_by_what_only_requests_have(
    user: edges.User,
) -> None:
    for api in ENDS:
        done(api.add_user(user))
        assert HANDLER.got.pop() == user
    with sync_wire(APP) as http:
        assert http.post("/users", json={"name": "Ada"}).status_code == 422


def test_references_lead_on_through_extensions() -> None:
    inner = edges.XRulesRule(conditions=[])
    rule = edges.XRulesRule(conditions=[edges.XRulesCondition(key="a", inner=inner)])
    for api in ENDS:
        assert done(api.add_rule(rule)) == rule
    with sync_wire(APP) as http:
        both = {"conditions": [{"choice": 3}]}
        assert http.post("/rules", json=both).status_code == 422


def test_a_body_that_several_media_types_take_arrives_in_the_first() -> None:
    for api in ENDS:
        done(api.put_anything({"name": "Ada"}))
        assert HANDLER.got.pop() == {"name": "Ada"}
