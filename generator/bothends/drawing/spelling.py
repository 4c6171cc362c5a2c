"""Texts that match a regular expression, of the lengths that are asked for.

Ours, because none of the libraries gives the same texts everywhere: hypothesis draws from the
constants of the modules around it (and leaves a folder behind), rstr from the order of a set.
They know Python's expressions and no lengths, too.
"""

from collections.abc import Iterator
from random import Random
from typing import Final

from bothends.drawing import expressions
from bothends.drawing.characters import samples
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
from bothends.drawing.matching import matcher

_TRIES: Final = 12
_LONGEST: Final = 4096


def matching(pattern: str, lengths: tuple[int, ...], random: Random) -> Iterator[str]:
    """Draw texts that match, the first of a moderate length, then near each of `lengths`."""
    # What matches without the flag does so with it.
    node, matches = expressions.parse(pattern.removeprefix("(?i)")), matcher(pattern)
    if node is None or matches is None:
        return
    shortest = _length(node)
    if shortest > _LONGEST:
        return
    given: set[str] = set()
    targets = [shortest + 4, *lengths, shortest, *range(shortest, shortest + 8, 3)]
    for target in targets:
        for _ in range(_TRIES):
            room = max(0, min(target, _LONGEST) - shortest)
            text = _Speller(random, room).spell(node)
            if text not in given and matches(text):
                given.add(text)
                yield text
                break


def _length(node: Node) -> int:
    """Say how many characters a node needs at least."""
    match node:
        case One():
            return 1
        case Sequence(nodes):
            return sum(map(_length, nodes))
        case Choice(nodes):
            return min(map(_length, nodes))
        case Repeat(inner, least, _):
            return least * _length(inner)
        case Group(inner):
            return _length(inner)
        case Same() | Edge() | Look():
            return 0


class _Speller:
    """Spells one text; `room` is by how many characters it may be longer than it need be."""

    def __init__(self, random: Random, room: int) -> None:
        self._random = random
        self._room = room
        self._groups: dict[int, str] = {}

    def spell(self, node: Node) -> str:
        match node:
            case One(among):
                letters = samples(among)
                return self._random.choice(letters) if letters else ""
            case Sequence(nodes):
                return "".join(map(self.spell, nodes))
            case Choice(nodes):
                return self._choice(nodes)
            case Repeat(inner, least, most):
                return self._repeat(inner, least, most)
            case Group(inner, number):
                self._groups[number] = self.spell(inner)
                return self._groups[number]
            case Same(number):
                return self._groups.get(number, "")
            case Edge() | Look():
                return ""

    def _choice(self, nodes: tuple[Node, ...]) -> str:
        least = min(map(_length, nodes))
        fitting = [each for each in nodes if _length(each) - least <= self._room]
        chosen = self._random.choice(fitting)
        self._room -= _length(chosen) - least
        return self.spell(chosen)

    def _repeat(self, inner: Node, least: int, most: int | None) -> str:
        unit = _length(inner)
        if not unit:
            # What may be empty takes all the room at once.
            return self.spell(inner) if least or self._room else ""
        more = self._room // unit
        if most is not None:
            more = min(more, most - least)
        self._room -= more * unit
        return "".join(self.spell(inner) for _ in range(least + more))
