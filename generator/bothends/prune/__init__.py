"""Leave out the operations that a job does not want, and what nothing needs any more."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from bothends.job import Job
from bothends.operations import METHODS, Found, operations
from bothends.problems import Unusable
from bothends.prune.grafts import grafted
from bothends.tree import Pointer, Tree, at, is_object, mapping_of, objects, pointer_of


def prune(tree: Tree, job: Job) -> Tree:
    """Give the tree with the operations that any filter of the job names.

    A job without filters wants everything. Otherwise path items, components and tags that no
    operation left needs are left out too. Filters may have wildcards: `/pets/*`. The tree
    that is passed in stays as it is. Raises `Unusable` for filters that no operation matches.
    """
    if not (job.include_tags or job.include_paths or job.include_operations):
        return tree
    wanted = [found for found in operations(tree) if _is_wanted(found, job)]
    if not wanted:
        message = f"No operation of {job.spec} is one that the filters of `{job.name}` include."
        raise Unusable(
            message, "Correct them; they may have wildcards, such as `/pets/*`."
        )
    kept: Tree = {**tree, "paths": _paths(wanted)}
    kept.pop("webhooks", None)
    tags = {tag for found in wanted for tag in found.node.get("tags", [])}
    if "tags" in tree:
        kept["tags"] = [tag for tag in tree["tags"] if tag["name"] in tags]
    kept["components"] = _components(tree, kept)
    return grafted(tree, kept)


def _is_wanted(found: Found, job: Job) -> bool:
    identities = (found.name, str(found.node.get("operationId", "")))
    return (
        any(_matches(tag, job.include_tags) for tag in found.node.get("tags", []))
        or _matches(found.path, job.include_paths)
        or any(_matches(each, job.include_operations) for each in identities)
    )


def _matches(text: str, patterns: tuple[str, ...]) -> bool:
    return any(text == pattern or fnmatchcase(text, pattern) for pattern in patterns)


def _paths(wanted: list[Found]) -> Tree:
    """Build the path items anew, with what they hold besides operations."""
    paths: Tree = {}
    for found in wanted:
        others = {
            key: value
            for key, value in found.item.items()
            if key not in METHODS and key != "additionalOperations"
        }
        item = paths.setdefault(found.path, others)
        if found.pointer[-2] == "additionalOperations":
            item = item.setdefault("additionalOperations", {})
        item[found.pointer[-1]] = found.node
    return paths


def _components(tree: Tree, kept: Tree) -> Tree:
    """Keep what the kept part refers to, and what that refers to, in the document's order."""
    needed: dict[Pointer, None] = {}
    waiting = list(_targets({"paths": kept["paths"]})) + list(_schemes(tree, kept))
    while waiting:
        pointer = waiting.pop()
        if pointer not in needed:
            needed[pointer] = None
            waiting += _targets(at(tree, pointer))
    components: Tree = {}
    for kind, members in tree.get("components", {}).items():
        if is_object(members) and not kind.startswith("x-"):
            found = {
                key: value
                for key, value in members.items()
                if ("components", kind, key) in needed
            }
            components |= {kind: found} if found else {}
    return components


def _targets(node: Any) -> Iterator[Pointer]:
    """Give what references and discriminator mappings lead to, of components the whole."""
    for each in objects(node):
        for reference in (each.get("$ref"), *mapping_of(each).values()):
            if isinstance(reference, str):
                yield _target(reference)


def _target(reference: str) -> Pointer:
    if not reference.startswith("#"):
        return ("components", "schemas", reference)
    pointer = pointer_of(reference)
    return pointer[:3] if pointer[:1] == ("components",) else pointer


def _schemes(tree: Tree, kept: Tree) -> Iterator[Pointer]:
    declared = tree.get("components", {}).get("securitySchemes", {})
    requirements = list(kept.get("security", []))
    for found in operations(kept):
        requirements += found.node.get("security", [])
    for requirement in requirements:
        for key in requirement:
            if key in declared:
                yield ("components", "securitySchemes", key)
            elif "#" in key:
                yield _target(key)
