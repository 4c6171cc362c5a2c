"""Operations with servers of their own: where clients call them, and where they are found."""

from collections.abc import Callable
from typing import Any

import pytest
from ends import done, sync_wire, wire
from golden_path_servers import AsyncClient, Client, create_app
from golden_path_servers.api import DefaultApi
from starlette.requests import Request


class Where:
    """Answers with the URL that was called."""

    def __init__(self, request: Request) -> None:
        self.request = request

    async def get_pet(self, id: str) -> str:
        return f"{self.request.url} {id}"

    async def put_pet(self, id: str) -> str:
        return f"{self.request.url} {id}"

    async def _where(self) -> str:
        return str(self.request.url)

    list_files = create_file = delete_file = _where


HANDLER: type[DefaultApi] = Where
APP = create_app(HANDLER)
End = Client | AsyncClient

CALLS: list[tuple[Callable[[End], Any], str, str]] = [
    (lambda api: api.get_pet("5"), "https://api.example.com/v1/pets/5", "/pets/5"),
    (
        lambda api: api.put_pet("5"),
        "https://eu.uploads.example.com/v3/pets/5",
        "/pets/5",
    ),
    (lambda api: api.list_files(), "https://files.example.com/files", "/files"),
    (lambda api: api.create_file(), "https://api.example.com/v2/files", "/files"),
    (lambda api: api.delete_file(), "https://api.example.com/v0/files", "/files"),
]


@pytest.mark.parametrize(("call", "url"), [row[:2] for row in CALLS])
def test_an_operation_is_called_at_its_own_server(
    call: Callable[[End], Any], url: str
) -> None:
    for api in (Client(http=sync_wire(APP)), AsyncClient(http=wire(APP))):
        assert done(call(api)).partition(" ")[0] == url


@pytest.mark.parametrize(("call", "path"), [row[::2] for row in CALLS])
def test_a_base_url_takes_the_place_of_every_server(
    call: Callable[[End], Any], path: str
) -> None:
    for base_url in ("http://test/v1", "http://test/v1/"):
        for api in (
            Client(base_url=base_url, http=sync_wire(APP)),
            AsyncClient(base_url=base_url, http=wire(APP)),
        ):
            assert done(call(api)).partition(" ")[0] == f"http://test/v1{path}"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", "/v4/pets/5", 200),
        ("PUT", "/up/pets/5", 200),
        ("PUT", "/v1/pets/5", 200),
        ("GET", "/v1/pets/5", 200),
        ("GET", "/up/pets/5", 405),
        ("GET", "/pets/5", 404),
        ("GET", "/files", 200),
        ("POST", "/v2/files", 200),
        ("DELETE", "/v0/files", 200),
        ("DELETE", "/v2/files", 405),
    ],
)
def test_an_operation_is_found_below_its_own_servers_and_below_the_base_path(
    method: str, path: str, status: int
) -> None:
    with sync_wire(APP) as http:
        assert http.request(method, path).status_code == status


def test_a_base_path_of_the_applications_own() -> None:
    with sync_wire(create_app(HANDLER, base_path="/v9")) as http:
        assert http.put("/v9/pets/5").status_code == 200
        assert http.put("/v3/pets/5").status_code == 200
        assert http.get("/v1/files").status_code == 404


def test_what_is_documented_says_so() -> None:
    assert "and of the servers that single operations have" in " ".join(
        str(Client.__doc__).split()
    )
