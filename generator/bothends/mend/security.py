"""Mending of security schemes.

What is protected stays protected: a server that asks for a credential too many can be put
right, one that asks for none has let people in.
"""

import re
from collections.abc import Mapping

from bothends.document import Json, Pointer
from bothends.mend.draft import Draft
from bothends.tree import is_object
from bothends.validate import Finding

_KEY = re.compile(r"(?i)api[-_ ]?key|x-.+")

_KNOWN: Mapping[str, dict[str, Json]] = {
    "apikey": {"type": "apiKey", "in": "header"},
    "basic": {"type": "http", "scheme": "basic"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "jwt": {"type": "http", "scheme": "bearer"},
    "http": {"type": "http", "scheme": "bearer"},
    "mutualtls": {"type": "mutualTLS"},
    "oauth": {"type": "oauth2", "flows": {}},
    "oauth2": {"type": "oauth2", "flows": {}},
}
"""What people write for `type`, and what they mean."""


def undeclared(draft: Draft, finding: Finding) -> str:
    """Declare a scheme: an API key or `basic` where it is called so, a bearer token otherwise."""
    components, at = draft.root.get("components"), ("components", "securitySchemes")
    if not is_object(components):
        components = draft.root["components"] = {}
    schemes = draft.at(at)
    if not is_object(schemes):
        schemes = components["securitySchemes"] = {}
    name = str(finding.pointer[-1])
    schemes[name], said = _guessed(name)
    return said


def unknown_type(draft: Draft, at: Pointer) -> str | None:
    """Read a type as the one that is meant."""
    scheme = draft.object_at(at[:-1])
    meant = _KNOWN.get(str(scheme.get("type")).lower())
    if meant is None or (meant["type"] == "mutualTLS" and draft.version == "3.0"):
        replacement, said = _guessed(str(at[-2]))
        scheme.clear()
        scheme.update(replacement)
        return said
    scheme.update({key: value for key, value in meant.items() if key != "in"})
    return f"It is read as `{meant['type']}`."


def unknown_place(draft: Draft, at: Pointer) -> str:
    """Take an API key from a header."""
    draft.put(at, "header")
    return "It is taken for `header`."


def without_type(draft: Draft, at: Pointer) -> str:
    """Make of a scheme what its name says."""
    scheme = draft.object_at(at[:-1])
    guessed, said = _guessed(str(at[-2]))
    scheme.clear()
    scheme.update(guessed)
    return said


def without_name(draft: Draft, at: Pointer) -> str:
    """Call an API key by the name of its scheme."""
    draft.put(at, str(at[-2]))
    return f"It is taken for `{at[-2]}`."


def without_scheme(draft: Draft, at: Pointer) -> str:
    """Take a token for a bearer's."""
    draft.put(at, "bearer")
    return "It is taken for `bearer`."


def _guessed(name: str) -> tuple[dict[str, Json], str]:
    if "basic" in name.lower():
        return {"type": "http", "scheme": "basic"}, "It is taken for HTTP's `basic`."
    if _KEY.fullmatch(name):
        key: dict[str, Json] = {"type": "apiKey", "in": "header", "name": name}
        return key, f"It is taken for an API key in the header `{name}`."
    return {"type": "http", "scheme": "bearer"}, "It is taken for a bearer token."
