"""Mending of Objects that are not built as the standard has them."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Final

from bothends.document import Json, Pointer
from bothends.mend import bodies, parameters, references, schemas, security, servers
from bothends.mend.draft import Draft
from bothends.validate import Finding, Kind, shown, type_name

LEFT_OUT: Final = "It is left out."

_Special = Callable[[Draft, Pointer], str | None]

_UNEXPECTED: Final[Mapping[Kind, _Special]] = {
    Kind.REQUEST_BODY: bodies.unexpected_in_body,
    Kind.RESPONSE: bodies.unexpected_in_body,
    Kind.SCHEMA: schemas.unexpected,
}
_MISTYPED: Final[Mapping[tuple[Kind, str], _Special]] = {
    (Kind.SCHEMA, "$recursiveAnchor"): schemas.recursive_anchor,
    (Kind.SCHEMA, "exclusiveMaximum"): schemas.exclusive_bound,
    (Kind.SCHEMA, "exclusiveMinimum"): schemas.exclusive_bound,
    (Kind.SCHEMA, "items"): schemas.listed_items,
    (Kind.SCHEMA, "required"): schemas.required_property,
    (Kind.SCHEMA, "type"): schemas.several_types,
}
_UNKNOWN: Final[Mapping[tuple[Kind, str], _Special]] = {
    (Kind.PARAMETER, "in"): parameters.unknown_place,
    (Kind.SCHEMA, "type"): schemas.unknown_type,
    (Kind.SECURITY_SCHEME, "in"): security.unknown_place,
    (Kind.SECURITY_SCHEME, "type"): security.unknown_type,
}
_MISSING: Final[Mapping[tuple[Kind, str], _Special]] = {
    (Kind.PARAMETER, "content"): parameters.without_name,
    (Kind.PARAMETER, "in"): parameters.without_place,
    (Kind.PARAMETER, "name"): parameters.without_name,
    (Kind.REQUEST_BODY, "content"): bodies.without_content,
    (Kind.SECURITY_SCHEME, "in"): security.unknown_place,
    (Kind.SECURITY_SCHEME, "name"): security.without_name,
    (Kind.SECURITY_SCHEME, "scheme"): security.without_scheme,
    (Kind.SECURITY_SCHEME, "type"): security.without_type,
    (Kind.SERVER_VARIABLE, "default"): servers.without_default,
}
_DEFAULTS: Final[Mapping[tuple[Kind, str], Json]] = {
    (Kind.INFO, "title"): "API",
    (Kind.INFO, "version"): "0",
    (Kind.OAUTH_FLOW, "authorizationUrl"): "",
    (Kind.OAUTH_FLOW, "deviceAuthorizationUrl"): "",
    (Kind.OAUTH_FLOW, "scopes"): {},
    (Kind.OAUTH_FLOW, "tokenUrl"): "",
    (Kind.OPENAPI, "info"): {"title": "API", "version": "0"},
    (Kind.OPENAPI, "paths"): {},
    (Kind.OPERATION, "responses"): {"2XX": {"description": ""}},
    (Kind.RESPONSE, "description"): "",
    (Kind.SCHEMA, "items"): {},
    (Kind.SECURITY_SCHEME, "flows"): {},
    (Kind.SECURITY_SCHEME, "openIdConnectUrl"): "",
    (Kind.SERVER, "url"): "/",
}
"""What stands for a required field that is not there."""

_DISPENSABLE: Final = frozenset(
    [
        Kind.CONTACT,
        Kind.DISCRIMINATOR,
        Kind.EXAMPLE,
        Kind.EXTERNAL_DOCUMENTATION,
        Kind.LICENSE,
        Kind.LINK,
        Kind.TAG,
        Kind.XML,
    ]
)
"""Objects that are left out as a whole where something that they need is not there."""

_EXCLUDED: Final = ("example", "itemEncoding", "prefixEncoding")
"""Fields that others exclude, and that say the least."""

_TRUTH: Final[Mapping[str, bool]] = {
    **dict.fromkeys(["true", "yes", "on", "1"], True),
    **dict.fromkeys(["false", "no", "off", "0"], False),
}


def left_out(draft: Draft, finding: Finding) -> str:
    """Leave a node out."""
    draft.drop(finding.pointer)
    return LEFT_OUT


def repeated(draft: Draft, finding: Finding) -> str:
    """Leave an entry out that is there already."""
    draft.drop(finding.pointer)
    return "It counts once."


def exclusive(draft: Draft, finding: Finding) -> str | None:
    """Keep one of the fields that exclude each other."""
    at = finding.pointer
    if draft.kind(at) is None:
        draft.drop(at)
        return f"`{at[-1]}` is left out."
    excluded = [key for key in _EXCLUDED if key in draft.object_at(at)]
    for key in excluded:
        draft.drop((*at, key))
    return f"`{'`, `'.join(excluded)}` is left out." if excluded else None


def unexpected(draft: Draft, finding: Finding) -> str | None:
    """Make something of a field that the standard does not have there, or leave it out."""
    if finding.pointer[-1] not in draft.object_at(finding.pointer[:-1]):
        return ""  # Something has been made of it.
    holder = draft.kind(finding.pointer[:-1])
    special = _UNEXPECTED.get(holder) if holder else None
    said = special(draft, finding.pointer) if special else None
    return said or left_out(draft, finding)


def mistyped(draft: Draft, finding: Finding) -> str | None:
    """Read a value as one of the type that is wanted, or leave it out."""
    at = finding.pointer
    if not at:
        return None
    if at[-1] == "$ref" and draft.kind(at[:-1]) is not Kind.PATH_ITEM:
        return references.unresolved(draft, finding)
    if type_name(draft.at(at)).split()[-1] in finding.wanted:
        return LEFT_OUT  # Another mending has put something in its place.
    said = _special(draft, at, _MISTYPED)
    if said:
        return said
    value = _converted(draft.at(at), finding.wanted)
    if value is not None:
        draft.put(at, value)
        return f"It is read as {type_name(value)}."
    if draft.kind(at) is Kind.SCHEMA:
        draft.put(at, {})
        return "Any value is taken."
    return _filled_in(draft, at) or left_out(draft, finding)


def unknown(draft: Draft, finding: Finding) -> str | None:
    """Make something of a value that is not among those that the standard knows."""
    return _special(draft, finding.pointer, _UNKNOWN) or left_out(draft, finding)


def missing(draft: Draft, finding: Finding) -> str | None:
    """Put something in the place of a required field, or leave the Object out."""
    at, holder = finding.pointer[:-1], draft.kind(finding.pointer[:-1])
    # Where it lacks one of several, the pointer is its own.
    if draft.kind(finding.pointer) is Kind.OPENAPI:
        draft.put(("paths",), {})
        return "It has no operations."
    if draft.kind(finding.pointer) in _DISPENSABLE:
        return left_out(draft, finding)
    if holder in _DISPENSABLE:
        draft.drop(at)
        return "It is left out as a whole."
    special = _special(draft, finding.pointer, _MISSING)
    return special or _filled_in(draft, finding.pointer)


def _filled_in(draft: Draft, at: Pointer) -> str | None:
    holder = draft.kind(at[:-1])
    if holder is None or (holder, str(at[-1])) not in _DEFAULTS:
        return None
    value = _DEFAULTS[holder, str(at[-1])]
    draft.put(at, deepcopy(value))
    return f"It is taken for {shown(value)}."


def _special(
    draft: Draft, at: Pointer, table: Mapping[tuple[Kind, str], _Special]
) -> str | None:
    holder = draft.kind(at[:-1])
    special = table.get((holder, str(at[-1]))) if holder else None
    return special(draft, at) if special else None


def _converted(value: Json, wanted: tuple[str, ...]) -> Json:
    """Read a value as one of another type; None where it says nothing as one."""
    match value:
        case bool() if "string" in wanted:
            return str(value).lower()
        case int() | float() if "string" in wanted:
            return str(value)
        case str() if "boolean" in wanted:
            return _TRUTH.get(value.lower())
        case str() if {"integer", "number"} & {*wanted}:
            return _number(value)
        case str() if "array" in wanted:
            return [value]
        case _:
            return None


def _number(text: str) -> Json:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number - number == 0 else None
