"""Colour goes where there is a terminal and nobody has said otherwise."""

import io

import pytest

from bothends.report.terminal import never_fail, screen
from bothends.text import visible


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "on_a_terminal", "in_a_pipe"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ({"TERM": "dumb"}, False, False),
    ],
)
def test_colour(
    environment: dict[str, str],
    on_a_terminal: bool,
    in_a_pipe: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert screen(Terminal()).colour is on_a_terminal
    assert screen(io.StringIO()).colour is in_a_pipe
    assert screen(Terminal()).is_terminal
    assert not screen(io.StringIO()).is_terminal


@pytest.mark.parametrize(("columns", "width"), [("50", 50), ("1000", 160), ("1", 40)])
def test_the_width_is_neither_too_small_nor_too_large(
    columns: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert screen(Terminal()).width == width


def test_an_encoding_that_lacks_a_character() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    never_fail(stream)
    stream.write("é…")
    stream.flush()
    assert raw.getvalue() == rb"\xe9\u2026"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("ünïcödé 名前 👍", "ünïcödé 名前 👍"),
        ("\x1b[2J\x07\x7f\x9b", r"\x1b[2J\x07\x7f\x9b"),
        ("a\tb\r\n", r"a\tb\r\n"),
        ("\u202e\u2066\u200f\ufeff\u200b", r"\u202e\u2066\u200f\ufeff\u200b"),
        ("\u2028\xa0", r"\u2028\xa0"),
        ("\U000e0041\ud800", r"\U000e0041\ud800"),
    ],
)
def test_what_a_terminal_would_act_on_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown
