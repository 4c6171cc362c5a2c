"""Problems are told in the form that each reader takes, and nothing in them acts on it."""

import json
from pathlib import Path
from typing import cast

import pytest

from bothends import __version__
from bothends.problems import Position, Problem, Unusable
from bothends.report import Format, from_unusable, report, summary
from bothends.report.terminal import Screen

TERMINAL = Screen(is_terminal=True, width=60)
COLOURED = Screen(is_terminal=True, colour=True, width=60)
PLAIN = Screen()


def problem(
    text: str = "  /pets/{id}:",
    column: int = 3,
    *,
    line: int = 7,
    file: str = "spec/api.yaml",
    message: str = "`{id}` is not declared.",
    hint: str = "Declare it.",
) -> Problem:
    position = Position(file, line, column, text)
    return Problem(position, "missing-path-parameter", message, hint)


WARNING = Problem(Position("spec/api.yaml", 9, 1), "unused", "unused.", "", "warning")
FULL_DISK = from_unusable(Unusable("The disk is full.", "Free some space."))


def test_in_a_pipe() -> None:
    assert report([WARNING, problem(), problem()], "text", PLAIN) == """\
spec/api.yaml:7:3: error[missing-path-parameter]: `{id}` is not declared.
  = hint: Declare it.
spec/api.yaml:9:1: warning[unused]: unused.
1 error, 1 warning
"""


def test_on_a_terminal() -> None:
    assert report([problem(), WARNING], "text", TERMINAL) == """\
spec/api.yaml:7:3: error[missing-path-parameter]: `{id}` is not declared.
    7 |   /pets/{id}:
      |   ^^^^^^^^^^
  = hint: Declare it.
spec/api.yaml:9:1: warning[unused]: unused.
1 error, 1 warning
"""


def test_in_colour() -> None:
    assert report([problem(), WARNING], "text", COLOURED) == (
        "\x1b[1mspec/api.yaml:7:3: \x1b[0m\x1b[1;31merror[missing-path-parameter]\x1b[0m:"
        " `{id}` is not declared.\n"
        "\x1b[36m    7 | \x1b[0m  /pets/{id}:\n"
        "\x1b[36m      | \x1b[0m  \x1b[1;31m^^^^^^^^^^\x1b[0m\n"
        "  \x1b[36m= hint:\x1b[0m Declare it.\n"
        "\x1b[1mspec/api.yaml:9:1: \x1b[0m\x1b[1;33mwarning[unused]\x1b[0m: unused.\n"
        "1 error, 1 warning\n"
    )


def test_what_is_in_no_file() -> None:
    assert report([FULL_DISK], "text", TERMINAL) == (
        "error: The disk is full.\n  = hint: Free some space.\n"
    )


LISTINGS = {
    "a word": ("name: limit", 7, "name: limit", "      ^^^^^"),
    "a key": ("  operationId: getPet", 3, "  operationId: getPet", "  ^^^^^^^^^^^"),
    "a string": ("'200': {a: b}", 1, "'200': {a: b}", "^^^^^"),
    "JSON": (r'{"a\"b": 1}', 2, r'{"a\"b": 1}', " ^^^^^^"),
    "a URL": ("url: https://a.b/c", 6, "url: https://a.b/c", "     ^^^^^^^^^^^^^"),
    "a bracket": ("tags: [a]", 7, "tags: [a]", "      ^"),
    "tabs": ("\t\ta: 1", 3, "        a: 1", "        ^"),
    "wide": ("名前: 'にほん'", 5, "名前: 'にほん'", "      ^^^^^^^^"),
    "combining": ("e\u0301: x", 5, "e\u0301: x", "   ^"),
    "past the end": ("abc", 9, "abc", "   ^"),
    "windows": ("abc\r", 1, "abc", "^^^"),
    "escapes": ("\x1b[2J: x", 7, r"\x1b[2J: x", "         ^"),
    "bidi": ("a\u202eb: x", 6, r"a\u202eb: x", "          ^"),
    "long before": ("x" * 100 + " bad", 102, "…" + "x" * 47 + " bad", " " * 49 + "^^^"),
    "long after": ("bad " + "x" * 100, 1, "bad " + "x" * 47 + "…", "^^^"),
    "long all over": (
        "x" * 100 + " bad " + "y" * 100,
        102,
        "…" + "x" * 22 + " bad " + "y" * 23 + "…",
        " " * 24 + "^^^",
    ),
    "long itself": ("x" * 999, 1, "x" * 25 + "…" + "x" * 25 + "…", "^" * 26),
    "one line of megabytes": (
        "," * 3_000_000 + "bad" + "," * 3_000_000,
        3_000_001,
        "…" + "," * 23 + "bad" + "," * 24 + "…",
        " " * 24 + "^^^",
    ),
}


@pytest.mark.parametrize(
    ("text", "column", "line", "carets"), LISTINGS.values(), ids=LISTINGS
)
def test_a_listing(text: str, column: int, line: str, carets: str) -> None:
    printed = report([problem(text, column)], "text", TERMINAL).split("\n")
    assert printed[1] == f"    7 | {line}"
    assert printed[2] == f"      | {carets}"


def test_an_empty_line_is_not_listed() -> None:
    assert "|" not in report([problem("  ")], "text", TERMINAL)


HOSTILE = "a\x1b[31m\nb\r\u202ec\u2028d\u200b\ud800"


@pytest.mark.parametrize("form", ["text", "github"])
def test_what_a_specification_says_is_shown_and_not_obeyed(form: Format) -> None:
    hostile = problem(HOSTILE, file=HOSTILE, message=HOSTILE, hint=HOSTILE)
    printed = report([hostile], form, TERMINAL)
    assert r"a\x1b[31m\nb\r\u202ec\u2028d\u200b\ud800" in printed
    assert all(each.isprintable() for each in printed if each != "\n")
    if form == "github":
        assert printed.count("\n") == 1


def test_counts() -> None:
    assert summary([]) == "no problems"
    assert summary([WARNING]) == "1 warning"
    assert summary([problem(line=1), problem(line=2)]) == "2 errors"


def test_json() -> None:
    assert json.loads(report([WARNING, problem(), FULL_DISK], "json")) == {
        "version": 1,
        "errors": 2,
        "warnings": 1,
        "problems": [
            {
                "file": None,
                "line": None,
                "column": None,
                "severity": "error",
                "rule": "unusable",
                "message": "The disk is full.",
                "hint": "Free some space.",
            },
            {
                "file": "spec/api.yaml",
                "line": 7,
                "column": 3,
                "severity": "error",
                "rule": "missing-path-parameter",
                "message": "`{id}` is not declared.",
                "hint": "Declare it.",
            },
            {
                "file": "spec/api.yaml",
                "line": 9,
                "column": 1,
                "severity": "warning",
                "rule": "unused",
                "message": "unused.",
                "hint": "",
            },
        ],
    }


def test_json_is_ascii_whatever_is_in_it() -> None:
    assert report([problem(message=HOSTILE)], "json").isascii()


def test_github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    strange = problem(file="a,b:c%.yaml", message="100%\n::error::x", hint="")
    assert report([problem(), WARNING, FULL_DISK, strange], "github") == (
        "::error title=unusable::The disk is full.%0AFree some space.\n"
        "::error file=a%2Cb%3Ac%25.yaml,line=7,col=3,title=missing-path-parameter::"
        "100%25\\n::error::x\n"
        "::error file=spec/api.yaml,line=7,col=3,title=missing-path-parameter::"
        "`{id}` is not declared.%0ADeclare it.\n"
        "::warning file=spec/api.yaml,line=9,col=1,title=unused::unused.\n"
    )
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert "file=sub/spec/api.yaml," in report([problem()], "github")


def test_sarif(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    strange = problem(file="with space/ä.yaml", line=8)
    remote = problem(file="https://example.org/a?b=c", line=8)
    content = json.loads(report([problem(), strange, remote, FULL_DISK], "sarif"))
    assert content["version"] == "2.1.0"
    [run] = content["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("bothends", __version__)
    assert [rule["id"] for rule in driver["rules"]] == [
        "missing-path-parameter",
        "unusable",
    ]
    results = cast("list[dict[str, object]]", run["results"])
    assert "locations" not in results[0]
    assert [result["ruleIndex"] for result in results] == [1, 0, 0, 0]
    assert results[2] == {
        "ruleId": "missing-path-parameter",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "`{id}` is not declared.\nDeclare it."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "spec/api.yaml"},
                    "region": {"startLine": 7, "startColumn": 3},
                }
            }
        ],
    }
    assert '"uri": "with%20space/%C3%A4.yaml"' in report([strange], "sarif")
    assert '"uri": "https://example.org/a?b=c"' in report([remote], "sarif")


@pytest.mark.parametrize(
    ("form", "printed"), [("text", ""), ("github", ""), ("json", "{"), ("sarif", "{")]
)
def test_no_problems(form: Format, printed: str) -> None:
    assert report([], form)[:1] == printed
