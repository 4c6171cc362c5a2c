"""Try something that may raise whatever it likes: what it raised is what is looked at."""

from types import TracebackType
from typing import Self


class Attempt:
    """A context that keeps the exception which ended it; interrupts pass through."""

    def __init__(self) -> None:
        self.error: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        self.error = error if isinstance(error, Exception) else None
        return self.error is not None

    @property
    def reason(self) -> str:
        """Say what was raised, in one line; empty if nothing was."""
        return worded(self.error) if self.error else ""


def worded(error: Exception) -> str:
    """Say in one line what an exception says."""
    text = " ".join(str(error).split())
    kind = type(error).__name__
    return f"{kind}: {text}" if text else kind
