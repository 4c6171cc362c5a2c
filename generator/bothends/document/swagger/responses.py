"""Response Objects of Swagger 2.0."""

import re

from bothends.document.swagger.parameters import referring, with_schema
from bothends.document.swagger.schemas import schema_of
from bothends.document.swagger.trail import Trail, object_of, without
from bothends.document.tree import Json

_BYTES = re.compile(
    r"(?:image|audio|video|font)/(?!svg)|application/(?:octet-stream|pdf|zip|gzip)\b",
    re.IGNORECASE,
)


def response_of(node: Json, media_types: list[str], at: Trail) -> Json:
    """Convert a response, or a reference to one, given what the operation produces."""
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return referring(node, at)
    response = without(node, "schema", "headers", "examples")
    headers = node.get("headers")
    if isinstance(headers, dict):
        response["headers"] = {
            name: _header(header, at.down("headers", name))
            for name, header in headers.items()
        }
    # Without a schema nothing is returned (§Response Object), whatever the examples say.
    if "schema" in node:
        response["content"] = _content(node, media_types, at)
    return response


def _content(
    node: dict[str, Json], media_types: list[str], at: Trail
) -> dict[str, Json]:
    default = "application/json"
    if _is_of_bytes(node["schema"]):
        default = "application/octet-stream"
    else:
        # `produces` counts for failures as well, and an image cannot hold their fields.
        media_types = [each for each in media_types if not _BYTES.match(each)]
    examples = object_of(node.get("examples"))
    content: dict[str, Json] = {}
    for media_type in media_types or [default]:
        place = at.to(("content", media_type), ())
        place.to(("schema",), ("schema",))
        media: dict[str, Json] = {"schema": schema_of(node["schema"], place.log)}
        if media_type in examples:
            place.to(("example",), ("examples", media_type))
            media["example"] = examples[media_type]
        content[media_type] = media
    return content


def _is_of_bytes(schema: Json) -> bool:
    fields = object_of(schema)
    is_binary = (fields.get("type"), fields.get("format")) == ("string", "binary")
    return is_binary or fields.get("type") == "file"


def _header(node: Json, at: Trail) -> Json:
    return with_schema(node, at) if isinstance(node, dict) else node
