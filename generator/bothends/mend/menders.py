"""Which errors can be mended, rule by rule, and how.

What is in neither table hinders generation: nothing sensible can be made of it.
"""

from collections.abc import Callable, Mapping
from typing import Final

from bothends.mend import (
    bodies,
    parameters,
    paths,
    references,
    responses,
    schemas,
    security,
    servers,
    structure,
)
from bothends.mend.draft import Draft
from bothends.validate import Finding

Mender = Callable[[Draft, Finding], str | None]
"""Mends a finding; gives a sentence about what it assumed, None where it can't."""

HARMLESS: Final[Mapping[str, str]] = {
    "ambiguous-path": "Of two that answer the same method a server takes the first.",
    "duplicate-operation-id": "Its method gets a number.",
    "malformed-value": "It is taken as it is.",
}
"""Rules that no room behind this one minds, and what comes of it."""

_MENDERS: Final[Mapping[str, Mender]] = {
    "duplicate-entry": structure.repeated,
    "duplicate-parameter": parameters.repeated,
    "empty-composition": structure.left_out,
    "empty-enum": structure.left_out,
    "empty-responses": responses.absent,
    "exclusive-properties": structure.exclusive,
    "malformed-path": paths.malformed,
    "misplaced-property": structure.left_out,
    "missing-path-parameter": paths.undeclared,
    "missing-property": structure.missing,
    "one-media-type": bodies.one_media_type,
    "one-querystring": parameters.left_out,
    "optional-path-parameter": parameters.optional,
    "out-of-range": structure.left_out,
    "querystring-and-query": parameters.left_out,
    "querystring-content": parameters.in_form,
    "reference-cycle": references.endless,
    "relative-path": paths.relative,
    "schema-or-content": parameters.shapeless,
    "server-default-not-in-enum": servers.default_outside,
    "undeclared-security-scheme": security.undeclared,
    "undeclared-server-variable": servers.undeclared,
    "unexpected-property": structure.unexpected,
    "unknown-path-parameter": parameters.left_out,
    "unknown-status": responses.unknown_status,
    "unknown-value": structure.unknown,
    "unresolved-reference": references.unresolved,
    "wrong-reference": references.misled,
    "wrong-type": structure.mistyped,
}


def assumption(draft: Draft, finding: Finding) -> str | None:
    """Mend a finding in the draft; None where it hinders generation."""
    if finding.rule in HARMLESS:
        return HARMLESS[finding.rule]
    if finding.rule.startswith("default-"):
        return schemas.wrong_default(draft, finding)
    mender = _MENDERS.get(finding.rule)
    return mender(draft, finding) if mender else None
