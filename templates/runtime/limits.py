"""What is too much of a request: it is refused before anybody works on it."""

import re
from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from dataclasses import dataclass
from itertools import chain

from .content import Content, Json
from .forms import Form
from .multipart import Multipart
from .parts import boundary_of, head_end, spans
from .positional import Positional
from .problem import Code, Refused, RequestProblem

_PARSER_DEPTH = 200
"""How deep JSON may be nested by pydantic's parser, which goes no deeper."""

_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_OTHERS = bytes(each for each in range(256) if each not in b"[]{}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a request may have at most; None is for no limit of ours, a server may have its own.

    Too many or too large headers are a 431, too much of a query is a 414, of a body a 413;
    JSON that is nested too deep is malformed, 400.
    """

    headers: int | None = 100
    """Headers."""
    header_bytes: int | None = 65_536
    """Bytes of all their names and values."""
    query_parameters: int | None = 1000
    """Pairs of the query."""
    query_bytes: int | None = 65_536
    """Bytes of the query."""
    body: int | None = 16 * 2**20
    """Bytes of a body that is read whole before the handler is called."""
    stream: int | None = None
    """Bytes of a body that the handler reads itself as it comes: binary ones and items."""
    json_depth: int = _PARSER_DEPTH
    """Arrays and objects within each other; the parser knows no more than these."""
    fields: int | None = 1000
    """Pairs of a form."""
    parts: int | None = 1000
    """Parts of a form in parts, or of another body in parts; more than 1000 are never read."""
    part: int | None = None
    """Bytes of the content of a part; all of them together are a body."""
    part_headers: int | None = 16_384
    """Bytes of the headers of a part, which have its name; more than 16384 are never read."""

    def ensure_head(self, headers: Sequence[tuple[bytes, bytes]], query: bytes) -> None:
        """Raise `Refused` for too many headers, or too long ones, and so for the query."""
        _ensure(len(headers), self.headers, "headers")
        if self.header_bytes is not None:
            size = sum(map(len, chain.from_iterable(headers)))
            _ensure(size, self.header_bytes, "bytes of headers")
        if query:
            _ensure(len(query), self.query_bytes, "bytes of a query")
            count = query.count(b"&") + 1
            _ensure(count, self.query_parameters, "parameters of a query")

    def ensure_body(self, content: Content, data: bytes, media_type: str) -> None:
        """Raise `Refused` for a body that would take more work than it may."""
        match content:
            case Json():
                if self.json_depth < _PARSER_DEPTH:
                    _ensure_depth(data, self.json_depth)
            case Form():
                _ensure(data.count(b"&") + 1, self.fields, "fields")
            case Multipart() | Positional():
                self._ensure_parts(data, media_type)
            case _:
                pass

    def _ensure_parts(self, data: bytes, media_type: str) -> None:
        boundary = b"--" + boundary_of(media_type)
        for count, (start, end) in enumerate(spans(data, boundary), 1):
            _ensure(count, self.parts, "parts")
            stop = head_end(data, start, end)
            _ensure(stop - start, self.part_headers, "bytes of headers in a part")
            _ensure(end - stop, self.part, "bytes in a part")


async def bounded(
    chunks: AsyncIterable[bytes], declared: str, limit: int | None
) -> AsyncGenerator[bytes]:
    """Give the chunks of a body; raises `Refused` once there are more bytes than the limit."""
    ensure_declared(declared, limit)
    seen = 0
    async for chunk in chunks:
        seen += len(chunk)
        ensure_size(seen, limit)
        yield chunk


def ensure_declared(declared: str, limit: int | None) -> None:
    """Raise `Refused` for a `Content-Length` of more bytes than the limit of a body."""
    if limit is not None and declared.isdecimal():
        # Python reads no number of thousands of digits; so many are too many in any case.
        ensure_size(int(declared[:20]), limit)


def ensure_size(size: int, limit: int | None) -> None:
    """Raise `Refused` for more bytes than the limit of a body."""
    if limit is not None and size > limit:
        raise _too_much(limit, "bytes of a body")


_STATUSES: dict[str, tuple[int, Code]] = {
    "headers": (431, "headers-too-large"),
    "bytes of headers": (431, "headers-too-large"),
    "bytes of a query": (414, "uri-too-long"),
    "parameters of a query": (414, "uri-too-long"),
}


def _ensure(count: int, limit: int | None, what: str) -> None:
    """Raise `Refused` for more than there may be of something."""
    if limit is not None and count > limit:
        raise _too_much(limit, what)


def _too_much(limit: int, what: str) -> Refused:
    status, code = _STATUSES.get(what, (413, "content-too-large"))
    detail = f"No more than {limit} {what} are taken"
    return Refused(RequestProblem(status, code, detail))


def _ensure_depth(data: bytes, limit: int) -> None:
    """Take the innermost brackets away until there are none: no recursion, whatever comes."""
    if data.count(b"[") + data.count(b"{") <= limit:
        return
    brackets = _STRING.sub(b"", data).translate(_BRACKETS, _OTHERS)
    for _ in range(limit):
        brackets = brackets.replace(b"[]", b"")
    if brackets:
        detail = f"The JSON is nested deeper than {limit}, or no JSON"
        raise Refused(RequestProblem(400, "malformed-body", detail))
