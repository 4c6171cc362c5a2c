"""What came of one job, for the command line to tell."""

from bothends.problems import Problem, Rejected
from bothends.records import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to print, and how the process is to end."""

    line: str = ""
    """One line that says it all, such as `generated/petstore: up to date`."""
    problems: tuple[Problem, ...] = ()
    code: int = 0
    """The exit code, if it were for this job alone."""
    diff: str = ""
    """A unified diff, or nothing."""
    report: str = ""
    """What types do not say, for a person who asked for it."""
    shown_in_diff: tuple[Problem, ...] = ()
    """The same once more, for readers that cannot make anything of a diff."""


class UnreadableError(Rejected):
    """The input could not be taken in, so that nobody knows what else is wrong in it."""
