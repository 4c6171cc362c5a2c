"""Variables of servers that hold a path: after the host, or with the host before it."""

from typing import Any

import pytest
from ends import sync_wire
from golden_server_paths import Client, create_app
from golden_server_paths.api import DefaultApi
from starlette.requests import Request


class Where:
    """Answers with the URL that was called."""

    def __init__(self, request: Request) -> None:
        self.request = request

    async def here(self) -> str:
        return str(self.request.url)

    there = here


HANDLER: type[DefaultApi] = Where


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ({}, "https://api.example.com/shop/v1/here"),
        ({"base_url": "http://test/shop/v1"}, "http://test/shop/v1/here"),
    ],
)
def test_a_path_may_follow_the_host_at_once(settings: dict[str, Any], url: str) -> None:
    with sync_wire(create_app(HANDLER)) as http:
        assert Client(http=http, **settings).here() == url


def test_another_path_is_called() -> None:
    with sync_wire(create_app(HANDLER, base_path="/shop/b c")) as http:
        found = Client(http=http, base_path="/shop/b c").here()
    assert found == "https://api.example.com/shop/b c/here"


def test_an_operation_of_its_own_server_has_its_path() -> None:
    with sync_wire(create_app(HANDLER)) as http:
        assert Client(http=http).there() == "https://files.example.com/v2/there"


@pytest.mark.parametrize("path", ["@evil.test/v1", "?a", "#a", " /v1", "\\evil/v1"])
def test_what_is_before_the_path_cannot_end_the_host(path: str) -> None:
    with pytest.raises(ValueError, match="cannot be the server variable 'basePath'"):
        Client(base_path=path)
