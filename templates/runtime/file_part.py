"""A file in a form: bytes that know what they are called."""

from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from .streams import ByteSource


class FilePart(bytes):
    """The bytes of a file, its name and its media type; goes wherever bytes go.

    Both are what the sender says. A name may be anything, `../etc/passwd` too: it is no path.
    """

    filename: str | None
    content_type: str | None

    def __new__(
        cls,
        data: bytes = b"",
        filename: str | None = None,
        content_type: str | None = None,
    ) -> Self:
        """Name bytes; without a name they are sent by that of their property."""
        self = super().__new__(cls, data)
        self.filename = filename
        self.content_type = content_type
        return self

    @staticmethod
    def from_source(
        source: "ByteSource",
        filename: str | None = None,
        content_type: str | None = None,
    ) -> "FilePart":
        """Give a file that is read while it is sent, and never held whole.

        Its source is the path of a file, an open one, or chunks of bytes; chunks that are
        awaited need a client that awaits. It is sent by the name of the file, unless it is
        told another. It goes wherever a file goes in `multipart/form-data` and its like.
        """
        return UnreadFile(source, filename, content_type)


class UnreadFile(FilePart):
    """A file that is read while it is sent: bytes that are not there yet."""

    source: "ByteSource"

    def __new__(
        cls,
        source: "ByteSource",
        filename: str | None = None,
        content_type: str | None = None,
    ) -> Self:
        """Name what the file is read from."""
        self = super().__new__(cls, _UNREAD, filename or _name_of(source), content_type)
        self.source = source
        return self


_UNREAD = b"\xff is read while it is sent"
"""What such a file is until then: no text, so that nothing but a form takes it for a value."""


def _name_of(source: object) -> str | None:
    """Give the last part of the path that a file was opened by."""
    path = source if isinstance(source, Path) else getattr(source, "name", None)
    return Path(path).name if isinstance(path, str | Path) else None
