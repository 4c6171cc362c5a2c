"""A path leads to at most one template: the most concrete one that fits the whole of it."""

import time

import pytest

from agent_harness._runtime.paths import EXPRESSION
from agent_harness._runtime.router import Router


def router(*templates: str) -> Router[str]:
    """Give a router in which each template leads to itself."""
    made: Router[str] = Router()
    for template in templates:
        assert made.add(template, template) == template
    return made


def found(path: str, *templates: str) -> tuple[str, dict[str, str]] | None:
    """Match a path, whatever the order is in which the templates were added."""
    match = router(*templates).match(path)
    assert router(*reversed(templates)).match(path) == match
    if match is None:
        return None
    template, texts = match
    return template, dict(zip(EXPRESSION.findall(template), texts, strict=True))


Found = tuple[str, dict[str, str]]

CASES: list[tuple[str, list[str], Found | None]] = [
    # The root, slashes and empty segments.
    ("/", ["/"], ("/", {})),
    ("", ["/"], None),
    ("/", ["/{a}"], None),
    ("/pets", ["/pets/"], None),
    ("/pets/", ["/pets"], None),
    ("/pets/", ["/pets", "/pets/"], ("/pets/", {})),
    ("/pets/", ["/pets/{id}"], None),
    ("//pets", ["/pets", "/{a}/pets"], None),
    ("/pets//toys", ["/pets/{id}/toys"], None),
    ("pets", ["/pets"], None),
    # The concrete comes first, and backtracks.
    ("/pets/mine", ["/pets/{id}", "/pets/mine"], ("/pets/mine", {})),
    ("/cover.png", ["/{a}.{b}", "/cover.{c}"], ("/cover.{c}", {"c": "png"})),
    ("/pets/5", ["/pets/{id}", "/pets/mine"], ("/pets/{id}", {"id": "5"})),
    (
        "/pets/mine/toys",
        ["/pets/{id}/toys", "/pets/mine"],
        ("/pets/{id}/toys", {"id": "mine"}),
    ),
    ("/a/b/c", ["/{x}/b/c", "/a/{y}/d"], ("/{x}/b/c", {"x": "a"})),
    ("/a/b/d", ["/{x}/b/c", "/a/{y}/d"], ("/a/{y}/d", {"y": "b"})),
    ("/a/b/e", ["/{x}/b/c", "/a/{y}/d"], None),
    ("/a/b", ["/{x}/b", "/a/{y}"], ("/a/{y}", {"y": "b"})),
    (
        "/a/b/c/d",
        ["/a/{x}/c/e", "/a/{x}/{y}/d"],
        ("/a/{x}/{y}/d", {"x": "b", "y": "c"}),
    ),
    # Several parameters, and text, in a segment.
    ("/a.json", ["/{name}.{ext}"], ("/{name}.{ext}", {"name": "a", "ext": "json"})),
    ("/a.b.c", ["/{name}.{ext}"], ("/{name}.{ext}", {"name": "a", "ext": "b.c"})),
    ("/.json", ["/{name}.{ext}"], None),
    ("/a.json", ["/{name}", "/{name}.json"], ("/{name}.json", {"name": "a"})),
    ("/a.xml", ["/{name}", "/{name}.json"], ("/{name}", {"name": "a.xml"})),
    ("/v1:go", ["/{name}:go", "/{name}"], ("/{name}:go", {"name": "v1"})),
    ("/v1-x", ["/{name}:go", "/{name}"], ("/{name}", {"name": "v1-x"})),
    ("/from-1-to-2", ["/from-{a}-to-{b}"], ("/from-{a}-to-{b}", {"a": "1", "b": "2"})),
    ("/ab", ["/{x}{y}"], ("/{x}{y}", {"x": "a", "y": "b"})),
    ("/a", ["/{x}{y}"], None),
    ("/a.b", ["/a.{x}", "/a+{x}"], ("/a.{x}", {"x": "b"})),
    ("/axb", ["/a.{x}"], None),
    ("/(a)", ["/({x})"], ("/({x})", {"x": "a"})),
    # What is percent-encoded.
    ("/a%2Fb", ["/{x}", "/{x}/{y}"], ("/{x}", {"x": "a%2Fb"})),
    ("/a%2Fb/c", ["/{x}", "/{x}/{y}"], ("/{x}/{y}", {"x": "a%2Fb", "y": "c"})),
    ("/a%2Fb", ["/a/b"], None),
    ("/%70ets", ["/pets"], ("/pets", {})),
    ("/a%20b", ["/a b"], ("/a b", {})),
    ("/caf%C3%A9", ["/café", "/{x}"], ("/café", {})),
    ("/caf%C3%A9/x", ["/café/{y}"], ("/café/{y}", {"y": "x"})),
    ("/%", ["/{x}"], ("/{x}", {"x": "%"})),
    ("/%7Bx%7D", ["/{x}"], ("/{x}", {"x": "%7Bx%7D"})),
    ("/%E2%82", ["/{x}"], ("/{x}", {"x": "%E2%82"})),
    ("/..", ["/{x}"], ("/{x}", {"x": ".."})),
    # Case, and names that are no identifiers.
    ("/Pets", ["/pets"], None),
    ("/5", ["/{pet-id}"], ("/{pet-id}", {"pet-id": "5"})),
    ("/5", ["/{дом}"], ("/{дом}", {"дом": "5"})),
]


@pytest.mark.parametrize(("path", "templates", "expected"), CASES)
def test_a_path_finds_its_template(
    path: str, templates: list[str], expected: Found | None
) -> None:
    assert found(path, *templates) == expected


def test_nothing_is_found_where_nothing_is() -> None:
    assert Router[str]().match("/") is None


def test_what_is_at_a_template_stays() -> None:
    made: Router[str] = Router()
    assert made.add("/pets/{id}", "first") == "first"
    assert made.add("/pets/{id}", "second") == "first"
    assert made.match("/pets/5") == ("first", ["5"])


def test_more_text_comes_before_less() -> None:
    templates = ["/{x}", "/a{x}", "/ab{x}", "/{x}c", "/{x}.{y}"]
    assert found("/abc", *templates) == ("/ab{x}", {"x": "c"})
    assert found("/axx", *templates) == ("/a{x}", {"x": "xx"})
    assert found("/x", *templates) == ("/{x}", {"x": "x"})


def test_a_thousand_routes() -> None:
    templates = [
        f"/v{a}/{kind}{b}/{{id}}/x{c}"
        for a in range(10)
        for kind in ("pets", "toys")
        for b in range(10)
        for c in range(5)
    ]
    assert len(templates) == 1000
    made = router(*sorted(templates, key=lambda template: template[::-1]))
    for template in templates:
        path = template.replace("{id}", "5")
        assert made.match(path) == (template, ["5"])
    start = time.perf_counter()
    for _ in range(1000):
        made.match("/v9/toys9/5/x4")
        made.match("/v9/toys9/5/nowhere")
    assert time.perf_counter() - start < 1


def test_no_path_takes_long() -> None:
    """Every segment may be concrete or not: the walk is over what was added, no more."""
    made: Router[str] = Router()
    for number in range(2**8):
        bits = f"{number:08b}"
        made.add("".join("/a" if bit == "1" else "/{x}" for bit in bits) + "/end", bits)
    start = time.perf_counter()
    assert made.match("/a" * 8 + "/nowhere") is None
    assert made.match("/a" * 8 + "/end")
    assert made.match("/" * 100_000) is None
    assert made.match("/" + "a" * 1_000_000) is None
    assert time.perf_counter() - start < 1
