"""What the project depends on: declared, locked, and from no place of its own."""

import ast
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")

LINE = re.compile(
    r"""
      (?P<name>[a-z0-9][a-z0-9-]*)==[0-9][0-9a-z.]*(\ ;\ [^/@]+)?\ \\
    | \ {4}--hash=sha256:[0-9a-f]{64}(\ \\)?
    | \ {4}\#\ via(\ [a-z0-9-]+)?(\ \(pyproject\.toml\))?
    | \ {4}\#\ {3}[a-z0-9-]+(\ \(pyproject\.toml\))?
    """,
    re.VERBOSE,
)
NOTE = re.compile(r"|# The following packages are considered to be unsafe.*|#.*--.*")

DISTRIBUTIONS = {
    "markdown_it": "markdown-it-py",
    "markupsafe": "jinja2",
    "pydantic_core": "pydantic",
    "yaml": "pyyaml",
}
"""Libraries that come with a requirement of another name."""

READ = {"openapi-spec-validator"}
"""What is not imported: the schemas in it are read where they lie."""


def normal(name: str) -> str:
    """Spell a name as the lock does."""
    return re.split(r"[^A-Za-z0-9._-]", name)[0].lower().replace("_", "-")


def locked() -> list[str]:
    """List the names in the lock, and refuse every line that is nothing but a pin."""
    names: list[str] = []
    for line in LOCK.splitlines():
        match = LINE.fullmatch(line)
        assert match or NOTE.fullmatch(line), line
        names += [match["name"]] if match and match["name"] else []
    return names


def test_the_lock_has_pins_and_hashes_and_no_places() -> None:
    names = locked()
    assert len(names) == len({*names})
    assert "://" not in LOCK
    assert LOCK.count("--hash=") >= len(names)


def test_all_that_is_declared_is_locked() -> None:
    extras = PROJECT["optional-dependencies"].values()
    declared = [*PROJECT["dependencies"], *(each for extra in extras for each in extra)]
    assert {normal(each) for each in declared} <= {*locked()}


def test_all_that_is_imported_is_declared_and_no_more() -> None:
    found: set[str] = set()
    for path in (ROOT / "generator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Import(names=names):
                    found |= {alias.name.partition(".")[0] for alias in names}
                case ast.ImportFrom(module=str(name)):
                    found.add(name.partition(".")[0])
                case _:
                    pass
    foreign = found - sys.stdlib_module_names - {"bothends"}
    needed = READ | {normal(DISTRIBUTIONS.get(name, name)) for name in foreign}
    extras = PROJECT["optional-dependencies"]
    extra = [each for name in ("contract", "docs", "mock") for each in extras[name]]
    always = {normal(each) for each in PROJECT["dependencies"]}
    # Whoever loads the plugin has pytest.
    optional = {normal(each) for each in extra} | {"pytest"}
    assert always <= needed <= always | optional


def test_versions_agree() -> None:
    classifiers = [each.rpartition(" ")[2] for each in PROJECT["classifiers"]]
    assert PROJECT["requires-python"] == ">=3.11"
    assert "3.11" in classifiers
    assert "3.10" not in classifiers
