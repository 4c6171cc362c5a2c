"""One package to make, from one specification."""

import os
from collections.abc import Mapping
from keyword import iskeyword
from pathlib import Path

from bothends.problems import Position
from bothends.records import dataclass

LOCK = "bothends.lock"
"""The name of the file of hashes, beside the configuration or else the specification."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a configuration says of the pages of an operation, and where it says so."""

    operation: str
    """Its operationId, or the name of its method."""
    values: Mapping[str, object]
    position: Position
    positions: Mapping[str, Position]
    """Of the keys."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to make, from what, and where to."""

    name: str
    spec: str
    """A path as seen from the current folder, an http(s) URL, or `-` for standard input."""
    output: Path
    """The folder of the package; its last part is the package's name."""
    include_tags: tuple[str, ...] = ()
    include_paths: tuple[str, ...] = ()
    include_operations: tuple[str, ...] = ()
    allow_network: bool = False
    lenient: bool = False
    """Whether problems that do not hinder generation are warnings."""
    spec_root: Path | None = None
    """The folder that references of the specification may not leave; None for the project's."""
    lock: Path = Path(LOCK)
    """Where the hashes are of what references to URLs led to."""
    update_lock: bool = False
    """Whether what is behind those URLs may have changed."""
    report: str = ""
    """Where the fidelity report goes, as seen from the current folder; `-` is the terminal."""
    max_loss: int | None = None
    """How much of the description may be lost; None for any amount."""
    cache: Path | None = None
    """The folder of what was made before; None where all is to be made anew."""
    pagination: tuple[Declared, ...] = ()
    """How pages are walked, of operations whose description does not say so itself."""


def is_local(spec: str) -> bool:
    """Whether a specification is a file, and neither on the network nor piped in."""
    return spec != "-" and "://" not in spec


def no_package_name(name: str) -> str | None:
    """Say why a folder of this name cannot be imported; None if it can."""
    if name.isidentifier() and not iskeyword(name):
        return None
    return f"`{name}` cannot be the name of a package."


def from_here(path: Path) -> str:
    """Spell a path the way it is reached from the current folder, if it has a name then."""
    try:
        near = os.path.relpath(path)
    except ValueError:  # On Windows there is no way from one drive to another.
        return str(path)
    return str(path) if Path(near).name in {"", ".."} else near
