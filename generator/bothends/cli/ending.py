"""How a run ends that does not end as it should: quietly, in words, with an exit code."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from bothends.problems import Problem, Rejected, Unusable
from bothends.report import from_unusable, report
from bothends.report.terminal import screen

REFUSED = 1
UNUSABLE = 2
BUG = 70
"""EX_SOFTWARE of sysexits.h."""
INTERRUPTED = 130
"""128 and SIGINT, as a shell has it."""
PIPE_CLOSED = 141
"""128 and SIGPIPE."""


class Ending:
    """A context whose `code` is the exit code, whatever is raised in it."""

    def __init__(self) -> None:
        self.code = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> Literal[True]:
        match error:
            case None:
                pass
            case SystemExit(code=code):  # argparse has printed help or the version.
                self.code = code if isinstance(code, int) else 0
            case Unusable():
                self.code = _tell([from_unusable(error)])
            case Rejected():
                self.code = _tell(error.problems)
            case KeyboardInterrupt():
                sys.stderr.write("\ninterrupted\n")
                self.code = INTERRUPTED
            case BrokenPipeError():
                _close_pipe()
                self.code = PIPE_CLOSED
            case _:
                _tell([from_unusable(_bug(error))])
                self.code = BUG
        return True


def _tell(problems: Sequence[Problem]) -> int:
    sys.stderr.write(report(problems, "text", screen(sys.stderr)))
    return UNUSABLE


def _close_pipe() -> None:
    """Send what is still buffered nowhere, or Python would complain at its exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _bug(error: BaseException) -> Unusable:
    import traceback

    if os.environ.get("BOTHENDS_DEBUG"):
        traceback.print_exception(error)
    ours = str(Path(__file__).parents[1])
    frames = traceback.extract_tb(error.__traceback__)
    last = [frame for frame in frames if frame.filename.startswith(ours)][-1]
    where = Path(last.filename).relative_to(Path(ours).parent).as_posix()
    return Unusable(
        f"this is a bug in bothends: {type(error).__name__}: {error} ({where}, line"
        f" {last.lineno}).",
        "Please report it, with the specification if you can, and with the traceback"
        " that BOTHENDS_DEBUG=1 prints.",
    )
