"""Whether a text matches a regular expression of ECMA-262, in a time that has bounds."""

import re
import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeAlias

from pydantic_core import SchemaError, SchemaValidator, ValidationError, core_schema

from bothends.drawing import expressions
from bothends.drawing.characters import Characters
from bothends.drawing.expressions import (
    Choice,
    Edge,
    Group,
    Look,
    Node,
    One,
    Repeat,
    Same,
    Sequence,
)

Matcher: TypeAlias = Callable[[str], bool]

_EDGES: Final = {"start": r"^", "end": r"\z", "word": r"\b", "inside": r"\B"}
_FLAGS: Final = re.compile(r"\(\?[ims]+[:)]")
_LOOKS: Final = {"=": "(?=", "!": "(?!", "<=": "(?<=", "<!": "(?<!"}
_LONGEST_TO_BACKTRACK: Final = (1000, 64, 16, 0)
"""In characters, by how deep repetitions are nested: the time grows as a power of it, or worse."""


@lru_cache(maxsize=4096)
def matcher(pattern: str) -> Matcher | None:
    """Give a test of whether a pattern is found in a text; None if it is no pattern.

    Nothing matches one that is too large for both engines. One that is too long to be read, or
    has flags, which ECMA-262 has not, is what the types of packages take it for.
    """
    node = expressions.parse(pattern)
    if node is None:
        is_typed = expressions.is_too_long(pattern) or _FLAGS.search(pattern)
        return _linear(pattern) if is_typed else None
    try:
        source = _printed(node)
        return _linear(source) or _backtracking(source, node) or _never
    except RecursionError:
        return _never


def _never(_: str) -> bool:
    return False


def _linear(source: str) -> Matcher | None:
    """Match by the engine of pydantic, which takes linear time and knows no lookaround."""
    try:
        check = SchemaValidator(core_schema.str_schema(pattern=source, strict=True))
    except SchemaError:
        return None

    def matches(text: str) -> bool:
        try:
            check.validate_python(text)
        except ValidationError:
            return False
        return True

    return matches


def _backtracking(source: str, node: Node) -> Matcher | None:
    """Match by Python's engine; long texts not at all where that may take forever."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = re.compile(_as_python(source))
    except (re.error, OverflowError):
        return None
    longest = _LONGEST_TO_BACKTRACK[min(_depth(node), 3)]
    return lambda text: len(text) <= longest and compiled.search(text) is not None


def _as_python(source: str) -> str:
    source = re.sub(r"\\x\{([0-9a-f]+)\}", lambda found: rf"\U{found[1]:0>8}", source)
    return source.replace(r"\z", r"\Z")


def _depth(node: Node) -> int:
    """Say how many open-ended repetitions are inside of each other."""
    match node:
        case Repeat(inner, least, most):
            return _depth(inner) + (most is None or most > least + 1)
        case Choice(nodes):
            return max(1, *map(_depth, nodes))
        case Sequence(nodes):
            return max(map(_depth, nodes), default=0)
        case Group(inner) | Look(inner):
            return _depth(inner)
        case One() | Same() | Edge():
            return 0


def _printed(node: Node) -> str:
    match node:
        case One(among):
            return _class(among)
        case Sequence(nodes):
            return "".join(f"(?:{_printed(each)})" for each in nodes)
        case Choice(nodes):
            return f"(?:{'|'.join(map(_printed, nodes))})"
        case Repeat(inner, least, most):
            bounds = f"{{{least},{'' if most is None else most}}}"
            return f"(?:{_printed(inner)}){bounds}"
        case Group(inner):
            return f"({_printed(inner)})"
        case Same(number):
            return rf"(?:\{number})"
        case Edge(kind):
            return _EDGES[kind]
        case Look(inner, kind):
            return f"{_LOOKS[kind]}{_printed(inner)})"


def _class(among: Characters) -> str:
    if not among:
        return r"[^\s\S]"
    ranges = "".join(rf"\x{{{first:x}}}-\x{{{last:x}}}" for first, last in among)
    return f"[{ranges}]"
