"""The tree -> problems against the OpenAPI standard and against what a generator needs."""

from bothends.document import Document
from bothends.problems import Problem
from bothends.validate.dialects import malformed_schemas
from bothends.validate.findings import Finding, located
from bothends.validate.outline import Outline
from bothends.validate.rules import RULES
from bothends.validate.standard import violations
from bothends.validate.values import wrong_defaults, wrong_examples
from bothends.validate.wording import EMPTY, UNSPECIFIC

__all__ = ["validate"]


def validate(document: Document) -> tuple[Problem, ...]:
    """Return every problem of a document, sorted, each of them once.

    Errors make it unusable or contradictory; warnings never stop generation. Nothing in a
    document raises an exception here, and nothing outside of it is read.
    """
    outline = Outline(document)
    findings = [finding for rule in RULES for finding in rule(outline)]
    for check in (violations, malformed_schemas, wrong_defaults, wrong_examples):
        findings += _new(findings, list(check(outline)))
    problems = {located(finding, document) for finding in findings}
    return tuple(sorted(problems | {*document.problems}))


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
