"""What the description says of one operation: the nodes that belong to the runtime's values."""

from collections.abc import Mapping
from typing import Any

from bothends.elsewhere import api_keys, identity, is_ignored
from bothends.operations import Found
from bothends.records import dataclass
from bothends.requirements import requirements_of, scheme_named
from bothends.samples import named_examples
from bothends.tree import Tree, is_object, resolved

_SCALARS = frozenset(["boolean", "integer", "number", "string"])


@dataclass(frozen=True, slots=True)
class Described:
    """One operation as it is described."""

    tree: Tree
    found: Found
    is_outgoing: bool = False
    """Whether it is a webhook or callback, which the API itself calls."""

    @property
    def tag(self) -> str:
        """The first tag; empty where there is none."""
        return str(next(iter(self.found.node.get("tags", [])), ""))

    def parameter(self, place: str, name: str) -> Any:
        """Give the schema of a parameter; where there is none, any value will do."""
        return self._schema_of(self._parameter(place, name))

    def sampled(self, place: str, name: str) -> tuple[Tree, Any]:
        """Give what holds the examples of a parameter, and its schema."""
        node = self._parameter(place, name)
        for media in self._content(node).values():
            return media, self._schema_of(node)
        return node, self._schema_of(node)

    def examples(self, place: str, name: str) -> list[Any]:
        """Give the examples of a parameter, whether they are valid or not."""
        return self.examples_of(self._parameter(place, name))

    def examples_of(self, node: Tree) -> list[Any]:
        """Give the examples of a Parameter or Media Type Object."""
        return list(named_examples(self.tree, node).values())

    def content_of(self, place: str, name: str) -> Mapping[str, Tree]:
        """Give the Media Type Objects of a parameter."""
        return self._content(self._parameter(place, name))

    def _parameter(self, place: str, name: str) -> Tree:
        for holder in (self.found.node, self.found.item):
            for each in holder.get("parameters", []):
                node = self._resolved(each)
                if (node["in"], node["name"]) == (place, name):
                    return node
        return {}

    def _schema_of(self, node: Tree) -> Any:
        """Give the schema of a parameter's value; one in another media type than JSON is text."""
        for media_type, media in node.get("content", {}).items():
            schema = self._resolved(media).get("schema", True)
            if is_object(schema) and self._is_text(node, media_type, schema):
                return {"type": "string"}
            return schema
        return node.get("schema", True)

    def _is_text(self, node: Tree, media_type: str, schema: Tree) -> bool:
        is_json = media_type.partition(";")[0].strip().lower().endswith("json")
        scalar = self._resolved(schema).get("type") in _SCALARS
        return not (node["in"] == "querystring" or is_json or scalar)

    def parameters(self) -> dict[tuple[str, str], Tree]:
        """Give the Parameter Objects by place and name, without those that mean nothing.

        What something else of the request says is ignored here, and a webhook or callback,
        which goes to a URL, has no path.
        """
        keys = api_keys(self.tree, self.found, inherits=not self.is_outgoing)
        found: dict[tuple[str, str], Tree] = {}
        for holder in (self.found.item, self.found.node):
            for each in holder.get("parameters", []):
                node = self._resolved(each)
                found[identity(node["in"], node["name"])] = node
        return {
            (place, name): node
            for (place, name), node in found.items()
            if not is_ignored(place, name)
            and (place, name) not in keys
            and not (place == "path" and self.is_outgoing)
        }

    def security(self) -> list[dict[str, tuple[str, ...]]]:
        """Give the alternatives of what a caller must have: scopes by the key of a scheme."""
        inherits = not self.is_outgoing
        requirements = requirements_of(self.tree, self.found.node, inherits=inherits)
        schemes = self.tree.get("components", {}).get("securitySchemes", {})
        return [
            {
                key if key in schemes else scheme_named(key): tuple(scopes)
                for key, scopes in requirement.items()
            }
            for requirement in requirements
        ]

    def statuses(self) -> list[str]:
        """Give the documented statuses, spelled as one: `404`, `4XX`, `default`."""
        keys = map(str, self.found.node.get("responses", {}))
        spelled = ("default" if key.lower() == "default" else key for key in keys)
        return [
            key if key == "default" else key.upper()
            for key in spelled
            if not key.startswith("x-")
        ]

    def is_body_required(self) -> bool:
        """Tell whether there must be a body."""
        node = self._resolved(self.found.node.get("requestBody", {}))
        return bool(node.get("required", False))

    def body(self) -> Mapping[str, Tree]:
        """Give the Media Type Objects of the request body."""
        return self._content(self.found.node.get("requestBody", {}))

    def item_of(self, media: Tree) -> Any:
        """Give the schema of an item of a stream (OpenAPI 3.2 §4.14).

        Where there is no `itemSchema`, `schema` is of an item, or of all of them as an array.
        """
        own = media.get("schema", {"type": "string"})
        keywords = self._resolved(own) if is_object(own) else {}
        is_array = keywords.get("type") == "array"
        return media.get("itemSchema", keywords.get("items", True) if is_array else own)

    def response(self, status: int | str) -> Mapping[str, Tree]:
        """Give the Media Type Objects of a response."""
        return self._content(self._response(status))

    def headers(self, status: int | str) -> dict[str, Any]:
        """Give the schemas of the headers of a response, by their names."""
        nodes = self.header_nodes(status)
        return {
            name: node["schema"] for name, node in nodes.items() if "schema" in node
        }

    def header_nodes(self, status: int | str) -> dict[str, Tree]:
        """Give the Header Objects of a response, by their names."""
        headers: dict[str, Tree] = self._response(status).get("headers", {})
        return {name: self._resolved(node) for name, node in headers.items()}

    def _response(self, status: int | str) -> Tree:
        for key, node in self.found.node.get("responses", {}).items():
            if str(key).upper() == str(status).upper():
                return self._resolved(node)
        return {}

    def _content(self, node: Tree) -> Mapping[str, Tree]:
        content: dict[str, Tree] = self._resolved(node).get("content", {})
        return {key: self._resolved(media) for key, media in content.items()}

    def _resolved(self, node: Tree) -> Tree:
        return resolved(self.tree, node, ())[0]
