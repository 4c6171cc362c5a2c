"""Imports as linters want them."""

import sys
from collections.abc import Iterable

from bothends.names import imported


def import_block(imports: Iterable[tuple[str, str]]) -> str:
    """Join the imports of each module, in groups: Python's own, others', the package's."""
    names: dict[str, set[str]] = {}
    for origin, name in imports:
        names.setdefault(origin, set()).add(name)
    groups: dict[int, list[str]] = {}
    for origin in imported(names):
        group = groups.setdefault(_group(origin), [])
        group += [
            f"from {origin} import {each}" for each in _joined_names(names[origin])
        ]
    return "\n\n".join("\n".join(groups[number]) for number in sorted(groups)) + "\n\n"


def _group(module: str) -> int:
    """Place a module: what changes the language comes before all else."""
    own = (module == "__future__", module in sys.stdlib_module_names, module[0] != ".")
    return [*own, True].index(True)


def _joined_names(names: Iterable[str]) -> list[str]:
    """Give what stands behind `import`, in lines: names with another name have their own."""
    plain = imported(name for name in names if " as " not in name)
    others = sorted(name for name in names if " as " in name)
    return [*([", ".join(plain)] if plain else []), *others]
