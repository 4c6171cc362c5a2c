"""Mending of parameters and headers."""

from bothends.document import Json, Pointer
from bothends.mend.draft import Draft, Object
from bothends.tree import is_array, is_object
from bothends.validate import Finding

_FORM = "application/x-www-form-urlencoded"
_BODY = frozenset(["body", "formData"])
_OF_SCHEMA = frozenset(
    [
        "additionalProperties",
        "default",
        "enum",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "items",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "multipleOf",
        "nullable",
        "pattern",
        "properties",
        "type",
        "uniqueItems",
    ]
)
"""Fields that a parameter had itself in Swagger 2.0."""


def left_out(draft: Draft, finding: Finding) -> str:
    """Leave a parameter out that the path does not have, or that another one excludes."""
    draft.drop(_entry(finding.pointer))
    return "It is left out."


def repeated(draft: Draft, finding: Finding) -> str:
    """Keep the first of two parameters."""
    draft.drop(finding.pointer)
    return "The first one counts."


def optional(draft: Draft, finding: Finding) -> str:
    """Require a parameter of the path."""
    draft.put(finding.pointer, value=True)
    return "It is required."


def in_form(draft: Draft, finding: Finding) -> str:
    """Take the schema of a query for that of a form."""
    holder = draft.object_at(finding.pointer[:-1])
    schema = holder.pop("schema", None)
    holder["content"] = {_FORM: {"schema": schema}}
    return "It is taken for the schema of a form."


def shapeless(draft: Draft, finding: Finding) -> str:
    """Give a parameter or header the schema that it has in the manner of 2.0, or text."""
    if finding.key:
        draft.drop(finding.pointer)
        return "`schema` counts."
    holder = draft.object_at(finding.pointer)
    schema: Object = {key: holder.pop(key) for key in list(holder) if key in _OF_SCHEMA}
    holder["schema"] = schema or {"type": "string"}
    return (
        "Its own fields are taken for it."
        if schema
        else "It is taken for one of a string."
    )


def without_place(draft: Draft, at: Pointer) -> str:
    """Look for a parameter in the path; if it is not there it is one of the query."""
    node = draft.object_at(at[:-1])
    template = f"{{{node.get('name')}}}"
    in_path = any(template in step for step in at if isinstance(step, str))
    node["in"] = "path" if in_path else "query"
    return f"It is taken for `{node['in']}`."


def without_name(draft: Draft, at: Pointer) -> str:
    """Leave out a parameter that nobody can call by its name."""
    draft.drop(_entry(at))
    return "It is left out as a whole."


def unknown_place(draft: Draft, at: Pointer) -> str:
    """Make a body of a parameter in the manner of 2.0; leave out one that is anywhere else."""
    holder, node = draft.at((*at[:-3],)), draft.object_at(at[:-1])
    place = node.get("in")
    if str(place) in _BODY and is_object(holder) and at[-3:-2] == ("parameters",):
        draft.drop(at[:-1])
        if place == "body":
            return _in_body(holder, node)
        return _in_form(holder, node)
    if isinstance(place, str) and place.lower() in {
        "path",
        "query",
        "header",
        "cookie",
    }:
        node["in"] = place.lower()
        return f"It is taken for `{place.lower()}`."
    draft.drop(_entry(at))
    return "It is left out."


def _in_body(holder: Object, node: Object) -> str:
    media: Object = {"schema": node.get("schema", {})}
    content: Object = {"application/json": media}
    holder.setdefault(
        "requestBody", {"content": content, "required": node.get("required") is True}
    )
    return "It is taken for the body, in JSON."


def _in_form(holder: Object, node: Object) -> str:
    schema = node.get("schema")
    if not is_object(schema):
        schema = {key: value for key, value in node.items() if key in _OF_SCHEMA}
    name = str(node.get("name"))
    is_file = schema.get("type") == "file"
    media_type = "multipart/form-data" if is_file else _FORM
    body = holder.setdefault("requestBody", {"content": {media_type: {}}})
    content = body.get("content") if is_object(body) else None
    for media in content.values() if is_object(content) else ():
        _add_property(media, name, schema, required=node.get("required") is True)
    return "It is taken for a field of the form that is the body."


def _add_property(media: Json, name: str, schema: Object, *, required: bool) -> None:
    if not is_object(media):
        return
    form = media.setdefault("schema", {"type": "object"})
    if not is_object(form):
        return
    properties = form.setdefault("properties", {})
    if is_object(properties):
        properties.setdefault(name, schema)
    names = form.setdefault("required", []) if required else None
    if is_array(names) and name not in names:
        names.append(name)


def _entry(at: Pointer) -> Pointer:
    """Find the entry of a list of parameters, or the component, that a pointer is about."""
    end = max(index for index, step in enumerate(at) if step == "parameters")
    return at[: end + 2]
