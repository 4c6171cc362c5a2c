"""A document with errors that do not hinder generation -> one without, and what was assumed.

The only room that knows how to go on from an error of `validate`. After each round of mending
the document is examined again, so that the rooms behind this one never see a tree that
`validate` would not let through.
"""

from collections.abc import Mapping
from dataclasses import replace

from bothends.document import Document
from bothends.mend.draft import Draft
from bothends.mend.menders import HARMLESS, assumption
from bothends.problems import Problem
from bothends.records import dataclass
from bothends.validate import Finding, examine, located, refused_originals

__all__ = ["Mended", "mend"]

_ROUNDS = 8
"""Mending one error can bring another to light; no document needs more than a few."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A document to go on with, where none of the problems is an error."""

    document: Document
    problems: tuple[Problem, ...]


def mend(document: Document) -> Mended:
    """Mend what does not hinder generation; the document stays as it is.

    Its problems are those that `validate` finds. Of what is mended they are warnings, and say
    what was assumed.
    """
    draft, current = None, document
    outcomes = {each: each for each in document.problems}
    # Where they hinder, what it was converted to is wrong, too, and says what is assumed.
    originals = [
        replace(each, severity="warning") for each in refused_originals(document)
    ]
    for _ in range(_ROUNDS):
        found = [
            (each, located(each, current)) for each in dict.fromkeys(examine(current))
        ]
        errors = [
            (finding, problem)
            for finding, problem in found
            if problem.severity == "error" and not _is_settled(problem, outcomes)
        ]
        outcomes |= {each: each for _, each in found if each.severity == "warning"}
        if not errors:
            break
        draft = draft or Draft(document)
        outcomes |= {
            problem: _outcome(draft, finding, problem, outcomes)
            for finding, problem in errors
        }
        hindered = any(each.severity == "error" for each in outcomes.values())
        if not hindered:
            draft.settle()
        current = draft.document
        if hindered:
            break
    found_again = {(each.position, each.rule) for each in outcomes.values()}
    left = [each for each in originals if (each.position, each.rule) not in found_again]
    return Mended(current, tuple(sorted({*outcomes.values(), *left})))


def _is_settled(problem: Problem, outcomes: Mapping[Problem, Problem]) -> bool:
    """Tell whether a problem may stay: it is known, and no room behind this one minds."""
    return problem in outcomes and problem.rule in HARMLESS


def _outcome(
    draft: Draft, finding: Finding, problem: Problem, known: Mapping[Problem, Problem]
) -> Problem:
    """Mend one error, if it is not there in spite of having been mended."""
    assumed = None if problem in known else assumption(draft, finding)
    if assumed is None:
        return problem
    message = f"{problem.message} {assumed}".strip()
    return replace(problem, message=message, severity="warning")
