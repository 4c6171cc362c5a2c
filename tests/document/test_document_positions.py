"""Every node is where its position says, in every style of writing."""

from codecs import BOM_UTF8, BOM_UTF16_LE
from collections.abc import Iterator
from pathlib import Path

import pytest
from document_reading import read_file, read_text

from bothends.document import Document, Json, Pointer
from bothends.problems import Position, Problem

BLOCK = """\
# a comment: with a colon
openapi: 3.1.0
info:
  title: "block \\"title\\""
  'version': one   # behind
  x-größe 😀: ünï
x-list:
- first
-   second
- inner:   nested
  other: 'single quoted'
-
  - deep
  - - deeper
? x-explicit
: behind a question mark
x-literal: |
  some text
x-folded: >-
  folded text
x-empty:
x-tilde: ~
x-number: -42.5
x-true: true
x-plain: several words
  on two lines
"""

FLOW = """\
openapi: 3.1.0
x-flow: {a: [1, {b: two}, "three 😀", vier], 'c' : {}, "d":[], é: ü, f}
x-long: {
  key: value,
    other:
  [ one,
    two ]
}
"""

ANCHORS = """\
openapi: 3.1.0
x-base: &base
  left: one
  right: &right {x: two}
x-alias: *right
x-merged:
  own: three
  <<: *base
  left: four
x-several: {<<: [*base, {extra: five, right: six}], own: seven}
x-again: {<<: {inline: eight}}
x-list: &list
- nine
- *right
x-same: *list
x-tagged: !!str ten
&anchored x-anchored: !!map {y: eleven}
"""

ALIASES = """\
openapi: 3.1.0
x-base: &base {one: [], two: {}, three: &three [1, {x: y}]}
x-alias: *base
x-list: [*three, [], *three, &word last, *word]
? *word
: &key after
x-empty: {}
x-same: [*base, *key]
x-end: end
"""

JSON = """\
 {"openapi": "3.1.0",
  "info": {"title": "t \\" {[:, 😀", "v\\u0065rsion" : "one", "é😀": "ü"},
  "x-list": [1, -2.5e3, true, null, [], {}, [[["deep"]]], {"a": {"b": "c"}}]
  ,"x-empty":""
 }
"""

STYLES: dict[str, str] = {
    "block": BLOCK,
    "flow": FLOW,
    "anchors": ANCHORS,
    "aliases": ALIASES,
    "json": JSON,
    "json with tabs": JSON.replace("\n ", "\n\t").replace('": ', '":\t'),
    "json in one line": JSON.replace("\n", ""),
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", BOM_UTF8, BOM_UTF16_LE])
def test_each_node_starts_where_it_is_said_to(
    style: str, end: str, mark: bytes
) -> None:
    text = STYLES[style].replace("\n", end)
    encoding = "utf-16-le" if mark == BOM_UTF16_LE else "utf-8"
    document = read_text(mark + text.encode(encoding))
    lines = text.split(end)
    pointers = dict(walk(document.source))
    assert len(pointers) > 15
    for pointer, node in pointers.items():
        place = document.position(pointer)
        assert place.text == lines[place.line - 1]
        written = "\n".join([place.text[place.column - 1 :], *lines[place.line :]])
        assert starts(node, written), (pointer, node, place)
        if pointer and isinstance(pointer[-1], str):
            key = document.position(pointer, key=True)
            assert key.text == lines[key.line - 1]
            assert is_key(pointer[-1], key.text[key.column - 1 :]), (pointer, key)


def walk(node: Json, pointer: Pointer = ()) -> Iterator[tuple[Pointer, Json]]:
    yield pointer, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, (*pointer, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from walk(value, (*pointer, index))


def starts(node: Json, written: str) -> bool:
    """Whether a text is a way to write a node, as far as its first word tells."""
    match node:
        case _ if written.startswith(("*", "&", "!!")):
            return True
        case dict():
            return written.startswith(("{", "?")) or any(
                is_key(key, written) for key in [*node, "<<"]
            )
        case list():
            return written.startswith(("[", "- ", "-\n"))
        case str():
            word = node.split()[0] if node else '"'
            return written.startswith((word, '"', "'", "|", ">")) and (
                word.split('"')[0] in written[: len(word) + 20]
            )
        case None:
            return written.startswith(("null", "~", "\n", ",", "}"))
        case bool():
            return written.startswith(str(node).lower())
        case _:
            return written.startswith(("-", *"0123456789"))


def is_key(key: str, written: str) -> bool:
    """Whether a text begins with a key, and not with one that only begins like it."""
    spelled = [f"{quote}{key}{quote}" for quote in ("", '"', "'")]
    spelled += ['"v\\u0065rsion"'] * (key == "version")
    spelled += [f"&anchored {key}", *["*word"] * (key == "last")]
    return any(
        written.startswith(word) and not written[len(word) :][:1].isalnum()
        for word in spelled
    )


@pytest.mark.parametrize(
    ("style", "pointer", "key", "value"),
    [
        ("block", (), (2, 1), (2, 1)),
        ("block", ("info",), (3, 1), (4, 3)),
        ("block", ("info", "title"), (4, 3), (4, 10)),
        ("block", ("info", "version"), (5, 3), (5, 14)),
        ("block", ("info", "x-größe 😀"), (6, 3), (6, 14)),
        ("block", ("x-list",), (7, 1), (8, 1)),
        ("block", ("x-list", 1), (9, 5), (9, 5)),
        ("block", ("x-list", 2), (10, 3), (10, 3)),
        ("block", ("x-list", 2, "inner"), (10, 3), (10, 12)),
        ("block", ("x-list", 3, 1, 0), (14, 7), (14, 7)),
        ("block", ("x-explicit",), (15, 3), (16, 3)),
        ("block", ("x-literal",), (17, 1), (17, 12)),
        ("block", ("x-empty",), (21, 1), (21, 9)),
        ("flow", ("x-flow", "a", 1, "b"), (2, 18), (2, 21)),
        ("flow", ("x-flow", "a", 3), (2, 38), (2, 38)),
        ("flow", ("x-flow", "f"), (2, 69), (2, 70)),
        ("flow", ("x-long", "other", 1), (7, 5), (7, 5)),
        ("json", (), (1, 2), (1, 2)),
        ("json", ("info", "version"), (2, 36), (2, 53)),
        ("json", ("info", "é😀"), (2, 60), (2, 66)),
        ("json", ("x-list", 7, "a", "b"), (3, 66), (3, 71)),
        # An alias is where it is used; what is inside, where it is written.
        ("anchors", ("x-alias",), (5, 1), (5, 10)),
        ("anchors", ("x-alias", "x"), (4, 18), (4, 21)),
        ("anchors", ("x-list", 1), (14, 3), (14, 3)),
        ("anchors", ("x-same", 1, "x"), (4, 18), (4, 21)),
        ("aliases", ("x-base", "three", 1, "x"), (2, 53), (2, 56)),
        ("aliases", ("x-alias",), (3, 1), (3, 10)),
        ("aliases", ("x-alias", "three"), (2, 34), (2, 41)),
        ("aliases", ("x-alias", "three", 1, "x"), (2, 53), (2, 56)),
        ("aliases", ("x-list", 0), (4, 10), (4, 10)),
        ("aliases", ("x-list", 1), (4, 18), (4, 18)),
        ("aliases", ("x-list", 2), (4, 22), (4, 22)),
        ("aliases", ("x-list", 2, 0), (2, 49), (2, 49)),
        ("aliases", ("x-list", 4), (4, 42), (4, 42)),
        ("aliases", ("last",), (5, 3), (6, 3)),
        ("aliases", ("x-same", 0, "two"), (2, 25), (2, 30)),
        ("aliases", ("x-same", 1), (8, 17), (8, 17)),
        ("aliases", ("x-end",), (9, 1), (9, 8)),
        # What is merged is where it is written; what is on top hides the rest.
        ("anchors", ("x-merged", "left"), (9, 3), (9, 9)),
        ("anchors", ("x-merged", "right"), (4, 3), (4, 10)),
        ("anchors", ("x-several", "right"), (4, 3), (4, 10)),
        ("anchors", ("x-several", "extra"), (10, 26), (10, 33)),
        ("anchors", ("x-several", "own"), (10, 53), (10, 58)),
        ("anchors", ("x-again", "inline"), (11, 16), (11, 24)),
        ("anchors", ("x-tagged",), (16, 1), (16, 11)),
        ("anchors", ("x-anchored",), (17, 1), (17, 23)),
        # What does not exist is where the deepest ancestor is.
        ("block", ("info", "title", "no", 0), (4, 3), (4, 10)),
        ("block", ("nothing",), (2, 1), (2, 1)),
        ("block", ("x-list", 9), (7, 1), (8, 1)),
        ("block", ("x-list", -1), (7, 1), (8, 1)),
        ("block", ("x-list", "0"), (7, 1), (8, 1)),
        ("block", ("info", 0), (3, 1), (4, 3)),
        ("json", ("nothing", "at all"), (1, 2), (1, 2)),
        ("json", ("x-list", 7, "z"), (3, 59), (3, 59)),
        ("json", ("x-list", "7"), (3, 3), (3, 13)),
        ("json", ("x-empty", 0), (4, 4), (4, 14)),
    ],
)
def test_exact_position(
    style: str, pointer: Pointer, key: tuple[int, int], value: tuple[int, int]
) -> None:
    document = read_text(STYLES[style])
    assert line_and_column(document.position(pointer, key=True)) == key
    assert line_and_column(document.position(pointer)) == value


def line_and_column(position: Position) -> tuple[int, int]:
    return position.line, position.column


def test_problem(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    document: Document = read_file(path, BLOCK)
    place = Position(str(path), 5, 3, "  'version': one   # behind")
    found = document.problem(
        ("info", "version"), "a-rule", "It is wrong.", "Do it right.", key=True
    )
    assert found == Problem(place, "a-rule", "It is wrong.", "Do it right.")
    warning = document.problem(
        ("info", "version"), "a-rule", "It is odd.", "", severity="warning"
    )
    assert (warning.severity, warning.position.column) == ("warning", 14)
