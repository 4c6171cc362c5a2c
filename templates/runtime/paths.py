"""Path templates: filled with the text of parameters, and found again in a path.

OpenAPI 3.2 §4.8.2: an expression stands for a part of one segment, which may have several.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

_QUERY = re.compile(r"((?:[^{?#]|\{[^{}]*\}?)*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)

EXPRESSION = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Template:
    """What stands as a path in a description, which may have a query and a fragment behind it.

    Neither is part of a path (RFC 3986 §3): the query is sent as one, and tells operations of
    a path apart; the fragment is not sent, and names what tells them apart.
    """

    path: str
    query: tuple[str, ...]
    """Parts that are always in the query; they may have expressions."""
    hints: tuple[str, ...]
    """Names of parameters, maybe with their value: `Action=ListUsers`."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the expressions in the path."""
        return tuple(EXPRESSION.findall(self.path))

    def filled_query(self, texts: Mapping[str, str]) -> list[str]:
        """Give the parts of the query, texts in the place of expressions."""
        return [_filled(part, texts) for part in self.query]

    def found_query(self, parts: Sequence[str]) -> dict[str, str] | None:
        """Find the texts of the query's expressions; None where a part is not there."""
        texts: dict[str, str] = {}
        for wanted in self.query:
            pattern, names = pattern_of(wanted), EXPRESSION.findall(wanted)
            found = next(filter(None, map(pattern.fullmatch, parts)), None)
            if found is None:
                return None
            texts |= dict(zip(names, found.groups(), strict=True))
        return texts


@cache
def parsed(path: str) -> Template:
    """Take a path of a description apart."""
    found = _QUERY.fullmatch(path)
    assert found is not None, path
    route, query, fragment = (text or "" for text in found.groups())
    parts, hints = query.split("&"), fragment.split("&")
    return Template(route, tuple(filter(None, parts)), tuple(filter(None, hints)))


@cache
def pattern_of(segment: str) -> re.Pattern[str]:
    """Give what matches the text of a segment; each expression is a group, the shortest first."""
    literals = EXPRESSION.split(segment)[::2]
    return re.compile("([^/]+?)".join(map(_encoded_or_not, literals)))


def fill(template: str, texts: Mapping[str, str]) -> str:
    """Put texts, which are percent-encoded, in the place of a template's expressions.

    Raises ValueError where the other end could not tell one from the next.
    """
    return "/".join(_filled(segment, texts) for segment in template.split("/"))


def _filled(segment: str, texts: Mapping[str, str]) -> str:
    if "{" not in segment:
        return segment
    literals, names = EXPRESSION.split(segment)[::2], EXPRESSION.findall(segment)
    plain = [texts[name] for name in names]
    ends = [literal[:1] for literal in literals[1:]]
    hidden = [_hidden(text, end) for text, end in zip(plain, ends, strict=True)]
    for parts in (plain, hidden):
        filled = "".join(map("".join, zip(literals, [*parts, ""], strict=True)))
        found = pattern_of(segment).fullmatch(filled)
        if found and list(found.groups()) == parts:
            return filled
    message = f"{'/'.join(names)} in {segment!r} cannot be told apart in {filled!r}"
    raise ValueError(message)


def _hidden(text: str, end: str) -> str:
    """Percent-encode the character that would end the text, where it is not the last of all."""
    return text.replace(end, f"%{ord(end):02X}") if end and end.isascii() else text


def _encoded_or_not(literal: str) -> str:
    """Match text whose characters may be percent-encoded (RFC 3986 §2.1)."""
    return "".join(
        (
            f"(?:{re.escape(character)}|(?i:{re.escape(encoded)}))"
            if (encoded := quote(character, safe="")) != character
            else re.escape(character)
        )
        for character in literal
    )
