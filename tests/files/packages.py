"""Small packages, and what of them is on disk."""

import os
import stat
from pathlib import Path, PurePosixPath

from bothends.files import Changes, File, digests, write
from bothends.files.manifest import Manifest

PACKAGE = Path("generated/pets")
OLD = {"__init__.py": "", "client.py": "OLD = 1\n", "models/cat.py": "class Cat: ...\n"}
NEW = {"__init__.py": "", "client.py": "NEW = 2\n", "models/dog.py": "class Dog: ...\n"}


def files(texts: dict[str, str]) -> tuple[File, ...]:
    return tuple(File(PurePosixPath(path), text) for path, text in texts.items())


def manifest(texts: dict[str, str]) -> Manifest:
    return Manifest(
        "1.2.3", "settings", {"../../api.yaml": "abc"}, digests(files(texts))
    )


def put(
    texts: dict[str, str], *, output: Path = PACKAGE, force: bool = False
) -> Changes:
    return write(output, files(texts), manifest(texts), force=force)


def whole(texts: dict[str, str]) -> dict[str, str]:
    """All files of a package of which nobody has edited anything."""
    return {**texts, "manifest.json": manifest(texts).text}


def on_disk(folder: Path = PACKAGE) -> dict[str, str]:
    """The content of all files below a folder; links as where they lead to."""
    return {
        path.relative_to(folder).as_posix(): (
            f"-> {path.readlink()}" if path.is_symlink() else path.read_text()
        )
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def identity(path: Path) -> tuple[int, int, int]:
    """What changes when a file is written anew, in place or not."""
    status = path.lstat()
    return status.st_ino, status.st_mtime_ns, stat.S_IMODE(status.st_mode)


def everything(folder: Path) -> dict[str, tuple[int, int, int]]:
    found = {path.as_posix(): identity(path) for path in folder.rglob("*")}
    return {**found, os.curdir: identity(folder)}
