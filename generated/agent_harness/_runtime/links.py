"""The `Link` header (RFC 8288): targets in angle brackets, each with parameters."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(r'<[^>]*>|"(?:[^"\\]|\\.)*"|[;,=]|[^\s<";,=]+')
_ESCAPED = re.compile(r"\\(.)")

Link = tuple[str, dict[str, str]]
"""A target, and its parameters by their names in lower case; of two alike the first (§3)."""


def next_link(header: str) -> str | None:
    """Give the target of the next page (`rel="next"`); None where there is none."""
    for target, parameters in _links(header):
        relations = parameters.get("rel", "").lower().split()
        if "next" in relations and "anchor" not in parameters:
            return target
    return None


def _links(header: str) -> Iterator[Link]:
    link: Link | None = None
    name = ""
    is_value = False
    for token in _TOKEN.findall(header):
        match token[0]:
            case "<" if not is_value:
                if link:
                    yield link
                link = token[1:-1].strip(), {}
            case ",":
                if link:
                    yield link
                link = None
            case ";":
                name = ""
            case "=":
                is_value = True
                continue
            case _ if link and is_value:
                link[1].setdefault(name, _text(token))
            case _:
                name = token.lower()
        is_value = False
    if link:
        yield link


def _text(token: str) -> str:
    return _ESCAPED.sub(r"\1", token[1:-1]) if token[0] == '"' else token
