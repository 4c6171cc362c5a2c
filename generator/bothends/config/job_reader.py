"""A configuration that is valid TOML -> the jobs in it, or all that is wrong with them."""

import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import cast

from bothends.config.toml import Places, Steps
from bothends.job import (
    LOCK,
    Declared,
    Job,
    from_here,
    is_local,
    no_package_name,
)
from bothends.problems import Position, Problem, Rejected
from bothends.suggest import did_you_mean

Table = dict[str, object]

_KEYS = (
    "spec",
    "output",
    "include-tags",
    "include-paths",
    "include-operations",
    "allow-network",
    "lenient",
    "spec-root",
    "report",
    "max-loss",
    "pagination",
)
_EXAMPLE = (
    "For example: `jobs.pets = "
    '{ spec = "spec/pets.yaml", output = "generated/pets" }`.'
)
_PACKAGE_NAME = "The last part of the output is what Python imports: an identifier."


class JobReader:
    """Reads the jobs of one configuration file."""

    def __init__(self, file: Path, text: str) -> None:
        self._file = file
        self._text = text
        self._places = Places(text)
        self._root = Path(os.path.normpath(file.absolute().parent))
        self._problems: list[Problem] = []

    def read(self, content: object, top: Steps) -> tuple[Job, ...]:
        """Turn the table that is at `top` of the file into jobs.

        Raises `Rejected` with everything that is wrong in it.
        """
        jobs = self._jobs(content, top)
        if self._problems:
            raise Rejected(self._problems)
        return jobs

    def _jobs(self, content: object, top: Steps) -> tuple[Job, ...]:
        table = self._table(content, top, ("jobs",))
        jobs = self._table(table.get("jobs", {}), (*top, "jobs"))
        if not jobs and not self._problems:
            message = "no job is configured."
            self._report((*top, "jobs"), "no-job", message, _EXAMPLE)
        found = [
            self._job(name, job, (*top, "jobs", name)) for name, job in jobs.items()
        ]
        self._keep_apart([job for job in found if job], (*top, "jobs"))
        return tuple(job for job in found if job)

    def _job(self, name: str, content: object, at: Steps) -> Job | None:
        before = len(self._problems)
        if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
            message = f"`{name}` cannot be the name of a job."
            hint = "A name is letters, digits, `_` and `-`, for the option --job."
            self._report(at, "invalid-job-name", message, hint)
        table = self._table(content, at, _KEYS)
        if isinstance(content, dict):
            for key in ("spec", "output"):
                if key not in table:
                    message = f"the job `{name}` has no `{key}`."
                    self._report(at, "missing-key", message, _EXAMPLE)
        job = Job(
            name=name,
            spec=self._spec(table, (*at, "spec")),
            output=self._output(table, (*at, "output")),
            include_tags=self._strings(table, (*at, "include-tags")),
            include_paths=self._strings(table, (*at, "include-paths")),
            include_operations=self._strings(table, (*at, "include-operations")),
            allow_network=self._flag(table, (*at, "allow-network")),
            lenient=self._flag(table, (*at, "lenient")),
            spec_root=self._folder(table, (*at, "spec-root")),
            lock=Path(from_here(self._root / LOCK)),
            report=self._near(table, (*at, "report")),
            max_loss=self._number(table, (*at, "max-loss")),
            pagination=self.pagination(table, at),
        )
        return job if len(self._problems) == before else None

    def _spec(self, table: Table, at: Steps) -> str:
        spec = self._string(table, at)
        if spec == "-":
            message = "a job cannot read standard input."
            hint = "Pipe it in where it is there: `bothends generate - -o DIR`."
            self._report(at, "invalid-spec", message, hint, value=True)
        if not spec or not is_local(spec):
            return spec
        return from_here(self._root / spec)

    def _folder(self, table: Table, at: Steps) -> Path | None:
        text = self._string(table, at)
        return Path(from_here(self._root / text)) if text else None

    def _output(self, table: Table, at: Steps) -> Path:
        text = self._string(table, at)
        path = Path(os.path.normpath(self._root / text))
        if text and self._root not in path.parents:
            message = f"the output `{text}` is not inside the project."
            hint = (
                f"Choose a folder below {from_here(self._root)}, for the package only."
            )
            self._report(at, "invalid-output", message, hint, value=True)
        elif text and (reason := no_package_name(path.name)):
            self._report(at, "invalid-output", reason, _PACKAGE_NAME, value=True)
        return Path(from_here(path))

    def _near(self, table: Table, at: Steps) -> str:
        text = self._string(table, at)
        return from_here(self._root / text) if text else ""

    def _number(self, table: Table, at: Steps) -> int | None:
        value = table.get(_last(at))
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        if _last(at) in table:
            self._wrong_type(at, "a number, 0 or greater", value)
        return None

    def pagination(self, table: Table, at: Steps = ()) -> tuple[Declared, ...]:
        """Read what a job says of pages; the description decides whether it is right."""
        found = self._table(table.get("pagination", {}), (*at, "pagination"))
        return tuple(
            self._declared(name, content, (*at, "pagination", name))
            for name, content in found.items()
        )

    def _declared(self, name: str, content: object, at: Steps) -> Declared:
        values = self._table(content, at)
        places = {key: self._position((*at, key)) for key in values}
        return Declared(name, values, self._position(at), places)

    def _keep_apart(self, jobs: list[Job], at: Steps) -> None:
        """No two packages may share a folder; capitals alone do not make two."""
        seen: dict[tuple[str, ...], Job] = {}
        for job in jobs:
            parts = tuple(job.output.absolute().as_posix().casefold().split("/"))
            for others, other in seen.items():
                shared = min(len(parts), len(others))
                if parts[:shared] == others[:shared]:
                    relation = "the same as" if parts == others else "nested with"
                    message = (
                        f"this output is {relation} that of the job `{other.name}`."
                    )
                    hint = "Give every job a folder of its own."
                    place = (*at, job.name, "output")
                    self._report(place, "shared-output", message, hint, value=True)
            seen[parts] = job

    def _table(self, content: object, at: Steps, known: Collection[str] = ()) -> Table:
        if not isinstance(content, dict):
            self._wrong_type(at, "a table", content)
            return {}
        table = cast("Table", content)
        for key in table:
            if known and key not in known:
                message = f"unknown key `{key}`."
                hint = did_you_mean(key, known)
                self._report((*at, key), "unknown-key", message, hint)
        return table

    def _string(self, table: Table, at: Steps) -> str:
        value = table.get(_last(at), "")
        if isinstance(value, str) and (value.strip() or _last(at) not in table):
            return value
        self._wrong_type(at, "a string that is not empty", value)
        return ""

    def _strings(self, table: Table, at: Steps) -> tuple[str, ...]:
        values = table.get(_last(at), [])
        if not isinstance(values, list):
            self._wrong_type(at, "a list of strings", values)
            return ()
        items = cast("list[object]", values)
        for index, item in enumerate(items):
            if not isinstance(item, str) or not item.strip():
                self._wrong_type((*at, index), "a string that is not empty", item)
        return tuple(item for item in items if isinstance(item, str))

    def _flag(self, table: Table, at: Steps) -> bool:
        value = table.get(_last(at), False)
        if not isinstance(value, bool):
            self._wrong_type(at, "true or false", value)
        return value is True

    def _wrong_type(self, at: Steps, wanted: str, value: object) -> None:
        where = f"`{_last(at)}`" if at else "the configuration"
        if at and isinstance(at[-1], int):
            where = f"every item of {where}"
        message = f"{where} must be {wanted}, and this is {_described(value)}."
        self._report(at, "wrong-type", message, _EXAMPLE, value=True)

    def _report(
        self, at: Steps, rule: str, message: str, hint: str, *, value: bool = False
    ) -> None:
        position = self._position(at, value=value)
        self._problems.append(Problem(position, rule, message, hint))

    def _position(self, at: Steps, *, value: bool = False) -> Position:
        line, column = self._places.value(at) if value else self._places.key(at)
        return position_in(self._file, self._text, line, column)


def position_in(file: Path, text: str, line: int, column: int) -> Position:
    """Name a place in the text of a file; line and column count from 1."""
    lines = text.split("\n")
    listing = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    return Position(str(file), line, column, listing)


def _last(at: Steps) -> str:
    """Name the innermost key on the way to a place."""
    return next((step for step in reversed(at) if isinstance(step, str)), "")


def _described(value: object) -> str:
    match value:
        case bool():
            return f"`{str(value).lower()}`"
        case str():
            return f'the string "{value}"'
        case int() | float():
            return f"the number {value}"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a date or a time"
