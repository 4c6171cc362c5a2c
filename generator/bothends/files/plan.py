"""What has to change on disk for a package to hold what was made, and what is in the way."""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Literal

from bothends.files import manifest
from bothends.files.folder import CACHE, contents, is_cache, is_folder
from bothends.files.manifest import digest
from bothends.problems import Position, Problem, Rejected
from bothends.records import dataclass

State = Literal["missing", "same", "recorded", "edited", "unknown"]
"""How a file on disk compares with the one that is wanted there.

`recorded` is what an earlier run made, `edited` is that no longer, and what `unknown`
stands for has never been made by bothends.
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """The way from the package on disk to the one that was made."""

    made: Mapping[PurePosixPath, bytes]
    before: Mapping[PurePosixPath, os.stat_result]
    """Everything that is on disk."""
    written: tuple[PurePosixPath, ...]
    """What is made and not on disk yet, or different there."""
    deleted: tuple[PurePosixPath, ...]
    """What an earlier run made and this one does not."""
    carried: tuple[PurePosixPath, ...]
    """What bothends did not make: it stays."""
    folders: tuple[PurePosixPath, ...]
    """Every folder of the package to be, parents before children."""

    def __bool__(self) -> bool:
        return bool(self.written or self.deleted)


def plan(output: Path, made: Mapping[PurePosixPath, bytes], *, force: bool) -> Plan:
    """Compare the package with what was made.

    Raises `Rejected` with every file that a person has made or edited and that would be
    overwritten or deleted. With `force` they are, except for those that no generated
    file replaces.
    """
    before = contents(output)
    states = survey(output, made, before)
    own = [p for p, s in before.items() if not is_folder(s) and p not in states]
    kept = [path for path in own if not is_cache(path)]
    problems = [*_in_the_way(output, made, kept)]
    if not force:
        problems += _of_a_person(output, made, states)
    if problems:
        raise Rejected(problems)
    folders = _folders(made, kept, before)
    return Plan(
        made=made,
        before=before,
        written=tuple(p for p in made if states[p] != "same"),
        deleted=tuple(p for p in states if p not in made and states[p] != "missing"),
        carried=tuple(p for p in own if not is_cache(p) or _home(p) in folders),
        folders=_with_caches(folders, before),
    )


def survey(
    output: Path,
    made: Mapping[PurePosixPath, bytes],
    before: Mapping[PurePosixPath, os.stat_result],
) -> dict[PurePosixPath, State]:
    """Tell the state of every file that is made now or was made by the run before."""
    recorded = _recorded(output)
    paths = (*made, *(path for path in recorded if path not in made))
    return {
        path: _state(
            output / path, before.get(path), made.get(path), recorded.get(path)
        )
        for path in paths
    }


def _recorded(output: Path) -> dict[PurePosixPath, str]:
    known = manifest.read(output)
    if known is None:
        return {}
    hashes = {PurePosixPath(path): hashed for path, hashed in known.files.items()}
    # It cannot hold its own hash; that it can be read tells whose it is.
    own = PurePosixPath(manifest.NAME)
    return {**hashes, own: digest((output / own).read_bytes())}


def _state(
    path: Path,
    status: os.stat_result | None,
    wanted: bytes | None,
    recorded: str | None,
) -> State:
    if status is None or is_folder(status):
        return "missing"
    on_disk = digest(path.read_bytes()) if stat.S_ISREG(status.st_mode) else ""
    if wanted is not None and on_disk == digest(wanted):
        return "same"
    if recorded is None:
        return "unknown"
    return "recorded" if on_disk == recorded else "edited"


def _of_a_person(
    output: Path,
    made: Mapping[PurePosixPath, bytes],
    states: Mapping[PurePosixPath, State],
) -> Iterator[Problem]:
    for path, state in states.items():
        if state == "edited" and path in made:
            yield _problem(output / path, "edited-file", _EDITED, _FORCE)
        elif state == "edited":
            yield _problem(output / path, "edited-file", _EDITED_STALE, _FORCE_STALE)
        elif state == "unknown":
            yield _problem(output / path, "unknown-file", _UNKNOWN, _FORCE)


def _in_the_way(
    output: Path, made: Mapping[PurePosixPath, bytes], kept: Iterable[PurePosixPath]
) -> Iterator[Problem]:
    folders = {folder for path in made for folder in path.parents}
    for path in kept:
        if path in folders or any(folder in made for folder in path.parents):
            yield _problem(output / path, "unknown-file", _BLOCKS, "Move it elsewhere.")


_EDITED = "this file was edited after it was generated."
_EDITED_STALE = (
    "this file was edited after it was generated, and is not generated any more."
)
_UNKNOWN = "a file is to be generated here, but this one was not made by bothends."
_BLOCKS = "this file was not made by bothends and is in the way of one that is."
_FORCE = "Move what you need out of it, then overwrite it with --force."
_FORCE_STALE = "Move what you need out of it, then delete it with --force."


def _problem(path: Path, rule: str, message: str, hint: str) -> Problem:
    return Problem(Position(str(path), 1, 1), rule, message, hint)


def _folders(
    made: Mapping[PurePosixPath, bytes],
    kept: Iterable[PurePosixPath],
    before: Mapping[PurePosixPath, os.stat_result],
) -> set[PurePosixPath]:
    """Find the folders of files to be, and those that a person keeps empty."""
    used = {folder for path in before for folder in path.parents}
    empty = {p for p, status in before.items() if is_folder(status) and p not in used}
    alone = [path for path in empty if path not in made and not is_cache(path)]
    return {f for path in (*made, *kept) for f in path.parents}.union(
        *({path, *path.parents} for path in alone)
    )


def _home(cache: PurePosixPath) -> PurePosixPath:
    """Find the folder whose modules are cached: without it, they are not needed."""
    return PurePosixPath(*cache.parts[: cache.parts.index(CACHE)])


def _with_caches(
    folders: set[PurePosixPath], before: Mapping[PurePosixPath, os.stat_result]
) -> tuple[PurePosixPath, ...]:
    caches = {
        path
        for path, status in before.items()
        if is_folder(status) and is_cache(path) and _home(path) in folders
    }
    return tuple(sorted(folders | caches))
