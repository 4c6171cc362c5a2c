"""A folder as it stands: what is in it, carried over into another, removed."""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

CACHE = "__pycache__"


def contents(folder: Path) -> dict[PurePosixPath, os.stat_result]:
    """Everything below a folder, itself included as `.`; links are not followed.

    Empty when there is no such folder.
    """
    if not folder.is_dir():
        return {}
    found = {PurePosixPath(): folder.lstat()}
    found.update(_below(folder, PurePosixPath()))
    return found


def _below(
    folder: Path, place: PurePosixPath
) -> Iterator[tuple[PurePosixPath, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = place / entry.name
            status = entry.stat(follow_symlinks=False)
            yield path, status
            if stat.S_ISDIR(status.st_mode):
                yield from _below(Path(entry.path), path)


def is_folder(status: os.stat_result) -> bool:
    """Whether it is a folder, and not a link to one."""
    return stat.S_ISDIR(status.st_mode)


def is_cache(path: PurePosixPath) -> bool:
    """Whether Python made it, and will make it again."""
    return CACHE in path.parts


def carry(source: Path, target: Path) -> None:
    """Have a file in a second place too, as it is: by a hard link, or else as a copy."""
    if source.is_symlink():
        target.symlink_to(source.readlink())
        return
    with suppress(OSError):  # No links on this file system, or not to this file.
        target.hardlink_to(source)
        return
    if source.exists() and not source.is_file():  # Reading a pipe would wait.
        message = "neither a file nor a folder"
        raise OSError(0, message, str(source))
    shutil.copy2(source, target)


def create(path: Path, data: bytes, *, durable: bool) -> None:
    """Write a new file; if durable, it is on the disk itself before anything follows."""
    with path.open("xb") as file:
        file.write(data)
        if durable:
            file.flush()
            os.fsync(file.fileno())


def make_like(path: Path, status: os.stat_result | None) -> None:
    """Give a new file or folder the owner and the mode of the one it replaces."""
    if status is None:
        return
    own = path.stat()
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        with suppress(OSError):  # Only root may: others keep what they make.
            os.chown(path, status.st_uid, status.st_gid)
    path.chmod(stat.S_IMODE(status.st_mode))


def discard(folder: Path) -> None:
    """Delete a folder; what cannot be deleted is left for the next run to try again."""
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        for path, status in contents(folder).items():
            if is_folder(status):  # A person's folder may be write-protected.
                (folder / path).chmod(status.st_mode | stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)
