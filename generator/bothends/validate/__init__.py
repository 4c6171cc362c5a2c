"""The tree -> problems against the OpenAPI standard and against what a generator needs."""

from bothends.document import Document
from bothends.problems import Problem
from bothends.validate.dialects import malformed_schemas
from bothends.validate.findings import Finding, located
from bothends.validate.objects import Kind, Version, kind_at
from bothends.validate.outline import Outline
from bothends.validate.reading import shown, type_name
from bothends.validate.rules import RULES
from bothends.validate.standard import original_violations, violations
from bothends.validate.values import wrong_defaults, wrong_examples
from bothends.validate.wording import EMPTY, UNSPECIFIC

__all__ = [
    "Finding",
    "Kind",
    "Version",
    "examine",
    "kind_at",
    "located",
    "refused_originals",
    "shown",
    "type_name",
    "validate",
]


def validate(document: Document) -> tuple[Problem, ...]:
    """Return every problem of a document, sorted, each of them once.

    Errors make it unusable or contradictory; warnings never stop generation. Nothing in a
    document raises an exception here, and nothing outside of it is read.
    """
    own = refused_originals(document)
    said = {problem.position for problem in own}
    found = {located(finding, document) for finding in examine(document)}
    # What it was converted to is wrong for the same reason, in words of another version.
    others = {problem for problem in found if problem.position not in said}
    return tuple(sorted({*own, *others, *document.problems}))


def refused_originals(document: Document) -> tuple[Problem, ...]:
    """Return what the standard refuses of a document of Swagger 2.0 as it was read."""
    original = document.original
    if original is None:
        return ()
    return tuple(located(each, original) for each in original_violations(original))


def examine(document: Document) -> tuple[Finding, ...]:
    """Return what `validate` finds in the tree, each at its node."""
    outline = Outline(document)
    findings = [finding for rule in RULES for finding in rule(outline)]
    for check in (violations, malformed_schemas, wrong_defaults, wrong_examples):
        findings += _new(findings, list(check(outline)))
    return tuple(findings)


def _new(known: list[Finding], found: list[Finding]) -> list[Finding]:
    """Leave out what an earlier rule has said about the same node, in better words."""
    said = {(finding.pointer, finding.key) for finding in known}
    around = {pointer[:length] for pointer, _ in said for length in range(len(pointer))}
    return [
        finding
        for finding in found
        if (finding.pointer, finding.key) not in said
        and (finding.rule not in (EMPTY, UNSPECIFIC) or finding.pointer not in around)
    ]
