"""Regular expressions of ECMA-262 in Python's words."""

import re

import pytest

from bothends.fidelity.ecma import is_typed, python_pattern

MATCHES: list[tuple[str, list[str], list[str]]] = [
    (r"^a$", ["a"], ["a\n", "ab", ""]),
    (r"a.c", ["abc", "a\u00e4c"], ["a\nc", "a\u2028c"]),
    (r"^\d+$", ["12"], ["\u0663", ""]),
    (r"^\D$", ["a", "\u0663"], ["1"]),
    (r"^[^\d]$", ["a"], ["1"]),
    (r"^\w$", ["a", "_", "9"], ["\u00e4", "-"]),
    (r"^\W$", ["-", "\u00e4"], ["a"]),
    (r"^\s$", [" ", "\u00a0", "\ufeff"], ["a"]),
    (r"^\S$", ["a"], [" "]),
    (r"^[\w-.]+$", ["a-b.c"], ["a b"]),
    (r"^[a-z&&b]$", ["&", "c"], ["A"]),
    (r"^[[]$", ["["], ["]"]),
    (r"^[^\]]$", ["a"], ["]"]),
    (r"^[\b]$", ["\b"], ["b"]),
    (r"\ba\b", ["a b"], ["ab"]),
    (r"^\/\-\@$", ["/-@"], [""]),
    (r"^\u00e4$", ["\u00e4"], ["u00e4"]),
    (r"^\u{1F642}$", ["\U0001f642"], ["u"]),
    (r"^\ud83d\ude42$", ["\U0001f642"], [""]),
    (r"^[\u{1F642}]$", ["\U0001f642"], ["1"]),
    (r"^\x41\cJ$", ["A\n"], ["A"]),
    (r"^\0$", ["\0"], ["0"]),
    (r"^(?<year>\d{4})-\k<year>$", ["2024-2024"], ["2024-2025"]),
    (r"^(a)\1$", ["aa"], ["a"]),
    (r"^(?=.*\d)(?!.*x).{2,}$", ["a1"], ["ab", "1x", "1"]),
    (r"(?<!a)b", ["b", "cb"], ["ab"]),
    (r"^[]$", [], ["", "a"]),
    (r"^[^]$", ["\n", "a"], [""]),
    (r"^\z$", ["z"], [""]),
    (r"^a{,2}$", ["a{,2}"], ["aa", ""]),
    ("", ["", "a"], []),
]


@pytest.mark.parametrize(("pattern", "matching", "others"), MATCHES)
def test_a_pattern_means_what_it_means_in_ecma_262(
    pattern: str, matching: list[str], others: list[str]
) -> None:
    translated = python_pattern(pattern)
    assert translated is not None
    search = re.compile(translated).search
    assert [text for text in [*matching, *others] if search(text)] == matching


UNSAYABLE = [
    "(",
    "[a",
    "[z-a]",
    r"\p{L}",
    r"[\p{L}]",
    "(?<=a+)b",
    "a**",
    "a++",
    "a{2}+",
    "(?>a)b",
    r"\k<none>",
    "(a+)+",
    "(?:a*b?)*",
    "((ab)+c)+",
    r"(\d{2,})*",
    r"\u{110000}",
    "a{99999999999}",
]


@pytest.mark.parametrize("pattern", UNSAYABLE)
def test_what_python_lacks_or_may_not_end_is_not_translated(pattern: str) -> None:
    assert python_pattern(pattern) is None


def test_the_engine_of_types_is_asked() -> None:
    assert is_typed(r"^\p{L}+$")
    assert not is_typed("(?!a)")


@pytest.mark.parametrize("pattern", ["a*+", "a?+", r"\.{1,2}+", "(?>a)"])
def test_what_another_engine_takes_for_something_else_is_no_type(pattern: str) -> None:
    assert not is_typed(pattern)


@pytest.mark.parametrize("pattern", [r"\++", "[*+]+", r"\}+", "a+"])
def test_what_only_looks_like_it_is(pattern: str) -> None:
    assert is_typed(pattern)
