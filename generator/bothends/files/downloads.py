"""`bothends.lock`: a hash of each document that a reference to a URL led to."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from bothends.problems import Unusable

_FORMAT = 1


def recorded(lock: Path) -> dict[str, str]:
    """Read the hashes, by URL; there are none without the file. Raises `Unusable`.

    What cannot be read is refused: taken for nothing, it would let everything pass.
    """
    try:
        content: object = json.loads(lock.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(lock) from error
    top = cast("dict[str, object]", content) if isinstance(content, dict) else {}
    urls = top.get("urls")
    if top.get("format") != _FORMAT or not isinstance(urls, dict):
        raise _unreadable(lock)
    hashes = cast("dict[str, object]", urls)
    if not all(isinstance(each, str) for each in hashes.values()):
        raise _unreadable(lock)
    return cast("dict[str, str]", urls)


def record(lock: Path, downloads: Mapping[str, str]) -> None:
    """Add hashes to the file, which is written as a whole and only if it changes.

    What is there already stays: other jobs have their URLs in the same file.
    """
    known = recorded(lock)
    urls = {**known, **downloads}
    if urls == known:
        return
    content = {"format": _FORMAT, "urls": urls}
    text = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    beside = lock.with_name(f"{lock.name}.new")
    try:
        beside.write_text(text, "utf-8", newline="\n")
        beside.replace(lock)
    except OSError as error:
        message = f"{lock} cannot be written: {error.strerror}."
        raise Unusable(message, "Check who owns the folder and its mode.") from error


def _unreadable(lock: Path) -> Unusable:
    message = f"{lock} cannot be read as hashes of URLs."
    return Unusable(message, "Restore it, or delete it and look at what comes anew.")
