"""Headers of responses: values that a header can hold, as text."""

import json
import re
from collections.abc import Mapping
from typing import Any

from bothends.operations import FRAMING
from bothends.tree import is_array

_NAME = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
"""A token (RFC 9110 §5.6.2)."""


def sendable(values: Mapping[str, Any]) -> dict[str, str]:
    """Spell the values that a handler can send, by the names of their headers."""
    texts = {name: header_text(value) for name, value in values.items()}
    return {
        name: text
        for name, text in texts.items()
        if _NAME.fullmatch(name)
        and name.lower() not in FRAMING
        and text
        and _is_plain(text)
    }


def header_text(data: Any) -> str:
    """Spell a value in the style of headers."""
    if is_array(data):
        return ",".join(map(header_text, data))
    return data if isinstance(data, str) else json.dumps(data)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and text == text.strip()
