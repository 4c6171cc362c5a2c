"""Parameters of every shape: unions, free objects, nesting, defaults, and nothing at all."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from ends import URL, done, sync_wire, wire
from golden_parameters_shapes import (
    AsyncClient,
    Auth,
    Circle,
    Client,
    Filter,
    Rule,
    Sizes,
    Square,
    create_app,
)
from golden_parameters_shapes.api import DefaultApi
from starlette.requests import Request


class Shapes:
    """Answers with the arguments that it got."""

    async def _seen(self, **arguments: Any) -> dict[str, Any]:
        return arguments

    unions = free = typed_free = deep = defaults = empty = required = contents = _seen

    async def segments(
        self, a: str, b: str, c: str, d: str, e: str, version: int, **others: Any
    ) -> dict[str, Any]:
        return {**others, "path": [a, b, c, d, e, version]}

    async def reserved(self, path: str, **others: Any) -> dict[str, Any]:
        return {**others, "path": path}


class Guard:
    """Lets everybody in who has a key."""

    async def key(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return credential


HANDLER: DefaultApi = Shapes()
GUARD: Auth = Guard()
APP = create_app(HANDLER, auth=GUARD)
ENDS: list[Client | AsyncClient] = [
    Client(base_url=URL, http=sync_wire(APP)),
    AsyncClient(base_url=URL, http=wire(APP)),
]
Seen = dict[str, Any]

SENT: list[tuple[str, Seen]] = [
    # Unions: what is there once is a single value, if it can be one.
    ("unions", {"one_or_many": "a"}),
    ("unions", {"one_or_many": "a,b"}),
    ("unions", {"one_or_many": ["a", "b"]}),
    ("unions", {"number_or_many": 5}),
    ("unions", {"number_or_many": [5, 6]}),
    ("unions", {"all_or_some": "all"}),
    ("unions", {"all_or_some": [1]}),
    ("unions", {"all_or_some": [1, 2]}),
    ("unions", {"all_or_some": []}),
    ("unions", {"unset": ""}),
    ("unions", {"unset": {"a": "b"}}),
    ("unions", {"x_levels": 5}),
    ("unions", {"x_levels": [5, 6]}),
    ("unions", {"nullable": "null"}),
    ("unions", {"nullable": ""}),
    ("unions", {"unlike": -1}),
    # Free names, beside names that are taken.
    ("free", {"limit": 5, "range_from": 1, "ids": [1, 2], "deep": {"limit": 1}}),
    ("free", {"limit": 5, "rest": {"a": "b", "from": "c", "x[y]": "z"}}),
    ("free", {"rest": {"a": "1", "é&=": "ü+ "}, "theme": "dark"}),
    ("free", {"theme": "dark", "others": {"a": "b; c"}}),
    # Only names and texts that stay as they are.
    ("required", {"number": None, "text": "null", "items": [""]}),
    ("required", {"number": 5, "text": "", "items": ["", ""]}),
    # Types.
    ("defaults", {"list": [3], "object": {"b": 2}, "x_level": 0, "x_tags": ["y", "z"]}),
    ("defaults", {"theme": "", "day": date(1, 1, 1), "x_tags": []}),
    ("contents", {"text": "{", "number": 5, "xml": "<a b='c'/>", "json": [1, 2]}),
    ("contents", {"json": [], "x_json": {"a": [1, None, {"é": "\n"}]}}),
    ("contents", {"anything": "a,b", "free": {"a": "b", "c": {"d": ["e", "f"]}}}),
]
DEFAULTS: Seen = {
    "list": [1, 2],
    "object": {"a": 1},
    "x_level": 3,
    "x_tags": ["x"],
    "theme": "dark",
    "day": "2024-02-29",
}


def called(operation: str, arguments: Seen) -> list[Seen]:
    """Give what the handler saw, through both clients."""
    return [done(getattr(api, operation)(**arguments)) for api in ENDS]


@pytest.mark.parametrize(("operation", "arguments"), SENT, ids=repr)
def test_what_is_sent_is_seen(operation: str, arguments: Seen) -> None:
    expected = {**(DEFAULTS if operation == "defaults" else {}), **arguments}
    if "day" in expected:
        expected["day"] = str(expected["day"])
    assert called(operation, arguments) == [expected, expected]


MODELS: list[tuple[str, str, Any]] = [
    ("unions", "either", Square(side=5)),
    ("unions", "either", Circle(radius=5)),
    ("typed_free", "sizes", Sizes.model_validate({"unit": "cm", "a": 1, "b": 2})),
    ("deep", "filter", Filter(name="a")),
    ("deep", "filter", Filter(ids=[1, 2])),
    ("deep", "filter", Filter(rules=[Rule(field="a", values=["b", "c"])])),
    ("deep", "filter", Filter(rules=[Rule(field=str(at)) for at in range(12)])),
    ("deep", "filter", Filter(matrix=[[1, 2], [3]])),
    ("deep", "filter", Filter(not_=Filter(not_=Filter(name="&]=[")))),
    ("deep", "filter", Filter(any=True)),
    ("deep", "filter", Filter(any=["true", "false"])),
    ("deep", "filter", Filter(any=Rule(field="x"))),
]


@pytest.mark.parametrize(("operation", "name", "value"), MODELS, ids=repr)
def test_objects_are_seen_as_they_were_sent(
    operation: str, name: str, value: Any
) -> None:
    seen = value.model_dump(mode="json", by_alias=True)
    assert called(operation, {name: value}) == [{name: seen}] * 2


SEGMENTS: list[tuple[str, ...]] = [
    ("a", "b", "c", "x", "e"),
    ("a-b", "c-d", "e.f", "x", "xy"),
    ("-", "-", ".", "x", "y"),
    ("a.b", "c.d-e", "f", "x", "/"),
    ("..", ".", "..", "x", ".."),
    ("ü/é", "日本", "%2D", "x", "%"),
    ("{b}", "{c}", "{a}", "x", "{d}"),
]


@pytest.mark.parametrize("texts", SEGMENTS, ids=str)
def test_parameters_of_one_segment_are_told_apart(texts: tuple[str, ...]) -> None:
    for api in ENDS:
        a, b, c, _, e = texts
        seen = done(api.segments(a, b, c, "x", e, 5, x_same=7))
        assert seen == {"path": [*texts, 5], "x_same": 7}


def test_parameters_with_nothing_between_them_are_told_apart() -> None:
    for api in ENDS:
        for text in ("e", "yy", ".", "Z-9", "a%20"):
            seen = done(api.segments("a", "b", "c", "xy", text, 5))
            assert seen == {"path": ["a", "b", "c", "xy", text, 5]}


def test_parameters_that_cannot_be_told_apart_are_not_sent() -> None:
    for api in ENDS:
        with pytest.raises(ValueError, match=r"d/e in .* cannot be told apart"):
            done(api.segments("a", "b", "c", "xy", " e", 5))


def test_reserved_characters_stay_as_they_are_where_they_end_nothing() -> None:
    text = "a/b?c#d:e@f!$&'()*+,;=g[h]%"
    for api in ENDS:
        seen = done(api.reserved(text, list=[text.replace(",", ""), "b"], crumb=text))
        assert seen == {
            "path": text,
            "list": [text.replace(",", ""), "b"],
            "crumb": text,
        }


UNSAID: list[tuple[str, Seen, str]] = [
    ("required", {"number": 1, "text": None, "items": ["a"]}, "query parameter 'text'"),
    ("required", {"number": 1, "text": "a", "items": []}, "query parameter 'items'"),
    ("required", {"number": 1, "text": "a", "items": None}, "query parameter 'items'"),
    ("defaults", {"list": []}, "query parameter 'list'"),
    ("defaults", {"object": {}}, "query parameter 'object'"),
    ("defaults", {"x_tags": ["a,b"]}, "header parameter 'X-Tags'"),
    ("deep", {"filter": Filter()}, "query parameter 'filter'"),
    ("deep", {"filter": Filter(matrix=[[1], []])}, "query parameter 'filter'"),
    ("free", {"rest": {"limit": "5"}}, "query parameter 'rest'.*limit=5"),
    ("free", {"rest": {"ids[]": "5"}}, "query parameter 'rest'.*another parameter"),
    ("free", {"rest": {"deep[x]": "5"}}, "query parameter 'rest'.*another parameter"),
    ("free", {"rest": {"api_key": "5"}}, "query parameter 'rest'.*another parameter"),
    ("free", {"others": {"theme": "5"}}, "cookie parameter 'others'"),
    ("free", {"deep": {"a][b": 5}}, "query parameter 'deep'"),
    ("unions", {"x_levels": "5\n"}, "header parameter 'X-Levels'"),
    ("unions", {"unlike": "a"}, "query parameter 'unlike'"),
]


@pytest.mark.parametrize(("operation", "arguments", "message"), UNSAID, ids=repr)
def test_what_cannot_be_said_is_not_sent(
    operation: str, arguments: Seen, message: str
) -> None:
    for api in ENDS:
        with pytest.raises(ValueError, match=message):
            done(getattr(api, operation)(**arguments))


READ: list[tuple[str, Seen]] = [
    # An empty value that may not be empty is not used.
    ("/empty?flag=&page=&text=", {"page": 1, "text": ""}),
    ("/empty?flag&page", {"page": 1}),
    ("/empty?flag=true&page=2", {"flag": True, "page": 2}),
    # What others write for an array in an object.
    ("/deep?filter[ids][]=1&filter[ids][]=2", {"filter": {"ids": [1, 2]}}),
    ("/deep?filter[ids][1]=2&filter[ids][0]=1", {"filter": {"ids": [1, 2]}}),
    ("/deep?filter%5Bids%5D=1", {"filter": {"ids": [1]}}),
    ("/deep?filter[name]=a&other[x]=b&filter=c", {"filter": {"name": "a"}}),
    # Free objects take what belongs to nobody else.
    ("/free?limit=1&a=b&api_key=c", {"limit": 1, "rest": {"a": "b"}}),
    ("/free?ids[]=1&ids%5B%5D=2&deep[a]=1", {"ids": [1, 2], "deep": {"a": 1}}),
    ("/typed-free?limit=1&unit=m&a=1", {"limit": 1, "sizes": {"unit": "m", "a": 1}}),
    ("/unions?side=5&other=x", {"either": {"side": 5}}),
    ("/unions?unlike=null", {"unlike": None}),
    ("/unions?all_or_some=1,2", {"all_or_some": [1, 2]}),
    ("/unions?all_or_some=1&all_or_some=2,3", {"all_or_some": [1, 2, 3]}),
]


@pytest.mark.parametrize(("path", "seen"), READ)
def test_what_others_write_is_read(path: str, seen: Seen) -> None:
    with sync_wire(APP) as http:
        assert http.get(path).json() == seen


REFUSED: list[tuple[str, str]] = [
    ("/empty?plain=", "query.plain"),
    ("/empty?page=x", "query.page"),
    ("/deep", "query.filter"),
    ("/deep?filter[rules][0][values]=a", "query.filter.rules.0.field"),
    ("/deep?filter[ids][x]=1", "query.filter.ids"),
    ("/deep?filter[name]=a&filter[name]=b", "query.filter.name"),
    ("/deep?filter[name][x]=a&filter[name]=b", "query.filter.name"),
    ("/unions?nullable=a&nullable=b", "query.nullable"),
    ("/typed-free?a=x", "query.sizes.a"),
    ("/contents?json=[1", "query.json"),
    ("/contents?number=x", "query.number"),
    ("/required?number=1&text=a", "query.items"),
]


@pytest.mark.parametrize(("path", "place"), REFUSED)
def test_what_is_malformed_is_refused_by_name(path: str, place: str) -> None:
    with sync_wire(APP) as http:
        answer = http.get(path)
    assert answer.status_code == 422, answer.text
    assert f"{place}: " in answer.text


def test_of_two_cookies_of_a_name_the_first_is_of_the_narrower_path() -> None:
    with sync_wire(APP) as http:
        answer = http.get("/defaults", headers={"cookie": "theme=a; x=y; theme=b"})
    assert answer.json() == {**DEFAULTS, "theme": "a"}


@pytest.mark.parametrize("depth", [40, 4000])
def test_brackets_go_only_so_deep(depth: int) -> None:
    query = "filter" + "[not]" * depth + "[name]=a"
    with sync_wire(APP) as http:
        status = http.get(f"/deep?{query}").status_code
    assert status == (200 if depth < 50 else 422)


CALLS: list[Callable[[Client | AsyncClient], Any]] = [
    lambda api: api.free(limit=None, rest=None),
    lambda api: api.unions(one_or_many=None, either=None),
    lambda api: api.free(rest={}),
    lambda api: api.unions(one_or_many=[]),
]


def test_an_empty_property_comes_to_nothing() -> None:
    for api in ENDS:
        assert done(api.deep(filter=Filter(name="a", ids=[]))) == {
            "filter": {"name": "a"}
        }


@pytest.mark.parametrize("call", CALLS)
def test_none_and_what_is_empty_are_absent(
    call: Callable[[Client | AsyncClient], Any],
) -> None:
    for api in ENDS:
        assert done(call(api)) == {}
