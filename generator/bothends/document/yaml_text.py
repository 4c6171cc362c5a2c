"""YAML text -> tree."""

from array import array

from bothends.document.limits import Limits
from bothends.document.text import Text
from bothends.document.tree import Json
from bothends.document.yaml_tree import YamlReader
from bothends.problems import Problem, Rejected
from bothends.records import dataclass


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read of a YAML text."""

    documents: list[Json]
    """One or none."""
    offsets: "array[int] | None"
    """Where every key and value begins, in the order of the tree; None if that is not the text's."""
    forgiven: tuple[Problem, ...]


def load_yaml(text: Text, limits: Limits, *, lenient: bool) -> Loaded:
    """Read one YAML document; some of what is wrong is forgiven if `lenient`.

    Keys are always the text as written, plain scalars mean what `scalars` says, and aliases
    share their nodes. Raises Rejected with everything that is wrong.
    """
    reader = YamlReader(text, limits)
    try:
        documents = reader.read()
    except Rejected:
        # The first pass keeps no marks; the second can name the line of a duplicate's first.
        reader = YamlReader(text, limits, {}, lenient=lenient)
        documents = reader.read()
    offsets = reader.offsets if reader.is_in_order else None
    return Loaded(documents, offsets, reader.forgiven)
