"""The jobs a project has for bothends: `[tool.bothends]`, or `bothends.toml`."""

import re
import tomllib
from pathlib import Path
from typing import cast

from bothends.config.job_reader import JobReader, position_in
from bothends.job import Job, from_here
from bothends.problems import Problem, Rejected, Unusable
from bothends.records import dataclass

__all__ = ["Config", "Job", "find", "has_table", "load"]

OWN_FILE = "bothends.toml"
SHARED_FILE = "pyproject.toml"
SHARED_TABLE = ("tool", "bothends")
"""The table of `pyproject.toml` that holds what `bothends.toml` holds as a whole."""

_NONE = (
    f"There is no configuration here or above: no {OWN_FILE}, and no [tool.bothends]"
    f" in {SHARED_FILE}."
)
_NONE_HINT = (
    "Write one with `bothends init`, or name a specification and a folder:"
    " `bothends generate SPEC -o DIR`."
)


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration that has been read and found to be in order."""

    file: Path
    jobs: tuple[Job, ...]
    """At least one, in the order of the file; no output is another's or inside it."""


def load(file: Path | None = None) -> Config:
    """Read the configuration; None stands for the nearest one, from here upwards.

    Raises `Unusable` if there is none or it cannot be read, and `Rejected` with
    everything that is wrong in it.
    """
    file = find(Path.cwd()) if file is None else file
    text = _text(file)
    try:
        content: object = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Rejected([_not_toml(file, text, error)]) from error
    if file.name != SHARED_FILE:
        return Config(file, JobReader(file, text).read(content, ()))
    ours = _at(content)
    jobs = JobReader(file, text).read({} if ours is None else ours, SHARED_TABLE)
    return Config(file, jobs)


def find(start: Path) -> Path:
    """Find the configuration of a folder, or of the nearest one above it that has any."""
    for folder in (start, *start.parents):
        own, shared = folder / OWN_FILE, folder / SHARED_FILE
        if own.is_file() and has_table(shared):
            both = f"{from_here(own)} and {from_here(shared)}"
            message = f"Both {both} configure bothends."
            raise Unusable(message, "Keep one of them.")
        if own.is_file() or has_table(shared):
            return Path(from_here(own if own.is_file() else shared))
    raise Unusable(_NONE, _NONE_HINT)


def has_table(shared: Path) -> bool:
    """Whether a `pyproject.toml` has, or seems to be meant to have, our table."""
    try:
        text = shared.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    try:
        return "bothends" in text and _at(tomllib.loads(text)) is not None
    except tomllib.TOMLDecodeError:
        return "tool.bothends" in text


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{file} is not UTF-8: byte {error.start + 1} is not."
        raise Unusable(message, "TOML files are UTF-8.") from error
    except OSError as error:
        message = f"The configuration {file} cannot be read: {error.strerror}."
        raise Unusable(message, "See `bothends init --help`.") from error


def _not_toml(file: Path, text: str, error: tomllib.TOMLDecodeError) -> Problem:
    """Take apart the parser's message: "what is wrong (at line 3, column 9)"."""
    message, _, place = str(error).partition(" (at ")
    numbers = [int(number) for number in re.findall(r"\d+", place)]
    line, column = numbers or (text.count("\n") + 1, 1)
    position = position_in(file, text, line, column)
    hint = "See https://toml.io for how TOML is written."
    return Problem(position, "invalid-toml", f"{message}.", hint)


def _at(document: object) -> object:
    """Look up our table in a `pyproject.toml`; None if there is none."""
    for key in SHARED_TABLE:
        if not isinstance(document, dict):
            break
        document = cast("dict[str, object]", document).get(key)
    return document
