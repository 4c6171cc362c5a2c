"""Bare requests: one that a client has sent, with something about it changed."""

from collections.abc import Callable, Mapping
from urllib.parse import unquote_plus

import httpx2


def changed(
    request: httpx2.Request,
    *,
    method: str | None = None,
    path: str | None = None,
    query: Callable[[list[str]], list[str]] | None = None,
    headers: Mapping[str, str | None] | None = None,
    content: bytes | None = None,
    media_type: str | None = None,
) -> httpx2.Request:
    """Make a request like another.

    `path` is percent-encoded, `query` gets the pairs as they are; a header of None is left
    out, and `media_type` goes with a new `content`, of which b"" is none at all.
    """
    target, _, pairs = request.url.raw_path.decode("ascii").partition("?")
    parts = [part for part in pairs.split("&") if part]
    parts = query(parts) if query else parts
    target = f"{path or target}{'?' if parts else ''}{'&'.join(parts)}"
    kept = {
        name: text
        for name, text in request.headers.items()
        if name not in {"content-length", "transfer-encoding", "host"}
    }
    new: dict[str, str | None] = {**kept, **(headers or {})}
    if content is not None:
        new["content-type"] = media_type
    return httpx2.Request(
        method or request.method,
        request.url.copy_with(raw_path=target.encode("ascii")),
        headers=[
            (name.encode(), text.encode())
            for name, text in new.items()
            if text is not None
        ],
        content=request.content if content is None else content,
    )


def without(*names: str) -> Callable[[list[str]], list[str]]:
    """Leave parameters out of a query, the properties of a deep object included."""

    def left(parts: list[str]) -> list[str]:
        return [part for part in parts if _name(part) not in names]

    return left


def _name(part: str) -> str:
    return unquote_plus(part.partition("=")[0]).partition("[")[0]
