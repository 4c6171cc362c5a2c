"""What is going on, for somebody who watches a terminal."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from time import perf_counter

from bothends.report.terminal import screen
from bothends.text import visible


class Progress:
    """One line for each step, with its time in seconds; nothing where nobody watches."""

    def __init__(self) -> None:
        self._is_watched = screen(sys.stderr).is_terminal

    @contextmanager
    def step(self, name: str, what: str = "") -> Generator[None]:
        """Show that a step has begun and, when it ends in whatever way, that it has."""
        start = perf_counter()
        self._show(f"  {name:<10}{visible(what)}")
        try:
            yield
        finally:
            self._show(f" {perf_counter() - start:.2f} s\n")

    def _show(self, text: str) -> None:
        if self._is_watched:
            sys.stderr.write(text)
            sys.stderr.flush()
