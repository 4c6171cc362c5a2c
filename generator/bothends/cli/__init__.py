"""Arguments in, exit code out."""

import sys
from collections.abc import Sequence

from bothends._version import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; gives the exit code."""
    given = sys.argv[1:] if argv is None else list(argv)
    if given == ["--version"] and _answered():
        return 0
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
