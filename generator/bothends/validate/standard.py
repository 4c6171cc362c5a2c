"""The schemas of the OpenAPI standard: the door to openapi-spec-validator.

It decides whether a document has the structure that its version describes. Its second phase,
over single keywords, is not used: errors there do not say where they are, cover a part of
the document, and checking never ends, or reads files and URLs, where references are broken.
`dialects`, `values` and the rules of our own cover what it does; it stays their test oracle.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final

import jsonschema_rs
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from openapi_spec_validator import (
    OpenAPIV2SpecValidator,
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)
from referencing import Registry, Resource

from bothends.document import Json, Original
from bothends.validate.faults import Fault
from bothends.validate.findings import Finding
from bothends.validate.objects import Version
from bothends.validate.outline import Outline
from bothends.validate.relevance import relevant
from bothends.validate.renaming import renamed_components
from bothends.validate.wording import MISPLACED, MISTYPED, too_deep, worded

_SCHEMAS: Final[Mapping[Version, Any]] = {
    "2.0": OpenAPIV2SpecValidator.schema_validator.schema,
    "3.0": OpenAPIV30SpecValidator.schema_validator.schema,
    "3.1": OpenAPIV31SpecValidator.schema_validator.schema,
    "3.2": OpenAPIV32SpecValidator.schema_validator.schema,
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
    if _is_valid(version, tree):
        return
    try:
        errors = list(_validator(version).iter_errors(tree))
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


def _is_valid(version: Version, tree: dict[str, Json]) -> bool:
    """Tell in a hundredth of the time whether there is nothing to be found.

    jsonschema-rs does not say enough of its errors to word them; what it can't read is as good
    as invalid.
    """
    try:
        return _quick_validator(version).is_valid(tree)
    except (RecursionError, ValueError):
        return False


@cache
def _quick_validator(version: Version) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(_SCHEMAS[version], validate_formats=False)


@cache
def _validator(version: Version) -> Validator:
    """Make the validator whose errors are worded.

    openapi-spec-validator's own one would be jsonschema-rs.
    """
    schema = _SCHEMAS[version]
    if version in ("2.0", "3.0"):
        return validator_for(schema)(schema)
    resource: Resource[Any] = Resource.from_contents(schema)
    uri = resource.id() or ""
    # Whenever an anchor is looked up, which is once for each Schema Object, the whole root of a
    # validator is searched for it: so the root only refers.
    registry = Registry[Any]().with_resource(uri, resource).crawl()
    return validator_for(schema)({"$ref": uri}, registry=registry)


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
