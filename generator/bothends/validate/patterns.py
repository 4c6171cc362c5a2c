"""Regular expressions: that `pattern` is one of ECMA-262, as far as Python can tell."""

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bothends.validate.findings import Finding
from bothends.validate.objects import Kind
from bothends.validate.outline import Outline
from bothends.validate.reading import mapping

_PYTHON_ONLY: Final = re.compile(
    r"(?<!\\)(?:\\\\)*(?:\(\?[aiLmsux]+[:)]|\(\?P|\\[AZz])"
)
_DELIMITED: Final = re.compile(r"/\^.*\$/[a-z]*", re.DOTALL)
_TO_PYTHON: Final = (
    (re.compile(r"\(\?<(?![=!])"), "(?P<"),
    (re.compile(r"\\k<(\w+)>"), r"(?P=\1)"),
    (re.compile(r"\\[pP]\{[^}]*\}"), r"\\w"),
    (re.compile(r"\\u\{[0-9a-fA-F]+\}"), "u"),
    (re.compile(r"\\c[A-Za-z]"), "c"),
    (re.compile(r"\\([a-zA-CE-QTUVXYZ_])(?<![bdfnrstuvwxBDSW])"), r"\1"),
    (re.compile(r"(\\[wdsWDS])-"), r"\1\\-"),
)
"""What ECMA-262 spells in another way than Python, or takes where Python does not."""


def malformed_patterns(outline: Outline) -> Iterator[Finding]:
    """Find regular expressions that cannot be used (JSON Schema Core §6.4)."""
    for schema in outline.each(Kind.SCHEMA):
        pattern = schema.value.get("pattern")
        named = mapping(schema.value.get("patternProperties"))
        places = [((*schema.pointer, "pattern"), pattern)] if pattern else []
        places += [((*schema.pointer, "patternProperties", key), key) for key in named]
        for pointer, text in places:
            if isinstance(text, str) and (fault := _fault(text)):
                yield Finding(
                    pointer,
                    "malformed-pattern",
                    f"The pattern {fault}.",
                    "Write a regular expression of ECMA-262 (JavaScript).",
                    severity="warning",
                    key=pointer[-1] != "pattern",
                )


@lru_cache(maxsize=4096)
def _fault(pattern: str) -> str:
    if _DELIMITED.fullmatch(pattern):
        return "stands between slashes, which are part of it here"
    if found := _PYTHON_ONLY.search(pattern):
        return f"uses `{found[0]}`, which ECMA-262 does not have"
    for expression, replacement in _TO_PYTHON:
        pattern = expression.sub(replacement, pattern)
    try:
        with warnings.catch_warnings():
            # Of sets that will mean something else in a later Python.
            warnings.simplefilter("ignore")
            re.compile(pattern)
    except re.error as error:
        return f"is not a regular expression: {error.msg}"
    except (OverflowError, RecursionError):
        return "is too large"
    return ""
