"""What no type of Python says of the values of an API: to be checked, or reported as lost.

The tree that comes out has schemas that types can say; what they do not say is in `Checked`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from bothends.fidelity.entries import (
    HEADER,
    UNREAD,
    Entries,
    Entry,
    Loss,
    is_warned_of,
    losses,
    lost_entry,
)
from bothends.fidelity.keywords import NAMED_SCHEMAS, SCHEMA, SCHEMAS
from bothends.fidelity.loosen import loosen
from bothends.fidelity.nulls import says_null
from bothends.fidelity.residue import Residues
from bothends.fidelity.whole import DEFINITION, WHOLE, Schema, Wholes
from bothends.names import Scope
from bothends.records import dataclass
from bothends.tree import CHECK, Pointer, Tree, is_object

__all__ = [
    "Checked",
    "Entry",
    "Place",
    "is_warned_of",
    "losses",
    "lost_entry",
    "measure",
    "needed",
    "says_null",
]


_READ = frozenset(
    [
        "*/*",
        "application/json-lines",
        "application/json-seq",
        "application/jsonl",
        "application/jsonlines",
        "application/ndjson",
        "application/x-json-stream",
        "application/x-jsonl",
        "application/x-jsonlines",
        "application/x-ndjson",
        "application/x-www-form-urlencoded",
        "text/event-stream",
    ]
)
"""Media types besides JSON's whose bodies are read by their schemas."""


class Place(Protocol):
    """A schema outside of the components: what holds it, and how it would be called."""

    @property
    def holder(self) -> Tree:
        """The mapping that has the schema."""
        ...

    @property
    def key(self) -> str:
        """What the mapping has it under."""
        ...

    @property
    def name(self) -> str:
        """What a component of it would be called."""
        ...

    @property
    def pointer(self) -> Pointer:
        """Where it is."""
        ...


@dataclass(frozen=True, slots=True)
class Checked:
    """What is to be checked, and all that was found on the way."""

    schemas: Mapping[str, Schema]
    """Residues by name; references to others begin with `#/$defs/`."""
    entries: tuple[Entry, ...]


def measure(
    tree: Tree,
    components: Mapping[str, Any],
    origins: Mapping[str, Pointer],
    places: Iterable[Place],
) -> Checked:
    """Take from the schemas of `tree`, in place, what no type says.

    A holder of a schema that leaves something gets the name of its residue, beside it.
    """
    roughly = Residues(components)
    looks = {name: _look(roughly, name, origins) for name in components}
    roughly.live = _live(looks)
    residues = Residues(components, roughly=roughly)
    looks |= {
        name: _look(residues, name, origins)
        for name, look in looks.items()
        if not look.is_exact or look.met & roughly.live
    }
    residues.live = _live(looks)
    looks |= {
        name: _look(residues, name, origins)
        for name, look in looks.items()
        if look.met & residues.live
    }
    residues.entries = Entries(each for look in looks.values() for each in look.entries)
    scope = Scope({*components, *(f"{name}{WHOLE}" for name in components)})
    found = {name: look.left for name, look in looks.items() if name in residues.live}
    for place in places:
        place.holder.pop(f"{place.key}{CHECK}", None)
        if _is_in_response_header(place):
            _lose(place, components, residues.entries, HEADER)
            continue
        if not _is_read(place):
            _lose(place, components, residues.entries, UNREAD)
            continue
        left = residues.of(place.holder[place.key], place.pointer)
        if left is not True:
            name = _referenced(left) or _named(left, place, scope, found)
            place.holder[f"{place.key}{CHECK}"] = name
    found |= _wholes(found, components)
    loosen(tree)
    return Checked(found, residues.entries.all())


def _is_read(place: Place) -> bool:
    """Tell whether values are read by the schema of a place, and not as text or bytes."""
    if place.key != "schema" or place.pointer[-3:-2] != ("content",):
        return True
    if place.pointer[-5:-4] == ("parameters",):
        return True
    essence = str(place.pointer[-2]).partition(";")[0].strip().lower()
    return (
        essence.endswith(("/json", "+json", "+json-seq"))
        or essence.startswith("multipart/")
        or essence in _READ
    )


def _is_in_response_header(place: Place) -> bool:
    """Tell whether a place is the schema of a Header Object, or in its content."""
    return "headers" in (*place.pointer[-3:-2], *place.pointer[-5:-4])


def _lose(
    place: Place, components: Mapping[str, Any], entries: Entries, loss: Loss
) -> None:
    """Note a schema that says more than that a value is text or bytes."""
    said = Wholes(components, approximate=True).of(place.holder[place.key])
    if said is not True and said != {"type": "string"}:
        entries.lost(place.pointer, "schema", loss)


@dataclass(frozen=True, slots=True)
class _Look:
    """What was found of one component; it holds as long as nothing is live that was met."""

    left: Schema
    met: frozenset[str]
    """The components whose residues would be a part of this one."""
    is_exact: bool
    entries: tuple[Entry, ...]


def _look(residues: Residues, name: str, origins: Mapping[str, Pointer]) -> _Look:
    residues.met, residues.is_exact, residues.entries = set(), True, Entries()
    left = residues.of(residues.components[name], origins[name])
    met = frozenset(residues.met)
    return _Look(left, met, residues.is_exact, residues.entries.all())


def _live(looks: Mapping[str, _Look]) -> frozenset[str]:
    """Name the components that leave something, themselves or by what they refer to."""
    live = {name for name, look in looks.items() if look.left is not True}
    users: dict[str, set[str]] = defaultdict(set)
    for name, look in looks.items():
        for each in look.met:
            users[each].add(name)
    waiting = list(live)
    while waiting:
        for name in users[waiting.pop()] - live:
            live.add(name)
            waiting.append(name)
    return frozenset(live)


def _referenced(left: Schema) -> str | None:
    """Name the residue that a place shares with a component."""
    if is_object(left) and left.keys() == {"$ref"}:
        return str(left["$ref"]).removeprefix(DEFINITION)
    return None


def _named(left: Schema, place: Place, scope: Scope, found: dict[str, Schema]) -> str:
    """Keep the residue of a place under a name of its own, or a common one that says all."""
    if is_object(left) and left.keys() == {"format"}:
        name = f"format {left['format']}"
        found[name] = left
        return name
    name = scope.claim(place.name)
    found[name] = left
    return name


def _wholes(found: Mapping[str, Schema], components: Mapping[str, Any]) -> Tree:
    """Give the components that residues hold whole, and those that these refer to."""
    holder = Wholes(components, approximate=True)
    wholes: Tree = {}
    waiting = [name for each in found.values() for name in _references(each)]
    while waiting:
        name = waiting.pop()
        if name.endswith(WHOLE) and name not in wholes:
            wholes[name] = holder.of(components[name.removesuffix(WHOLE)])
            waiting += _references(wholes[name])
    return wholes


def _references(schema: Any) -> Iterator[str]:
    if not is_object(schema):
        return
    if "$ref" in schema:
        yield str(schema["$ref"]).removeprefix(DEFINITION)
    for keyword, value in schema.items():
        inner: Iterable[Any] = ()
        if keyword in SCHEMA:
            inner = (value,)
        elif keyword in SCHEMAS:
            inner = value
        elif keyword in NAMED_SCHEMAS:
            inner = value.values()
        for each in inner:
            yield from _references(each)


def needed(schemas: Mapping[str, Schema], names: Iterable[str]) -> dict[str, Schema]:
    """Give the schemas of some names, and those that they refer to."""
    found: dict[str, Schema] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = schemas[name]
            waiting += _references(schemas[name])
    return {name: schema for name, schema in schemas.items() if name in found}
