"""Arguments in, exit code out."""

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from bothends._version import __version__


def entry() -> NoReturn:
    """Run the command line of this process, and end it.

    At once: Python would first take every object apart, which takes as long as to make a small
    package. Who traces or profiles it is told of the end as ever.
    """
    code = main()
    if sys.gettrace() or sys.getprofile():
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; gives the exit code."""
    given = sys.argv[1:] if argv is None else list(argv)
    if given == ["--version"] and _answered():
        return 0
    # A run loads, builds large trees, prints and ends. There is next to nothing in them for the
    # collector to free, and its looking for it takes up to half of the time.
    gc.disable()
    from bothends.cli.run import run

    return run(given)


def _answered() -> bool:
    """Tell the version, which scripts ask for often, without all that a command needs."""
    try:
        sys.stdout.write(f"bothends {__version__}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        return False
    return True
