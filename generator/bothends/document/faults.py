"""The problems that texts of every syntax can have."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal, TypeAlias

from bothends.document.limits import Limits
from bothends.document.text import Text
from bothends.problems import Problem, Rejected

SURROGATE = re.compile("[\ud800-\udfff]")

Limit: TypeAlias = Literal["max_bytes", "max_depth", "max_nodes", "max_scalar"]

_EXCESS: dict[Limit, tuple[str, str]] = {
    "max_bytes": ("has more bytes", "Split it, or leave large examples out."),
    "max_depth": (
        "is nested more deeply",
        "Move what is nested to `components` and refer to it.",
    ),
    "max_nodes": (
        "has more values",
        "Look for YAML aliases that multiply one another, or split the document.",
    ),
    "max_scalar": ("has a longer text", "Leave large examples out."),
}


_FORGIVABLE = {
    "duplicate-key": "The last one counts.",
    "invalid-tag": "It is read without the tag.",
}
"""Rules of problems that leave a tree to go on with, and what it is."""


def forgiven(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Take problems of a text for warnings; raises Rejected if one of them can't be one."""
    found = tuple(problems)
    if any(problem.rule not in _FORGIVABLE for problem in found):
        raise Rejected(found)
    return tuple(
        replace(
            problem,
            message=f"{problem.message} {_FORGIVABLE[problem.rule]}",
            severity="warning",
        )
        for problem in found
    )


def excess(text: Text, offset: int, limit: Limit, limits: Limits) -> Problem:
    """Say where a limit is exceeded."""
    words, hint = _EXCESS[limit]
    allowed = f"{getattr(limits, limit):,}"
    message = f"The document {words} than `{limit}` allows ({allowed})."
    return text.problem(offset, "limit-exceeded", message, hint)


def duplicate(text: Text, offset: int, key: str, first: int) -> Problem:
    """Refuse a key that its object has already: readers disagree about which one counts."""
    return text.problem(
        offset,
        "duplicate-key",
        f"The key `{key}` is already used on line {text.position(first).line}.",
        "Remove or rename one of the two.",
    )


def half_character(text: Text, offset: int) -> Problem:
    """Refuse what an escape can write and no encoding can."""
    return text.problem(
        offset,
        "invalid-character",
        "A text has one half of a surrogate pair, which is no character.",
        "Write the character itself.",
    )
