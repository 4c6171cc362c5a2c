"""Every style of a parameter: what is written by the client is read by the server."""

from collections.abc import Callable
from typing import Any

import pytest
from ends import URL, done, sync_wire, wire
from golden_parameters import AsyncClient, Client, Fields, Seen, create_app
from golden_parameters.api import StylesApi
from rest import REST

Value = str | list[str] | Fields
End = Client | AsyncClient


class Styles:
    """Answers with what it got."""

    async def _path(self, one: str, many: list[str], fields: Fields) -> Seen:
        return Seen(one=one, many=many, fields=fields)

    path_simple = path_simple_explode = path_label = path_label_explode = _path
    path_matrix = path_matrix_explode = _path

    async def _other(
        self,
        *,
        one: str | None = None,
        many: list[str] | None = None,
        fields: Fields | None = None,
    ) -> Seen:
        return Seen(one=one, many=many, fields=fields)

    query_form = query_form_explode = query_reserved = query_spaces = _other
    query_pipes = query_deep = query_content = header_simple = _other
    header_simple_explode = header_content = cookie_form = _other
    cookie_form_explode = cookie_cookie = _other


STYLES: StylesApi = Styles()
APP = create_app(STYLES, REST, REST)
SYNC = Client(base_url=URL, http=sync_wire(APP))
ASYNC = AsyncClient(base_url=URL, http=wire(APP))
ENDS: list[End] = [SYNC, ASYNC]


def in_path(style: str) -> Callable[[End, Value], Value | None]:
    """Give a call that carries a value in the path, and says what the server saw."""

    def call(api: End, value: Value) -> Value | None:
        one = value if isinstance(value, str) else "x"
        many = value if isinstance(value, list) else ["x"]
        fields = value if isinstance(value, Fields) else Fields(role="x")
        return like(value, done(getattr(api, style)(one, many, fields)))

    return call


def elsewhere(style: str) -> Callable[[End, Value], Value | None]:
    """Give a call that carries a value, and nothing else, in another place."""

    def call(api: End, value: Value) -> Value | None:
        match value:
            case str():
                return like(value, done(getattr(api, style)(one=value)))
            case list():
                return like(value, done(getattr(api, style)(many=value)))
            case Fields():
                return like(value, done(getattr(api, style)(fields=value)))

    return call


def like(value: Value, seen: Any) -> Value | None:
    """Pick what was seen in the place of a value."""
    found: Value | None
    match value:
        case str():
            found = seen.one
        case list():
            found = seen.many
        case Fields():
            found = seen.fields
    return found


IN_PATH = [
    "path_simple",
    "path_simple_explode",
    "path_label",
    "path_label_explode",
    "path_matrix",
    "path_matrix_explode",
]
ENCODED = [
    "query_form",
    "query_form_explode",
    "query_deep",
    "query_content",
    "cookie_form",
    "cookie_form_explode",
    "header_content",
]
"""Places other than the path in which no character of a value can be taken for syntax."""
PLAIN = [
    "query_spaces",
    "query_pipes",
    "query_reserved",
    "header_simple",
    "header_simple_explode",
    "cookie_cookie",
]
"""Places where some characters stand for themselves."""

ANYWHERE: list[Value] = [
    "a",
    "a.b",
    ".",
    "..",
    "a=b",
    "a&b",
    "a+b",
    "100%",
    "%41",
    "a/b",
    "a?b#c",
    "a:b@c",
    "'\"",
    "[x]",
    "{many}",
    "!$()*~\\",
    "ü",
    "日本🙂",
    "true",
    "null",
    "-5",
    "007",
    "1e3",
    ["a"],
    ["a", "b"],
    ["b", "a", "b"],
    ["1", "true", "null", "-2"],
    ["a=b", "c/d", "%2C", "+"],
    [".", ".."],
    Fields(role="admin"),
    Fields(role="admin", rank=-1, is_on=True),
    Fields(rank=0, is_on=False),
    Fields(role="5"),
    Fields(role="true"),
    Fields(role="role"),
    Fields(role="a=b"),
    Fields(role="."),
]
ESCAPED: list[Value] = [
    " ",
    " a b ",
    "a,b",
    "a;b",
    "a|b",
    "a\tb\r\n\0",
    "a; one=c",
    ["a b", "c"],
    ["c,d", "e"],
    ["a|b", "c"],
    ["", "a"],
    ["a", ""],
    ["a;b", "ü", "\n"],
    Fields(role=""),
    Fields(role="a,b", rank=1),
    Fields(role=",,"),
    Fields(role="ü b&c=d;e.f|g\n"),
]


@pytest.mark.parametrize("value", [*ANYWHERE, *ESCAPED], ids=repr)
@pytest.mark.parametrize("style", [*IN_PATH, *ENCODED])
def test_every_value_comes_over(style: str, value: Value) -> None:
    call = in_path(style) if style in IN_PATH else elsewhere(style)
    assert call(ASYNC, value) == value


@pytest.mark.parametrize("value", ANYWHERE, ids=repr)
@pytest.mark.parametrize("style", PLAIN)
def test_a_value_comes_over_where_nothing_in_it_is_syntax(
    style: str, value: Value
) -> None:
    assert elsewhere(style)(ASYNC, value) == value


@pytest.mark.parametrize("style", [*IN_PATH, *ENCODED, *PLAIN])
def test_both_clients_write_the_same(style: str) -> None:
    call = in_path(style) if style in IN_PATH else elsewhere(style)
    values: list[Value] = ["a.b", ["a", "b"], Fields(role="a", rank=1)]
    for value in values:
        assert [call(api, value) for api in ENDS] == [value, value]


OTHERWISE: list[tuple[str, Value, Value | None]] = [
    # An empty list has no items.
    ("query_form", [], []),
    ("query_pipes", [], []),
    ("query_spaces", [], []),
    ("cookie_form", [], []),
    ("path_matrix", [], []),
    # What is exploded to nothing is not there.
    ("query_form_explode", [], None),
    ("query_form_explode", Fields(), None),
    ("query_reserved", [], None),
    ("query_deep", Fields(), None),
    ("cookie_form_explode", [], None),
    ("cookie_form_explode", Fields(), None),
    # Unlike that, JSON says everything.
    ("query_content", [], []),
    ("query_content", [""], [""]),
    ("query_content", Fields(), Fields()),
    ("header_content", [], []),
]


@pytest.mark.parametrize(("style", "value", "seen"), OTHERWISE)
def test_empty_values_are_read_as_the_styles_say_them(
    style: str, value: Value, seen: Value | None
) -> None:
    call = in_path(style) if style in IN_PATH else elsewhere(style)
    assert call(ASYNC, value) == seen


UNSAID: list[tuple[str, Value]] = [
    # Nothing is no segment of a path.
    ("path_simple", ""),
    ("path_simple", []),
    ("path_simple", Fields()),
    ("path_simple_explode", [""]),
    ("path_label_explode", []),
    ("path_label_explode", Fields()),
    ("path_matrix_explode", []),
    ("path_matrix_explode", Fields()),
    # One empty item would look like no item.
    ("query_form", [""]),
    ("query_pipes", [""]),
    ("cookie_form", [""]),
    ("header_simple", [""]),
    ("path_label", [""]),
    ("path_matrix", [""]),
    # What is in the value would look like what is between the values.
    ("query_spaces", ["a b", "c"]),
    ("query_pipes", ["a|b", "c"]),
    ("query_pipes", Fields(role="|")),
    ("header_simple", ["a,b", "c"]),
    ("header_simple_explode", Fields(role="a,b")),
    ("cookie_cookie", "a; one=b"),
    ("cookie_cookie", ["a;b"]),
    # Headers have lines, and what is around their text is not theirs.
    ("header_simple", "a\nb: c"),
    ("header_simple", "\0"),
    ("header_simple", " a"),
    ("header_simple_explode", ["a", "b\r\n"]),
    ("cookie_cookie", "a\nb"),
]


@pytest.mark.parametrize(("style", "value"), UNSAID)
def test_what_cannot_be_said_is_not_sent(style: str, value: Value) -> None:
    call = in_path(style) if style in IN_PATH else elsewhere(style)
    with pytest.raises(ValueError, match=r"must not be empty|cannot (hold|say)"):
        call(ASYNC, value)
