"""When two values are the same, which statuses stand for a range, which path is no path."""

from typing import Any

import httpx2
import pytest

from bothends.contract.annotations import forget_annotations
from bothends.contract.raw import changed, without
from bothends.contract.routes import Routes
from bothends.contract.statuses import statuses_of
from bothends.package import equal, includes

ALIKE: list[tuple[Any, Any]] = [
    ({"a": 1, "b": 2}, {"a": 1}),
    ([{"a": 1.0}], [{"a": 1}]),
    (9007199254740992.0, 9007199254740993),
    ("2024-02-29T12:00:00Z", "2024-02-29T13:00:00+01:00"),
    ("12:00:00Z", "12:00:00+00:00"),
    ("3F2504E0-4F89-41D3-9A0C-0305E82C3301", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
    ("1.50", "1.5"),
]
UNLIKE: list[tuple[Any, Any]] = [
    ({"a": 1}, {"a": 1, "b": 2}),
    ([1], [1, 2]),
    (1, True),
    ("1", 1),
    (None, ""),
    ("a", "b"),
    (1.5, 2),
    ("2024-02-29T12:00:00Z", "2024-02-29T12:00:01Z"),
]


@pytest.mark.parametrize(("kept", "data"), ALIKE)
def test_what_says_all_that_other_json_does(kept: Any, data: Any) -> None:
    assert includes(kept, data)


@pytest.mark.parametrize(("kept", "data"), UNLIKE)
def test_what_does_not(kept: Any, data: Any) -> None:
    assert not includes(kept, data)


def test_a_boolean_is_no_number() -> None:
    assert equal({"a": [1, 1.0]}, {"a": [1.0, 1]})
    assert not equal({"a": [1]}, {"a": [True]})


@pytest.mark.parametrize(
    ("key", "documented", "expected"),
    [
        (404, [404], (404,)),
        ("4XX", [400, "4XX"], (418, 499)),
        ("2XX", ["2XX"], (200, 218, 298)),
        ("default", [200, "default"], (500, 418)),
        ("default", [200, 500, "4XX", "default"], (599, 302)),
        ("default", ["default", "1XX", "2XX", "3XX", "4XX", "5XX"], ()),
    ],
)
def test_the_statuses_of_a_key(
    key: int | str, documented: list[int | str], expected: tuple[int, ...]
) -> None:
    error = key == "default" and len(documented) > 1
    assert statuses_of(key, documented, error=error) == expected


def test_routes_know_what_is_no_path_and_no_method() -> None:
    routes = Routes([("GET", "/a"), ("PUT", "/a/{b}"), ("GET", "/{c}/no-such-path")])
    assert routes.unknown_path("/a") == "/a/no-such-path/no-such-path"
    assert routes.other_method("/a/no-such-path", ("GET", "PUT", "TRACE")) == "TRACE"
    assert routes.other_method("/a", ("GET",)) is None


def test_a_request_is_changed_in_one_thing_and_no_other() -> None:
    sent = httpx2.Request(
        "PUT",
        "http://a.test/x%2Fy?a=%20&b=1&a%5Bc%5D=2",
        headers={"x-a": "1", "content-type": "text/plain"},
        content=b"body",
    )
    same = changed(sent)
    assert (same.method, same.url, same.content) == ("PUT", sent.url, b"body")
    assert same.headers == sent.headers
    assert changed(sent, query=without("a")).url.query == b"b=1"
    assert changed(sent, path="/z%2F").url.raw_path == b"/z%2F?a=%20&b=1&a%5Bc%5D=2"
    empty = changed(sent, content=b"", headers={"x-a": None})
    assert "content-type" not in empty.headers
    assert "x-a" not in empty.headers
    assert empty.content == b""


def test_formats_that_are_annotations_are_forgotten() -> None:
    kept = {"type": "string", "format": "uuid"}
    tree: dict[str, Any] = {
        "components": {
            "schemas": {
                "A": {
                    "properties": {
                        "format": {"type": "string", "format": "ipv4"},
                        "id": dict(kept),
                    },
                    "default": {"format": "ipv4"},
                }
            }
        }
    }
    forget_annotations(tree)
    [schema] = tree["components"]["schemas"].values()
    assert schema["properties"] == {"format": {"type": "string"}, "id": kept}
    assert schema["default"] == {"format": "ipv4"}
