"""The parts of a bundle, put into one tree."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import field

from bothends.document.bundle.atlas import Atlas
from bothends.document.bundle.library import File
from bothends.document.limits import Limits
from bothends.document.origin import Origin
from bothends.document.tree import Json, Pointer, child_of
from bothends.problems import Problem, Rejected
from bothends.records import dataclass

_IDENTIFIERS = ("$id", "$anchor", "$dynamicAnchor")


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a file, and the place where it goes."""

    base: Pointer
    file: File
    pointer: Pointer
    value: Json
    around: frozenset[tuple[str, Pointer]] = frozenset()
    """The parts that this one was put in place of references of."""
    kept: Mapping[Pointer, tuple[File, Pointer]] = field(
        default_factory=dict[Pointer, tuple[File, Pointer]]
    )
    """What stood beside the reference that this part takes the place of, and where."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """One tree out of several files."""

    tree: dict[str, Json]
    atlas: Atlas
    files: tuple[File, ...]
    problems: tuple[Problem, ...]
    is_single: bool
    """Whether the tree is that of one file, however its references are written."""


def assemble(
    regions: Iterable[Region],
    edits: Mapping[Pointer, str],
    limits: Limits,
) -> tuple[dict[str, Json], Atlas]:
    """Copy the regions into one tree, the outer before the inner, and set its references.

    Raises Rejected if the tree exceeds a limit.
    """
    parts: dict[Pointer, tuple[Origin, Pointer]] = {}
    copier = _Copier(limits)
    tree: dict[str, Json] = {}
    for region in sorted(regions, key=lambda region: len(region.base)):
        value = copier.copy(region)
        parts[region.base] = (region.file.origin, region.pointer)
        parts |= {base: (file.origin, at) for base, (file, at) in region.kept.items()}
        if region.base:
            _put(tree, region.base, value)
        elif isinstance(value, dict):
            tree = value
    # What is beside a reference takes the place of what the reference leads to, with all
    # that was to be done there.
    for pointer, text in edits.items():
        with suppress(LookupError):
            _put(tree, pointer, text)
    return tree, Atlas(parts)


def forget(tree: dict[str, Json], anonymous: Iterable[Pointer]) -> None:
    """Take the identifiers from schemas: a pointer in `#/...` counts from the nearest `$id`."""
    for pointer in anonymous:
        with suppress(LookupError):
            _forget(tree, pointer)


def _put(tree: dict[str, Json], pointer: Pointer, value: Json) -> None:
    node: Json = tree
    for step in pointer[:-1]:
        if isinstance(node, dict) and isinstance(step, str):
            node = node.setdefault(step, {})
        else:
            node = child_of(node, step)
    match node, pointer[-1]:
        case dict(), str() as key:
            node[key] = value
        case list(), int() as index:
            node[index] = value
        case _:
            raise LookupError(pointer)


def _forget(tree: dict[str, Json], pointer: Pointer) -> None:
    node: Json = tree
    for step in pointer:
        node = child_of(node, step)
    if isinstance(node, dict):
        for key in _IDENTIFIERS:
            if isinstance(node.get(key), str):
                del node[key]


class _Copier:
    """Copies trees without shared nodes, as long as all of them together keep to the limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._nodes = 0

    def copy(self, region: Region) -> Json:
        holder: list[Json] = [region.value]
        level: list[dict[str, Json] | list[Json]] = [holder]
        depth = len(region.base) - 1
        while level:
            depth += 1
            if depth > self._limits.max_depth:
                raise self._excess(region, "is nested more deeply", "max_depth")
            below: list[dict[str, Json] | list[Json]] = []
            for node in level:
                self._nodes += len(node)
                below += _unshared(node)
            if self._nodes > self._limits.max_nodes:
                raise self._excess(region, "has more values", "max_nodes")
            level = below
        return holder[0]

    def _excess(self, region: Region, words: str, limit: str) -> Rejected:
        allowed = f"{getattr(self._limits, limit):,}"
        position = region.file.origin.position(region.pointer)
        message = (
            f"With this part the description {words} than `{limit}` allows ({allowed})."
        )
        hint = "Look for files that refer to one another again and again."
        return Rejected([Problem(position, "limit-exceeded", message, hint)])


def _unshared(
    node: dict[str, Json] | list[Json],
) -> list[dict[str, Json] | list[Json]]:
    """Copy the containers in a node, which is a copy itself."""
    copies: list[dict[str, Json] | list[Json]] = []
    members = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in list(members):
        if isinstance(value, dict | list):
            child = value.copy()
            copies.append(child)
            if isinstance(node, dict):
                node[str(key)] = child
            elif isinstance(key, int):
                node[key] = child
    return copies
