"""Path Item Objects and Operation Objects of Swagger 2.0."""

from typing import NamedTuple

from bothends.document.swagger.bodies import Field, body_of, form_of
from bothends.document.swagger.parameters import parameter_of, referring
from bothends.document.swagger.responses import response_of
from bothends.document.swagger.servers import servers_of
from bothends.document.swagger.targets import target_of
from bothends.document.swagger.trail import Trail, object_of, texts_of, without
from bothends.document.tree import Json, Pointer

_METHODS = frozenset(["get", "put", "post", "delete", "options", "head", "patch"])
_REPLACED = ("consumes", "produces", "schemes", "parameters", "responses")


class _Given(NamedTuple):
    """A parameter as it is written, what it refers to and where that is."""

    node: dict[str, Json]
    target: dict[str, Json]
    old: Pointer
    target_at: Pointer | None

    @property
    def is_body(self) -> bool:
        """Whether it is all of a body or a part of one."""
        return self.target.get("in") in ("body", "formData")

    @property
    def identity(self) -> tuple[Json, Json]:
        """What the parameter of an operation takes the place of (§Operation Object)."""
        place = self.target.get("in")
        return place, None if place == "body" else self.target.get("name")


class Paths:
    """Converts the operations of one description."""

    def __init__(self, root: dict[str, Json]) -> None:
        self._root = root
        self._consumes = texts_of(root.get("consumes"))
        self._produces = texts_of(root.get("produces"))

    def convert(self, paths: Json, at: Trail) -> Json:
        """Convert the Paths Object."""
        if not isinstance(paths, dict):
            return paths if paths is not None else {}
        return {
            path: item if path.startswith("x-") else self._item(item, at.down(path))
            for path, item in paths.items()
        }

    def _item(self, item: Json, at: Trail) -> Json:
        if not isinstance(item, dict):
            return item
        if isinstance(item.get("$ref"), str):
            return referring(item, at)
        shared = self._given(item.get("parameters"), at)
        bodies = [given for given in shared if given.is_body]
        others = [given for given in shared if not given.is_body]
        converted = without(item, "parameters")
        if others:
            converted["parameters"] = _parameters(others, at)
        for method in [key for key in item if key in _METHODS]:
            place = at.down(method)
            converted[method] = self._operation(item[method], bodies, place)
        return converted

    def _operation(self, node: Json, shared: list[_Given], at: Trail) -> Json:
        if not isinstance(node, dict):
            return node
        operation = without(node, *_REPLACED)
        own = self._given(node.get("parameters"), at)
        if others := [given for given in own if not given.is_body]:
            operation["parameters"] = _parameters(others, at)
        bodies = _overridden(shared, [given for given in own if given.is_body])
        if bodies:
            consumes = texts_of(node.get("consumes", list(self._consumes)))
            operation["requestBody"] = self._body(bodies, consumes, at)
        if "responses" in node:
            produces = texts_of(node.get("produces", list(self._produces)))
            operation["responses"] = self._responses(
                node["responses"], produces, at.down("responses")
            )
        if "schemes" in node and "host" in self._root:
            at.to(("servers",), ("schemes",))
            operation["servers"] = servers_of(self._root, node["schemes"])
        return operation

    def _given(self, nodes: Json, at: Trail) -> list[_Given]:
        """Read a list of parameters."""
        given: list[_Given] = []
        for index, node in enumerate(nodes if isinstance(nodes, list) else []):
            target, pointer = target_of(self._root, node)
            old = (*at.old, "parameters", index)
            given.append(_Given(object_of(node), target, old, pointer))
        return given

    def _body(self, bodies: list[_Given], consumes: list[str], at: Trail) -> Json:
        whole = next((each for each in bodies if each.target["in"] == "body"), None)
        new = (*at.new, "requestBody")
        if whole is None:
            fields = [Field(each.target, each.target_at or each.old) for each in bodies]
            return form_of(fields, consumes, at.made_from(new, bodies[0].old))
        place = at.made_from(new, whole.old)
        is_shared = whole.target_at is not None and len(whole.target_at) == 2
        if is_shared and consumes == self._consumes:
            return referring(whole.node, place)
        if whole.target_at is not None:
            place = at.made_from(new, whole.target_at)
        return body_of(whole.target, consumes, place)

    def _responses(self, nodes: Json, produces: list[str], at: Trail) -> Json:
        if not isinstance(nodes, dict):
            return nodes
        return {
            status: (
                node
                if status.startswith("x-")
                else self._response(node, produces, at.down(status))
            )
            for status, node in nodes.items()
        }

    def _response(self, node: Json, produces: list[str], at: Trail) -> Json:
        """Convert a response; a shared one is written out where its media types are others."""
        target, pointer = target_of(self._root, node)
        if pointer is None or produces == self._produces or "schema" not in target:
            return response_of(node, produces, at)
        return response_of(target, produces, at.made_from(at.new, pointer))


def _parameters(given: list[_Given], at: Trail) -> list[Json]:
    """Convert the parameters that stay parameters; their places close up."""
    return [
        parameter_of(each.node, at.made_from((*at.new, "parameters", index), each.old))
        for index, each in enumerate(given)
    ]


def _overridden(shared: list[_Given], own: list[_Given]) -> list[_Given]:
    """Add the bodies of a path to those of an operation, unless it has others of its own."""
    if any(each.target["in"] == "body" for each in own):
        return own
    known = {str(each.identity) for each in own}
    inherited = [
        each
        for each in shared
        if str(each.identity) not in known and not (own and each.target["in"] == "body")
    ]
    return [*inherited, *own]
