"""Regular expressions of ECMA-262 read: text -> nodes, or None where it is none."""

import re
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from bothends.drawing import characters
from bothends.drawing.characters import Characters
from bothends.records import dataclass


@dataclass(frozen=True, slots=True)
class One:
    """One character of a set."""

    among: Characters


@dataclass(frozen=True, slots=True)
class Sequence:
    """One node after the other."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several nodes."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A node again and again."""

    node: "Node"
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """What a later `Same` can refer to; groups count from 1 in the order they open."""

    node: "Node"
    number: int


@dataclass(frozen=True, slots=True)
class Same:
    """What a group has matched."""

    number: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A place between characters."""

    kind: Literal["start", "end", "word", "inside"]


@dataclass(frozen=True, slots=True)
class Look:
    """What must follow or precede, or must not."""

    node: "Node"
    kind: Literal["=", "!", "<=", "<!"]


Node: TypeAlias = One | Sequence | Choice | Repeat | Group | Same | Edge | Look

_LONGEST: Final = 4096
_QUANTIFIER: Final = re.compile(r"(?:[*+?]|\{(\d{1,20})(,(\d{1,20})?)?\})\??")
_GROUP: Final = re.compile(r"\((?:\?(?:(:)|(<?[=!])|P?<(\w+)>))?")
_CODE: Final = re.compile(
    r"x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}"
)
_PROPERTY: Final = re.compile(r"([pP])(?:\{\^?([\w=]+)\}|([A-Z]))")
_NAMED: Final = re.compile(r"k<(\w+)>")
_SETS: Final = {
    "d": characters.DIGITS,
    "w": characters.WORD,
    "s": characters.SPACE,
    "D": characters.complement(characters.DIGITS),
    "W": characters.complement(characters.WORD),
    "S": characters.complement(characters.SPACE),
}
_CONTROLS: Final = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13, "0": 0}
_EDGES: Final[dict[str, Edge]] = {
    "b": Edge("word"),
    "B": Edge("inside"),
    "A": Edge("start"),
    "Z": Edge("end"),
    "z": Edge("end"),
}
_ANY: Final = One(characters.complement(characters.NEWLINES))


@lru_cache(maxsize=4096)
def parse(pattern: str) -> Node | None:
    """Read a regular expression; None if it is none, is too long or uses what is not known."""
    if is_too_long(pattern):
        return None
    reader = _Reader(pattern)
    try:
        node = reader.choice()
    except (_Unreadable, RecursionError):
        return None
    return node if reader.at == len(pattern) else None


def is_too_long(pattern: str) -> bool:
    """Tell whether a pattern is so long that it is not read."""
    return len(pattern) > _LONGEST


class _Unreadable(Exception):
    """The text is no regular expression."""


class _Reader:
    def __init__(self, text: str) -> None:
        self.at = 0
        self._text = text
        self._groups = 0
        self._names: dict[str, int] = {}

    def choice(self) -> Node:
        branches = [self._sequence()]
        while self._take("|"):
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _sequence(self) -> Node:
        nodes: list[Node] = []
        while self._here() not in ("", "|", ")"):
            nodes.append(self._quantified(self._atom()))
        return Sequence(tuple(nodes))

    def _quantified(self, node: Node) -> Node:
        found = self._match(_QUANTIFIER)
        if found is None:
            return node
        match found[0][0]:
            case "*":
                return Repeat(node, 0, None)
            case "+":
                return Repeat(node, 1, None)
            case "?":
                return Repeat(node, 0, 1)
            case _:
                least = int(found[1])
                most = int(found[3]) if found[3] else None
                return Repeat(node, least, most if found[2] else least)

    def _atom(self) -> Node:
        if self._here() == "(":
            return self._group()
        if self._take("^"):
            return Edge("start")
        if self._take("$"):
            return Edge("end")
        if self._take("."):
            return _ANY
        if self._take("["):
            return One(self._class())
        if self._take("\\"):
            return self._escape()
        if self._here() in "*+?":
            raise _Unreadable
        return One(characters.of(self._next()))

    def _group(self) -> Node:
        found = self._match(_GROUP)
        if found is None or self._here() == "?":
            raise _Unreadable
        captures = not (found[1] or found[2])
        if captures:
            self._groups += 1
        number = self._groups
        if found[3]:
            self._names[found[3]] = number
        node = self.choice()
        if not self._take(")"):
            raise _Unreadable
        match found[2]:
            case "=" | "!" | "<=" | "<!" as kind:
                return Look(node, kind)
            case _:
                return Group(node, number) if captures else Sequence((node,))

    def _escape(self) -> Node:
        letter = self._here()
        if letter in _EDGES:
            self.at += 1
            return _EDGES[letter]
        if letter in "123456789" and letter:
            self.at += 1
            return Same(int(letter))
        if found := self._match(_NAMED):
            if found[1] not in self._names:
                raise _Unreadable
            return Same(self._names[found[1]])
        return One(self._escaped())

    def _escaped(self) -> Characters:
        """Read what follows a backslash, inside of a class or not."""
        if found := self._match(_CODE):
            point = int(found[1] or found[2] or found[3], 16)
            return characters.union([(point, point)])
        if found := self._match(_PROPERTY):
            known = characters.of_property(found[2] or found[3])
            if known is None:
                raise _Unreadable
            return known if found[1] == "p" else characters.complement(known)
        letter = self._next()
        if letter in _SETS:
            return _SETS[letter]
        if letter in _CONTROLS:
            return ((_CONTROLS[letter], _CONTROLS[letter]),)
        return characters.of(letter)

    def _class(self) -> Characters:
        negated = self._take("^")
        ranges: list[tuple[int, int]] = []
        while not self._take("]"):
            low = self._member()
            if self._here() != "-" or self._text[self.at + 1 : self.at + 2] == "]":
                ranges += low
                continue
            self.at += 1
            high = self._member()
            if _is_one(low) and _is_one(high) and low[0][0] <= high[0][0]:
                ranges.append((low[0][0], high[0][0]))
            elif _is_one(low) and _is_one(high):
                raise _Unreadable
            else:
                ranges += [*low, *high, *characters.of("-")]
        found = characters.union(ranges)
        return characters.complement(found) if negated else found

    def _member(self) -> Characters:
        if not self._take("\\"):
            return characters.of(self._next())
        return ((8, 8),) if self._take("b") else self._escaped()

    def _here(self) -> str:
        return self._text[self.at : self.at + 1]

    def _next(self) -> str:
        if not (letter := self._here()):
            raise _Unreadable
        self.at += 1
        return letter

    def _take(self, letter: str) -> bool:
        if self._here() != letter:
            return False
        self.at += 1
        return True

    def _match(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        if found := expression.match(self._text, self.at):
            self.at = found.end()
        return found


def _is_one(among: Characters) -> bool:
    return len(among) == 1 and among[0][0] == among[0][1]
