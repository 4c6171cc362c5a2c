"""What every module of the generator, and of what it generates, looks like."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (
    "generator/bothends",
    "service/agent_harness_service",
    "templates/runtime",
    "generated",
)
MODULES = sorted(path for each in FOLDERS for path in (ROOT / each).rglob("*.py"))
WRITTEN = [path for path in MODULES if "generated" not in path.parts]
TEMPLATES = sorted((ROOT / "templates").glob("*.jinja"))
SAY_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "base",
    "manager",
    "common",
    "misc",
}
MOST_LINES = 350


def name(path: Path) -> str:
    """Name a file as a reader would."""
    return str(path.relative_to(ROOT))


def test_there_are_modules() -> None:
    assert len(WRITTEN) > 80
    assert len(TEMPLATES) > 6


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_opens_by_saying_its_job(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert docstring
    assert docstring.partition("\n")[0].endswith((".", ":"))


@pytest.mark.parametrize("path", [*WRITTEN, *TEMPLATES], ids=name)
def test_a_module_is_one_thing(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES
    assert not SAY_NOTHING & {path.stem, path.parent.name}


SILENCERS = re.compile(r"#\s*(noqa|type:\s*ignore|pyright:|ruff:|mypy:|fmt:)")


@pytest.mark.parametrize("path", [*MODULES, *TEMPLATES], ids=name)
def test_no_checker_is_silenced(path: Path) -> None:
    assert not SILENCERS.findall(path.read_text("utf-8"))


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_no_exception_is_caught_unnamed(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        assert not (isinstance(node, ast.ExceptHandler) and node.type is None)


def test_the_runtime_is_copied_as_it_stands() -> None:
    runtime = {each.name: each.read_bytes() for each in runtime_of("templates/runtime")}
    packages = [each.parent for each in (ROOT / "generated").glob("*/_runtime")]
    assert packages
    for package in packages:
        copied = {
            each.name: each.read_bytes() for each in runtime_of(package / "_runtime")
        }
        assert copied == runtime


def runtime_of(folder: str | Path) -> list[Path]:
    """List the modules of a runtime."""
    return list((ROOT / folder).glob("*.py"))


def test_no_two_modules_of_the_tests_have_one_name() -> None:
    """Their folders are all on the path: the first one found would stand for the other."""
    names = [each.stem for each in (ROOT / "tests").glob("*/*.py")]
    assert len(set(names)) == len(names)
