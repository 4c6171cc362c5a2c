"""Path templates: filled with the text of parameters, and found again in a path.

OpenAPI 3.2 §4.8.2: an expression stands for a part of one segment, which may have several. One
with a plus, `{+name}`, stands for several segments (RFC 6570 §3.2.3).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

_QUERY = re.compile(r"((?:[^{?#]|\{[^{}]*\}?)*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)

_CONTROL = re.compile(r"[\x00-\x1F\x7F]")

EXPRESSION = re.compile(r"\{\+?([^{}]+)\}")


_MARK = "%(?:2[DdEe]|3[0-9]|[46][1-9A-Fa-f]|5[0-9AaFf]|7[0-9AaEe])"
"""A character that is percent-encoded and need not be (RFC 3986 §2.3)."""


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
    names: tuple[str, ...]
    """Those of the expressions in the path."""

    def filled_query(self, texts: Mapping[str, str]) -> list[str]:
        """Give the parts of the query, texts in the place of expressions."""
        return [_filled(part, texts) for part in self.query]

    def found_query(self, parts: Sequence[str]) -> dict[str, str] | None:
        """Find the texts of the query's expressions; None where a part is not there."""
        texts: dict[str, str] = {}
        for wanted in self.query:
            groups = map(segment_of(wanted).groups, parts)
            found = next((each for each in groups if each is not None), None)
            if found is None:
                return None
            texts |= dict(zip(EXPRESSION.findall(wanted), found, strict=True))
        return texts


@cache
def parsed(path: str) -> Template:
    """Take a path of a description apart."""
    found = _QUERY.fullmatch(path)
    assert found is not None, path
    route, query, fragment = (text or "" for text in found.groups())
    parts, hints = query.split("&"), fragment.split("&")
    asked = tuple(filter(None, parts)), tuple(filter(None, hints))
    return Template(route, *asked, tuple(EXPRESSION.findall(route)))


@dataclass(frozen=True, slots=True)
class Segment:
    """What matches the text of a segment: the first of its patterns that does."""

    patterns: tuple[re.Pattern[str], ...]
    length: int
    """How many characters of it are concrete."""
    spans: bool = False
    """Whether it may match several segments."""
    is_free: bool = False
    """Whether it matches every segment that is not empty."""

    def groups(self, text: str) -> tuple[str, ...] | None:
        """Give the text of each expression; None for a text that is none of the segment's."""
        if self.is_free:
            return (text,) if text and "/" not in text else None
        found = next(
            filter(None, (each.fullmatch(text) for each in self.patterns)), None
        )
        return found.groups() if found else None


@cache
def segment_of(template: str) -> Segment:
    """Give what matches a segment; each expression is a group, the shortest first.

    Of expressions with nothing between them, the next begins where a character is
    percent-encoded that never needs to be, if there is one.
    """
    literals = EXPRESSION.split(template)[::2]
    first, *others = map(_encoded_or_not, literals)
    spans = [each[0].startswith("{+") for each in EXPRESSION.finditer(template)]
    groups = ["(.+?)" if each else "([^/]+?)" for each in spans]
    plain = first + "".join(map("".join, zip(groups, others, strict=True)))
    marked = plain.replace("([^/]+?)([^/]+?)", f"([^/]+?)(?={_MARK})([^/]+?)")
    texts = dict.fromkeys([marked, plain])
    patterns = tuple(map(re.compile, texts))
    return Segment(
        patterns,
        sum(map(len, literals)),
        any(spans),
        literals == ["", ""] and not any(spans),
    )


def fill(template: str, texts: Mapping[str, str]) -> str:
    """Put texts, which are percent-encoded, in the place of a template's expressions.

    Raises ValueError where the other end could not tell one from the next.
    """
    if "{" not in template:
        return _printable(template)
    return "/".join(_filled(segment, texts) for segment in template.split("/"))


def _filled(segment: str, texts: Mapping[str, str]) -> str:
    """Put texts in a segment or a part of a query, in which no URL can have control characters."""
    return _printable(_put(segment, texts) if "{" in segment else segment)


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return _CONTROL.sub(lambda found: _encoded(found[0]), text)


def _put(segment: str, texts: Mapping[str, str]) -> str:
    literals, names = EXPRESSION.split(segment)[::2], EXPRESSION.findall(segment)
    plain = [texts[name] for name in names]
    for parts in (plain, _apart(plain, literals)):
        filled = "".join(map("".join, zip(literals, [*parts, ""], strict=True)))
        if segment_of(segment).groups(filled) == tuple(parts):
            return filled
    message = f"{'/'.join(names)} in {segment!r} cannot be told apart in {filled!r}"
    raise ValueError(message)


def _apart(texts: Sequence[str], literals: Sequence[str]) -> list[str]:
    """Percent-encode what would end a text too early, or begin one that nothing stands before."""
    apart: list[str] = []
    for before, text, after in zip(literals, texts, literals[1:], strict=False):
        follows = bool(apart) and not before
        head = _encoded(text[0]) + text[1:] if follows and text[0] != "%" else text
        apart.append(head.replace(after[0], _encoded(after[0])) if after else head)
    return apart


def _encoded(character: str) -> str:
    return f"%{ord(character):02X}" if character.isascii() else character


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
