"""Parameters of several segments, `{+name}`: taken with `--lenient`, refused without."""

from typing import Any

import httpx2
import pytest
from ends import URL, done, sync_wire, wire
from golden_spanning import AsyncClient, Client, create_app

End = Client | AsyncClient


class Names:
    """Tells which operation was asked, and for what."""

    async def read(self, name: str) -> list[str]:
        return ["read", name]

    async def drop(self, name: str) -> None:
        return None

    async def undelete(self, name: str) -> list[str]:
        return ["undelete", name]

    async def item(self, parent: str, item: int) -> list[str]:
        return ["item", parent, str(item)]

    async def undeclared(self, undeclared: str) -> list[str]:
        return ["undeclared", undeclared]


APP = create_app(Names())
ENDS: list[End] = [
    Client(base_url=URL, http=sync_wire(APP)),
    AsyncClient(base_url=URL, http=wire(APP)),
]
both_ends = pytest.mark.parametrize("api", ENDS, ids=["sync", "async"])
NAMES = ["a", "projects/p/things/x", "a//b", "/a/", "a/../b", "./a", "ü/%2F?#[]", "a:b"]


@both_ends
@pytest.mark.parametrize("name", NAMES)
def test_a_name_has_several_segments(api: End, name: str) -> None:
    assert done(api.read(name)) == ["read", name]
    assert done(api.undelete(name)) == ["undelete", name]
    assert done(api.undeclared(name)) == ["undeclared", name]


@both_ends
def test_what_is_more_concrete_comes_first(api: End) -> None:
    assert done(api.item("a/items/5", 7)) == ["item", "a/items/5", "7"]
    assert done(api.read("a/items/5/x")) == ["read", "a/items/5/x"]
    assert done(api.drop("projects/a/items/b")) is None


def test_slashes_are_sent_as_they_are() -> None:
    sent: list[bytes] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request.url.raw_path)
        return httpx2.Response(200, json=[])

    api = Client(
        base_url=URL, http=httpx2.Client(transport=httpx2.MockTransport(answer))
    )
    api.read("projects/a b/..")
    api.undelete("x:undelete/y?")
    assert sent == [b"/v1/projects/a%20b/%2E%2E", b"/v1/x:undelete/y%3F:undelete"]


@pytest.mark.parametrize(("path", "status"), [("/v1/", 404), (f"/v1{'/a' * 200}", 404)])
def test_what_is_no_name(path: str, status: int) -> None:
    answer: Any = sync_wire(APP).get(f"{URL}{path}")
    assert answer.status_code == status
