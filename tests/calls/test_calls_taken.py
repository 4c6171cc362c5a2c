"""Names that mean something already, and an API without anything to name."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import golden_empty as empty
import golden_names_taken as taken
import pytest
from ends import URL, done, sync_wire, wire
from starlette.requests import Request


class Anyone:
    """Answers every operation, and notes which it was."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def answer(**arguments: Any) -> Any:
            self.seen.append((name, arguments))
            return arguments.get("body")

        return answer


class Open:
    """Lets everybody in."""

    async def http(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return credential


ANYONE: Any = Anyone()
APP = taken.create_app(ANYONE, ANYONE, ANYONE, ANYONE, ANYONE, auth=Open())
ENDS: list[taken.Client | taken.AsyncClient] = [
    taken.Client(http_credentials="x", http=sync_wire(APP)),
    taken.AsyncClient(http_credentials="x", http=wire(APP)),
]

CALLS = [
    "operation_",
    "operations",
    "errors_",
    "models_",
    "date_",
    "datetime_",
    "list_",
    "dict_",
    "str_",
    "int_",
    "bool_",
    "bytes_",
    "raw_",
]


@pytest.mark.parametrize("name", CALLS)
def test_operations_give_way_to_what_their_module_needs(name: str) -> None:
    for api in ENDS:
        assert done(getattr(api, name)()) is None
        assert ANYONE.seen.pop() == (name, {})


def test_arguments_give_way_to_what_their_method_needs() -> None:
    body = taken.Taken.model_validate(
        {
            "config": {"x": "1"},
            "constraints": {"x": "2"},
            "dict": {"x": "3"},
            "settings": {"x": "4"},
            "engine": {"x": "5"},
            "timeout": {"x": "6"},
            "request": {"x": "7"},
            "literal": "b",
            "alias": 8,
            "date": "2024-02-29",
            "map": {"x-a": "9"},
            "typed": {"a": "10", "b": 11},
        }
    )
    query: dict[str, Any] = {
        "operations_query": "o",
        "response_query": 1,
        "date": date(2024, 2, 29),
        "list": [True, False],
        "moment": datetime(2024, 2, 29, tzinfo=UTC),
        "self_": "s",
        "body_query": "b",
    }
    for api in ENDS:
        assert done(api.last(body, **query)) == body
        assert ANYONE.seen.pop() == ("last", {**query, "body": body})


def test_errors_are_told_from_the_packages_own() -> None:
    own, documented = taken.ApiTimeout, taken.ApiTimeoutError
    assert not issubclass(documented, own)
    assert issubclass(documented, taken.DocumentedError)


@pytest.mark.parametrize(
    ("path", "status"), [("/docs", 200), ("/openapi.json", 200), ("/", 404)]
)
def test_an_api_without_operations_is_an_api(path: str, status: int) -> None:
    app = empty.create_app()
    with sync_wire(app) as http, empty.Client(base_url=URL, http=http):
        assert http.get(path).status_code == status
    assert {"Client", "create_app"} <= {*empty.__all__}
