"""Find a path template for a path: a tree over segments, so that more routes cost nothing.

A concrete segment comes before a templated one (OpenAPI 3.1 §4.8.8.2), and a slash that is
percent-encoded does not end a segment.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import unquote

from .paths import EXPRESSION, Segment, segment_of

T = TypeVar("T")

_MOST = 100
"""Segments of a path in which one that spans several is looked for: each way is tried."""


class Match(NamedTuple, Generic[T]):
    """What a path leads to, and the text of its parameters, still percent-encoded."""

    value: T
    names: tuple[str, ...]
    """Of the expressions of the template that came first, if several are alike."""
    texts: tuple[str, ...]

    @property
    def parameters(self) -> dict[str, str]:
        """The text of each parameter."""
        return dict(zip(self.names, self.texts, strict=True))


@dataclass(slots=True)
class _Leaf(Generic[T]):
    value: T
    names: tuple[str, ...]


class _Node(Generic[T]):
    def __init__(self) -> None:
        self.concrete: dict[str, _Node[T]] = {}
        self.templated: dict[Segment, _Node[T]] = {}
        self.leaf: _Leaf[T] | None = None


class Router(Generic[T]):
    """Values by path template."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()
        self._spans = False

    def add(self, template: str, value: T) -> T:
        """Put a value at a template, where there is none yet; give the one that is there."""
        node = self._root
        self._spans = self._spans or "{+" in template
        for segment in template.split("/"):
            node = _child(node, segment)
        if node.leaf is None:
            node.leaf = _Leaf(value, tuple(EXPRESSION.findall(template)))
        return node.leaf.value

    def match(
        self, path: str, fits: Callable[[T], bool] | None = None
    ) -> Match[T] | None:
        """Find the value for a path that is percent-encoded as it came over the wire.

        Where templates of several segments meet, it is one that `fits`, if there is one.
        """
        texts: list[str] = []
        segments = path.split("/")
        leaf = _find(self._root, segments, fits if self._spans else None, texts)
        if leaf is None and self._spans:
            leaf = _find(self._root, segments, None, texts)
        if leaf is None:
            return None
        return Match(leaf.value, leaf.names, tuple(texts))


def _child(node: _Node[T], segment: str) -> _Node[T]:
    if "{" not in segment:
        return node.concrete.setdefault(segment, _Node())
    template = segment_of(segment)
    if template not in node.templated:
        node.templated[template] = _Node()
        node.templated = dict(sorted(node.templated.items(), key=_longest_first))
    return node.templated[template]


def _longest_first(item: tuple[Segment, object]) -> tuple[bool, int]:
    return item[0].spans, -item[0].length


def _find(
    node: _Node[T],
    segments: list[str],
    fits: Callable[[T], bool] | None,
    texts: list[str],
    at: int = 0,
) -> _Leaf[T] | None:
    """Walk down, the concrete way first; `texts` holds what the way so far has captured."""
    if at == len(segments):
        leaf = node.leaf
        return leaf if leaf and (fits is None or fits(leaf.value)) else None
    segment = segments[at]
    concrete = node.concrete.get(segment)
    if concrete is None and "%" in segment:
        concrete = node.concrete.get(unquote(segment))
    if concrete and (leaf := _find(concrete, segments, fits, texts, at + 1)):
        return leaf
    for template, child in node.templated.items():
        for end in _ends(len(segments), at) if template.spans else (at + 1,):
            found = template.groups("/".join(segments[at:end]))
            if found is not None:
                texts.extend(found)
                if leaf := _find(child, segments, fits, texts, end):
                    return leaf
                del texts[len(texts) - len(found) :]
    return None


def _ends(count: int, at: int) -> range:
    """Tell where a template may end that spans segments from one on, the nearest first."""
    return range(at + 1, count + 1 if count <= _MOST else at + 1)
