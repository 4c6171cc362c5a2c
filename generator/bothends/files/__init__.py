"""The package on disk: written whole or not at all, or compared with what was made."""

import errno
import os
from collections import Counter
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from bothends.files import manifest as manifests
from bothends.files import staging
from bothends.files.lock import held, leftover
from bothends.files.manifest import Manifest, digest
from bothends.files.plan import Plan, plan
from bothends.problems import Unusable
from bothends.records import dataclass


@dataclass(frozen=True, slots=True, order=True)
class File:
    """A file to be generated."""

    path: PurePosixPath
    """Where it goes, from the package. What leads out of the package is a ValueError."""
    text: str

    def __post_init__(self) -> None:
        if not manifests.is_inside(str(self.path)):
            message = f"not a path inside the package: {str(self.path)!r}"
            raise ValueError(message)

    @property
    def data(self) -> bytes:
        """The bytes on disk: UTF-8, with the same line endings on every machine."""
        return self.text.encode()


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run has changed in the package, or would change."""

    written: tuple[PurePosixPath, ...]
    deleted: tuple[PurePosixPath, ...]

    def __bool__(self) -> bool:
        return bool(self.written or self.deleted)

    def __str__(self) -> str:
        """For example `12 files written, 1 deleted`."""
        if not self:
            return "up to date"
        written = len(self.written)
        text = f"{written} {'file' if written == 1 else 'files'} written"
        return f"{text}, {len(self.deleted)} deleted" if self.deleted else text


def digests(files: Iterable[File]) -> dict[str, str]:
    """Hash every file, under its path, as the manifest records them."""
    return {str(file.path): digest(file.data) for file in files}


def preview(
    output: Path, files: Iterable[File], manifest: Manifest, *, force: bool = False
) -> Changes:
    """Tell what `write` would do, and raise what it would raise before it does."""
    with explained(output):
        return _changes(plan(output, package(files, manifest), force=force))


def write(
    output: Path, files: Iterable[File], manifest: Manifest, *, force: bool = False
) -> Changes:
    """Make the folder `output` hold the files, their manifest and a person's own files.

    Whenever the process dies, the old package or the new one is there, whole. What the
    old manifest lists and nobody makes any more is deleted. If everything would come
    out the same, nothing is written.

    Raises `Rejected`, with all of them, for files that a person has made or edited and
    that would be overwritten or deleted; with `force`, they are. Raises `Unusable` when
    the folder cannot be written or another run is writing it.
    """
    made = package(files, manifest)
    with explained(output):
        draft = plan(output, made, force=force)
        if not draft and not leftover(output):
            manifests.confirm(output)
            return _changes(draft)
        with held(output) as workshop:
            staging.recover(workshop, output)
            final = plan(output, made, force=force)
            if final:
                _refuse_to_pull_away(output)
                staging.carry_out(final, workshop, output)
            return _changes(final)


def _refuse_to_pull_away(output: Path) -> None:
    """Spare whoever is in the folder from being nowhere once it is replaced."""
    here, there = Path.cwd().resolve(), output.resolve()
    if here == there or there in here.parents:
        message = f"{output} is to be replaced, and it is the folder you are in."
        raise Unusable(message, f"Go to {there.parent} first.")


def package(files: Iterable[File], manifest: Manifest) -> dict[PurePosixPath, bytes]:
    """Put together all that the package is made of, the manifest included.

    Two files in one place are a ValueError. Capitals do not tell them apart: on macOS
    and Windows there is room for one of them only.
    """
    everything = sorted([*files, File(PurePosixPath(manifests.NAME), manifest.text)])
    spelled = Counter(str(file.path).casefold() for file in everything)
    if twice := [path for path, times in spelled.items() if times > 1]:
        message = f"more than one file at {twice}"
        raise ValueError(message)
    return {file.path: file.data for file in everything}


def _changes(plan: Plan) -> Changes:
    return Changes(plan.written, plan.deleted)


@contextmanager
def explained(output: Path, action: str = "written") -> Generator[None]:
    """Say what the operating system has against the output, in words."""
    try:
        _refuse_what_is_no_folder(output)
        yield
    except OSError as error:
        hint = _HINTS.get(error.errno or 0, "It is as it was before.")
        reason = error.strerror or str(error)
        if error.filename is not None:
            reason = f"{os.fsdecode(error.filename)}: {reason}"
        message = f"{output} cannot be {action}: {reason}."
        raise Unusable(message, hint) from error


def _refuse_what_is_no_folder(output: Path) -> None:
    if output.is_symlink():
        message = f"{output} is a symbolic link, which would be replaced by a folder."
        raise Unusable(message, f"Name the folder it leads to: {output.resolve()}.")
    if output.exists() and not output.is_dir():
        message = f"{output} is a file, and the package is to be a folder."
        raise Unusable(message, "Move the file, or choose another output.")


_ACCESS = "Writing a package takes the right to write in the folder it is in."
_SPACE = "Free some space and run the command again. The package is as it was before."
_MOUNT = (
    "A folder that is a mount point, or that comes from a lower layer of a container "
    "image, cannot be exchanged for another. Delete or move it, or mount the one above."
)
_HINTS = {
    errno.EACCES: _ACCESS,
    errno.EPERM: _ACCESS,
    errno.EROFS: _ACCESS,
    errno.ENOSPC: _SPACE,
    errno.EDQUOT: _SPACE,
    errno.EFBIG: _SPACE,
    errno.EBUSY: _MOUNT,
    errno.EXDEV: _MOUNT,
}
