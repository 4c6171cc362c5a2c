"""Find a path template for a path: a tree over segments, so that more routes cost nothing.

A concrete segment comes before a templated one (OpenAPI 3.1 §4.8.8.2), and a slash that is
percent-encoded does not end a segment.
"""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar
from urllib.parse import unquote

from .paths import Segment, segment_of

T = TypeVar("T")

_MOST = 100
"""Segments of a path in which one that spans several is looked for: each way is tried."""

Match = tuple[T, list[str]]
"""What a path leads to, and the text of each expression, still percent-encoded."""


class _Node(Generic[T]):
    def __init__(self) -> None:
        self.concrete: dict[str, _Node[T]] = {}
        self.templated: dict[Segment, _Node[T]] = {}
        self.free: _Node[T] | None = None
        """What every segment leads to, where no other template stands beside it."""
        self.values: list[T] = []
        """What is here: one value, or none."""


class Router(Generic[T]):
    """Values by path template."""

    def __init__(self, fits: Callable[[T, str], bool] | None = None) -> None:
        self._root: _Node[T] = _Node()
        self._spans = False
        self._fits = fits

    def add(self, template: str, value: T) -> T:
        """Put a value at a template, where there is none yet; give the one that is there."""
        node = self._root
        self._spans = self._spans or "{+" in template
        for segment in template.split("/"):
            node = _child(node, segment)
        if not node.values:
            node.values.append(value)
        return node.values[0]

    def match(self, path: str, asked: str = "") -> Match[T] | None:
        """Find the value for a path that is percent-encoded as it came over the wire.

        Where templates of several segments meet, it is one that fits what is asked, if there
        is one.
        """
        segments = path.split("/")
        fits = self._fits
        if fits and self._spans:
            found = _find(self._root, segments, lambda value: fits(value, asked), 0)
            if found:
                return found
        return _find(self._root, segments, None, 0)


def _child(node: _Node[T], segment: str) -> _Node[T]:
    if "{" not in segment:
        return node.concrete.setdefault(segment, _Node())
    template = segment_of(segment)
    if template not in node.templated:
        node.templated[template] = _Node()
        node.templated = dict(sorted(node.templated.items(), key=_longest_first))
        (first, child), *others = node.templated.items()
        node.free = child if first.is_free and not others else None
    return node.templated[template]


def _longest_first(item: tuple[Segment, object]) -> tuple[bool, int]:
    return item[0].spans, -item[0].length


def _find(
    node: _Node[T],
    segments: list[str],
    fits: Callable[[T], bool] | None,
    at: int,
) -> Match[T] | None:
    """Walk down from a segment on, as long as there is only one way."""
    texts: list[str] = []
    for here in range(at, len(segments)):
        segment = segments[here]
        concrete = node.concrete.get(segment)
        if concrete is None and "%" in segment:
            concrete = node.concrete.get(unquote(segment))
        if concrete and not node.templated:
            node = concrete
        elif node.free and segment and not concrete:
            node = node.free
            texts.append(segment)
        else:
            found = next(_ways(node, concrete, segments, fits, here), None)
            return (found[0], texts + found[1]) if found else None
    for value in node.values:
        if fits is None or fits(value):
            return value, texts
    return None


def _ways(
    node: _Node[T],
    concrete: _Node[T] | None,
    segments: list[str],
    fits: Callable[[T], bool] | None,
    at: int,
) -> Iterator[Match[T]]:
    """Try each way from a node on, the concrete one first."""
    if concrete and (found := _find(concrete, segments, fits, at + 1)):
        yield found
    for template, child in node.templated.items():
        for end in _ends(len(segments), at) if template.spans else (at + 1,):
            texts = template.groups("/".join(segments[at:end]))
            if texts is not None and (found := _find(child, segments, fits, end)):
                yield found[0], [*texts, *found[1]]


def _ends(count: int, at: int) -> range:
    """Tell where a template may end that spans segments from one on, the nearest first."""
    return range(at + 1, count + 1 if count <= _MOST else at + 1)
