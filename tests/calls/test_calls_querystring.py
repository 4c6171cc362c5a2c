"""The whole query as one value, at both ends."""

from typing import Any

import pytest
from ends import URL, done, sync_wire, wire
from golden_querystring import (
    AsyncClient,
    Auth,
    Client,
    Numbers,
    Search,
    create_app,
)
from golden_querystring.api import DefaultApi
from starlette.requests import Request


class Queries:
    """Answers with the arguments that it got."""

    async def _seen(self, **arguments: Any) -> dict[str, Any]:
        return arguments

    form = form_required = json = text = _seen


class Guard:
    """Lets in whoever has the key."""

    async def key(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return credential if credential == "k&y" else None


HANDLER: DefaultApi = Queries()
GUARD: Auth = Guard()
APP = create_app(HANDLER, auth=GUARD)
ENDS: list[Client | AsyncClient] = [
    Client(base_url=URL, http=sync_wire(APP), api_key="k&y"),
    AsyncClient(base_url=URL, http=wire(APP), api_key="k&y"),
]


@pytest.mark.parametrize(
    ("operation", "name", "value"),
    [
        ("form", "search", Search(text="a&b=ü +", limit=5, tags=["x", "y"])),
        ("form", "search", Search(tags=[""])),
        ("form_required", "search", Search(tags=["x", "y,z"])),
        ("form_required", "search", Search()),
        ("json", "json", Numbers(numbers=[1, 2], flag=None)),
        ("json", "json", Numbers(numbers=[])),
        ("text", "selector", "$.a.b[1:2]&key=é"),
        ("text", "selector", "+"),
    ],
    ids=repr,
)
def test_a_value_is_the_query(operation: str, name: str, value: Any) -> None:
    seen = value if isinstance(value, str) else value.model_dump(by_alias=True)
    for api in ENDS:
        assert done(getattr(api, operation)(**{name: value})) == {name: seen}


def test_no_value_is_no_query() -> None:
    for api in ENDS:
        assert done(api.form()) == {}
        assert done(api.form(search=Search())) == {}
        assert done(api.json()) == {}


def test_an_empty_text_is_no_query() -> None:
    for api in ENDS:
        with pytest.raises(ValueError, match="querystring parameter 'selector'"):
            done(api.text(selector=""))


def test_the_wire() -> None:
    """The example of OpenAPI 3.2 §4.12.5 for `in: querystring`."""
    with sync_wire(APP) as http:
        query = "%7B%22numbers%22%3A%5B1%2C2%5D%2C%22flag%22%3Anull%7D&key=k%26y"
        seen = http.get(f"/json?{query}").json()
        assert seen == {"json": {"numbers": [1, 2], "flag": None}}
        assert http.get("/form?text=a+b").json() == {"search": {"text": "a b"}}


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/form?limit=0", "query.search.limit"),
        ("/form?limit=x", "query.search.limit"),
        ("/json?%7B&key=k%26y", "query.json"),
        ("/json?%7B%7D&key=k%26y", "query.json.numbers"),
        ("/text", "query.selector"),
    ],
)
def test_what_is_malformed_is_refused_by_name(path: str, place: str) -> None:
    with sync_wire(APP) as http:
        answer = http.get(path)
    assert answer.status_code == 422, answer.text
    assert f"{place}: " in answer.text
