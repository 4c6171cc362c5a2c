"""Texts of a description never become code, whatever is in them.

The case `hostile` has harmful texts wherever a description has text. Its twin has the same
structure and the same words, and nothing between them that means anything to Python.
"""

import ast
import builtins
import importlib
import json
import re
from pathlib import PurePosixPath
from typing import Any

import pytest
from golden_cases import CASES, made

from bothends.document import read
from bothends.job import Job
from bothends.pipeline import make
from bothends.tree import is_array, is_object

CASE = next(case for case in CASES if case.name == "hostile")
PAGES = (
    *("__init__", "api", "client", "errors", "models", "operations", "raw", "server"),
)

_DATA = {"const", "default", "enum", "example", "examples", "mapping"}
"""Keywords with values of the API: nothing is named after them, but they must stay different."""
_MAPS = {"headers", "paths", "patternProperties", "properties", "variables"}
"""Keywords that map free names, which may look like keywords."""


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> dict[PurePosixPath, str]:
    """The files that come of the harmless twin; those of the case are there as well."""
    made(CASE)
    spec = tmp_path_factory.mktemp("twin") / "spec.yaml"
    spec.write_text(json.dumps(tame(read(CASE.job.spec).source)), "utf-8")
    job = Job(name="twin", spec=str(spec), output=CASE.package)
    return {file.path: file.text for file in make(read(str(spec)), job).files}


def tame(node: Any, keyword: str = "") -> Any:
    """Give the twin of a node that is the value of `keyword`."""
    if is_array(node):
        return [tame(item, keyword) for item in node]
    if is_object(node) and keyword in _DATA:
        return {_coded(key): tame(value, keyword) for key, value in node.items()}
    if is_object(node):
        inner = {key: "" if keyword in _MAPS else key for key in node}
        return {_harmless(key): tame(node[key], inner[key]) for key in node}
    if isinstance(node, str):
        return _text(node, keyword)
    return node


def _text(text: str, keyword: str) -> str:
    match keyword:
        case "$ref" | "mapping":
            return text
        case "pattern":
            return "x+"
        case _:
            return _coded(text) if keyword in _DATA else _harmless(text)


def _coded(text: str) -> str:
    return f"x{text.encode().hex()}"


def _harmless(text: str) -> str:
    """Keep the words, and what the syntax of paths, URLs, media types and references needs."""
    return re.sub(r"[^\w$/{}+.:;= -]", "-", text)


def test_no_code_comes_from_the_description(twin: dict[PurePosixPath, str]) -> None:
    for page in PAGES:
        source = (CASE.package / f"{page}.py").read_text("utf-8")
        assert _code(source) == _code(twin[PurePosixPath(f"{page}.py")]), page


def _code(source: str) -> list[str]:
    """Say what a module does, but for the strings in it."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree, indent=1).splitlines()


def test_no_path_comes_from_the_description(twin: dict[PurePosixPath, str]) -> None:
    found = {
        PurePosixPath(path.relative_to(CASE.package).as_posix())
        for path in CASE.package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert found == {*twin, PurePosixPath("manifest.json")}


def test_nothing_of_the_description_runs() -> None:
    for page in PAGES:
        importlib.import_module(f"{CASE.package.name}.{page}".removesuffix(".__init__"))
    operations = importlib.import_module(f"{CASE.package.name}.operations")
    assert sum(_calls(name, each) for name, each in vars(operations).items()) == 4
    importlib.import_module(f"{CASE.package.name}.models").Hostile.model_rebuild()
    assert not hasattr(builtins, "harmed")


def _calls(name: str, function: Any) -> bool:
    """Make the operation that a function of `operations.py` stands for."""
    return hasattr(function, "cache_clear") and function().name == name


def test_texts_stay_as_they_are() -> None:
    """Nothing is cut off, evaluated or escaped twice on the way to the wire."""
    tree: Any = read(CASE.job.spec).tree
    schema = tree["components"]["schemas"]["Hostile"]
    hostile = importlib.import_module(f"{CASE.package.name}.models").Hostile
    fields = {
        field.alias or name: field for name, field in hostile.model_fields.items()
    }
    assert fields.keys() == schema["properties"].keys()
    assert fields["default"].default == schema["properties"]["default"]["default"]
    operations = importlib.import_module(f"{CASE.package.name}.operations")
    [path, *_], [item, *_] = zip(*tree["paths"].items(), strict=True)
    names = [each["name"] for each in item["parameters"] + item["post"]["parameters"]]
    operation = operations.op_import_builtins_builtins_harmed_1()
    assert operation.path == path
    assert [parameter.name for parameter in operation.parameters] == names
