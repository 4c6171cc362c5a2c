"""The only door to PyYAML: YAML text -> parse events, and what its parser finds wrong."""

import re
from collections.abc import Callable, Iterator
from typing import Protocol

import yaml

from bothends.document.text import Text
from bothends.problems import Problem, Rejected


class _Parser(Protocol):
    """What the parser in C and the one in Python have in common."""

    def get_event(self) -> yaml.Event | None: ...


# Without libyaml everything works, some ten times slower.
_PARSER: Callable[[str], _Parser] = (
    yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
)

# YAML 1.1 §5.1, as both parsers of PyYAML hold it.
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)

# The mistake is where the construct began, not where the parser noticed.
_NOTICED_LATE = {"while scanning a simple key", "while scanning a quoted scalar"}

_HINTS = {
    "found character that cannot start any token": (
        "Indent with spaces, not tabs; quote a text that begins with `@`, `%` or a backtick."
    ),
    "mapping values are not allowed in this context": (
        "Quote a text that has a colon in it, or correct the indentation."
    ),
    "could not find expected ':'": "Write a colon and a space after the key.",
    "found unexpected end of stream": "Close the quote.",
    "found invalid Unicode character escape code": (
        r"Write the character itself, or `\U` and eight digits in place of two halves."
    ),
}


def parse(text: Text) -> Iterator[yaml.Event]:
    """Parse a stream of YAML documents; the marks of its events count characters from 0.

    Raises Rejected (`invalid-yaml`).
    """
    try:
        parser = _PARSER(text.characters)
        # Not yaml.parse, which asks the parser twice for each event.
        yield from iter(parser.get_event, None)
    except yaml.MarkedYAMLError as error:
        raise Rejected([_syntax_problem(text, error)]) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The reader's, which knows no place; the parser in Python fails on some escapes too.
        raise Rejected([_character_problem(text)]) from error


def offset_of(event: yaml.Event) -> int:
    """Where an event begins."""
    return event.start_mark.index if event.start_mark else 0


def _syntax_problem(text: Text, error: yaml.MarkedYAMLError) -> Problem:
    late = error.context in _NOTICED_LATE and error.context_mark is not None
    mark = error.context_mark if late else error.problem_mark
    said = error.problem or "the text cannot be parsed"
    return text.problem(
        mark.index if mark else 0,
        "invalid-yaml",
        f"This is not YAML: {said}" + (f" {error.context}." if error.context else "."),
        _HINTS.get(said, "Correct the indentation, quotes or brackets here or above."),
    )


def _character_problem(text: Text) -> Problem:
    found = _FORBIDDEN.search(text.characters)
    name = f"U+{ord(found[0]):04X}" if found else "in an escape"
    return text.problem(
        found.start() if found else 0,
        "invalid-character",
        f"YAML does not allow the character {name}.",
        r'Remove it, or write it as an escape such as "\x01" in double quotes.',
    )
