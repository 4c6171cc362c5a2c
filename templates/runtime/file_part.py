"""A file in a form: bytes that know what they are called."""

from typing import Self


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
