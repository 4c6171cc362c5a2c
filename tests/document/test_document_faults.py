"""Everything a text can be refused for: rule, place, message and hint."""

from pathlib import Path

import pytest
from document_reading import read_file, read_text, rejected

from bothends.document import Limits
from bothends.problems import Problem, Rejected

Expected = tuple[str, int, int, str, str]
"""Rule, line, column, message, hint."""

HEAD = "openapi: 3.1.0\n"

NESTED = (
    "The document is nested more deeply than `max_depth` allows (200).",
    "Move what is nested to `components` and refer to it.",
)
MANY = (
    "The document has more values than `max_nodes` allows (20,000,000).",
    "Look for YAML aliases that multiply one another, or split the document.",
)
BEGIN = "Begin with the version: `openapi: 3.1.0`."
ONE_OF_TWO = "Remove or rename one of the two."
TAG = "Remove it, or use `!!str`, `!!int`, `!!float`, `!!bool` or `!!null`."
JSON = "Correct the JSON here or just before; if the file is YAML, name it .yaml."
FINITE = "Write a finite number, or a string in quotes."
KEY = (
    "invalid-key",
    "A key is a mapping or a sequence; JSON has text only.",
    "Write the key as text, in quotes if need be.",
)
MERGE = (
    "`<<` needs a mapping, or a sequence of mappings.",
    'Give it an alias of a mapping, or quote the key: "<<".',
)


def as_expected(problem: Problem) -> Expected:
    assert problem.severity == "error"
    place = problem.position
    return problem.rule, place.line, place.column, problem.message, problem.hint


CASES: dict[str, tuple[str | bytes, list[Expected]]] = {
    # Nothing to read.
    "empty": (
        "",
        [("empty-document", 1, 1, "The document is empty.", BEGIN)],
    ),
    "comment": (
        "\n# nothing\n",
        [("empty-document", 1, 1, "The document is empty.", BEGIN)],
    ),
    "json null": (
        "null",
        [("empty-document", 1, 1, "The document is empty.", BEGIN)],
    ),
    "list": (
        "# a list\n- openapi: 3.1.0\n",
        [("not-an-object", 2, 1, "The document is not an object.", BEGIN)],
    ),
    "json list": (
        '\n ["openapi"]',
        [("not-an-object", 2, 2, "The document is not an object.", BEGIN)],
    ),
    "text": (
        "openapi",
        [("not-an-object", 1, 1, "The document is not an object.", BEGIN)],
    ),
    # Bytes and characters.
    "no utf-8": (
        HEAD.encode() + b"\nx: \xc3\xa9\xff",
        [
            (
                "invalid-encoding",
                3,
                5,
                "The bytes here are not UTF-8: invalid start byte.",
                "Save the file as UTF-8.",
            )
        ],
    ),
    "no utf-16": (
        b"\xff\xfea\x00b",
        [
            (
                "invalid-encoding",
                1,
                2,
                "The bytes here are not UTF-16-LE: truncated data.",
                "Save the file as UTF-8.",
            )
        ],
    ),
    "control character": (
        HEAD + "é: 😀\x01",
        [
            (
                "invalid-character",
                2,
                5,
                "YAML does not allow the character U+0001.",
                r'Remove it, or write it as an escape such as "\x01" in double quotes.',
            )
        ],
    ),
    "half a pair": (
        '{"openapi": "3.1.0",\n "x": "\\ud83d\\ude00",\n "y": ["\\ud83d"], "\\ude00": 0}',
        [
            (
                "invalid-character",
                3,
                8,
                "A text has one half of a surrogate pair, which is no character.",
                "Write the character itself.",
            ),
            (
                "invalid-character",
                3,
                19,
                "A text has one half of a surrogate pair, which is no character.",
                "Write the character itself.",
            ),
        ],
    ),
    # YAML's grammar.
    "tab": (
        "info:\n\ttitle: x\n",
        [
            (
                "invalid-yaml",
                2,
                1,
                (
                    "This is not YAML: found character that cannot start any token"
                    " while scanning for the next token."
                ),
                (
                    "Indent with spaces, not tabs; quote a text that begins with `@`, `%` or"
                    " a backtick."
                ),
            )
        ],
    ),
    "colon": (
        "info:\n  title: one: two\n",
        [
            (
                "invalid-yaml",
                2,
                13,
                "This is not YAML: mapping values are not allowed in this context.",
                "Quote a text that has a colon in it, or correct the indentation.",
            )
        ],
    ),
    "no colon": (
        "info:\n  title: x\nversion\n",
        [
            (
                "invalid-yaml",
                3,
                1,
                (
                    "This is not YAML: could not find expected ':'"
                    " while scanning a simple key."
                ),
                "Write a colon and a space after the key.",
            )
        ],
    ),
    "open quote": (
        "info:\n  title: 'one\n  version: 1\n",
        [
            (
                "invalid-yaml",
                2,
                10,
                (
                    "This is not YAML: found unexpected end of stream"
                    " while scanning a quoted scalar."
                ),
                "Close the quote.",
            )
        ],
    ),
    "open bracket": (
        HEAD + "tags: [a, b\ninfo: {}\n",
        [
            (
                "invalid-yaml",
                3,
                5,
                (
                    "This is not YAML: did not find expected ',' or ']'"
                    " while parsing a flow sequence."
                ),
                "Correct the indentation, quotes or brackets here or above.",
            )
        ],
    ),
    "escaped pair": (
        HEAD + r'x: "\ud83d\ude00"',
        [
            (
                "invalid-yaml",
                2,
                7,
                (
                    "This is not YAML: found invalid Unicode character escape code"
                    " while parsing a quoted scalar."
                ),
                (
                    r"Write the character itself, or `\U` and eight digits in place of two"
                    " halves."
                ),
            )
        ],
    ),
    "two documents": (
        HEAD + "---\nopenapi: 3.1.0\n",
        [
            (
                "several-documents",
                2,
                1,
                "A second YAML document begins here.",
                "Keep one document in the file, and no `---` inside it.",
            )
        ],
    ),
    # What YAML has and JSON has not.
    "tags": (
        HEAD
        + "a: !mine x\nb: !!binary aaaa\nc: !!set {}\nd: !!int x\n!key e: !!map []\n",
        [
            ("invalid-tag", 2, 4, "The tag `!mine` is not one of JSON's types.", TAG),
            (
                "invalid-tag",
                3,
                4,
                "The tag `!!binary` is not one of JSON's types.",
                TAG,
            ),
            ("invalid-tag", 4, 4, "The tag `!!set` is not one of JSON's types.", TAG),
            ("invalid-tag", 5, 4, "The value is not what its tag `!!int` says.", TAG),
            ("invalid-tag", 6, 1, "The tag `!key` is not one of JSON's types.", TAG),
            ("invalid-tag", 6, 9, "The tag `!!map` is not one of JSON's types.", TAG),
        ],
    ),
    "keys": (
        HEAD + "? [a]\n: 1\n? {b: 1, b: 2}\n: 2\nc: &c [d]\n*c : 3\n",
        [
            (KEY[0], 2, 3, KEY[1], KEY[2]),
            (KEY[0], 4, 3, KEY[1], KEY[2]),
            (
                "duplicate-key",
                4,
                10,
                "The key `b` is already used on line 4.",
                ONE_OF_TWO,
            ),
            (KEY[0], 7, 1, KEY[1], KEY[2]),
        ],
    ),
    "recursion": (
        HEAD + "a: &a\n  b: [*a]\nc: &c {<<: *c}\n",
        [
            (
                "recursive-alias",
                3,
                7,
                "The alias `*a` stands for a value that contains it.",
                "Describe what contains itself with `$ref`.",
            ),
            (
                "recursive-alias",
                4,
                12,
                "The alias `*c` stands for a value that contains it.",
                "Describe what contains itself with `$ref`.",
            ),
        ],
    ),
    "no anchor": (
        HEAD + "a: *b\n*d : &b 1\n",
        [
            (
                "undefined-alias",
                2,
                4,
                "The alias `*b` has no anchor before it.",
                "Write `&b` before the value it stands for.",
            ),
            (
                "undefined-alias",
                3,
                1,
                "The alias `*d` has no anchor before it.",
                "Write `&d` before the value it stands for.",
            ),
        ],
    ),
    "merges": (
        HEAD + "a: {<<: 1}\nb: {<<: [{}, x]}\nc: {<<: {}, <<: {}}\n",
        [
            ("invalid-merge", 2, 5, *MERGE),
            ("invalid-merge", 3, 5, *MERGE),
            (
                "duplicate-key",
                4,
                13,
                "The key `<<` is already used on line 4.",
                ONE_OF_TWO,
            ),
        ],
    ),
    # Keys.
    "duplicates": (
        HEAD + "a:\n  200: 1\n  '200': 2\nb: 1\nb: 2\n\"b\": 3\n",
        [
            (
                "duplicate-key",
                4,
                3,
                "The key `200` is already used on line 3.",
                ONE_OF_TWO,
            ),
            (
                "duplicate-key",
                6,
                1,
                "The key `b` is already used on line 5.",
                ONE_OF_TWO,
            ),
            (
                "duplicate-key",
                7,
                1,
                "The key `b` is already used on line 5.",
                ONE_OF_TWO,
            ),
        ],
    ),
    "json duplicates": (
        (
            '{"openapi": "3.1.0", "a": {"x": [{"y": 1,\n"y": 2}], "z": "\\"y\\":"},\n'
            '"\\u0061": 1,\n"a": 2}'
        ),
        [
            (
                "duplicate-key",
                2,
                1,
                "The key `y` is already used on line 1.",
                ONE_OF_TWO,
            ),
            (
                "duplicate-key",
                3,
                1,
                "The key `a` is already used on line 1.",
                ONE_OF_TWO,
            ),
            (
                "duplicate-key",
                4,
                1,
                "The key `a` is already used on line 1.",
                ONE_OF_TWO,
            ),
        ],
    ),
    # JSON's numbers.
    "json numbers": (
        '{"openapi": "3.1.0", "a": NaN,\n"b": [-Infinity, 1e999, '
        + "1" * 1001
        + ', "NaN", -1.5e3]}',
        [
            ("invalid-number", 1, 27, "`NaN` is not a JSON value.", FINITE),
            ("invalid-number", 2, 7, "`-Infinity` is not a JSON value.", FINITE),
            (
                "invalid-number",
                2,
                18,
                "The number `1e999` is too large to be read.",
                FINITE,
            ),
            (
                "invalid-number",
                2,
                25,
                "A number has more than 1,000 digits.",
                FINITE,
            ),
        ],
    ),
    # Neither JSON nor YAML: the one it is for longer.
    "json in the end": (
        '{"openapi": "3.1.0",\n\t"info": {"title": "x" "version": "1"}}',
        [("invalid-json", 2, 24, "This is not JSON: expecting ',' delimiter.", JSON)],
    ),
    "broken before its faults": (
        '{"a": 1, "a": 2,\n\t"b": NaN,\n\t"c" 1}',
        [("invalid-json", 3, 6, "This is not JSON: expecting ':' delimiter.", JSON)],
    ),
    "yaml in the end": (
        "{openapi: 3.1.0,\n info: {title: x: y}}",
        [
            (
                "invalid-yaml",
                2,
                17,
                (
                    "This is not YAML: did not find expected ',' or '}'"
                    " while parsing a flow mapping."
                ),
                "Correct the indentation, quotes or brackets here or above.",
            )
        ],
    ),
    # Limits.
    "yaml nesting": ("[" * 100_000, [("limit-exceeded", 1, 201, *NESTED)]),
    "yaml block nesting": ("- " * 100_000, [("limit-exceeded", 1, 401, *NESTED)]),
    "json nesting": (
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        [("limit-exceeded", 1, 1001, *NESTED)],
    ),
    "json a little too deep": (
        '{"a":' + "[" * 200 + "]" * 200 + "}",
        [("limit-exceeded", 1, 205, *NESTED)],
    ),
    "nesting by aliases": (
        HEAD
        + "a0: &a0 [x]\n"
        + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 300)),
        [("limit-exceeded", 201, 14, *NESTED)],
    ),
    "alias bomb": (
        HEAD
        + "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 40)
        ),
        [("limit-exceeded", 9, 10, *MANY)],
    ),
    "merge bomb": (
        HEAD
        + "a0: &a0 {k: x}\n"
        + "".join(
            f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}], k{i}: *a{i - 1}}}\n"
            for i in range(1, 100)
        ),
        [("limit-exceeded", 16, 35, *MANY)],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_refused(text: str | bytes, expected: list[Expected]) -> None:
    assert [as_expected(problem) for problem in rejected(text)] == expected


@pytest.mark.parametrize(
    ("limits", "text", "expected"),
    [
        (
            Limits(max_bytes=14),
            HEAD,
            (
                1,
                1,
                "The document has more bytes than `max_bytes` allows (14).",
                "Split it, or leave large examples out.",
            ),
        ),
        (
            Limits(max_depth=2),
            HEAD + "a: {b: {}}",
            (
                2,
                8,
                "The document is nested more deeply than `max_depth` allows (2).",
                NESTED[1],
            ),
        ),
        (
            Limits(max_depth=2),
            '{"a": {"b":\n[]}}',
            (
                2,
                1,
                "The document is nested more deeply than `max_depth` allows (2).",
                NESTED[1],
            ),
        ),
        (
            Limits(max_depth=2),
            HEAD + "a: &a {b: c}\nd: [*a]",
            (
                3,
                5,
                "The document is nested more deeply than `max_depth` allows (2).",
                NESTED[1],
            ),
        ),
        (
            Limits(max_nodes=4),
            HEAD + "a: [1, 2]",
            (
                2,
                9,
                "The document has more values than `max_nodes` allows (4).",
                MANY[1],
            ),
        ),
        (
            Limits(max_nodes=4),
            '{"openapi": "3.1.0",\n "a": [1, 2]}',
            (
                2,
                11,
                "The document has more values than `max_nodes` allows (4).",
                MANY[1],
            ),
        ),
        (
            Limits(max_scalar=9),
            HEAD + "a: 123456789\nb: 1234567890",
            (
                3,
                4,
                "The document has a longer text than `max_scalar` allows (9).",
                "Leave large examples out.",
            ),
        ),
        (
            Limits(max_scalar=9),
            '{"openapi": "3.1.0", "a": "123456789",\n "1234567890": 0}',
            (
                2,
                2,
                "The document has a longer text than `max_scalar` allows (9).",
                "Leave large examples out.",
            ),
        ),
        (
            Limits(max_depth=100_000),
            "[" * 50_000 + '"\x01": }]',
            (
                1,
                1,
                "The document is nested more deeply than Python can read.",
                NESTED[1],
            ),
        ),
    ],
)
def test_limit(limits: Limits, text: str, expected: tuple[int, int, str, str]) -> None:
    assert [as_expected(problem) for problem in rejected(text, limits)] == [
        ("limit-exceeded", *expected)
    ]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "a: [1, {b: &c {}}]\nd: [*c]\n",
        '{"openapi": "3.1.0", "a": [1, {"b": {}}], "d": [{}]}',
    ],
)
def test_limits_are_inclusive(text: str) -> None:
    limits = Limits(max_bytes=len(text), max_depth=4, max_nodes=8, max_scalar=7)
    assert read_text(text, limits).source["d"] == [{}]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("openapi: 3.1.0", 1, 1, "This is not JSON: expecting value."),
        (
            "{openapi: 3.1.0}",
            1,
            2,
            "This is not JSON: expecting property name enclosed in double quotes.",
        ),
        (
            '{"openapi":\n"3.1.0\n"}',
            2,
            7,
            "This is not JSON: invalid control character at.",
        ),
    ],
)
def test_json_by_name_is_no_yaml(
    tmp_path: Path, text: str, line: int, column: int, message: str
) -> None:
    with pytest.raises(Rejected) as caught:
        read_file(tmp_path / "api.json", text)
    (problem,) = caught.value.problems
    assert as_expected(problem) == ("invalid-json", line, column, message, JSON)


def test_empty_by_any_name(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="empty-document"):
        read_file(tmp_path / "api.json", " \n")


def test_position_shows_file_and_line() -> None:
    (problem,) = rejected("openapi: 3.1.0\r\ninfo:\r\n  a: 1\r\n  a: 2\r\nb: 1\r\n")
    assert str(problem.position) == "-:4:3"
    assert problem.position.text == "  a: 2"
