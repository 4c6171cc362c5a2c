"""What a rule finds, before it is known at which line of which file that is."""

from bothends.document import Document, Original, Pointer
from bothends.problems import Problem, Severity
from bothends.records import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem at a node. A pointer may name a field that is missing from its parent."""

    pointer: Pointer
    rule: str
    message: str
    hint: str
    severity: Severity = "error"
    key: bool = False
    """Whether the name of the node is at fault rather than its value."""
    wanted: tuple[str, ...] = ()
    """The JSON types of which the value has to be one, where it is of none of them."""
    name: str = ""
    """What is not there, where that is no field."""


def located(finding: Finding, document: Document | Original) -> Problem:
    """Give a finding its place in the source."""
    return document.problem(
        finding.pointer,
        finding.rule,
        finding.message,
        finding.hint,
        severity=finding.severity,
        key=finding.key,
    )
