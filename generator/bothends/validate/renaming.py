"""Usual names for components that have others, so that the schema of 3.0 looks at them.

It describes components by the pattern of their names, and accepts anything under a name
that does not fit, such as `Page<Pet>`, which many generators of documents write.
"""

from dataclasses import replace
from itertools import count

from bothends.document import Json, Pointer
from bothends.records import dataclass
from bothends.validate.components import is_usual
from bothends.validate.faults import Fault
from bothends.validate.objects import Kind, holders
from bothends.validate.outline import Outline
from bothends.validate.reading import mapping


@dataclass(frozen=True, slots=True)
class Renamed:
    """A document whose components have usual names, and the way back."""

    tree: dict[str, Json]
    names: dict[Pointer, str]
    """What the component at a pointer of `tree` is called in the document."""

    def restored(self, fault: Fault) -> Fault:
        """Give a fault in `tree` its place in the document."""
        name = self.names.get(fault.pointer[:3])
        if name is None:
            return fault
        pointer = (*fault.pointer[:2], name, *fault.pointer[3:])
        return replace(fault, pointer=pointer)


def renamed_components(outline: Outline) -> Renamed:
    """Rename what 3.0 would not look at; the document itself if there is nothing."""
    renamed = Renamed(outline.root, {})
    components = mapping(outline.root.get("components"))
    if outline.version != "3.0":
        return renamed
    for field, _ in holders(Kind.COMPONENTS, outline.version):
        entries = mapping(components.get(field))
        if not all(map(is_usual, entries)):
            components = {**components, field: _rename(field, entries, renamed.names)}
    if not renamed.names:
        return renamed
    return replace(renamed, tree={**outline.root, "components": components})


def _rename(
    field: str, entries: dict[str, Json], names: dict[Pointer, str]
) -> dict[str, Json]:
    numbered = (f"renamed.{number}" for number in count())
    unused = (alias for alias in numbered if alias not in entries)
    usual: dict[str, Json] = {}
    for name, value in entries.items():
        alias = name if is_usual(name) else next(unused)
        usual[alias] = value
        if alias != name:
            names["components", field, alias] = name
    return usual
