"""Who imports whom. Run it to accept what is now: `python tests/architecture/import_table.py`."""

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).with_name("rooms.txt")
PACKAGE = "bothends"

Table = Mapping[str, frozenset[str]]
"""Names, and the names that each of them imports."""


@cache
def modules() -> Mapping[str, Path]:
    """Find the modules of the generator by their names, as an import spells them."""
    folder = ROOT / "generator"
    paths = sorted((folder / PACKAGE).rglob("*.py"))
    return {_name(path.relative_to(folder)): path for path in paths}


def _name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imported(module: str) -> frozenset[str]:
    """List what a module imports, ours and foreign, wherever in its source."""
    source = ast.parse(modules()[module].read_text("utf-8"))
    return frozenset(
        name for node in ast.walk(source) for name in _imported_by(node, module)
    )


def _imported_by(node: ast.AST, module: str) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=str(source), names=names, level=0):
            for alias in names:
                inner = f"{source}.{alias.name}"
                yield inner if inner in modules() else source
        case ast.ImportFrom():
            message = f"{module} imports relatively"
            raise AssertionError(message)
        case _:
            pass


def room(module: str) -> str:
    """Name the room that a module of the generator is in."""
    return module.removeprefix(PACKAGE).removeprefix(".").partition(".")[0]


def is_ours(module: str) -> bool:
    """Tell whether a module is one of the generator's."""
    return module.partition(".")[0] == PACKAGE


def rooms() -> Table:
    """Say which rooms each room knows; the package itself, which is no room, is left out."""
    table: dict[str, set[str]] = {}
    for module in modules():
        known = {room(each) for each in imported(module) if is_ours(each)}
        table.setdefault(room(module), set()).update(known - {room(module)})
    return {name: frozenset(known) for name, known in table.items() if name}


def downwards(table: Table) -> list[str]:
    """Put each name above all that it imports; names on a cycle are left out."""
    placed: list[str] = []
    while True:
        ready = [
            name
            for name, known in table.items()
            if name not in placed and known <= {*placed}
        ]
        if not ready:
            return placed[::-1]
        placed += sorted(ready, reverse=True)


def printed(table: Table) -> str:
    """Print a table in which an arrow can only lead downwards."""
    order = downwards(table)
    order = [*sorted(table.keys() - order), *order]
    width = max(map(len, table)) + 2
    lines = (
        f"{name:{width}}{' '.join(sorted(table[name]))}".rstrip() for name in order
    )
    return "".join(f"{line}\n" for line in lines)


def read(text: str) -> Table:
    """Read a table that was printed."""
    rows = (line.split() for line in text.splitlines())
    return {name: frozenset(known) for name, *known in rows}


if __name__ == "__main__":
    TABLE.write_text(printed(rooms()), "utf-8")
    sys.stdout.write(f"{TABLE} is what is now\n")
