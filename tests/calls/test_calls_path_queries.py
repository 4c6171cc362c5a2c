"""Paths with a query or a fragment behind them: each operation is found by what it asks for."""

from collections.abc import Callable
from typing import Any, Literal

import httpx2
import pytest
from ends import URL, done, sync_wire, wire
from golden_path_queries import AsyncClient, Client, create_app
from golden_path_queries.api import DefaultApi


class Which:
    """Answers with the name of the operation and its arguments."""

    async def list_jobs(self) -> list[str]:
        return ["list_jobs"]

    async def list_done(self, *, limit: int | None = None) -> list[str]:
        return ["list_done", str(limit)]

    async def list_done_by(self, name: str) -> list[str]:
        return ["list_done_by", name]

    async def get_full(
        self, id: str, *, rest: dict[str, str] | None = None
    ) -> list[str]:
        return ["get_full", id, str(rest)]

    async def start(self, *, action: Literal["Start"]) -> list[str]:
        return ["start", action]

    async def stop(self, *, action: Literal["Stop"]) -> list[str]:
        return ["stop", action]

    async def pause(self, *, x_target: Literal["Pause"]) -> list[str]:
        return ["pause", x_target]

    async def get_pet(self, pet_id: str) -> list[str]:
        return ["get_pet", pet_id]

    async def put_pet(self, name: str) -> list[str]:
        return ["put_pet", name]

    async def get_pet_folder(self, pet_id: str) -> list[str]:
        return ["get_pet_folder", pet_id]


HANDLER: DefaultApi = Which()
APP = create_app(HANDLER)
End = Client | AsyncClient

CALLS: list[tuple[Callable[[End], Any], list[str], str]] = [
    (lambda api: api.list_jobs(), ["list_jobs"], "/jobs"),
    (
        lambda api: api.list_done(limit=5),
        ["list_done", "5"],
        "/jobs?state=done&limit=5",
    ),
    (
        lambda api: api.list_done_by("a&b"),
        ["list_done_by", "a&b"],
        "/jobs?state=done&by=a%26b",
    ),
    (
        lambda api: api.get_full("5", rest={"a": "b"}),
        ["get_full", "5", "{'a': 'b'}"],
        "/jobs/5?full&a=b",
    ),
    (lambda api: api.start(action="Start"), ["start", "Start"], "/?Action=Start"),
    (lambda api: api.stop(action="Stop"), ["stop", "Stop"], "/?Action=Stop"),
    (lambda api: api.pause(x_target="Pause"), ["pause", "Pause"], "/"),
    (lambda api: api.get_pet("a"), ["get_pet", "a"], "/pets/a"),
    (lambda api: api.put_pet("a"), ["put_pet", "a"], "/pets/a"),
    (lambda api: api.get_pet_folder("a"), ["get_pet_folder", "a"], "/pets/a/"),
]


@pytest.mark.parametrize(("call", "answer"), [row[:2] for row in CALLS])
def test_each_operation_is_found(call: Callable[[End], Any], answer: list[str]) -> None:
    for api in (
        Client(base_url=URL, http=sync_wire(APP)),
        AsyncClient(base_url=URL, http=wire(APP)),
    ):
        assert done(call(api)) == answer


@pytest.mark.parametrize(("call", "url"), [row[::2] for row in CALLS])
def test_what_is_sent(call: Callable[[End], Any], url: str) -> None:
    def answered(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json=[request.url.raw_path.decode()])

    http = httpx2.Client(transport=httpx2.MockTransport(answered))
    assert call(Client(base_url=URL, http=http)) == [url]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/jobs?state=open", 200),
        ("GET", "/jobs/5?full=", 404),
        ("GET", "/jobs/5", 404),
        ("POST", "/?Action=Jump", 422),
        ("POST", "/", 422),
        ("GET", "/jobs?by=a&state=done", 200),
    ],
)
def test_what_others_send(method: str, path: str, status: int) -> None:
    with sync_wire(APP) as http:
        assert http.request(method, path).status_code == status
