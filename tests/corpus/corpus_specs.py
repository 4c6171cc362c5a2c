"""The descriptions of a folder, and the name that each one's package gets."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

_SUFFIXES = frozenset([".json", ".yaml", ".yml"])


@dataclass(frozen=True, slots=True)
class Spec:
    """One description."""

    path: Path
    package: str


def specs_of(folder: Path, pattern: str = "*") -> list[Spec]:
    """List the descriptions in a folder, the large ones first: they take the longest."""
    paths = sorted(
        path
        for path in folder.iterdir()
        if path.suffix in _SUFFIXES and fnmatchcase(path.name, pattern)
    )
    packages: dict[str, Path] = {}
    for path in paths:
        stem = re.sub(r"\W+", "_", path.stem.lower(), flags=re.ASCII)
        name = f"spec_{stem}"
        packages[name if name not in packages else f"{name}_{path.suffix[1:]}"] = path
    found = [Spec(path.resolve(), package) for package, path in packages.items()]
    return sorted(found, key=lambda spec: -spec.path.stat().st_size)
