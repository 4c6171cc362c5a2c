"""The nouns of this room: what was tried of each operation, and what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

Part = Literal["package", "request", "response", "refusal"]
"""What is tried: that the operation is there, that what is sent arrives, that what is answered
comes back, and that what the description forbids is refused."""

Verdict = Literal["failed", "skipped", "passed"]

Cause = Literal["description", "drawing", "failure", "server"]
"""Why something is not tried: the description allows no such message; it may allow one, but no
value was found; something before it failed; or the server, or the limits of what may be sent to
it, did not let it happen."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One attempt that went wrong."""

    what: str
    """What is wrong, in one line."""
    details: tuple[tuple[str, str], ...] = ()
    """What was sent, what came of it: a label and its text."""


@dataclass(slots=True)
class Cell:
    """One cell of the matrix: all attempts of one kind."""

    part: Part
    label: str
    """Such as `parameters`, `201 application/json` or `missing limit`."""
    passed: int = 0
    declined: int = 0
    """How often the client said itself that a value cannot be sent: those pass, too."""
    failures: list[Failure] = field(default_factory=list[Failure])
    skipped: str = ""
    """Why nothing was tried, where nothing was."""
    cause: Cause = "description"
    """Whose doing that is; of what was tried it says nothing."""

    @property
    def verdict(self) -> Verdict:
        """Sum the attempts up."""
        if self.failures:
            return "failed"
        return "skipped" if self.skipped and not self.passed else "passed"

    def fail(self, what: str, *details: tuple[str, str]) -> None:
        """Note an attempt that went wrong."""
        self.failures.append(Failure(what, details))


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the matrix: an operation and all that was tried of it."""

    name: str
    method: str
    path: str
    tag: str
    cells: tuple[Cell, ...]

    @property
    def failed(self) -> bool:
        """Whether anything went wrong."""
        return any(cell.failures for cell in self.cells)

    @property
    def untried(self) -> Cell | None:
        """The note that says why nothing could be sent; None where anything was tried."""
        requests = [*self.of("request")]
        tried = self.failed or any(cell.verdict != "skipped" for cell in requests)
        return None if tried or not requests else requests[-1]

    @property
    def unproven(self) -> tuple[Cell, ...]:
        """What else was not tried, though the description allows it."""
        return tuple(
            cell
            for cell in self.cells
            if cell.verdict == "skipped"
            and cell is not self.untried
            and cell.cause in {"drawing", "server"}
        )

    def of(self, part: Part) -> Iterator[Cell]:
        """Give the cells of one part."""
        return (cell for cell in self.cells if cell.part == part)


@dataclass(frozen=True, slots=True)
class Contract:
    """The whole matrix of one package."""

    package: str
    """As it was named."""
    server: str
    """The URL of the server that was called; empty for the generated one, in process."""
    seed: int
    limit: int
    results: tuple[Result, ...]
    values: str = ""
    """The file of the values that were given; empty for none."""

    @property
    def failed(self) -> bool:
        """Whether anything went wrong; a server that was asked nothing at all proves nothing."""
        causes = [each.untried.cause if each.untried else "" for each in self.results]
        unasked = bool(causes) and all(cause == "server" for cause in causes)
        return unasked or any(result.failed for result in self.results)

    def repeat(self, result: Result) -> str:
        """Give the command that tries one operation again, in the same way."""
        options = [f"--operation {_quoted(result.name)}", f"--seed {self.seed}"]
        options += [f"--limit {self.limit}"] if self.limit != LIMIT else []
        options += [f"--server {_quoted(self.server)}"] if self.server else []
        options += [f"--values {_quoted(self.values)}"] if self.values else []
        return f"bothends contract {_quoted(self.package)} {' '.join(options)}"


LIMIT = 24
"""How many values are drawn from a schema, if nobody says otherwise."""


def total(cells: Sequence[Cell]) -> int:
    """Count the attempts."""
    return sum(cell.passed + cell.declined + len(cell.failures) for cell in cells)


def _quoted(text: str) -> str:
    from shlex import quote

    return quote(text)
