"""Aliases, merge keys, encodings and the choice between JSON and YAML."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

import pytest
from document_reading import read_file, read_text
from yaml import SafeLoader

from bothends.document import Json

TEXT = "openapi: 3.1.0\nx-word: größe 😀\n"
TREE = {"openapi": "3.1.0", "x-word": "größe 😀"}


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        BOM_UTF8 + TEXT.encode(),
        BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        b"%YAML 1.2\n---\n" + TEXT.encode() + b"...\n",
    ],
)
def test_encoding(data: bytes) -> None:
    assert read_text(data).source == TREE


@pytest.mark.parametrize("indent", ["", " ", "\t"])
@pytest.mark.parametrize("mark", [b"", BOM_UTF8])
def test_json(indent: str, mark: bytes) -> None:
    text = f'{{\n{indent}"openapi": "3.1.0",\n{indent}"x-word": "gr\\u00f6ße \\ud83d\\ude00"}}'
    assert read_text(mark + text.encode()).source == TREE


@pytest.mark.parametrize(
    "text",
    [
        "{openapi: 3.1.0, x-word: größe 😀}",
        '{"openapi": "3.1.0", "x-word": "größe 😀",}',
        '{"openapi": "3.1.0", # a comment\n"x-word": "größe 😀"}',
    ],
)
@pytest.mark.parametrize("name", ["api.yaml", "api"])
def test_flow_style(tmp_path: Path, name: str, text: str) -> None:
    assert read_file(tmp_path / name, text).source == TREE


@pytest.mark.parametrize("name", ["api.yaml", "api.yml", "api", "api.json", "API.JSON"])
def test_json_by_any_name(tmp_path: Path, name: str) -> None:
    text = '{"openapi": "3.1.0", "x-number": 1.0, "x-text": "a\\/b"}'
    assert read_file(tmp_path / name, text).source == {
        "openapi": "3.1.0",
        "x-number": 1.0,
        "x-text": "a/b",
    }


@pytest.mark.parametrize(
    ("yaml", "tree"),
    [
        ("a: &a [1, 2]\nb: *a", {"a": [1, 2], "b": [1, 2]}),
        ("a: &a 200\nb: *a", {"a": 200, "b": 200}),
        ("a: &a 200\nb: {*a : x}", {"a": 200, "b": {"200": "x"}}),
        ("&k a: 1\nb: *k", {"a": 1, "b": "a"}),
        ("a: &a 1\nb: &a 2\nc: *a", {"a": 1, "b": 2, "c": 2}),
        ("a: &a [&a 1]\nb: *a", {"a": [1], "b": 1}),
        # A mapping's own keys are on top, wherever `<<` stands.
        ("a: &a {x: 1, y: 1}\nb: {<<: *a, x: 2}", {"b": {"x": 2, "y": 1}}),
        ("a: &a {x: 1, y: 1}\nb: {x: 2, <<: *a}", {"b": {"x": 2, "y": 1}}),
        # Of several, the first is on top.
        (
            "a: &a {x: 1, y: 1}\nc: &c {y: 2, z: 2}\nb: {<<: [*a, *c], z: 3}",
            {"b": {"x": 1, "y": 1, "z": 3}},
        ),
        ("l: &l [{x: 1}, {x: 2, y: 2}]\nb: {<<: *l}", {"b": {"x": 1, "y": 2}}),
        ("b: {<<: {x: 1}, y: 2}", {"b": {"x": 1, "y": 2}}),
        ("b: {<<: []}", {"b": {}}),
        # Merged mappings can be merged again.
        (
            "a: &a {x: 1}\nc: &c {<<: *a, y: 2}\nb: {<<: *c, z: 3}",
            {"b": {"x": 1, "y": 2, "z": 3}},
        ),
    ],
)
def test_aliases_and_merges(yaml: str, tree: dict[str, Json]) -> None:
    source = read_text(f"{yaml}\nopenapi: 3.1.0\n").source
    assert {key: source[key] for key in tree} == tree


def test_merged_keys_do_not_leak() -> None:
    source = read_text("openapi: 3.1.0\na: &a {x: 1}\nb: {<<: *a, y: 2}\n").source
    assert source["a"] == {"x": 1}


def test_same_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "openapi: 3.1.0\nx-a: &a {200: yes, on: 0x10, 'q': ~, !!str t: !!str 1}\n"
        "x-b:\n  <<: *a\n  list:\n    - 1\n    - |\n      text\n"
    )
    expected = read_text(text)
    monkeypatch.setattr("bothends.document.yaml_events._PARSER", SafeLoader)
    found = read_text(text)
    assert found.source == expected.source
    for pointer in (("x-b",), ("x-b", "list", 1), ("x-b", "on")):
        assert found.position(pointer) == expected.position(pointer)
