"""Which components lead to which: what a schema names, and what is reached from there."""

from collections.abc import Iterable, Mapping
from typing import Any

from bothends.hoist.components import Components
from bothends.spelling import COMPONENT
from bothends.tree import Pointer, Tree, mapping_of, objects

Graph = Mapping[str, frozenset[str]]
"""Component -> the components that it names."""


def drop_unnamed(tree: Tree, components: Components) -> None:
    """Forget what was lifted out of a schema that has since been written otherwise."""
    graph = {name: named(schema) for name, schema in components.schemas.items()}
    described = [name for name in graph if _is_described(components.origins[name])]
    others = [value for key, value in tree.items() if key != "components"]
    others += [value for key, value in tree["components"].items() if key != "schemas"]
    kept = reached(graph, [*described, *named(others)])
    for name in graph.keys() - kept:
        del components.schemas[name]
        del components.origins[name]


def _is_described(pointer: Pointer) -> bool:
    """Tell whether the description itself has a component there."""
    return pointer[:2] == ("components", "schemas") and len(pointer) == 3


def named(root: Any) -> frozenset[str]:
    """Give the components that a schema names, itself or by a discriminator's mapping."""
    found: set[str] = set()
    for node in objects(root):
        if isinstance(reference := node.get("$ref"), str):
            found.add(key(reference))
        found.update(map(key, mapping_of(node).values()))
    return frozenset(found)


def key(reference: str) -> str:
    return reference.removeprefix(COMPONENT)


def reached(graph: Graph, roots: Iterable[str]) -> frozenset[str]:
    reached: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += graph.get(name, ())
    return frozenset(reached)


def leading_to(graph: Graph, goals: Iterable[str]) -> frozenset[str]:
    """Give the goals and every component from which one of them is reached."""
    back: dict[str, set[str]] = {}
    for name, targets in graph.items():
        for target in targets:
            back.setdefault(target, set()).add(name)
    return reached({name: frozenset(names) for name, names in back.items()}, goals)
