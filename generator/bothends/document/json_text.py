"""JSON text -> tree."""

import json
import re
from math import isinf
from typing import NoReturn

from bothends.document.faults import forgiven
from bothends.document.json_faults import excess_depth, find_faults
from bothends.document.limits import Limits
from bothends.document.scalars import MAX_DIGITS
from bothends.document.text import Text
from bothends.document.tree import Json
from bothends.problems import Problem, Rejected

# Half of a surrogate pair cannot be encoded again. An escaped backslash before a `u` is found
# here too: the careful look decides.
_LONE_SURROGATE = re.compile(
    r"\\u[dD](?:[89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..\\u[dD])[c-fC-F])"
)


class NotJsonError(Rejected):
    """The text does not follow JSON's grammar."""


class _SuspicionError(Exception):
    """The text may break a rule that json.loads does not know."""


def load_json(
    text: Text, limits: Limits, *, lenient: bool
) -> tuple[Json, tuple[Problem, ...]]:
    """Read RFC 8259 with unique keys, finite numbers and whole characters.

    Gives what is forgiven, too, if `lenient`. json.loads does the work, and its hooks only notice that something may be wrong; then a
    slower look finds every place. Raises Rejected, and NotJsonError of what could be YAML.
    """
    characters = text.characters
    try:
        return _load(characters, limits), ()
    except json.JSONDecodeError as error:
        raise _broken(text, error) from error
    except (_SuspicionError, RecursionError):
        return _load_carefully(text, limits, lenient=lenient)


def _load(characters: str, limits: Limits) -> Json:
    tree: Json = json.loads(
        characters,
        object_pairs_hook=_unique,
        parse_int=_whole,
        parse_float=_finite,
        parse_constant=_refused,
    )
    # Each value takes a character at least, so that small texts need no counting.
    is_large = len(characters) > min(limits.max_scalar, limits.max_nodes)
    if (
        is_large
        or _LONE_SURROGATE.search(characters)
        or _is_deeper(tree, limits.max_depth)
    ):
        raise _SuspicionError
    return tree


def _load_carefully(
    text: Text, limits: Limits, *, lenient: bool
) -> tuple[Json, tuple[Problem, ...]]:
    try:
        # What is no JSON at all is said first: its faults would be guesses.
        json.loads(text.characters, parse_int=str)
        faults = find_faults(text, limits)
        if faults and not lenient:
            raise Rejected(faults)
        tree: Json = json.loads(text.characters)
    except json.JSONDecodeError as error:
        raise _broken(text, error) from error
    except RecursionError:
        raise Rejected([excess_depth(text, limits)]) from None
    return tree, forgiven(faults)


def _broken(text: Text, error: json.JSONDecodeError) -> NotJsonError:
    problem = text.problem(
        error.pos,
        "invalid-json",
        f"This is not JSON: {error.msg[:1].lower()}{error.msg[1:]}.",
        "Correct the JSON here or just before; if the file is YAML, name it .yaml.",
    )
    return NotJsonError([problem])


def _unique(members: list[tuple[str, Json]]) -> dict[str, Json]:
    tree = dict(members)
    if len(tree) != len(members):
        raise _SuspicionError
    return tree


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise _SuspicionError
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if isinf(number):
        raise _SuspicionError
    return number


def _refused(constant: str) -> NoReturn:
    raise _SuspicionError(constant)


def _is_deeper(tree: Json, depth: int) -> bool:
    level = [tree] if isinstance(tree, dict | list) else []
    for _ in range(depth):
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, dict | list)
        ]
    return bool(level)
