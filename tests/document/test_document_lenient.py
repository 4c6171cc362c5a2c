"""What a lenient reader forgives: texts that leave a tree to go on with."""

from pathlib import Path

import pytest

from bothends.document import Document, read
from bothends.problems import Rejected

YAML = """\
openapi: 3.1.0
info:
  title: First
  version: '1'
  title: Last
paths: !routes
  /a: {get: !!int {}}
"""
JSON = '{"openapi": "3.1.0",\n"info": {"title": "First",\n"title": "Last"}}'


def lenient(file: Path, text: str) -> Document:
    file.write_text(text)
    return read(str(file), lenient=True)


def shown(document: Document) -> list[str]:
    return [
        f"{one.position.line} {one.severity}[{one.rule}] {one.message}"
        for one in document.problems
    ]


def test_the_last_of_duplicate_keys_counts_and_tags_do_not(tmp_path: Path) -> None:
    document = lenient(tmp_path / "api.yaml", YAML)
    assert document.source["info"] == {"title": "Last", "version": "1"}
    assert document.source["paths"] == {"/a": {"get": {}}}
    assert document.position(("info", "title"), key=True).line == 5
    assert shown(document) == [
        (
            "5 warning[duplicate-key] The key `title` is already used on line 3."
            " The last one counts."
        ),
        (
            "6 warning[invalid-tag] The tag `!routes` is not one of JSON's types."
            " It is read without the tag."
        ),
        (
            "7 warning[invalid-tag] The tag `!!int` is not one of JSON's types."
            " It is read without the tag."
        ),
    ]


def test_the_last_of_duplicate_keys_of_json_counts(tmp_path: Path) -> None:
    document = lenient(tmp_path / "api.json", JSON)
    assert document.source["info"] == {"title": "Last"}
    assert document.position(("info", "title"), key=True).line == 3
    assert shown(document) == [
        (
            "3 warning[duplicate-key] The key `title` is already used on line 2."
            " The last one counts."
        )
    ]


def test_so_does_that_of_another_file(tmp_path: Path) -> None:
    (tmp_path / "pet.yaml").write_text("type: string\ntype: integer\n")
    text = (
        "openapi: 3.1.0\ninfo: {title: A, version: '1'}\n"
        "components: {schemas: {Pet: {$ref: pet.yaml}}}\n"
    )
    file = tmp_path / "api.yaml"
    [problem] = lenient(file, text).problems
    assert problem.position.file == str(tmp_path / "pet.yaml")
    assert (problem.position.line, problem.severity) == (2, "warning")


@pytest.mark.parametrize("text", [YAML + "a: *b\n", JSON[:-1] + ', "a": NaN}'])
def test_what_leaves_nothing_to_go_on_with_is_refused_with_all_the_rest(
    text: str, tmp_path: Path
) -> None:
    with pytest.raises(Rejected) as refusal:
        lenient(tmp_path / "api.yaml", text)
    rules = {one.rule for one in refusal.value.problems}
    assert {one.severity for one in refusal.value.problems} == {"error"}
    assert rules & {"undefined-alias", "invalid-number"}
    assert "duplicate-key" in rules
