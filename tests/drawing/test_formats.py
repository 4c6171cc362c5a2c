"""Formats and patterns: what is drawn has them, what is wrong has not."""

import re
from datetime import date, datetime
from decimal import Decimal
from random import Random
from uuid import UUID

import pytest

from bothends.drawing import Drawing
from bothends.drawing.formats import FORMATS
from bothends.drawing.matching import matcher
from bothends.drawing.spelling import matching


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_format_has_texts_and_takes_them(name: str) -> None:
    found = FORMATS[name]
    assert found.texts
    assert len(set(found.texts)) == len(found.texts)
    assert all(map(found.check, found.texts))
    assert not any(map(found.check, found.others))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_all_texts_of_a_format_are_drawn(name: str) -> None:
    schema = {"type": "string", "format": name}
    drawing = Drawing({})
    assert drawing.valid(schema, "request") == FORMATS[name].texts
    wrong = {
        str(each.value)
        for each in drawing.wrong(schema, "request")
        if each.keyword == "format"
    }
    assert wrong == {*FORMATS[name].others}


def test_python_reads_what_has_a_type() -> None:
    assert [date.fromisoformat(each) for each in FORMATS["date"].texts]
    moments = [datetime.fromisoformat(each) for each in FORMATS["date-time"].texts]
    assert all(each.tzinfo for each in moments)
    assert [UUID(each) for each in FORMATS["uuid"].texts]
    assert [Decimal(each) for each in FORMATS["decimal"].texts]


def test_an_unknown_format_is_any_text() -> None:
    values = Drawing({}).valid({"type": "string", "format": "moon-phase"}, "request")
    assert "text" in values
    assert "" in values


def test_a_format_and_a_length_hold_together() -> None:
    schema = {"type": "string", "format": "email", "maxLength": 8}
    assert Drawing({}).valid(schema, "request") == ("x@y.co",)


SAME_IN_PYTHON = [
    r"^\d{3}-\d{2}$",
    r"^[a-z]+$",
    r"^(foo|bar/baz)*$",
    r"^(?=.*[A-Z])(?=.*\d).{8,}$",
    r"\w+@\w+\.(com|org)",
    r"^([a-z]+\.)*[a-z]+$",
    r"^(a|b)\1$",
    r"^(?!-)[a-z-]{1,63}(?<!-)$",
    r"^[^\s/]+/[^/]+$",
    r"^$|^x{3,5}$",
    r"[\]\-^]",
    r"a{2}b{1,}c{0,2}?",
    r"\x41\u0042",
]


@pytest.mark.parametrize("pattern", SAME_IN_PYTHON)
def test_texts_match_their_pattern(pattern: str) -> None:
    texts = [*matching(pattern, (12,), Random(0))]
    assert texts
    assert all(re.search(pattern, each) for each in texts)


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        (r"^\p{L}+$", "é日", "1"),
        (r"^\P{Lu}$", "a", "A"),
        (r"^\p{Letter}\p{Nd}$", "a1", "ab"),
        (r"^\/a\/$", "/a/", "a"),
        (r"^[\w-.]+$", "a-.", "/"),
        (r"^\u{1F389}$", "🎉", "u"),
        (r"^(?<y>\d)\k<y>$", "11", "12"),
        (r"^a$", "a", "a\n"),
        (r"^.$", "a", "\n"),
        (r"^\d$", "1", "\u0661"),
        (r"^a{,2}$", "a{,2}", "aa"),
        ("", "", None),
    ],
)
def test_patterns_are_those_of_javascript(
    pattern: str, yes: str, no: str | None
) -> None:
    matches = matcher(pattern)
    assert matches
    assert matches(yes)
    assert no is None or not matches(no)


@pytest.mark.parametrize("pattern", ["(?i)^AB$", "^(?i:ab)$", f"^{'x?' * 3000}ab$"])
def test_what_is_not_read_is_what_types_take_it_for(pattern: str) -> None:
    matches = matcher(pattern)
    assert matches
    assert matches("ab")
    assert not matches("abc")


@pytest.mark.parametrize(
    "pattern", ["[", "(", ")", "*", "[b-a]", r"\p{Klingon}", "(?>a)", "a++"]
)
def test_what_is_no_pattern_refuses_nothing(pattern: str) -> None:
    assert matcher(pattern) is None
    assert [*matching(pattern, (), Random(0))] == []
    values = Drawing({}).valid({"type": "string", "pattern": pattern}, "request")
    assert "text" in values


@pytest.mark.parametrize(("least", "most"), [(0, 3), (5, 5), (32, 32), (64, 2000)])
def test_a_pattern_and_lengths_hold_together(least: int, most: int) -> None:
    schema = {
        "type": "string",
        "pattern": "^[a-zA-Z0-9_]*$",
        "minLength": least,
        "maxLength": most,
    }
    lengths = {len(str(each)) for each in Drawing({}).valid(schema, "request")}
    assert {least, most} <= lengths
