"""A line of source as nested groups: what stands between brackets, and all else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

_TOKEN = re.compile(
    r"""((?:[rR]?"(?:[^"\\]|\\.)*"|[rR]?'(?:[^'\\]|\\.)*'|[\[\](){},|]|[^\s"'\[\](){},|]+)\s*)"""
)
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_OPERATOR = re.compile(
    r"[-+*/%@&^|<>=!:]*[-+*/%@&^|<>]=?|[=!:]=|and|else|for|if|in|is|not|or"
)


class Unfamiliar(Exception):
    """A statement is of no kind that is laid out here."""


@dataclass(slots=True)
class Group:
    """What stands between two brackets, with both of them and the space behind."""

    opening: str
    is_display: bool
    """Whether it is a tuple, list, set or dict, and not of a call, subscript or definition."""
    items: "list[Item]" = field(default_factory=list["Item"])
    closing: str = ""
    """With the space behind it."""
    text: str = ""
    splits: bool = False
    """Whether each of its items gets a line, if it does not stay on one line with its brackets."""
    explodes: bool = False
    """Whether a comma at its end, or at that of a group in it, forbids it to stay on one line."""

    def close(self, closing: str) -> None:
        """Note that all of it is there."""
        body = text_of(self.items)
        self.closing = closing
        self.text = f"{self.opening}{body}{closing}"
        is_lone = len(between_commas(self.items)) == 1
        is_tuple = self.opening != "{" and self.is_display == (self.opening == "(")
        is_magic = body.endswith(",") and not (is_lone and is_tuple)
        self.splits = not is_lone and (self.is_display or is_magic)
        self.explodes = is_magic or explode(self.items)


Item: TypeAlias = str | Group
"""A word, a string, a comma or a bar, with the space behind it; or what is in brackets."""


def read(line: str) -> tuple[str, list[Item]]:
    """Read a line: its indent, and what it consists of."""
    text = line.strip()
    tokens = _TOKEN.findall(text)
    if not line.isascii() or "".join(tokens) != text:
        raise Unfamiliar
    outer: list[tuple[Group, list[Item]]] = []
    items: list[Item] = []
    before = " "
    for token in tokens:
        word = token.rstrip()
        if word in _CLOSING:
            group = Group(word, is_display=word == "{" or not _is_callable(before))
            outer.append((group, items))
            items = group.items
        elif word in {")", "]", "}"}:
            if not outer or _CLOSING[outer[-1][0].opening] != word:
                raise Unfamiliar
            group, items = outer.pop()
            group.close(token)
            items.append(group)
        else:
            items.append(_quoted(token, before))
        before = token
    if outer:
        raise Unfamiliar
    return line[: len(line) - len(line.lstrip())], items


def _is_callable(before: str) -> bool:
    """Tell whether a bracket behind this belongs to it."""
    return before[-1].isalnum() or before[-1] in "_)]\"'"


def _quoted(token: str, before: str) -> str:
    """Give a string double quotes; any other token as it is."""
    quote = token.lstrip("rR")[:1]
    if quote == "#" or token.rstrip() == "lambda":
        raise Unfamiliar
    if quote not in "\"'":
        return token
    if (
        before[-1] in "\"'"
        or before[-1].isalnum()
        or before.rstrip()[-1:] in ("'", '"')
    ):
        raise Unfamiliar  # Strings side by side, or a prefix that is not known here.
    if quote == '"':
        return token
    body = token[token.index("'") + 1 : token.rindex("'")]
    if '"' in body or "'" in body:
        raise Unfamiliar
    return token.replace("'", '"')


def between_commas(items: Sequence[Item]) -> list[Sequence[Item]]:
    """Split at commas; behind the last one there may be nothing."""
    return _split(items, ",", keep=False)


def between_bars(items: Sequence[Item]) -> list[Sequence[Item]]:
    """Split before the bars of a union."""
    return _split(items, "|", keep=True)


def _split(
    items: Sequence[Item], delimiter: str, *, keep: bool
) -> list[Sequence[Item]]:
    parts: list[Sequence[Item]] = []
    start = 0
    for at, each in enumerate(items):
        if isinstance(each, str) and each.rstrip() == delimiter:
            parts.append(items[start:at])
            start = at if keep else at + 1
    return [part for part in [*parts, items[start:]] if part]


def require_unjoined(items: Sequence[Item]) -> None:
    """Require one value that no operator joins, and at most one attribute of a call's result."""
    words = [each.rstrip() for each in items if isinstance(each, str)]
    dots = sum(
        isinstance(each, Group) and str(after).startswith(".")
        for each, after in pairwise(items)
    )
    if dots > 1 or any(map(_OPERATOR.fullmatch, words)):
        raise Unfamiliar


def text_of(items: Sequence[Item]) -> str:
    return joined(items).rstrip()


def joined(items: Sequence[Item]) -> str:
    return "".join([each if isinstance(each, str) else each.text for each in items])


def explode(items: Sequence[Item]) -> bool:
    return any(isinstance(each, Group) and each.explodes for each in items)
