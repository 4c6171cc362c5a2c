"""Where the schemas of an API stand outside `components.schemas`, and what each would be called.

A place is named after what a reader knows it by: the operation and its role there
(`CreateSessionRequest`), or the component that holds it (`NotFoundResponse`).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bothends.names import pascal_case
from bothends.operations import operations
from bothends.outgoing import outgoing
from bothends.records import dataclass
from bothends.tree import Pointer, Tree


@dataclass(frozen=True, slots=True)
class Place:
    """A schema in the mapping that holds it, the name it would have and where it stands."""

    holder: Tree
    key: str
    name: str
    pointer: Pointer


def places(tree: Tree) -> Iterator[Place]:
    """Give every schema of the operations and of the components that are no schemas."""
    yield from _in_components(tree.get("components", {}))
    every = [*operations(tree), *outgoing(tree).all]
    items = {found.item_pointer: found for found in every}
    for at, found in items.items():
        name = pascal_case(found.path)
        yield from _in_parameters(found.item.get("parameters", []), name, at)
    nodes = {found.pointer: found for found in every}
    for at, found in nodes.items():
        yield from _in_operation(found.node, pascal_case(found.name), at)


def _in_components(components: Tree) -> Iterator[Place]:
    at: Pointer = ("components",)
    for key, node in components.get("parameters", {}).items():
        yield from _in_parameter(
            node, _suffixed(key, "Parameter"), (*at, "parameters", key)
        )
    for key, node in components.get("headers", {}).items():
        yield from _in_parameter(node, _suffixed(key, "Header"), (*at, "headers", key))
    for key, node in components.get("requestBodies", {}).items():
        yield from _in_content(
            node, _suffixed(key, "Request"), (*at, "requestBodies", key)
        )
    for key, node in components.get("mediaTypes", {}).items():
        yield from _in_media(node, pascal_case(key), (*at, "mediaTypes", key))
    for key, node in components.get("responses", {}).items():
        yield from _in_response(
            node, _suffixed(key, "Response"), (*at, "responses", key)
        )


def _in_operation(node: Tree, name: str, at: Pointer) -> Iterator[Place]:
    yield from _in_parameters(node.get("parameters", []), name, at)
    yield from _in_content(
        node.get("requestBody", {}), f"{name}Request", (*at, "requestBody")
    )
    responses = node.get("responses", {})
    for status, response in responses.items():
        if status.startswith("x-"):
            continue
        label = (
            ""
            if status == _main(responses)
            else pascal_case(status.lower()).removeprefix("N")
        )
        yield from _in_response(
            response, f"{name}{label}Response", (*at, "responses", status)
        )


def _main(responses: Mapping[str, Any]) -> str | None:
    """Tell the status whose response is simply the response of the operation."""
    return min((status for status in responses if status.startswith("2")), default=None)


def _in_parameters(nodes: list[Tree], name: str, at: Pointer) -> Iterator[Place]:
    for index, node in enumerate(nodes):
        if "name" in node:
            inner = f"{name}{pascal_case(node['name'])}"
            yield from _in_parameter(node, inner, (*at, "parameters", index))


def _in_parameter(node: Tree, name: str, at: Pointer) -> Iterator[Place]:
    if "schema" in node:
        yield Place(node, "schema", name, (*at, "schema"))
    yield from _in_content(node, name, at)


def _in_response(node: Tree, name: str, at: Pointer) -> Iterator[Place]:
    yield from _in_content(node, name, at)
    for key, header in node.get("headers", {}).items():
        inner = f"{name}{_suffixed(key, 'Header')}"
        yield from _in_parameter(header, inner, (*at, "headers", key))


def _in_content(node: Tree, name: str, at: Pointer) -> Iterator[Place]:
    for media_type, media in node.get("content", {}).items():
        yield from _in_media(media, name, (*at, "content", media_type))


def _in_media(media: Tree, name: str, at: Pointer) -> Iterator[Place]:
    for key in ("schema", "itemSchema"):
        if key in media:
            inner = f"{name}{'Item' if key == 'itemSchema' else ''}"
            yield Place(media, key, inner, (*at, key))


def _suffixed(key: str, suffix: str) -> str:
    name = pascal_case(key)
    return name if name.endswith(suffix) else f"{name}{suffix}"
