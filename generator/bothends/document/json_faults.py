"""What is wrong with a JSON text, found token by token, each fault at its place."""

import json
import re
from collections.abc import Iterator
from math import isinf

from bothends.document.faults import SURROGATE, duplicate, excess, half_character
from bothends.document.limits import Limits
from bothends.document.scalars import MAX_DIGITS
from bothends.document.text import Text
from bothends.problems import Problem

_TOKEN = re.compile(
    r"""(?P<open>[\[{])
    |(?P<close>[\]}])
    |(?P<key>"[^"\\]*(?:\\.[^"\\]*)*"(?=[ \t\r\n]*:))
    |(?P<string>"[^"\\]*(?:\\.[^"\\]*)*")
    |(?P<word>[^\s\[\]{}",:]+)""",
    re.VERBOSE,
)


def find_faults(text: Text, limits: Limits) -> tuple[Problem, ...]:
    """Find what json.loads lets pass, in a text that is known to be JSON otherwise.

    The search ends where `max_depth` or `max_nodes` is exceeded.
    """
    return tuple(_faults(text, limits))


def excess_depth(text: Text, limits: Limits) -> Problem:
    """Find where `max_depth` is exceeded, in a text that is too deep for json.loads.

    Nothing is known of such a text, and it may be JSON only as deep as it was read.
    """
    depth = 0
    for token in _TOKEN.finditer(text.characters):
        depth += (token.lastgroup == "open") - (token.lastgroup == "close")
        if depth > limits.max_depth:
            return excess(text, token.start(), "max_depth", limits)
    return text.problem(
        0,
        "limit-exceeded",
        "The document is nested more deeply than Python can read.",
        "Move what is nested to `components` and refer to it.",
    )


def _faults(text: Text, limits: Limits) -> Iterator[Problem]:
    # Of each open object the keys and where they stand; of each open array nothing.
    open_keys: list[dict[str, int]] = []
    nodes = 0
    for token in _TOKEN.finditer(text.characters):
        offset, written = token.start(), token[0]
        nodes += token.lastgroup not in {"key", "close"}
        if nodes > limits.max_nodes:
            yield excess(text, offset, "max_nodes", limits)
            return
        match token.lastgroup:
            case "open":
                open_keys.append({})
                if len(open_keys) > limits.max_depth:
                    yield excess(text, offset, "max_depth", limits)
                    return
            case "close":
                open_keys.pop()
            case "word":
                yield from _word_faults(text, offset, written)
            case "key":
                yield from _string_faults(text, offset, written, limits)
                yield from _key_faults(text, offset, written, open_keys[-1])
            case _:
                yield from _string_faults(text, offset, written, limits)


def _word_faults(text: Text, offset: int, written: str) -> Iterator[Problem]:
    if written in {"NaN", "Infinity", "-Infinity"}:
        message = f"`{written}` is not a JSON value."
    elif len(written) > MAX_DIGITS:
        message = f"A number has more than {MAX_DIGITS:,} digits."
    elif written[0] in "-0123456789" and isinf(float(written)):
        message = f"The number `{written}` is too large to be read."
    else:
        return
    hint = "Write a finite number, or a string in quotes."
    yield text.problem(offset, "invalid-number", message, hint)


def _string_faults(
    text: Text, offset: int, written: str, limits: Limits
) -> Iterator[Problem]:
    if len(written) - 2 > limits.max_scalar:
        yield excess(text, offset, "max_scalar", limits)
    if "\\u" in written and SURROGATE.search(json.loads(written)):
        yield half_character(text, offset)


def _key_faults(
    text: Text, offset: int, written: str, known: dict[str, int]
) -> Iterator[Problem]:
    key = json.loads(written)
    first = known.setdefault(key, offset)
    if first != offset:
        yield duplicate(text, offset, key, first)
