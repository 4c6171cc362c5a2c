"""Definitions that consist of themselves: `$ref` and composition that never reach a type."""

from collections.abc import Iterator

from bothends.document import Pointer
from bothends.validate.findings import Finding
from bothends.validate.objects import Kind
from bothends.validate.outline import Outline
from bothends.validate.reading import listing
from bothends.validate.targets import Found

_Graph = dict[Pointer, list[Pointer]]


def endless_definitions(outline: Outline) -> Iterator[Finding]:
    """Find cycles of `$ref` alone, or of `$ref` and `allOf`: no value could be checked."""
    for cycle in _cycles(_graph(outline, ("allOf",))):
        reference, trail = _trail(outline, cycle)
        yield Finding(
            (*reference, "$ref"),
            "reference-cycle",
            f"This definition consists of itself: {trail}.",
            "Break the cycle: one of these must say what it is without the others.",
        )


def endless_unions(outline: Outline) -> Iterator[Finding]:
    """Find a `oneOf` or `anyOf` that lists itself, which adds nothing to it."""
    for cycle in _cycles(_graph(outline, ("oneOf", "anyOf"))):
        if all(pointer in outline.references for pointer in cycle):
            continue  # Of references alone: an endless definition.
        reference, trail = _trail(outline, cycle)
        yield Finding(
            (*reference, "$ref"),
            "union-of-itself",
            f"This union lists itself: {trail}.",
            "Remove this entry.",
            severity="warning",
        )


def _trail(outline: Outline, cycle: list[Pointer]) -> tuple[Pointer, str]:
    """Find the first reference of a cycle in the document, and name the cycle from there."""
    at = min(
        index for index, pointer in enumerate(cycle) if pointer in outline.references
    )
    cycle = cycle[at:] + cycle[:at]
    targets = [
        next_pointer
        for pointer, next_pointer in zip(cycle, cycle[1:] + cycle[:1], strict=True)
        if pointer in outline.references
    ]
    names = [str(pointer[-1]) if pointer else "#" for pointer in targets]
    return cycle[0], " -> ".join([names[-1], *names])


def _graph(outline: Outline, keywords: tuple[str, ...]) -> _Graph:
    """Lead from each definition to what a value must match in its place."""
    graph: _Graph = {}
    for schema in outline.each(Kind.SCHEMA):
        if schema.value.keys().isdisjoint(keywords):
            continue
        parts = [
            (*schema.pointer, keyword, index)
            for keyword in keywords
            for index in range(len(listing(schema.value.get(keyword))))
        ]
        if parts:
            graph[schema.pointer] = parts
    for reference in outline.references.values():
        target = outline.resolve(reference.text)
        if isinstance(target, Found):
            graph.setdefault(reference.pointer, []).append(target.pointer)
    return graph


def _cycles(graph: _Graph) -> Iterator[list[Pointer]]:
    """Yield each cycle once: a depth-first walk without recursion."""
    done: set[Pointer] = set()
    for start in graph:
        trail: dict[Pointer, Iterator[Pointer]] = {}
        if start not in done:
            trail[start] = iter(graph[start])
        while trail:
            current = next(reversed(trail))
            following = next(trail[current], None)
            if following is None:
                done.add(current)
                del trail[current]
            elif following in trail:
                pointers = list(trail)
                yield pointers[pointers.index(following) :]
            elif following not in done:
                trail[following] = iter(graph.get(following, ()))
