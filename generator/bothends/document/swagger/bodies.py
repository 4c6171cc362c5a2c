"""Parameters of Swagger 2.0 that are request bodies since OpenAPI 3."""

from bothends.document.swagger.parameters import array_style
from bothends.document.swagger.schemas import described, schema_of
from bothends.document.swagger.trail import Trail, without
from bothends.document.tree import Json, Pointer
from bothends.records import dataclass

_URLENCODED = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter with `in: formData`, and where it was."""

    node: dict[str, Json]
    old: Pointer


def body_of(
    node: dict[str, Json], media_types: list[str], at: Trail
) -> dict[str, Json]:
    """Convert a parameter with `in: body`."""
    kept = without(node, "in", "name", "schema")
    content: dict[str, Json] = {}
    for media_type in media_types or ["application/json"]:
        place = at.to(("content", media_type), ())
        media: dict[str, Json] = {}
        if "schema" in node:
            place.to(("schema",), ("schema",))
            media["schema"] = schema_of(node["schema"], place.log)
        content[media_type] = media
    return {**kept, "content": content}


def form_of(fields: list[Field], media_types: list[str], at: Trail) -> dict[str, Json]:
    """Make one body of all parameters with `in: formData`; `at` is where it goes."""
    content: dict[str, Json] = {
        media_type: _form(fields, at.down("content", media_type))
        for media_type in _form_types(fields, media_types)
    }
    body: dict[str, Json] = {"content": content}
    if any(field.node.get("required") is True for field in fields):
        body["required"] = True
    return body


def _form_types(fields: list[Field], media_types: list[str]) -> list[str]:
    """Choose among the media types of the operation; files need parts of their own."""
    has_file = any(field.node.get("type") == "file" for field in fields)
    suitable = [
        media_type
        for media_type in media_types
        if media_type.partition(";")[0].strip().lower()
        in ({_MULTIPART} if has_file else {_MULTIPART, _URLENCODED})
    ]
    return suitable or [_MULTIPART if has_file else _URLENCODED]


def _form(fields: list[Field], at: Trail) -> dict[str, Json]:
    properties: dict[str, Json] = {}
    encoding: dict[str, Json] = {}
    required: list[Json] = []
    for field in fields:
        name = field.node.get("name")
        if not isinstance(name, str):
            continue
        place = at.made_from((*at.new, "schema", "properties", name), field.old)
        properties[name], style = _property(field.node, place)
        if style:
            encoding[name] = style
        if field.node.get("required") is True:
            required.append(name)
    schema: dict[str, Json] = {"type": "object", "properties": properties}
    if required:
        schema["required"] = required
    return {"schema": schema, **({"encoding": encoding} if encoding else {})}


def _property(
    node: dict[str, Json], at: Trail
) -> tuple[dict[str, Json], dict[str, Json]]:
    """Give the schema of a field, and the style that its encoding needs."""
    schema: dict[str, Json] = described(node, at.log)
    style = array_style(node, at)
    if style is None:
        schema = {"type": "string"}
    if isinstance(node.get("description"), str):
        schema["description"] = node["description"]
    # A form repeats the names of arrays by itself.
    is_needed = style is not None and style.get("explode") is False
    return schema, (style or {}) if is_needed else {}
