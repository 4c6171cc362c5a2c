"""Mending of references that lead nowhere, to the wrong thing or round in circles."""

from collections.abc import Mapping
from typing import Final

from bothends.document import Json, Pointer
from bothends.mend.draft import Draft
from bothends.tree import pointer_of
from bothends.validate import Finding, Kind

_ANY_JSON: Final[dict[str, Json]] = {"application/json": {"schema": {}}}
_STAND_INS: Final[Mapping[Kind, dict[str, Json]]] = {
    Kind.REQUEST_BODY: {"content": _ANY_JSON},
    Kind.RESPONSE: {"description": "", "content": _ANY_JSON},
}
_LEFT_OUT: Final = frozenset(
    [
        Kind.CALLBACK,
        Kind.EXAMPLE,
        Kind.HEADER,
        Kind.LINK,
        Kind.MEDIA_TYPE,
        Kind.PARAMETER,
        Kind.SECURITY_SCHEME,
    ]
)


def unresolved(draft: Draft, finding: Finding) -> str | None:
    """Take any value where nothing is known of it; leave out what has no value."""
    at = finding.pointer[:-1]
    kind = draft.kind(at)
    if kind in _LEFT_OUT:
        draft.drop(at)
        return "It is left out."
    if kind in (Kind.SCHEMA, None):
        draft.object_at(at).pop(str(finding.pointer[-1]), None)
        return "Any value is taken."
    if kind not in _STAND_INS:
        return None
    _replace(draft, at, _STAND_INS[kind])
    return "Any JSON is taken."


def misled(draft: Draft, finding: Finding) -> str | None:
    """Take the schema of what a reference leads to, or what a schema says of a body."""
    at, text = finding.pointer[:-1], str(draft.at(finding.pointer))
    target = pointer_of(text)
    if draft.kind(at) is Kind.SCHEMA and "schema" in draft.object_at(target):
        draft.put(finding.pointer, f"{text}/schema")
        return "Its schema is taken."
    if draft.kind(at) in _STAND_INS and draft.kind(target) is Kind.SCHEMA:
        content: dict[str, Json] = {"application/json": {"schema": {"$ref": text}}}
        _replace(draft, at, {"description": "", "content": content})
        return "It is taken for JSON."
    return unresolved(draft, finding)


def endless(draft: Draft, finding: Finding) -> str:
    """Break a cycle where it begins."""
    draft.drop(finding.pointer)
    return "Here it says nothing."


def _replace(draft: Draft, at: Pointer, value: Mapping[str, Json]) -> None:
    node = draft.object_at(at)
    node.clear()
    node.update(value)
