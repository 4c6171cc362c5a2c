"""What was made before, kept by what it was made of: texts in a folder of the user.

An entry is a file that is named by a hash of all that its text depends on, and begins with a hash
of the text. What does not hold is not there: nothing is trusted but the text itself. Runs do not
hinder each other, since each entry is moved into its place whole.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from bothends import resources
from bothends._version import __version__

_MOST = 64
"""So many entries are kept, those that were used last."""


def folder(environment: Mapping[str, str]) -> Path | None:
    """Find the place of the cache (XDG Base Directory Specification); None if there is none."""
    if own := environment.get("BOTHENDS_CACHE"):
        return Path(own)
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        place = environment.get(variable, "")
        if Path(place).is_absolute():
            return Path(place, "bothends")
    with suppress(RuntimeError):
        return Path.home() / ".cache" / "bothends"
    return None


def key_of(*parts: str, libraries: Iterable[str]) -> str:
    """Hash texts, and the versions of what turns them into others."""
    makers = [
        f"bothends {__version__} {resources.last_edit()}",
        f"python {sys.version}",
        *_installed(libraries),
    ]
    hashed = sha256()
    for part in (*makers, *parts):
        hashed.update(sha256(part.encode()).digest())
    return hashed.hexdigest()


def _installed(libraries: Iterable[str]) -> list[str]:
    """List all that is installed beside modules, with the versions.

    Which of it matters they know themselves; to ask for each by its name takes longer.
    """
    found = (find_spec(name) for name in libraries)
    folders = {Path(each.origin).parents[1] for each in found if each and each.origin}
    return sorted(
        path.name
        for folder in folders
        for path in folder.iterdir()
        if path.name.endswith((".dist-info", ".egg-info"))
    )


def get(place: Path, key: str) -> str | None:
    """Give the text of an entry; None if there is none that holds."""
    path = place / key
    with suppress(OSError, UnicodeDecodeError):
        head, _, data = path.read_bytes().partition(b"\n")
        if head.decode() == sha256(data).hexdigest():
            os.utime(path)
            return data.decode()
    return None


def put(place: Path, key: str, text: str) -> None:
    """Keep a text. Where that is not possible, it will be made again."""
    data = text.encode()
    part = place / f".{key}.{os.getpid()}"
    with suppress(OSError):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            part.write_bytes(sha256(data).hexdigest().encode() + b"\n" + data)
            part.replace(place / key)
        finally:
            part.unlink(missing_ok=True)
        _sweep(place)


def _sweep(place: Path) -> None:
    """Delete what was not used for the longest time, and what runs left that were killed."""
    paths = sorted(place.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in paths[_MOST:]:
        path.unlink(missing_ok=True)
