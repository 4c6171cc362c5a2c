"""One file as it was read: its tree, and the place of every node in it."""

import re
from typing import Protocol

from bothends.document.collector import collector_paused
from bothends.document.json_places import JsonPlaces
from bothends.document.json_text import NotJsonError, load_json
from bothends.document.limits import Limits
from bothends.document.text import Text
from bothends.document.tree import Json, Place, Pointer
from bothends.problems import Position, Problem, Rejected
from bothends.records import dataclass

# A URL may go on with a query.
_NAMED_JSON = re.compile(r"\.json(?:[?#]|$)", re.IGNORECASE)
_LOOKS_LIKE_JSON = re.compile(r"\s*[{\[]")
_BLANK = re.compile(r"\s*\Z")


class Places(Protocol):
    """Knows where the nodes of a text stand."""

    def find(self, pointer: Pointer) -> tuple[Place, int]:
        """Find a node or its deepest ancestor, and how many steps of the pointer lead there."""
        ...


@dataclass(frozen=True, slots=True)
class Origin:
    """A tree, and the text it was read from."""

    tree: Json
    text: Text
    places: Places
    problems: tuple[Problem, ...] = ()
    """What was forgiven."""

    def has(self, pointer: Pointer) -> bool:
        """Whether the pointer leads to a node."""
        return self.places.find(pointer)[1] == len(pointer)

    def position(self, pointer: Pointer, *, key: bool = False) -> Position:
        """Find a node, or its key; of a node that does not exist, the deepest ancestor."""
        place, _ = self.places.find(pointer)
        return self.text.position(place.key if key else place.value)


def parse(text: Text, limits: Limits, *, lenient: bool) -> Origin:
    """Read JSON where the name or the text says so, YAML elsewhere.

    With `lenient` the last of duplicate keys counts, and tags that nobody knows do not.
    Raises Rejected.
    """
    with collector_paused():
        if _BLANK.match(text.characters):
            return Origin(None, text, JsonPlaces(text))
        if _NAMED_JSON.search(text.file):
            return _parse_json(text, limits, lenient=lenient)
        if not _LOOKS_LIKE_JSON.match(text.characters):
            return _parse_yaml(text, limits, lenient=lenient)
        try:
            return _parse_json(text, limits, lenient=lenient)
        except NotJsonError as no_json:
            return _parse_flow_style(text, limits, no_json, lenient=lenient)


def _parse_json(text: Text, limits: Limits, *, lenient: bool) -> Origin:
    tree, problems = load_json(text, limits, lenient=lenient)
    return Origin(tree, text, JsonPlaces(text), problems)


def _parse_yaml(text: Text, limits: Limits, *, lenient: bool) -> Origin:
    # JSON does not need the parser of YAML, which takes time to load.
    from bothends.document.yaml_places import YamlPlaces
    from bothends.document.yaml_text import load_yaml

    loaded = load_yaml(text, limits, lenient=lenient)
    tree = loaded.documents[0] if loaded.documents else None
    return Origin(tree, text, YamlPlaces(text, limits, loaded), loaded.forgiven)


def _parse_flow_style(
    text: Text, limits: Limits, no_json: NotJsonError, *, lenient: bool
) -> Origin:
    """Read YAML that only begins like JSON.

    If it is neither, it was meant to be what it can be read as for longer.
    """
    try:
        return _parse_yaml(text, limits, lenient=lenient)
    except Rejected as no_yaml:
        raise max(no_json, no_yaml, key=_first_position) from no_yaml


def _first_position(rejected: Rejected) -> Position:
    return rejected.problems[0].position
