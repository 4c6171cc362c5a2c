"""A bar for somebody who watches, a line for each description for a log."""

import sys
from time import monotonic
from types import TracebackType
from typing import Self

_WIDTH = 30


class Progress:
    """Counts descriptions on standard error."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._failed = 0
        self._start = monotonic()
        self._is_watched = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._is_watched:
            sys.stderr.write("\n")

    def advance(self, name: str, *, failed: bool) -> None:
        """Count one more description."""
        self._done += 1
        self._failed += failed
        counts = f"{self._done}/{self._total}, {self._failed} failed"
        if not self._is_watched:
            sys.stderr.write(f"{counts}: {name}\n")
            return
        filled = _WIDTH * self._done // self._total
        bar = "#" * filled + "." * (_WIDTH - filled)
        seconds = monotonic() - self._start
        sys.stderr.write(f"\r\x1b[K[{bar}] {counts}, {seconds:.0f} s {name[:40]}")
        sys.stderr.flush()
