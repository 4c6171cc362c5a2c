"""The package to be, put together in the workshop and exchanged with the one that is."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from bothends.files import manifest, swap
from bothends.files.folder import (
    carry,
    contents,
    create,
    discard,
    is_cache,
    is_folder,
    make_like,
)
from bothends.files.manifest import digest
from bothends.files.plan import Plan
from bothends.problems import Unusable

_FEW = 64
"""Up to how many new files are flushed to the disk one by one.

Past that, one flush of everything takes a tenth of the time.
"""

Contents = Mapping[PurePosixPath, os.stat_result]


def carry_out(plan: Plan, workshop: Path, output: Path) -> None:
    """Replace the package by what the plan says: all of it, or nothing.

    Raises `OSError` and `Unusable`; the package is then as it was.
    """
    try:
        _prepare(plan, workshop / "new", output)
        swap.put(workshop, output)
        late = _changed(plan.before, contents(workshop / "old"))
        if late is not None:
            swap.put_back(workshop, output)
            message = f"{output / late} changed while the package was being written."
            raise Unusable(message, "Run the command again.")
        swap.give_up(workshop)
    finally:
        discard(workshop / "new")


def _prepare(plan: Plan, new: Path, output: Path) -> None:
    written = set(plan.written)
    few = len(written) <= _FEW
    for folder in plan.folders:
        (new / folder).mkdir()
    for path, data in plan.made.items():
        if path in written:
            create(new / path, data, durable=few)
            _make_alike(new / path, plan.before.get(path))
        else:
            carry(output / path, new / path)
    for path in plan.carried:
        carry(output / path, new / path)
    for folder in plan.folders:  # Now that no more is written into them.
        _make_alike(new / folder, plan.before.get(folder))
    if not few and hasattr(os, "sync"):
        os.sync()


def _make_alike(path: Path, status: os.stat_result | None) -> None:
    if status and stat.S_IFMT(status.st_mode) == stat.S_IFMT(path.stat().st_mode):
        make_like(path, status)


def _changed(before: Contents, after: Contents) -> PurePosixPath | None:
    """Find a file that somebody has saved, made or deleted since the plan was made."""
    for path in sorted(before.keys() | after.keys()):
        one, other = before.get(path), after.get(path)
        if is_cache(path):
            continue
        if one is None or other is None:
            return path
        if not is_folder(one) and _version(one) != _version(other):
            return path
    return None


def _version(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_mtime_ns, status.st_size


def recover(workshop: Path, output: Path) -> None:
    """Finish or undo what a killed run had begun.

    Raises `Unusable` if a person saved a file in the moment in which that run was
    killed: then there are two versions of it, and it is not for us to choose.
    """
    swap.restore(workshop, output)
    discard(workshop / "new")
    old = workshop / "old"
    if lost := sorted(_only_in(old, output)):
        names = ", ".join(map(str, lost))
        message = (
            f"A run that was killed while it wrote {output} left {names}, of which"
        )
        message = f"{message} {output} has another version or none."
        hint = f"Copy what you need out of {old}, then delete {workshop}."
        raise Unusable(message, hint)
    swap.give_up(workshop)
    discard(workshop / "new")


def _only_in(old: Path, output: Path) -> Iterator[Path]:
    """Find what is neither generated nor in the package."""
    known = manifest.read(old)
    hashes: Mapping[str, str] = known.files if known else {}
    for path, status in contents(old).items():
        if is_folder(status) or is_cache(path) or str(path) == manifest.NAME:
            continue
        left, there = _read(old / path), _read(output / path)
        if left != there and hashes.get(str(path)) != digest(left or b""):
            yield old / path


def _read(path: Path) -> bytes | None:
    """Read what a file holds or where a link leads; None if there is nothing."""
    if path.is_symlink():
        return bytes(path.readlink())
    return path.read_bytes() if path.is_file() else None
