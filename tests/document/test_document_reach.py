"""A description that means harm: what its references must not reach, and where they end."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from bothends.document import Document, Limits, read
from bothends.problems import Rejected
from bothends.validate import validate

HIDDEN = "{type: string, description: secret}\n"


@pytest.fixture(autouse=True)
def _in_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a project with a description in it, and secrets in it, beside it and above."""
    project = tmp_path / "project"
    (project / "api").mkdir(parents=True)
    (project / "pyproject.toml").touch()
    for folder in (tmp_path, project, project / "api"):
        (folder / "types.yaml").write_text(HIDDEN)
        (folder / ".hidden.yaml").write_text(HIDDEN)
        (folder / ".git").mkdir(exist_ok=True)
        (folder / ".git" / "config.yaml").write_text(HIDDEN)
    (tmp_path / ".git" / "config.yaml").unlink()
    (tmp_path / ".git").rmdir()
    (project / "api" / ".git" / "config.yaml").unlink()
    (project / "api" / ".git").rmdir()
    monkeypatch.chdir(project)


def document(*references: str, **options: Any) -> Document:
    """Read a description with these references."""
    schemas = {f"S{n}": {"$ref": text} for n, text in enumerate(references)}
    content = {"openapi": "3.1.0", "components": {"schemas": schemas}}
    Path("api/root.json").write_text(json.dumps(content))
    return read("api/root.json", **options)


@pytest.mark.parametrize(
    "text", ["types.yaml", "../types.yaml", "../api/../types.yaml"]
)
def test_in_reach(text: str) -> None:
    assert document(text).problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "../../types.yaml",
        "..%2F..%2Ftypes.yaml",
        "%2e%2e/%2e%2e/types.yaml",
        "../../project/../types.yaml",
        "/etc/passwd",
        "%2Fetc%2Fpasswd",
        "/../../../../../../etc/passwd",
        "../../../../../../../../../../etc/passwd",
        ".hidden.yaml",
        "../.hidden.yaml",
        "../.git/config.yaml",
        "%2Egit/config.yaml",
        "nothing/../../.git/config.yaml",
    ],
)
def test_out_of_reach(text: str) -> None:
    found = document(text, f"{text}#/a")
    assert {problem.rule for problem in found.problems} == {"reference-outside"}
    assert len(found.files) == 1
    assert "secret" not in str(found.problems)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("file:///etc/passwd", "unsupported-reference"),
        ("FILE:/etc/passwd", "unsupported-reference"),
        ("//localhost/etc/passwd", "unsupported-reference"),
        ("ftp://example.com/a.yaml", "unsupported-reference"),
        ("urn:example:pet", "unsupported-reference"),
        ("C:\\secret.yaml", "unsupported-reference"),
        ("data:application/json,{}", "unsupported-reference"),
        ("http://127.0.0.1:9/a.yaml", "network-reference"),
        ("HTTPS://127.0.0.1:9/a.yaml", "network-reference"),
        ("http://[::1", "malformed-reference"),
        ("a%00b.yaml", "unreadable-file"),
        ("a" * 5000, "unreadable-file"),
        ("?query", "missing-file"),
    ],
)
def test_other_schemes(text: str, rule: str) -> None:
    found = document(text)
    assert [problem.rule for problem in found.problems] == [rule]
    assert str(found.problems[0].position).startswith("api/root.json:1:")


def test_links_lead_where_they_lead(tmp_path: Path) -> None:
    Path("api/out.yaml").symlink_to(tmp_path / "types.yaml")
    Path("api/in.yaml").symlink_to("../types.yaml")
    Path("api/same.yaml").symlink_to("in.yaml")
    Path("api/above").symlink_to(tmp_path)
    Path("api/loop.yaml").symlink_to("loop2.yaml")
    Path("api/loop2.yaml").symlink_to("loop.yaml")
    found = document(
        "in.yaml", "same.yaml", "out.yaml", "above/types.yaml", "loop.yaml"
    )
    *outside, loop = [problem.rule for problem in found.problems]
    assert outside == ["reference-outside"] * 2
    # Python tells of loops in several ways.
    assert loop in {"unreadable-file", "missing-file"}
    assert [file.path for file in found.files] == ["api/root.json", "api/in.yaml"]


def test_what_is_no_regular_file_is_not_opened() -> None:
    os.mkfifo("api/pipe.yaml")
    [problem] = document("pipe.yaml").problems
    assert problem.message == "`api/pipe.yaml` is no regular file."


def test_the_user_may_widen_the_reach(tmp_path: Path) -> None:
    assert document("../../types.yaml", root=tmp_path).problems == ()
    assert document("types.yaml", root=tmp_path / "project" / "api").problems == ()
    [problem] = document("../types.yaml", root=tmp_path / "project" / "api").problems
    assert problem.rule == "reference-outside"


def test_without_a_project_the_folder_is_the_reach() -> None:
    Path("pyproject.toml").unlink()
    Path(".git/config.yaml").unlink()
    Path(".git").rmdir()
    assert [
        problem.rule for problem in document("types.yaml", "../types.yaml").problems
    ] == ["reference-outside"]


def write(**files: Any) -> None:
    for name, content in files.items():
        Path(f"api/{name}.json").write_text(json.dumps(content))


def test_bytes_are_counted_together() -> None:
    write(a={"description": "x" * 600}, b={"description": "x" * 600})
    limits = Limits(max_bytes=1000)
    assert document("a.json", limits=limits).problems == ()
    [problem] = document("a.json", "b.json", limits=limits).problems
    assert problem.rule == "limit-exceeded"
    assert "more bytes than `max_bytes` allows (1,000)" in problem.message


def test_files_are_counted() -> None:
    write(**{f"f{n}": {"$ref": f"f{n + 1}.json", "type": "string"} for n in range(20)})
    limits = Limits(max_files=10)
    [problem] = document("f0.json", limits=limits).problems
    assert problem.message == "There are more files than `max_files` allows (10)."


def test_values_are_counted_together() -> None:
    write(a={"enum": list(range(600))})
    limits = Limits(max_nodes=2000)
    assert document("a.json", limits=limits).problems == ()
    deep: Any = {}
    for _ in range(100):
        deep = {"items": deep, "enum": list(range(15))}
    write(a=deep)
    pointers = ["a.json#" + "/items" * n for n in range(100)]
    with pytest.raises(Rejected, match="max_nodes"):
        document(*pointers, limits=Limits(max_nodes=10_000))


def test_depth_is_counted_together() -> None:
    def nested(inner: Any) -> Any:
        return {"callbacks": {"a": {"b": inner}}, "responses": {}}

    for n in range(100):
        write(**{f"p{n}": {"get": nested({"$ref": f"p{n + 1}.json"})}})
    write(p100={})
    content = {"openapi": "3.1.0", "paths": {"/": {"$ref": "p0.json"}}}
    Path("api/root.json").write_text(json.dumps(content))
    with pytest.raises(Rejected, match="max_depth"):
        read("api/root.json")


def test_path_items_in_their_own_place_end() -> None:
    inner = {"$ref": "item.json"}
    write(item={"post": {"callbacks": {"a": {"b": inner}}, "responses": {}}})
    content = {"openapi": "3.1.0", "paths": {"/": {"$ref": "item.json"}}}
    Path("api/root.json").write_text(json.dumps(content))
    assert [problem.rule for problem in read("api/root.json").problems] == [
        "reference-cycle"
    ]


def test_path_items_that_multiply_end() -> None:
    for n in range(40):
        twice = {f"c{k}": {"x": {"$ref": f"p{n + 1}.json"}} for k in range(2)}
        write(**{f"p{n}": {"get": {"callbacks": twice, "responses": {}}}})
    write(p40={})
    content = {"openapi": "3.1.0", "paths": {"/": {"$ref": "p0.json"}}}
    Path("api/root.json").write_text(json.dumps(content))
    with pytest.raises(Rejected, match="limit-exceeded"):
        read("api/root.json")


def test_files_that_are_nothing_but_each_other_end() -> None:
    write(
        a={"$ref": "b.json"},
        b={"$ref": "c.json"},
        c={"$ref": "b.json"},
        d={"$ref": "#"},
    )
    problems = validate(document("a.json", "b.json", "c.json", "d.json", "root.json"))
    rules = {problem.rule for problem in problems if problem.severity == "error"}
    assert {"reference-cycle", "wrong-reference"} <= rules


@pytest.mark.parametrize("kind", ["schemas", "responses", "parameters", "headers"])
@pytest.mark.parametrize("target", [None, 1, "text", [], [{}], True])
def test_targets_of_any_type(kind: str, target: Any) -> None:
    write(a={"x": target})
    content = {"openapi": "3.1.0", "components": {kind: {"A": {"$ref": "a.json#/x"}}}}
    Path("api/root.json").write_text(json.dumps(content))
    problems = validate(read("api/root.json"))
    if not (target is True and kind == "schemas"):
        assert "wrong-reference" in {problem.rule for problem in problems}


@pytest.mark.parametrize(
    "components", [[], "x", None, {"schemas": []}, {"schemas": "x"}]
)
def test_no_place_for_components(components: Any) -> None:
    write(a={"type": "string"})
    media = {"schema": {"$ref": "a.json"}}
    responses = {"200": {"description": "Ok", "content": {"text/plain": media}}}
    paths = {"/": {"get": {"responses": responses}}}
    content = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}}
    content |= {"paths": paths, "components": components}
    Path("api/root.json").write_text(json.dumps(content))
    assert validate(read("api/root.json"))
