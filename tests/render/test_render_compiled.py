"""Compiled templates are kept, and used for the text that they were made of only."""

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from bothends.render import compiled


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "page.jinja").write_text("Hello {{ name }}")
    return tmp_path / "__pycache__"


def printed(folder: Path) -> str:
    """Print the page in an environment that remembers nothing by itself."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        bytecode_cache=compiled.Compiled(),
        autoescape=True,
    )
    return environment.get_template("page.jinja").render(name="Ann")


def never(*_: object, **__: object) -> str:
    raise AssertionError


def test_a_template_is_compiled_once(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert printed(kept.parent) == "Hello Ann"
    assert [each.suffix for each in kept.iterdir()] == [".pyc"]
    monkeypatch.setattr(Environment, "compile", never)
    assert printed(kept.parent) == "Hello Ann"


def test_another_text_is_compiled_again(kept: Path) -> None:
    printed(kept.parent)
    (kept.parent / "page.jinja").write_text("Bye {{ name }}")
    assert printed(kept.parent) == "Bye Ann"


def test_another_version_compiles_again(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(kept.parent)
    monkeypatch.setattr(compiled, "__version__", "99.0")
    monkeypatch.setattr(Environment, "compile", never)
    with pytest.raises(AssertionError):
        printed(kept.parent)


@pytest.mark.parametrize("length", [0, 10, 40, 200])
def test_what_was_written_half_is_not_used(kept: Path, length: int) -> None:
    printed(kept.parent)
    [file] = kept.iterdir()
    file.write_bytes(file.read_bytes()[:length])
    assert printed(kept.parent) == "Hello Ann"


def test_where_python_writes_nothing_neither_do_we(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert printed(kept.parent) == "Hello Ann"
    assert not kept.exists()


def test_where_nothing_can_be_written_all_goes_well(kept: Path) -> None:
    kept.write_text("in the way")
    assert printed(kept.parent) == "Hello Ann"
