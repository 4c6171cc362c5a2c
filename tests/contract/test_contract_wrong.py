"""What the description forbids in objects, forms, parts and streams, drawn and written."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from broken import found
from golden_cases import Case, made

from bothends.contract import Choice, Contract, contract
from bothends.contract.readings import readings
from bothends.contract.spelled import named_parts, texts_of, unnamed_text
from bothends.drawing import Json, Wrong

CASE = Case("wrong-objects")
RGB = {"R": 100, "G": "a b"}


def tried(package: Path) -> Contract:
    """Try a package with a few values."""
    return contract(str(package), Choice(limit=8))


@pytest.fixture(scope="module")
def kept() -> Contract:
    """Try the package of the case."""
    made(CASE)
    return tried(CASE.package)


def test_each_kind_of_object_is_tried_and_refused(kept: Contract) -> None:
    assert not found(kept)
    refused = {
        result.name: sum(
            cell.passed for cell in result.cells if cell.label.startswith("wrong ")
        )
        for result in kept.results
    }
    assert set(refused) == {
        *("in_query", "in_path", "in_others", "in_form", "in_multipart"),
        *("in_positions", "in_lines", "in_records", "in_events", "in_part_stream"),
    }
    assert min(refused.values()) > 4, refused


@pytest.mark.parametrize(
    ("page", "old", "new", "operations"),
    [
        (
            "styles",
            "(None if spread else TEXT)",
            "None",
            {"in_query", "in_path", "in_others"},
        ),
        (
            "deep",
            "for key, child in node.inner.items()",
            "for key, child in node.inner.items() if fields.of(key)",
            {"in_query"},
        ),
        (
            "forms",
            "for name, each in texts.items()",
            "for name, each in texts.items() if self._properties.of(name)",
            {"in_form"},
        ),
        (
            "multipart",
            "for name, pieces in named(parts).items()",
            "for name, pieces in named(parts).items() if self._properties.of(name)",
            {"in_multipart"},
        ),
        (
            "positional",
            "    hold(self.adapter, found, self.check)\n        return self._valid(found)",
            "    pass\n        return found",
            {"in_positions", "in_part_stream"},
        ),
        (
            "lines",
            "yield self._item.decode",
            "yield b'' and self._item.decode",
            {"in_lines", "in_records"},
        ),
    ],
)
def test_a_server_that_takes_them_is_found_out(
    tmp_path: Path, page: str, old: str, new: str, operations: set[str]
) -> None:
    made(CASE)
    package = tmp_path / CASE.package.name
    shutil.copytree(CASE.package, package)
    path = package / "_runtime" / f"{page}.py"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    failed = {result.name for result in tried(package).results if result.failed}
    assert failed == operations


@pytest.mark.parametrize(
    ("style", "explode", "parts"),
    [
        ("form", True, ["R=100", "G=a%20b"]),
        ("form", False, ["c=R,100,G,a%20b"]),
        ("pipeDelimited", False, ["c=R%7C100%7CG%7Ca%20b"]),
        ("deepObject", True, ["c%5BR%5D=100", "c%5BG%5D=a%20b"]),
    ],
)
def test_the_styles_of_an_object_with_a_name(
    style: str, explode: bool, parts: list[str]
) -> None:
    texts = texts_of(style, RGB, nested=False)
    assert texts
    assert named_parts("c", style, texts, explode=explode) == parts


@pytest.mark.parametrize(
    ("style", "explode", "text"),
    [
        ("simple", False, "R,100,G,a%20b"),
        ("simple", True, "R=100,G=a%20b"),
        ("label", False, ".R,100,G,a%20b"),
        ("label", True, ".R=100.G=a%20b"),
        ("matrix", False, ";c=R,100,G,a%20b"),
        ("matrix", True, ";R=100;G=a%20b"),
    ],
)
def test_the_styles_of_an_object_in_the_path(
    style: str, explode: bool, text: str
) -> None:
    texts = texts_of(style, RGB, nested=False)
    assert texts
    assert unnamed_text("c", style, texts, explode=explode) == text


@pytest.mark.parametrize(
    ("style", "value"),
    [
        ("form", {}),
        ("form", []),
        ("form", {"a": None}),
        ("form", {"a": [1]}),
        ("form", {"": 1}),
        ("deepObject", {"a": {"b": 1}}),
    ],
)
def test_what_no_style_says(style: str, value: Any) -> None:
    assert texts_of(style, value, nested=False) is None


def test_what_is_nested_in_deep_objects() -> None:
    value = {"a": {"b": [1, 2]}, "c": [{"d": 1}, {"d": 2}]}
    assert texts_of("deepObject", value, nested=True) == [
        ("[a][b]", "1"),
        ("[a][b]", "2"),
        ("[c][0][d]", "1"),
        ("[c][1][d]", "2"),
    ]
    assert texts_of("deepObject", {"a": {}}, nested=True) is None


@pytest.mark.parametrize(
    "reading",
    [
        {"a": 5, "b": ["x"]},
        {"a": "5", "b": ["x"]},
        {"a": 5, "b": "x"},
        {"a": 5, "b": '["x"]'},
        {"a": ["5"], "b": ["x"]},
        {"a": 5, "b": ['["x"]']},
    ],
)
def test_what_text_may_say(reading: Any) -> None:
    value: dict[str, Json] = {"a": 5, "b": ["x"]}
    taken = [*readings(Wrong(value, "type", ("a",)))]
    taken += readings(Wrong(value, "type", ("b",)))
    assert reading in taken


def test_an_object_may_be_the_only_one_of_several_files() -> None:
    wrong = Wrong({"files": {"key": "text"}}, "type", ("files",))
    assert {"files": ['{"key": "text"}']} in [*readings(wrong)]
