"""The package on disk against what was made, as differences that `patch` can read too."""

import difflib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Literal

from bothends.files import File, explained, package
from bothends.files.folder import contents
from bothends.files.manifest import Manifest
from bothends.files.plan import State, survey
from bothends.records import dataclass

Kind = Literal["missing", "stale", "outdated", "edited"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not on disk what generating would make it."""

    path: PurePosixPath
    """Where it is, from the package."""
    kind: Kind
    """Stale: it is not generated any more. Outdated: an earlier run made it, and it is
    made differently now. Edited: no run made it as it is."""
    diff: str
    """A unified diff from the file on disk to the one that was made."""


def check(
    output: Path, files: Iterable[File], manifest: Manifest
) -> tuple[Difference, ...]:
    """Everything that `write` would change, in the order of the paths.

    Files that bothends did not make and would not replace are no differences.
    """
    made = package(files, manifest)
    with explained(output, "compared"):
        states = survey(output, made, contents(output))
        return tuple(
            Difference(path, kind, _diff(output, path, made.get(path)))
            for path, state in sorted(states.items())
            if (kind := _kind(state, is_made=path in made)) is not None
        )


def _kind(state: State, *, is_made: bool) -> Kind | None:
    match state:
        case "same":
            return None
        case "missing":
            return "missing" if is_made else None
        case "recorded":
            return "outdated" if is_made else "stale"
        case "edited" | "unknown":
            return "edited"


def _diff(output: Path, path: PurePosixPath, made: bytes | None) -> str:
    file = output / path
    on_disk = file.read_bytes() if file.is_file() else None
    name = file.as_posix().lstrip("/")
    old = "/dev/null" if on_disk is None else f"a/{name}"
    new = "/dev/null" if made is None else f"b/{name}"
    lines = difflib.unified_diff(_lines(on_disk), _lines(made), old, new)
    # No line tells of an empty file: its name has to.
    return "".join(_ended(lines)) or f"--- {old}\n+++ {new}\n"


def _lines(data: bytes | None) -> list[str]:
    """Lines as `patch` counts them: `str.splitlines` ends them at form feeds as well."""
    text = (data or b"").decode(errors="backslashreplace").replace("\r\n", "\n")
    return list(io.StringIO(text))


def _ended(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield line
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"
