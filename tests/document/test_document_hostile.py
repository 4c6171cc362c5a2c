"""Whatever the input, it is read or refused, and what is read can be asked for anything."""

import pytest
from document_reading import read_text
from test_document_canonical import WRAPPED, walk
from test_document_positions import STYLES

from bothends.problems import Rejected

OPENINGS = ["[", "{", "[{", '{"a":', "- ", "? ", "a: {", "!!seq [", "&a [", "<<: {"]
PIECES = [*"[]{}:,-?&*!|>'\"%@`#\n\t \\~0", "<<: ", "&a ", "*a", "\r\n", "\ufeff", "\0"]
WORDS = ["$ref: ", "nullable: true\n", '"a": ', "anyOf: ", "null", "\\ud800", "NaN"]


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize(
    "before", ["", "openapi: 3.1.0\nx: ", '{"openapi": "3.1.0", "x": ']
)
def test_nesting(before: str, opening: str) -> None:
    with pytest.raises(Rejected):
        read_text(before + opening * 100_000)


@pytest.mark.parametrize("text", [*STYLES.values(), WRAPPED])
@pytest.mark.parametrize("removed", [0, 1, 10])
def test_damage(text: str, removed: int) -> None:
    pieces = PIECES + WORDS
    for offset in range(0, len(text), 3):
        piece = pieces[offset % len(pieces)]
        read_or_refuse(text[:offset] + piece + text[offset + removed :])


def read_or_refuse(text: str) -> None:
    try:
        document = read_text(text)
    except Rejected:
        return
    for tree in (document.source, document.tree):
        for pointer, _ in walk(tree):
            assert document.position(pointer).column > 0
