"""Mending of bodies: what they contain, in which media type."""

from bothends.document import Json, Pointer
from bothends.mend.draft import Draft
from bothends.tree import is_object
from bothends.validate import Finding


def one_media_type(draft: Draft, finding: Finding) -> str | None:
    """Keep the first media type of a parameter."""
    content = draft.at(finding.pointer)
    if is_object(content) and content:
        for name in list(content)[1:]:
            del content[name]
        return "The first one counts."
    holder = draft.object_at(finding.pointer[:-1])
    holder.pop("content", None)
    holder["schema"] = {"type": "string"}
    return "It is taken for a string."


def without_content(draft: Draft, at: Pointer) -> str:
    """Take what a body has in the manner of 2.0, or any JSON."""
    if said := unexpected_in_body(draft, (*at[:-1], "schema")):
        return said
    draft.put(at, {"application/json": {"schema": {}}})
    return "Any JSON is taken."


def unexpected_in_body(draft: Draft, at: Pointer) -> str | None:
    """Take a `schema` that stands where 2.0 had it for that of JSON."""
    holder = draft.object_at(at[:-1])
    schema = holder.get("schema")
    if at[-1] != "schema" or "content" in holder or not is_object(schema):
        return None
    del holder["schema"]
    content: dict[str, Json] = {"application/json": {"schema": schema}}
    holder["content"] = content
    return "`schema` is taken for that of JSON."
