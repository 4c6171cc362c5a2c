"""JSON -> XML, for answers that are XML and have no example (OpenAPI 3.1 §4.8.26, the plain case)."""

import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from bothends.tree import is_array, is_object


def xml(data: Any, root: str) -> str:
    """Write a value as the element `root`."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + "".join(_elements(_name(root), data)) + "\n"


def _elements(name: str, data: Any) -> Iterator[str]:
    if is_array(data):
        for item in data:
            yield from _elements(name, item)
        return
    yield f"<{name}>"
    if is_object(data):
        for key, item in data.items():
            yield from _elements(_name(key), item)
    else:
        yield escape(_text(data))
    yield f"</{name}>"


def _text(data: Any) -> str:
    match data:
        case None:
            return ""
        case bool():
            return str(data).lower()
        case _:
            return re.sub(
                r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", str(data)
            )


def _name(text: str) -> str:
    """Make a name that XML allows of any text."""
    name = re.sub(r"[^\w.-]", "_", text, flags=re.ASCII)
    return name if re.match(r"[A-Za-z_]", name) else f"_{name}"
