"""What is wrong with an input: where it is, which rule it breaks and what to do about it."""

from collections.abc import Iterable
from typing import Literal

from bothends.records import dataclass

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a source file; `line` and `column` count from 1, as editors show them."""

    file: str
    line: int
    column: int
    text: str = ""
    """The whole source line, for a listing; empty where the source has no lines."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding. Problems sort in the order of the files they are in."""

    position: Position
    rule: str
    """A stable kebab-case name, such as `missing-path-parameter`."""
    message: str
    hint: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.position}: {self.severity}[{self.rule}]: {self.message}"


@dataclass(frozen=True, slots=True, order=True)
class Deviation:
    """One keyword of a description of which the types that are made of it do not say all."""

    position: Position
    pointer: str
    """RFC 6901, from the root of the description."""
    keyword: str
    treatment: Literal["checked", "lost"]
    """Whether it is checked at run time instead, or by nothing."""
    reason: str
    hint: str
    rule: str
    """Of the warning about what is lost."""


class Rejected(Exception):
    """The input cannot be used; `problems` holds every reason, sorted, each of them once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class Unusable(Exception):
    """A mistake that lies in no document: the configuration, the arguments, the file system."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message} {hint}".strip())


def merged(first: Iterable[Problem], then: Iterable[Problem]) -> tuple[Problem, ...]:
    """Bring together what was found first and what a later look found, in order.

    A later warning about a place that has been spoken of already is one cause twice.
    """
    found = {*first}
    places = {problem.position for problem in found}
    found |= {
        problem
        for problem in then
        if problem.severity == "error" or problem.position not in places
    }
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem whose place is still a pointer into the document, unless it has a position."""

    pointer: tuple[str | int, ...]
    rule: str
    message: str
    hint: str
    severity: Severity = "error"
    position: Position | None = None
    """Where it is outside of the document."""
