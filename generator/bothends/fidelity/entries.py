"""What was found about the fidelity of types: what is checked instead, and what is lost."""

from collections.abc import Iterable
from typing import Literal

from bothends.problems import Finding
from bothends.records import dataclass
from bothends.tree import Pointer

Treatment = Literal["checked", "lost"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One keyword of which the types of a package do not say all."""

    pointer: Pointer
    """Of the keyword, in the description."""
    keyword: str
    treatment: Treatment
    reason: str
    hint: str
    rule: str = "lost-keyword"
    """Of the warning about what is lost."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Why a keyword cannot be checked."""

    reason: str
    hint: str
    rule: str = "lost-keyword"


PATTERN = Loss(
    "this pattern is not checked: neither Rust's nor Python's regular expressions can",
    "write it without nested repetitions and look-behind of changing width,"
    " or check it in the handler",
    "unsupported-pattern",
)
DYNAMIC = Loss(
    "this is not checked: dynamic references are not followed",
    "use `$ref`, or check it in the handler",
)
UNREAD = Loss(
    "this schema is not used: bodies of this media type are text or bytes",
    "describe the body as JSON, or read and check it in the handler",
    "unread-schema",
)
HEADER = Loss(
    "this schema is not used: headers of responses are text at both ends",
    "read and check the header in the caller",
    "unread-header",
)
VOCABULARY = Loss(
    "this is not checked: vocabularies other than those of OpenAPI are not known",
    "leave it out, or check in the handler what its keywords say",
)
WAY = Loss(
    "this is not checked: it is about what only requests or only responses have",
    "describe requests and responses by schemas of their own,"
    " or check it in the handler",
)
WAYS = Loss(
    "that no more than one of these holds is not checked:"
    " only what requests or only responses have tells them apart",
    WAY.hint,
)
TAG = (
    "a tag says which member is meant: that no other one is valid, too, is not demanded"
)
_CHECKED = "no type of Python says this: the server checks it"


class Entries:
    """Entries by their place, each once; what is lost is never called checked."""

    def __init__(self, known: Iterable[Entry] = ()) -> None:
        self._found: dict[tuple[Pointer, str], Entry] = {
            (each.pointer, each.keyword): each for each in known
        }

    def checked(self, pointer: Pointer, keyword: str, how: str = _CHECKED) -> None:
        """Note a keyword that no type says, and a check does."""
        entry = Entry(pointer, keyword, "checked", how, "")
        self._found.setdefault((pointer, keyword), entry)

    def lost(self, pointer: Pointer, keyword: str, loss: Loss) -> None:
        """Note a keyword that nothing says."""
        self._found[pointer, keyword] = Entry(
            pointer, keyword, "lost", loss.reason, loss.hint, loss.rule
        )

    def all(self) -> tuple[Entry, ...]:
        """Give the entries, in the order in which they were found."""
        return tuple(self._found.values())


def lost_entry(finding: Finding) -> Entry:
    """Note what a finding says is lost."""
    keyword = str(finding.pointer[-1])
    told = (finding.message, finding.hint, finding.rule)
    return Entry(finding.pointer, keyword, "lost", *told)


def is_warned_of(entry: Entry) -> bool:
    """Tell what deserves a warning: next to every description has headers that are numbers."""
    return entry.treatment == "lost" and entry.rule != HEADER.rule


def losses(entries: Iterable[Entry]) -> tuple[Finding, ...]:
    """Word what is lost as warnings."""
    return tuple(
        Finding(entry.pointer, entry.rule, entry.reason, entry.hint, "warning")
        for entry in entries
        if is_warned_of(entry)
    )
