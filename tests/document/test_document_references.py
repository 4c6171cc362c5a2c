"""JSON pointers in references: RFC 6901, percent-encoded in a fragment."""

import pytest
from document_reading import read_text

from bothends.document import Json, Pointer

TEXT = """\
openapi: 3.1.0
x-list: [zero, {a: one}]
paths:
  /pets/{id}: slash
  ~tilde: tilde
  ~1: both
  '': empty
  a b: space
  größe: letters
  100%: percent
  '0': digit
"""


@pytest.mark.parametrize(
    ("reference", "pointer", "value"),
    [
        ("#/x-list/0", ("x-list", 0), "zero"),
        ("#/x-list/1/a", ("x-list", 1, "a"), "one"),
        ("#/paths/~1pets~1{id}", ("paths", "/pets/{id}"), "slash"),
        ("#/paths/~1pets~1%7Bid%7D", ("paths", "/pets/{id}"), "slash"),
        ("#/paths/%2Fpets~1{id}", None, None),
        ("#/paths/~0tilde", ("paths", "~tilde"), "tilde"),
        ("#/paths/~01", ("paths", "~1"), "both"),
        ("#/paths/", ("paths", ""), "empty"),
        ("#/paths/a%20b", ("paths", "a b"), "space"),
        ("#/paths/a b", ("paths", "a b"), "space"),
        ("#/paths/gr%C3%B6%C3%9Fe", ("paths", "größe"), "letters"),
        ("#/paths/größe", ("paths", "größe"), "letters"),
        ("#/paths/100%25", ("paths", "100%"), "percent"),
        ("#/paths/100%", ("paths", "100%"), "percent"),
        ("#/paths/0", ("paths", "0"), "digit"),
        # What leads nowhere.
        ("#/nothing", None, None),
        ("#/x-list/2", None, None),
        ("#/x-list/-", None, None),
        ("#/x-list/-1", None, None),
        ("#/x-list/00", None, None),
        ("#/x-list/\u0661", None, None),
        ("#/x-list/" + "9" * 5000, None, None),
        ("#/x-list/0/a", None, None),
        ("#anchor", None, None),
        ("other.yaml#/paths", None, None),
        ("/paths", None, None),
        ("", None, None),
    ],
)
def test_reference(reference: str, pointer: Pointer | None, value: Json) -> None:
    document = read_text(TEXT)
    if pointer is None:
        with pytest.raises(LookupError):
            document.resolve(reference)
        with pytest.raises(LookupError):
            document.target(reference)
    else:
        assert document.target(reference) == pointer
        assert document.resolve(reference) == value


def test_whole_document() -> None:
    document = read_text(TEXT)
    assert document.target("#") == ()
    assert document.resolve("#") is document.tree
