"""What a stream is called in Python: it depends on who holds it, and on which way it goes."""

from collections.abc import Iterable, Mapping
from typing import Literal

from bothends.ir import Blob, StreamOf, Type, parts
from bothends.records import dataclass

Role = Literal[
    "wire",
    "taken",
    "given",
    "sent",
    "got",
    "opened",
    "sync_sent",
    "sync_got",
    "sync_opened",
]
"""Where a type stands: what a handler takes and gives, what a client sends, gets and opens."""

_ABSTRACT = frozenset(["AsyncIterable", "Iterable"])
_ASYNC_BYTES = "AsyncIterable[bytes]"


@dataclass(frozen=True, slots=True)
class _Spelling:
    blob: str
    stream: str
    """The class of a stream of items; an operation on the wire knows none."""

    @property
    def blob_names(self) -> set[str]:
        return {self.blob.removeprefix("bytes | ").removesuffix("[bytes]")} - {"bytes"}


_SPELLINGS: Mapping[Role, _Spelling] = {
    "wire": _Spelling("bytes", ""),
    "taken": _Spelling("ByteStream", "AsyncIterable"),
    "given": _Spelling(f"bytes | {_ASYNC_BYTES}", "AsyncIterable"),
    "sent": _Spelling("ByteSource", "AsyncIterable"),
    "got": _Spelling("bytes", "ItemStream"),
    "opened": _Spelling("ByteStream", "ItemStream"),
    "sync_sent": _Spelling("SyncByteSource", "Iterable"),
    "sync_got": _Spelling("bytes", "SyncItemStream"),
    "sync_opened": _Spelling("SyncByteStream", "SyncItemStream"),
}


def blob(role: Role) -> str:
    """Write the type of a binary body."""
    return _SPELLINGS[role].blob


def stream_of(item: str, role: Role) -> str:
    """Write the type of a stream of items."""
    stream = _SPELLINGS[role].stream
    return f"{stream}[{item}]" if stream else "Any"


def stream_names(uses: Iterable[tuple[Role, Type]]) -> dict[str, set[str]]:
    """Tell the names that streams need, by module: `collections.abc` and the runtime's own."""
    names: set[str] = set()
    for role, type_ in uses:
        found = {type(part) for part in parts(type_)}
        names |= _SPELLINGS[role].blob_names if Blob in found else set()
        names |= {_SPELLINGS[role].stream} if StreamOf in found else set()
    return {"collections.abc": names & _ABSTRACT, "streams": names - _ABSTRACT - {""}}
