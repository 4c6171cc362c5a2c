"""The service: modules that know only what is below them, and libraries with one door each."""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from import_table import Table, downwards, printed, read

ROOT = Path(__file__).parents[2]
SERVICE = ROOT / "service/agent_harness_service"
TABLE = Path(__file__).with_name("service.txt")
MODULES = {path.stem: path for path in SERVICE.glob("*.py")}

DOORS = {
    "agent_harness": {
        "app",
        "bounds",
        "failures",
        "logs",
        "observing",
        "sessions",
    },
    "alembic": {"schema"},
    "granian": {"serving"},
    "h11": {"wire"},
    "httpx2": {"keys"},
    "jwt": {"keys", "minting", "tokens"},
    "opentelemetry": {"tracing"},
    "pydantic": {"cli", "keys", "settings"},
    "pydantic_settings": {"settings"},
    "pythonjsonlogger": {"logs"},
    "sqlalchemy": {"database", "schema", "settings", "store", "tables"},
    "starlette": {
        "app",
        "bounds",
        "failures",
        "health",
        "observing",
        "tokens",
        "tracing",
    },
    "ulid": {"observing", "sessions"},
    "uvicorn": {"serving", "wire"},
}
"""Every foreign library, and the modules that know it."""


def names(path: Path) -> Iterator[str]:
    """List what a module imports, as `package.module`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names=aliases):
                yield from (alias.name for alias in aliases)
            case ast.ImportFrom(module="agent_harness_service", names=aliases):
                yield from (f"agent_harness_service.{alias.name}" for alias in aliases)
            case ast.ImportFrom(module=str(source), level=0):
                yield source
            case ast.ImportFrom():
                message = f"{path} imports relatively"
                raise AssertionError(message)
            case _:
                pass


def known() -> Table:
    """Say which modules each module of the service knows."""
    return {
        module: frozenset(
            name.split(".")[1]
            for name in names(path)
            if name.startswith("agent_harness_service.")
        )
        for module, path in MODULES.items()
        if module != "__init__"
    }


def test_every_arrow_between_modules_is_in_the_table() -> None:
    table = printed(known())
    assert read(TABLE.read_text("utf-8")) == known(), f"It is now:\n{table}"
    assert TABLE.read_text("utf-8") == table


def test_no_module_asks_back() -> None:
    assert {*downwards(known())} == known().keys()


def test_each_foreign_library_has_its_door() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for module, path in MODULES.items():
        for name in names(path):
            library = name.partition(".")[0]
            if library not in sys.stdlib_module_names | {"agent_harness_service"}:
                found[library].add(module)
    assert found == DOORS


def test_the_service_enters_the_generated_package_by_its_doors() -> None:
    entered = {
        name
        for path in MODULES.values()
        for name in names(path)
        if name.partition(".")[0] == "agent_harness"
    }
    assert entered == {"agent_harness", "agent_harness.server"}
