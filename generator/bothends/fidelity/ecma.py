"""Regular expressions of ECMA-262, written for Python's engine (JSON Schema Core §6.4)."""

import re
import warnings
from functools import lru_cache

from pydantic_core import SchemaError, SchemaValidator, core_schema

_OUTSIDE = re.compile(
    r"""
      \\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})
    | \\u\{(?P<code>[0-9a-fA-F]+)\}
    | \\c(?P<control>[A-Za-z])
    | \\k<(?P<back>\w+)>
    | \\(?P<escaped>.)
    | \(\?<(?P<name>\w+)>
    | (?P<empty>\[\]) | (?P<full>\[\^\])
    | (?P<other>[$.\[] | \{(?=,))
    """,
    re.VERBOSE | re.DOTALL,
)
_SETS = {
    "d": "0-9",
    "s": r"\s\ufeff",
    "w": "A-Za-z0-9_",
}
_OWN = frozenset("0123456789bBdDfnrsStuvwWx")
"""Letters and digits that mean something after a backslash, the same in both engines or below."""

_PIECE = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|.", re.DOTALL)
_OPEN_ENDED = re.compile(r"[*+]|\{\d+,(\d{2,})?\}")
"""Repetitions without an end, or with one that is far."""

_FOREIGN = re.compile(r"(?:[*+?]|\{\d+(?:,\d*)?\})\+|\(\?>")
"""Possessive repetitions and atomic groups: Python has them, ECMA-262 takes them for mistakes,
and pydantic's engine for repetitions of repetitions."""


@lru_cache(maxsize=4096)
def python_pattern(pattern: str) -> str | None:
    """Write a pattern for `re.search`; None if Python lacks what it uses, or may not end.

    A repetition within a repetition can take a time exponential in the text.
    """
    if _repeats_repetitions(pattern) or _is_foreign(pattern):
        return None
    try:
        translated = _translated(pattern)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(translated)
    except (re.error, OverflowError, RecursionError, ValueError, FutureWarning):
        return None
    return translated


@lru_cache(maxsize=4096)
def is_typed(pattern: str) -> bool:
    """Tell whether pydantic's engine takes a pattern, so that a type can say it."""
    if _is_foreign(pattern):
        return False
    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError:
        return False
    return True


def _translated(pattern: str) -> str:
    written: list[str] = []
    at = 0
    while at < len(pattern):
        found = _OUTSIDE.match(pattern, at)
        if found is None:
            written.append(pattern[at])
            at += 1
        elif found["other"] == "[":
            text, at = _class(pattern, at)
            written.append(text)
        else:
            written.append(_token(found))
            at = found.end()
    return "".join(written)


def _token(found: re.Match[str]) -> str:
    if found["name"]:
        return f"(?P<{found['name']}>"
    if found["back"]:
        return f"(?P={found['back']})"
    if found["empty"]:
        return r"(?!)"
    if found["full"]:
        return r"[\s\S]"
    if found["other"]:
        return {"$": r"\Z", "{": r"\{", ".": r"[^\n\r\u2028\u2029]"}[found["other"]]
    match found["escaped"]:
        case None:
            return re.escape(_code(found))
        case "d" | "s" | "w" as letter:
            return f"[{_SETS[letter]}]"
        case "D" | "S" | "W" as letter:
            return f"[^{_SETS[letter.lower()]}]"
        case "b" | "B" as letter:
            return rf"(?a:\{letter})"
        case letter:
            return _identity(letter)


def _code(found: re.Match[str]) -> str:
    if found["high"]:
        pair = bytes.fromhex(found["high"] + found["low"])
        return pair.decode("utf-16-be")
    if found["control"]:
        return chr(ord(found["control"]) % 32)
    return chr(int(found["code"], 16))


def _identity(letter: str) -> str:
    """Write an escape that stands for itself where Python knows none of that letter."""
    if letter in "pP":
        message = "Python knows no properties of characters"
        raise ValueError(message)
    if letter == "0":
        return r"\x00"
    return f"\\{letter}" if letter in _OWN or not letter.isalnum() else letter


def _class(pattern: str, start: int) -> tuple[str, int]:
    """Write a set in brackets; give where it ends."""
    written, at = ["["], start + 1
    if pattern.startswith("^", at):
        written.append("^")
        at += 1
    while not pattern.startswith("]", at):
        if at >= len(pattern):
            message = "a set has no end"
            raise ValueError(message)
        text, at, is_set = _member(pattern, at)
        written.append(text)
        if is_set and pattern.startswith("-", at):
            written.append(r"\-")
            at += 1
    return "".join([*written, "]"]), at + 1


def _member(pattern: str, at: int) -> tuple[str, int, bool]:
    """Write one member of a set; a set within it, such as `\\d`, begins no range."""
    found = _OUTSIDE.match(pattern, at)
    if pattern[at] != "\\" or found is None:
        literal = pattern[at]
        return (f"\\{literal}" if literal in "[&~|" else literal), at + 1, False
    match found["escaped"]:
        case None:
            return re.escape(_code(found)), found.end(), False
        case "d" | "s" | "w" as letter:
            return _SETS[letter], found.end(), True
        case "D" | "S" | "W" as letter:
            return f"\\{letter}", found.end(), True
        case "b":
            return r"\x08", found.end(), False
        case letter:
            return _identity(letter), found.end(), False


def _is_foreign(pattern: str) -> bool:
    """Tell whether a pattern says outside of sets and escapes what ECMA-262 does not have."""
    pieces = (each[0] for each in _PIECE.finditer(pattern))
    plain = "".join(each if len(each) == 1 else "x" for each in pieces)
    return _FOREIGN.search(plain) is not None


def _repeats_repetitions(pattern: str) -> bool:
    """Tell whether a group that holds an open-ended repetition is repeated open-endedly."""
    open_groups: list[bool] = [False]
    for found in _PIECE.finditer(pattern):
        repeated = _OPEN_ENDED.match(pattern, found.end()) is not None
        if found[0] == "(":
            open_groups.append(False)
        elif found[0] == ")" and len(open_groups) > 1:
            inside = open_groups.pop()
            if inside and repeated:
                return True
            open_groups[-1] |= inside or repeated
        else:
            open_groups[-1] |= repeated
    return False
