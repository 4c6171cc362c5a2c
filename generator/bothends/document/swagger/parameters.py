"""Parameters of Swagger 2.0 that are parameters since OpenAPI 3, too."""

from collections.abc import Iterator

from bothends.document.swagger.schemas import KEYWORDS, described
from bothends.document.swagger.trail import Trail, without
from bothends.document.tree import Json

_STYLES: dict[str, dict[str, Json]] = {
    "csv": {"style": "form", "explode": False},
    "multi": {"style": "form", "explode": True},
    "pipes": {"style": "pipeDelimited", "explode": False},
    "ssv": {"style": "spaceDelimited", "explode": False},
}


def parameter_of(node: dict[str, Json], at: Trail) -> dict[str, Json]:
    """Convert a parameter of the path, the query or the headers, or a reference to one."""
    if "$ref" in node:
        return referring(node, at)
    parameter, style = with_schema(node, at), array_style(node, at)
    return parameter | style if style and node.get("in") == "query" else parameter


def with_schema(node: dict[str, Json], at: Trail) -> dict[str, Json]:
    """Give a parameter or a header its schema, made of its own keywords."""
    at.to(("schema",), ())
    converted = without(node, *KEYWORDS, "collectionFormat")
    converted["schema"] = described(node, at.log)
    if array_style(node, at) is None:
        converted["schema"] = {"type": "string"}
    return converted


def referring(node: dict[str, Json], at: Trail) -> dict[str, Json]:
    """Copy a Reference Object, to be led to where its target goes."""
    copied = node.copy()
    if isinstance(copied["$ref"], str):
        at.log.referring.append(copied)
    return copied


def array_style(node: dict[str, Json], at: Trail) -> dict[str, Json] | None:
    """Give the style of an array; None, and a note, if OpenAPI 3 has none that fits.

    Outside of a query and a form only commas can be said, and nothing is needed to say them.
    """
    if node.get("type") != "array":
        return {}
    written = node.get("collectionFormat", "csv")
    is_free = node.get("in") in ("query", "formData")
    style = _STYLES.get(str(written)) if is_free or written == "csv" else None
    if style is None:
        at.note(
            "unsupported-collection-format",
            f"OpenAPI 3 has no style for `collectionFormat: {written}` here: what is "
            "made takes one text, with its separators.",
            "Use `csv`, `ssv`, `pipes` or `multi` in a query, and `csv` elsewhere.",
        )
    elif any(each != "csv" for each in _inner_formats(node)):
        at.note(
            "unsupported-collection-format",
            "OpenAPI 3 has no separators for arrays in arrays.",
            "Describe the parameter as a string.",
        )
    return style


def _inner_formats(node: dict[str, Json]) -> Iterator[Json]:
    items = node.get("items")
    while isinstance(items, dict):
        if items.get("type") == "array":
            yield items.get("collectionFormat", "csv")
        items = items.get("items")
