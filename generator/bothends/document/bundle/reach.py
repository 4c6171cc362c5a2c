"""Which files of this machine the references of a description may lead to.

A description is input from elsewhere: what it refers to ends up in a package and in messages,
so that it must not be able to name any file there is.
"""

import os
from pathlib import Path
from typing import Self

from bothends.records import dataclass

_MARKS = (".git", "pyproject.toml", "bothends.toml")
"""What makes a folder the root of a project."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Two folders, without symbolic links on the way to them."""

    home: Path
    """Of the description itself."""
    root: Path
    """Of the project, or what the user has named."""

    @classmethod
    def of(cls, location: str, root: Path | None) -> Self:
        """Find the folders of a description; `-` is standard input, in the current folder.

        Without `root` the project is the nearest folder above that looks like one.
        """
        home = Path(os.path.realpath(Path(location).parent))
        if root is not None:
            return cls(home, Path(os.path.realpath(root)))
        return cls(home, next(filter(_is_project, (home, *home.parents)), home))

    def holds(self, path: Path) -> bool:
        """Whether a file, named without symbolic links, is in reach.

        Hidden files are not: a project has its secrets in them.
        """
        return any(
            path.is_relative_to(folder) and not _is_hidden(path.relative_to(folder))
            for folder in (self.home, self.root)
        )


def _is_project(folder: Path) -> bool:
    return any((folder / mark).exists() for mark in _MARKS)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
