"""Parts within a part."""

from typing import Any, Protocol

from .faults import FaultsError
from .parts import Part


class Nested(Protocol):
    """What carries parts within a part: `Multipart` or `Positional`."""

    def say(self, data: Any) -> tuple[bytes, str]:
        """Write a plain value; give the media type with its boundary."""
        ...

    def hear(self, data: bytes, media_type: str, *, strict: bool) -> Any:
        """Read a plain value."""
        ...


def within(step: str | int, inner: Nested, part: Part, *, strict: bool) -> Any:
    """Read the parts of a part; what is wrong with one is below its step."""
    try:
        return inner.hear(part.content, part.content_type, strict=strict)
    except FaultsError as error:
        raise FaultsError([fault.below(step) for fault in error.faults]) from error
