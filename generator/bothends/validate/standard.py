"""The schemas of the OpenAPI standard: the door to openapi-spec-validator.

It decides whether a document has the structure that its version describes. Its second phase,
over single keywords, is not used: errors there do not say where they are, cover a part of
the document, and checking never ends, or reads files and URLs, where references are broken.
`dialects`, `values` and the rules of our own cover what it does; it stays their test oracle.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from openapi_spec_validator import (
    OpenAPIV2SpecValidator,
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)

from bothends.document import Json, Original
from bothends.validate.faults import Fault
from bothends.validate.findings import Finding
from bothends.validate.objects import Version
from bothends.validate.outline import Outline
from bothends.validate.relevance import relevant
from bothends.validate.renaming import renamed_components
from bothends.validate.wording import MISPLACED, MISTYPED, too_deep, worded

_AUTHORITIES: Final[Mapping[Version, Validator]] = {
    "2.0": OpenAPIV2SpecValidator.schema_validator,
    "3.0": OpenAPIV30SpecValidator.schema_validator,
    "3.1": OpenAPIV31SpecValidator.schema_validator,
    "3.2": OpenAPIV32SpecValidator.schema_validator,
}


def violations(outline: Outline) -> Iterator[Finding]:
    """Find what the standard's own JSON Schema refuses."""
    renamed = renamed_components(outline)
    yield from _violations(outline.version, renamed.tree, renamed.restored)


def original_violations(original: Original) -> Iterator[Finding]:
    """Find what the JSON Schema of Swagger 2.0 refuses, with pointers into what was read."""
    yield from _violations("2.0", original.tree, lambda fault: fault)


def _violations(
    version: Version, tree: dict[str, Json], restored: Callable[[Fault], Fault]
) -> Iterator[Finding]:
    try:
        errors = _errors(version, tree)
    except RecursionError:
        yield too_deep(())
        return
    found = [
        finding
        for error in errors
        for one in relevant(error)
        for finding in worded(restored(Fault.of(one, ())), version)
    ]
    for finding in _without_consequences(found):
        # The document was read, so that its version was understood.
        understood = finding.pointer in {("openapi",), ("swagger",)}
        yield replace(finding, severity="warning") if understood else finding


def _errors(version: Version, tree: dict[str, Json]) -> list[ValidationError]:
    if _AUTHORITIES[version].is_valid(tree):
        return []
    return list(_explainer(version).iter_errors(tree))


@cache
def _explainer(version: Version) -> Validator:
    """Make a validator whose errors are the same on every machine.

    openapi-spec-validator's own one is another library where jsonschema-rs is installed: as
    good for the verdict, and faster, but its errors tell less.
    """
    schema = _AUTHORITIES[version].schema
    return validator_for(schema)(schema)


def _without_consequences(found: list[Finding]) -> Iterator[Finding]:
    """Leave out what JSON Schema says only because something else is wrong.

    A value of the wrong type lacks every field; and where part of an Object is wrong, its
    other fields belong nowhere.
    """
    mistyped = {one.pointer for one in found if one.rule == MISTYPED}
    broken = {
        finding.pointer[:length]
        for finding in found
        if finding.rule != MISPLACED
        for length in range(len(finding.pointer) + 1)
    }
    for finding in found:
        around = (finding.pointer, finding.pointer[:-1])
        if finding.rule != MISTYPED and not mistyped.isdisjoint(around):
            continue
        if finding.rule != MISPLACED or finding.pointer[:-1] not in broken:
            yield finding
