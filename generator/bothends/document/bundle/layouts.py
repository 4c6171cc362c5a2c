"""Where the Objects of other files go in the tree of a description."""

from collections.abc import Mapping

from bothends.document.tree import Pointer
from bothends.document.versions import Version

Layout = Mapping[str, Pointer]
"""Shape of an Object that a Reference Object can stand for -> where such Objects are kept."""

_OPENAPI: Layout = {
    "Callback": ("components", "callbacks"),
    "Example": ("components", "examples"),
    "Header": ("components", "headers"),
    "Link": ("components", "links"),
    "Parameter": ("components", "parameters"),
    "RequestBody": ("components", "requestBodies"),
    "Response": ("components", "responses"),
    "Schema": ("components", "schemas"),
    "SecurityScheme": ("components", "securitySchemes"),
}
_LAYOUTS: Mapping[Version, Layout] = {
    "2.0": {
        "OldParameter": ("parameters",),
        "OldResponse": ("responses",),
        "Schema": ("definitions",),
    },
    "3.0": _OPENAPI,
    "3.1": _OPENAPI,
    "3.2": {**_OPENAPI, "MediaType": ("components", "mediaTypes")},
}
INLINED = frozenset(["PathItem", "OldPathItem"])
"""Objects that `$ref` can stand in place of, and that take its place."""


def layout_of(version: Version) -> Layout:
    """Tell where a version keeps what; Objects of all other shapes are kept in place."""
    return _LAYOUTS[version]
