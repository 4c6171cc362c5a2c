"""Parameter Objects -> `Parameter`s, in the order of a method's signature."""

from collections.abc import Iterator
from typing import Any, get_args

from bothends.ir import Default, InJson, Parameter, Place, Plain, Style, Styled
from bothends.lower.reading import Reading
from bothends.names import Scope, snake_case
from bothends.operations import Found
from bothends.tree import Pointer, Tree, is_object

_STYLES: dict[str, Style] = {
    "path": "simple",
    "header": "simple",
    "query": "form",
    "cookie": "form",
}
_ALLOWED: dict[str, frozenset[str]] = {
    "path": frozenset(["matrix", "label", "simple"]),
    "header": frozenset(["simple"]),
    "query": frozenset(["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
    "cookie": frozenset(["form", "cookie"]),
}
_IGNORED_HEADERS = frozenset(["accept", "content-type", "authorization"])
"""Header parameters that mean nothing (OpenAPI 3.1 §4.8.12.2)."""


def lower_parameters(
    reading: Reading, found: Found, arguments: Scope
) -> tuple[Parameter, ...]:
    """Give the parameters of an operation; each claims its argument in `arguments`.

    Required path parameters come first, in the order of the path; the others keep the
    order of the document.
    """
    merged: dict[tuple[str, str], tuple[Tree, Pointer]] = {}
    for node, pointer in _nodes(reading, found):
        merged[node["in"], node["name"]] = (node, pointer)
    ordered = sorted(merged.values(), key=lambda each: _order(each[0], found.path))
    lowered = [
        _parameter(reading, node, pointer, arguments) for node, pointer in ordered
    ]
    return tuple(each for each in lowered if each is not None)


def _nodes(reading: Reading, found: Found) -> Iterator[tuple[Tree, Pointer]]:
    """Give those of the path item, then those of the operation, which override them."""
    for holder, at in ((found.item, found.item_pointer), (found.node, found.pointer)):
        for index, node in enumerate(holder.get("parameters", [])):
            resolved, pointer = reading.resolve(node, (*at, "parameters", index))
            ignored = (
                resolved["in"] == "header"
                and resolved["name"].lower() in _IGNORED_HEADERS
            )
            if not ignored:
                yield resolved, pointer


def _order(node: Tree, path: str) -> tuple[int, int]:
    at = path.find(f"{{{node['name']}}}") if node["in"] == "path" else -1
    return (0, at) if at >= 0 else (1, 0)


def _parameter(
    reading: Reading, node: Tree, pointer: Pointer, arguments: Scope
) -> Parameter | None:
    place = node["in"]
    if place not in get_args(Place):
        reading.report(
            (*pointer, "in"),
            "unsupported-parameter",
            f"parameters in `{place}` are not generated yet",
            "declare one query parameter for each field",
        )
        return None
    media = next(iter(node.get("content", {}).items()), None)
    holder: Tree = media[1] if media else node
    form = (
        _content_form(reading, node, pointer)
        if media
        else _form(reading, node, pointer)
    )
    name = str(node["name"])
    return Parameter(
        name=name,
        argument=arguments.claim(snake_case(name), snake_case(f"{name} {place}")),
        place=place,
        type=reading.type_of(holder),
        required=bool(node.get("required", False)),
        default=_default(reading, holder.get("schema")),
        form=form,
        description=str(node.get("description", "")),
        deprecated=bool(node.get("deprecated", False)),
    )


def _form(reading: Reading, node: Tree, pointer: Pointer) -> Styled:
    place = node["in"]
    style: Style = node.get("style", _STYLES[place])
    if style not in _ALLOWED[place]:
        reading.report(
            (*pointer, "style"),
            "wrong-parameter-style",
            f"a {place} parameter cannot have the style `{style}`",
            f"use one of {', '.join(sorted(_ALLOWED[place]))} (OpenAPI 3.1 §4.8.12.3)",
        )
    explode = bool(node.get("explode", style in {"form", "cookie"}))
    return Styled(style, explode, bool(node.get("allowReserved", False)))


def _content_form(reading: Reading, node: Tree, pointer: Pointer) -> Styled | InJson:
    """Tell how a parameter with `content` looks: JSON, or text, which is what it is."""
    [(media_type, media)] = node["content"].items()
    essence = media_type.partition(";")[0].strip().lower()
    if essence.endswith(("/json", "+json")):
        return InJson()
    if not isinstance(reading.type_of(media), Plain):
        reading.report(
            (*pointer, "content", media_type),
            "unsupported-parameter-content",
            f"only text can be a parameter of the media type `{essence}`",
            "use application/json, or a schema of the type string",
        )
    return Styled(_STYLES[node["in"]], explode=False, allow_reserved=False)


def _default(reading: Reading, schema: Any) -> Default | None:
    """Find the default beside a reference, or else behind it."""
    if is_object(schema) and "default" not in schema:
        schema = reading.schema(schema)
    if is_object(schema) and "default" in schema:
        return Default(schema["default"])
    return None
