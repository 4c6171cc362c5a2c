"""What no type says is refused by the server, and by a strict client; what is valid is not."""

import asyncio
import json
from pathlib import Path
from typing import Any, cast

import golden_checks as checks
import pytest
from ends import URL, done, sync_wire, wire
from golden_checks import (
    AsyncClient,
    Client,
    Either,
    Everything,
    Tree,
    UnexpectedResponse,
)
from golden_checks.api import DefaultApi
from httpx2 import Response as Answer
from jsonschema.validators import Draft202012Validator
from rest import Rest
from starlette.applications import Starlette

PACKAGE = Path(str(checks.__file__)).parent
DOCUMENT: dict[str, Any] = json.loads((PACKAGE / "openapi.json").read_text("utf-8"))
PROPERTIES: dict[str, Any] = DOCUMENT["components"]["schemas"]["Everything"][
    "properties"
]

VALUES: list[str] = [
    *("null", "true", "false", "0", "1", "1.0", "2", "3", "4", "6", "-1", "0.3"),
    *(
        "1.5",
        "1e2",
        "-0.0",
        "2147483647",
        "12e3",
        '""',
        '"a"',
        '"b"',
        '"ab"',
        '"abc"',
    ),
    *("[]", "[1]", '["a"]', '["a", 1]', '["a", 1, 2]', '[1, "a"]', "[1, 1.0]"),
    *("[true, 1]", "[1, 2, 3]", '["a", "a"]', '["a", 1.0]', "{}", '{"a": 1}'),
    *('{"a": "x"}', '{"b": 1}', '{"b": "x"}', '{"a": 1, "b": 2}', '{"c": 1}'),
    *('{"a": 1, "c": 1}', '{"ab": 1, "ac": 1}', '{"c": null}', '{"b": "x", "c": 1}'),
    *('{"a": null, "b": null, "c": null}', '{"a": 1.0}'),
]


class Echo:
    """Answers with what it got."""

    async def everything(self, body: Everything) -> Everything:
        return body

    async def tree(self, body: Tree) -> None:
        return None

    async def inline(self, body: list[str]) -> None:
        return None

    async def form(self, body: Either) -> None:
        return None

    async def parameters(
        self,
        code: str,
        *,
        page: int | None = None,
        ids: list[int] | None = None,
        filter: Any = None,
        x_odd: int | None = None,
    ) -> None:
        return None


HANDLER: DefaultApi = Echo()
APP: Starlette = checks.create_app(HANDLER)
ENDS: list[Client | AsyncClient] = [
    Client(base_url=URL, http=sync_wire(APP), strict=True),
    AsyncClient(base_url=URL, http=wire(APP), strict=True),
]


def send(method: str, path: str, **options: Any) -> Answer:
    """Send a request as it is."""
    with sync_wire(APP) as http:
        return http.request(method, path, **options)


@pytest.mark.parametrize("name", PROPERTIES)
def test_the_server_takes_what_is_valid_and_nothing_else(name: str) -> None:
    schema = {"$ref": f"#/components/schemas/Everything/properties/{name}"}
    judge: Any = Draft202012Validator(DOCUMENT | schema)
    headers = {"content-type": "application/json"}
    with sync_wire(APP) as http:
        for text in VALUES:
            body = f'{{"{name}": {text}}}'
            answer = http.put("/everything", content=body, headers=headers)
            expected = 200 if judge.is_valid(json.loads(text)) else 422
            assert answer.status_code == expected, (text, answer.text)
            if expected == 200:
                assert answer.json() == json.loads(body)


TREES: list[tuple[Any, str]] = [
    ({"children": [{"children": []}, {}]}, ""),
    ({"children": [{}, {}]}, "body.children: Items should be unique"),
    (
        {"parent": {"children": [{"parent": None}, {"parent": None}]}},
        "body.parent.children: Items should be unique",
    ),
    (
        {"children": [{"children": [{}, {}]}]},
        "body.children.0.children: Items should be unique",
    ),
]


@pytest.mark.parametrize(("tree", "told"), TREES)
def test_what_refers_to_itself_is_checked_all_the_way(tree: Any, told: str) -> None:
    answer = send("PUT", "/tree", json=tree)
    violations: list[str] = (
        [] if answer.status_code == 204 else answer.json()["violations"]
    )
    assert violations == ([told] if told else [])


REQUESTS: list[tuple[str, str, dict[str, Any], str]] = [
    ("PUT", "/inline", {"json": ["a", "b"]}, ""),
    ("PUT", "/inline", {"json": ["a", "a"]}, "body: Items should be unique"),
    ("POST", "/form", {"data": {"a": "1"}}, ""),
    (
        "POST",
        "/form",
        {"data": {"a": "1", "b": "2"}},
        "body: Input should not be what `not` describes",
    ),
    ("POST", "/form", {"files": {"b": (None, "1")}}, ""),
    (
        "POST",
        "/form",
        {"files": {"c": ("name", b"1"), "a": (None, "1"), "b": (None, "1")}},
        "body: Input should not be what `not` describes",
    ),
    ("GET", "/parameters/10", {}, ""),
    (
        "GET",
        "/parameters/01",
        {},
        r"path.code: String should match pattern '^(?!0)[0-9]+\Z'",
    ),
    ("GET", "/parameters/1?page=2147483647&ids=1&ids=2", {}, ""),
    (
        "GET",
        "/parameters/1?page=2147483648",
        {},
        "query.page: Input should be within the range of int32",
    ),
    ("GET", "/parameters/1?ids=1&ids=1", {}, "query.ids: Items should be unique"),
    (
        "GET",
        "/parameters/1?ids=1&ids=9223372036854775808",
        {},
        "query.ids.1: Input should be within the range of int64",
    ),
    (
        "GET",
        "/parameters/1?filter=%7B%7D",
        {},
        "query.filter: At least 1 properties are needed",
    ),
    ("GET", "/parameters/1", {"headers": {"x-odd": "3"}}, ""),
    (
        "GET",
        "/parameters/1",
        {"headers": {"x-odd": "4"}},
        "header.X-Odd: Input should not be what `not` describes",
    ),
]


@pytest.mark.parametrize(("method", "path", "options", "told"), REQUESTS)
def test_checks_are_made_wherever_values_are(
    method: str, path: str, options: dict[str, Any], told: str
) -> None:
    answer = send(method, path, **options)
    violations: list[str] = (
        [] if answer.status_code == 204 else answer.json()["violations"]
    )
    assert violations == ([told] if told else [])


@pytest.mark.parametrize("end", ENDS)
def test_clients_send_what_is_valid(end: Client | AsyncClient) -> None:
    value = Everything(one_number=9, sizes=cast("Any", {"a": 1}))
    assert done(end.everything(value)).one_number == 9
    done(end.inline(["a", "b"]))
    done(end.form(Either(a="1")))
    done(end.parameters("12", page=1, ids=[1, 2], x_odd=3))


class Wrong(Rest):
    """Answers with what the description forbids, and no type does."""

    async def everything(self, body: Everything) -> Everything:
        return Everything(one_number=6)


def test_a_strict_client_refuses_what_no_type_refuses() -> None:
    app = checks.create_app(cast("DefaultApi", Wrong()), response_checks="off")
    strict = AsyncClient(base_url=URL, http=wire(app), strict=True)
    with pytest.raises(UnexpectedResponse, match="exactly one of the alternatives"):
        asyncio.run(strict.everything(Everything()))
    tolerant = AsyncClient(base_url=URL, http=wire(app))
    assert asyncio.run(tolerant.everything(Everything())).one_number == 6


@pytest.mark.parametrize("end", ENDS)
def test_a_query_longer_than_a_url_can_be_is_not_sent(
    end: Client | AsyncClient,
) -> None:
    with pytest.raises(ValueError, match=r"cannot be sent: .* too long"):
        done(end.parameters("1", filter=checks.ParametersFilter(a="x" * 2**16)))
