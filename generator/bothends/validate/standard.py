"""A document against the JSON Schema of the OpenAPI standard.

It decides whether a document has the structure that its version describes. The second phase of
openapi-spec-validator, over single keywords, is not used: errors there do not say where they
are, cover a part of the document, and checking never ends, or reads files and URLs, where
references are broken. `dialects`, `values` and the rules of our own cover what it does; it
stays their test oracle.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from bothends.document import Json, Original
from bothends.validate.faults import Fault
from bothends.validate.findings import Finding
from bothends.validate.objects import Version
from bothends.validate.outline import Outline
from bothends.validate.published import is_standard
from bothends.validate.renaming import renamed_components
from bothends.validate.wording import MISPLACED, MISTYPED, too_deep, worded


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
    from bothends.validate.errors import in_document

    try:
        faults = in_document(version, tree)
    except RecursionError:
        yield too_deep(())
        return
    found = [
        finding for fault in faults for finding in worded(restored(fault), version)
    ]
    for finding in _without_consequences(found):
        # The document was read, so that its version was understood.
        understood = finding.pointer in {("openapi",), ("swagger",)}
        yield replace(finding, severity="warning") if understood else finding


def _is_valid(version: Version, tree: dict[str, Json]) -> bool:
    """Ask jsonschema-rs; what it can't read is as good as invalid."""
    try:
        return is_standard(version).is_valid(tree)
    except (RecursionError, ValueError):
        return False


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
