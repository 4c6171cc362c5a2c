"""Media types: that every key of `content` is one."""

import re
from collections.abc import Iterator
from typing import Final

from bothends.validate.findings import Finding
from bothends.validate.objects import Kind
from bothends.validate.outline import Outline

_WORD: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE: Final = re.compile(
    rf"{_WORD}/{_WORD}(?:[ \t]*;[ \t]*(?:{_WORD}=(?:{_WORD}|\"[^\"]*\"))?)*[ \t]*"
)
"""RFC 9110 §8.3.1 and §12.5.1; a wildcard is a token too."""


def malformed_media_types(outline: Outline) -> Iterator[Finding]:
    """Find keys of `content` that are no media type or range (OpenAPI 3.1 §4.8.17)."""
    for kind in (Kind.REQUEST_BODY, Kind.RESPONSE, Kind.PARAMETER, Kind.HEADER):
        for node in outline.each(kind):
            for pointer, _ in outline.children(node, "content"):
                name = str(pointer[-1])
                if not _RANGE.fullmatch(name):
                    yield Finding(
                        pointer,
                        "malformed-media-type",
                        f"`{name}` is not a media type.",
                        "Write `type/subtype`, such as `application/json`.",
                        severity="warning",
                        key=True,
                    )
