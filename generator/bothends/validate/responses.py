"""Responses: that each stands under a status code, a range or `default`."""

import re
from collections.abc import Iterator
from typing import Final

from bothends.validate.findings import Finding
from bothends.validate.objects import Kind
from bothends.validate.outline import Outline

_STATUS: Final = re.compile(r"[1-5](?:[0-9]{2}|XX)|default")


def unknown_statuses(outline: Outline) -> Iterator[Finding]:
    """Find keys that no status of a response can match (OpenAPI 3.1 §4.8.16)."""
    for responses in outline.each(Kind.RESPONSES):
        for key in responses.value:
            if not _STATUS.fullmatch(key) and not key.startswith("x-"):
                yield Finding(
                    (*responses.pointer, key),
                    "unknown-status",
                    f"`{key}` is no status code, range of status codes or `default`.",
                    _hint(key),
                    key=True,
                )


def ignored_headers(outline: Outline) -> Iterator[Finding]:
    """Find a response header `Content-Type`, which is ignored (OpenAPI 3.1 §4.8.17)."""
    for response in outline.each(Kind.RESPONSE):
        for pointer, _ in outline.children(response, "headers"):
            if str(pointer[-1]).casefold() == "content-type":
                yield Finding(
                    pointer,
                    "ignored-header",
                    f"A response header named `{pointer[-1]}` is ignored.",
                    "The keys of `content` say it: remove the header.",
                    severity="warning",
                    key=True,
                )


def _hint(key: str) -> str:
    if _STATUS.fullmatch(key.upper()):
        return f"Write `{key.upper()}`."
    if _STATUS.fullmatch(key.lower()):
        return f"Write `{key.lower()}`."
    return 'Write a code such as "200", a range such as "4XX", or default.'
