"""Text in Markdown stays text: nothing in it is markup any more."""

import pytest

from bothends.render.markdown import code, fenced, first_paragraph, markdown

HOSTILE = [
    "<script>alert(1)</script>",
    "![x](https://evil.example/x.png)",
    "[x](javascript:alert(1))",
    "# Title",
    "* one",
    "- one",
    "+ one",
    "1. one",
    "12) one",
    "> quote",
    "a | b",
    "`code`",
    "``",
    "**bold** _it_ __b__ ~~gone~~",
    "&lt;b&gt; &#60;",
    "=====",
    "~~~",
    "\\",
    "\\`",
    "$x$",
    "one\n\n# two\n```\nthree",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_is_escaped(text: str) -> None:
    left = markdown(text)
    assert "\n" not in left
    bare = left.replace("\\\\", "").replace("\\" + "`", "")
    for each in "`*[]<>#|&$":
        assert bare.count(each) == bare.count(f"\\{each}"), left
    assert not left.startswith(("-", "+", "=", "~", "1.", "12)"))


def test_plain_text_is_left_alone() -> None:
    plain = "It's a pet (a cat), of version 1.2.0-rc; see get_pet."
    assert markdown(plain) == plain


def test_what_cannot_be_seen_is_spelled_out() -> None:
    assert markdown("a\u202eb\x1b") == "a\\\\u202eb\\\\x1b"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("a", "`a`"),
        ("a`b", "``a`b``"),
        ("`", "`` ` ``"),
        ("", "` `"),
        ("a\nb", "`a b`"),
    ],
)
def test_a_span_of_code_cannot_be_ended(text: str, span: str) -> None:
    assert code(text).replace("  ", " ") == span


def test_a_block_of_code_cannot_be_ended() -> None:
    assert fenced(["x = 1", "```"]) == "````python\nx = 1\n```\n````"


def test_a_description_is_cut_to_its_first_paragraph() -> None:
    assert first_paragraph("\n\n one\ntwo\n \nthree") == "one\ntwo"
