"""Import every module of a package, and make all that it makes only when it is used.

Prints how many operations it has; fails if the description has others.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import BaseModel, TypeAdapter

from bothends.document import read
from bothends.operations import operations
from bothends.outgoing import outgoing


def main(folder: Path) -> int:
    """Import the package in a folder; gives the exit code."""
    sys.path.insert(0, str(folder.parent))
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder.parent).with_suffix("").parts
        import_module(".".join(part for part in parts if part != "__init__"))
    wire = import_module(f"{folder.name}.operations")
    tree = read(str(folder / "openapi.json")).tree
    described = {found.name for found in (*operations(tree), *outgoing(tree).all)}
    missing = sorted(name for name in described if not hasattr(wire, name))
    for name in described - set(missing):
        _make(getattr(wire, name)())
    _build(import_module(f"{folder.name}.models"))
    sys.stdout.write(json.dumps({"operations": len(described)}) + "\n")
    if missing:
        sys.stderr.write(f"error: without {', '.join(missing)}\n")
    return int(bool(missing))


def _make(operation: Any) -> None:
    """Make what validates the parameters and bodies of an operation."""
    for parameter in operation.parameters:
        TypeAdapter(parameter.type)
    bodies = [operation.body] if operation.body else []
    for body in (*bodies, *operation.replies.values()):
        for content in body.content:
            if hasattr(content, "type"):
                TypeAdapter(content.type)


def _build(models: ModuleType) -> None:
    for value in vars(models).values():
        if isinstance(value, type) and issubclass(value, BaseModel):
            value.model_rebuild()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
