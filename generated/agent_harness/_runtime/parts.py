"""Bodies in parts on the wire (RFC 2046 §5.1, RFC 7578): parts, and the bytes that they make."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_hex
from urllib.parse import unquote_to_bytes

from .file_part import UnreadFile

_MOST = 1000
"""Parts that one body may have, as many as Starlette reads."""

_LONGEST = 16384
"""Bytes that the headers of one part may have."""

_TAIL = re.compile(rb"(--)?[ \t]*(?=\r\n|\Z)")
"""What comes after a boundary: two hyphens at the end of all, and padding (RFC 2046 §5.1.1)."""

_FOLD = re.compile(r"\r\n(?=[ \t])")
_PARAMETER = re.compile(
    r""";\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))""", re.DOTALL
)
_ESCAPES = {"%22": '"', "%0D": "\r", "%0A": "\n", r"\"": '"', r"\\": "\\"}
_ESCAPED = re.compile("|".join(map(re.escape, _ESCAPES)))
_PLAIN = frozenset(["", "7bit", "8bit", "binary"])


class Malformed(ValueError):
    """Bytes that are no form."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the property that it is of, and its value; a part by position has no name."""

    name: str | None
    content: bytes
    content_type: str = "text/plain"
    """As the part states it; empty where it states none, and is `text/plain` (RFC 2046 §5.2)."""
    filename: str | None = None

    @property
    def essence(self) -> str:
        """The media type without its parameters, in lower case."""
        return essence_of(self.content_type) or "text/plain"

    @property
    def text(self) -> str:
        """The content as text; raises UnicodeDecodeError or LookupError if it is none."""
        return self.content.decode(parameters(self.content_type).get("charset", "utf8"))

    def written(self) -> bytes:
        """Give headers and content; raises TypeError for a file that is not read yet."""
        if isinstance(self.content, UnreadFile):
            message = (
                "a file that is read while it is sent stands in a form, and no deeper"
            )
            raise TypeError(message)
        return self.head + self.content

    @property
    def head(self) -> bytes:
        """The headers, and the empty line behind them; no name can end its header."""
        if not self.content_type.isprintable() or not self.content_type.isascii():
            message = f"no part can be of the media type {self.content_type!r}"
            raise ValueError(message)
        disposition = self._disposition
        return f"{disposition}content-type: {self.content_type}\r\n\r\n".encode()

    @property
    def _disposition(self) -> str:
        """Write the header that names a part or its file; `form-data` alone knows names."""
        if self.name is None and self.filename is None:
            return ""
        kind = "attachment" if self.name is None else "form-data"
        said = "".join(
            f'; {key}="{_quoted(text)}"'
            for key, text in (("name", self.name), ("filename", self.filename))
            if text is not None
        )
        return f"content-disposition: {kind}{said}\r\n"


def write_parts(parts: Sequence[Part]) -> tuple[bytes, str]:
    """Give the bytes of a body, and its boundary, which is the same for the same parts."""
    written = [part.written() for part in parts]
    boundary = sha256(b"".join(written)).hexdigest()
    line = f"--{boundary}\r\n".encode()
    body = b"".join(piece for part in written for piece in (line, part, b"\r\n"))
    return body + f"--{boundary}--\r\n".encode(), boundary


def pieces_of(parts: Sequence[Part]) -> tuple[list[bytes], str]:
    """Give the pieces of a body, files that are read later among them, and its boundary."""
    boundary = token_hex(16)
    line = f"--{boundary}\r\n".encode()
    pieces = [
        piece for part in parts for piece in (line + part.head, part.content, b"\r\n")
    ]
    return [*pieces, f"--{boundary}--\r\n".encode()], boundary


def bounded(media_type: str, boundary: str) -> str:
    """Give the media type of a body, which names its boundary."""
    return f"{media_type.replace('*', 'mixed')}; boundary={boundary}"


def read_parts(data: bytes, media_type: str) -> list[Part]:
    """Read a body; raises `Malformed` for what RFC 2046 §5.1 does not allow, or too much of it."""
    boundary = boundary_of(media_type)
    parts: list[Part] = []
    for start, end in spans(data, b"--" + boundary):
        if len(parts) == _MOST:
            message = f"A form may have no more than {_MOST} parts"
            raise Malformed(message)
        parts.append(part_of(data, start, end))
    return parts


def named(parts: Sequence[Part]) -> dict[str, list[Part]]:
    """Put parts together by their names; raises `Malformed` for one that has none."""
    found: dict[str, list[Part]] = {}
    for part in parts:
        if part.name is None:
            message = "A part of a form has no name"
            raise Malformed(message)
        found.setdefault(part.name, []).append(part)
    return found


def boundary_of(media_type: str) -> bytes:
    """Give what separates the parts; raises `Malformed` where a media type does not say."""
    boundary = parameters(media_type).get("boundary", "")
    if not 0 < len(boundary) <= 70:
        message = "The media type of a body in parts must name its boundary"
        raise Malformed(message)
    return boundary.encode()


def essence_of(media_type: str) -> str:
    """Give a media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def parameters(header: str) -> Mapping[str, str]:
    """Give the parameters of a header; `name*` (RFC 5987 §3.2) is better than `name`."""
    plain: dict[str, str] = {}
    extended: dict[str, str] = {}
    for name, quoted, token in _PARAMETER.findall(header):
        text = _ESCAPED.sub(lambda found: _ESCAPES[found[0]], quoted) or token
        if name.endswith("*"):
            extended[name.lower().removesuffix("*")] = _extended(text)
        else:
            plain.setdefault(name.lower(), text)
    return plain | extended


def spans(data: bytes, delimiter: bytes) -> Iterator[tuple[int, int]]:
    """Find where parts begin, at the line end before their headers, and where they end."""
    line = b"\r\n" + delimiter
    at = 0 if data.startswith(delimiter) else data.find(line)
    start = None
    while at >= 0:
        behind = data.find(delimiter, at) + len(delimiter)
        if tail := _TAIL.match(data, behind):
            if start is not None:
                yield start, at
            if tail[1]:
                return
            start = tail.end()
        at = data.find(line, behind)
    message = "The form in parts does not end with its boundary"
    raise Malformed(message)


def part_of(data: bytes, start: int, end: int) -> Part:
    """Read one part, from the line end before its headers; raises `Malformed`."""
    stop = head_end(data, start, min(end, start + _LONGEST))
    if stop == min(end, start + _LONGEST):
        message = f"The headers of a part do not end, or not within {_LONGEST} bytes"
        raise Malformed(message)
    headers = _headers(data[start:stop])
    disposition = parameters(headers.get("content-disposition", ""))
    encoding = headers.get("content-transfer-encoding", "").lower()
    if encoding not in _PLAIN:
        message = f"A part of a form must be as it is, not {encoding!r} (RFC 7578 §4.7)"
        raise Malformed(message)
    return Part(
        disposition.get("name"),
        data[stop + 4 : end],
        headers.get("content-type", ""),
        disposition.get("filename"),
    )


def head_end(data: bytes, start: int, end: int) -> int:
    """Find where the headers of a part end; where they do not, that is where it ends itself."""
    stop = data.find(b"\r\n\r\n", start, end)
    return end if stop < 0 else stop


def _headers(head: bytes) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in _FOLD.sub("", _utf8(head)).split("\r\n"):
        name, colon, text = line.partition(":")
        if line and not colon:
            message = f"A part of a form has a line that is no header: {line[:100]!r}"
            raise Malformed(message)
        headers.setdefault(name.strip().lower(), text.strip())
    return headers


def _extended(text: str) -> str:
    """Read `UTF-8'en'na%C3%AFve`."""
    charset, _, rest = text.partition("'")
    try:
        return unquote_to_bytes(rest.partition("'")[2]).decode(charset)
    except (LookupError, UnicodeDecodeError) as error:
        message = f"A name in a form is not as it says: {text[:100]!r}"
        raise Malformed(message) from error


def _utf8(head: bytes) -> str:
    """Read headers as UTF-8 (RFC 7578 §5.1), or as Latin-1 where they are none."""
    try:
        return head.decode()
    except UnicodeDecodeError:
        return head.decode("latin-1")


def _quoted(text: str) -> str:
    """Escape what would end a quoted name, as the WHATWG's HTML does (RFC 7578 §4.2)."""
    text = text.replace("\\", "\\\\").replace('"', "%22")
    return text.replace("\r", "%0D").replace("\n", "%0A")
