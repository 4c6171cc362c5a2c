"""What the description says of one operation: the nodes that belong to the runtime's values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bothends.operations import Found
from bothends.tree import Tree, is_object, resolved

_SCALARS = frozenset(["boolean", "integer", "number", "string"])


@dataclass(frozen=True, slots=True)
class Described:
    """One operation as it is described."""

    tree: Tree
    found: Found

    @property
    def tag(self) -> str:
        """The first tag; empty where there is none."""
        return str(next(iter(self.found.node.get("tags", [])), ""))

    def parameter(self, place: str, name: str) -> Any:
        """Give the schema of a parameter; where there is none, any value will do."""
        return self._schema_of(self._parameter(place, name))

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

    def body(self) -> Mapping[str, Tree]:
        """Give the Media Type Objects of the request body."""
        return self._content(self.found.node.get("requestBody", {}))

    def response(self, status: int | str) -> Mapping[str, Tree]:
        """Give the Media Type Objects of a response."""
        return self._content(self._response(status))

    def headers(self, status: int | str) -> dict[str, Any]:
        """Give the schemas of the headers of a response, by their names."""
        headers: dict[str, Tree] = self._response(status).get("headers", {})
        nodes = {name: self._resolved(node) for name, node in headers.items()}
        return {
            name: node["schema"] for name, node in nodes.items() if "schema" in node
        }

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
