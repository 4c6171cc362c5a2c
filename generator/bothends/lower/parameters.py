"""Parameter Objects -> `Parameter`s, in the order of a method's signature."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bothends.elsewhere import api_keys, identity, is_ignored
from bothends.ir import (
    InJson,
    Parameter,
    Plain,
    Style,
    Styled,
    Text,
    Type,
    WholeQuery,
)
from bothends.lower.content import lower_content, type_of_content
from bothends.lower.defaults import lower_default
from bothends.lower.reading import Reading
from bothends.names import Scope, snake_case
from bothends.operations import EXPRESSION, Found, spanning
from bothends.problems import Finding
from bothends.tree import Pointer, Tree

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
_TEXT = {"type": "string"}


def lower_parameters(
    reading: Reading, found: Found, arguments: Scope, *, outgoing: bool = False
) -> tuple[Parameter, ...]:
    """Give the parameters of an operation; each claims its argument in `arguments`.

    Required path parameters come first, in the order of the path; the others keep the
    order of the document. An expression of the path that nothing declares is text, and what
    is declared for no expression is left out.
    """
    merged: dict[tuple[str, str], tuple[Tree, Pointer]] = {}
    keys = api_keys(reading.tree, found, inherits=not outgoing)
    for node, pointer in _nodes(reading, found):
        known = identity(node["in"], str(node["name"]))
        if known in keys:
            _warn_of_an_api_key(reading, node, pointer)
        else:
            merged[known] = (node, pointer)
    _warn_of_shared_names(reading, merged)
    ordered = sorted(merged.values(), key=lambda each: _order(each[0], found.path))
    spans = spanning(found.path)
    return tuple(
        _parameter(reading, node, pointer, arguments, spans)
        for node, pointer in ordered
    )


def _nodes(reading: Reading, found: Found) -> Iterator[tuple[Tree, Pointer]]:
    """Give those of the path item, then those of the operation, which override them."""
    names = EXPRESSION.findall(found.path)
    for name in names:
        text = {"name": name, "in": "path", "required": True, "schema": _TEXT}
        yield text, found.pointer
    for holder, at in ((found.item, found.item_pointer), (found.node, found.pointer)):
        for index, node in enumerate(holder.get("parameters", [])):
            resolved, pointer = reading.resolve(node, (*at, "parameters", index))
            place, name = resolved["in"], resolved["name"]
            if not is_ignored(place, name) and (place != "path" or name in names):
                yield resolved, pointer


def _warn_of_an_api_key(reading: Reading, node: Tree, pointer: Pointer) -> None:
    """Warn, once, of a parameter that is a credential: there could be two that differ."""
    finding = Finding(
        pointer,
        "api-key-parameter",
        f"the {node['in']} parameter `{node['name']}` is left out: it is the API key of a "
        "security scheme, which a client holds and sends with each call",
        "remove the parameter",
        "warning",
    )
    if finding not in reading.findings:
        reading.findings.append(finding)


def _warn_of_shared_names(
    reading: Reading, merged: Mapping[tuple[str, str], tuple[Tree, Pointer]]
) -> None:
    """Warn of exploded free objects in one place: the wire has no names that are theirs."""
    first: dict[str, str] = {}
    for (place, name), (node, pointer) in merged.items():
        if _is_free(reading, node):
            other = first.setdefault(place, name)
            if other != name:
                reading.report(
                    (*pointer, "schema"),
                    "shared-free-names",
                    f"`{name}` and `{other}` both take every name that no other parameter "
                    "has: what is sent in one arrives in both",
                    "name the properties of one of them, or make it a `deepObject`",
                    "warning",
                )


def _is_free(reading: Reading, node: Tree) -> bool:
    """Tell whether a parameter stands on the wire as properties of any name."""
    place = node["in"]
    style = node.get("style", _STYLES.get(place))
    if (
        place not in {"query", "cookie"}
        or style == "deepObject"
        or "schema" not in node
    ):
        return False
    schema = reading.schema(node["schema"])
    is_map = schema.get("type") == "object" and not schema.get("properties")
    is_exploded = bool(node.get("explode", style in {"form", "cookie"}))
    return is_map and is_exploded and schema.get("additionalProperties") is not False


def _order(node: Tree, path: str) -> tuple[int, int]:
    names = EXPRESSION.findall(path) if node["in"] == "path" else []
    return (0, names.index(node["name"])) if node["name"] in names else (1, 0)


def _parameter(
    reading: Reading,
    node: Tree,
    pointer: Pointer,
    arguments: Scope,
    spans: frozenset[str],
) -> Parameter:
    place = node["in"]
    name = str(node["name"])
    form, type_ = _form(reading, node, pointer)
    if place == "path" and name in spans and isinstance(form, Styled):
        form = replace(form, spans=True)
    holder: Tree = next(iter(node.get("content", {}).values()), node)
    return Parameter(
        name=name,
        argument=arguments.claim(snake_case(name), snake_case(f"{name} {place}")),
        place=place,
        type=type_,
        required=bool(node.get("required", False)),
        default=lower_default(reading, holder.get("schema"), type_, pointer),
        form=form,
        description=str(node.get("description", "")),
        deprecated=bool(node.get("deprecated", False)),
        check=reading.check_of(holder),
    )


Form = Styled | InJson | WholeQuery


def _form(reading: Reading, node: Tree, pointer: Pointer) -> tuple[Form, Type]:
    """Tell how a parameter looks, and of what type it then is."""
    if node["in"] == "querystring":
        content = lower_content(reading, node, pointer, streams=False)
        whole = content[0] if content else Text("text/plain")
        return WholeQuery(whole), type_of_content((whole,))
    if node.get("content"):
        return _content_form(reading, node, pointer)
    return _styled(reading, node, pointer), reading.type_of(node)


def _styled(reading: Reading, node: Tree, pointer: Pointer) -> Styled:
    place = node["in"]
    style: Style = node.get("style", _STYLES[place])
    if style not in _ALLOWED[place]:
        reading.report(
            (*pointer, "style"),
            "wrong-parameter-style",
            f"a {place} parameter cannot have the style `{style}`",
            f"use one of {', '.join(sorted(_ALLOWED[place]))} (OpenAPI 3.1 §4.8.12.3)",
        )
        style = _STYLES[place]
    return Styled(
        style,
        explode=bool(node.get("explode", style in {"form", "cookie"})),
        allow_reserved=bool(node.get("allowReserved", False)),
        allow_empty=bool(node.get("allowEmptyValue", False)),
    )


def _content_form(
    reading: Reading, node: Tree, pointer: Pointer
) -> tuple[Styled | InJson, Type]:
    """Tell how a parameter with `content` looks: JSON, or text, which is what it is."""
    media_type, media = next(iter(node["content"].items()))
    essence = media_type.partition(";")[0].strip().lower()
    type_ = reading.type_of(media)
    if essence.endswith(("/json", "+json")):
        return InJson(), type_
    if not isinstance(type_, Plain):
        reading.report(
            (*pointer, "content", media_type),
            "text-parameter",
            f"this parameter is text: `{essence}` is written and read by its users",
            "use application/json to have it done for them",
            "warning",
        )
        type_ = Plain("str")
    return Styled(_STYLES[node["in"]], False, False, False), type_
