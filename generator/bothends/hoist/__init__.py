"""Give every inline schema that needs a class a deterministic component name.

The tree that comes out describes the same API. Every schema in it is one that Python's types
can spell, or a component; the keys of the components are class names; what the model
generator is known to mishandle is rewritten.
"""

from collections.abc import Mapping

from bothends.events import decode_events
from bothends.fidelity import Checked, losses, measure
from bothends.hoist.components import name_components
from bothends.hoist.composition import compose
from bothends.hoist.discriminators import (
    separate_null,
    settle_discriminators,
    tagged_members,
)
from bothends.hoist.graph import drop_unnamed
from bothends.hoist.kinds import separate_kinds
from bothends.hoist.lifting import Lifter
from bothends.hoist.loops import open_loops
from bothends.hoist.parts import part_places
from bothends.hoist.places import places
from bothends.hoist.repairs import drop_deprecation
from bothends.hoist.targets import lift_targets
from bothends.hoist.variants import split_variants
from bothends.problems import Finding
from bothends.records import dataclass
from bothends.tree import Pointer, Tree, copied


@dataclass(frozen=True, slots=True)
class Hoisted:
    """A tree in which every class has its name, and where the schemas of the names stood."""

    tree: Tree
    origins: Mapping[str, Pointer]
    """Class name -> pointer of the schema in the document."""
    losses: tuple[Finding, ...]
    checked: Checked


def hoist(tree: Tree) -> Hoisted:
    """Hoist the inline schemas of `tree`, which stays as it is.

    `tree` is of OpenAPI 3.2's structure, its schemas are of the JSON Schema 2020-12 dialect,
    every reference in it resolves.
    """
    tree = copied(tree)
    decode_events(tree)
    components = name_components(tree)
    lift_targets(tree, components)
    separate_kinds(tree, components.schemas)
    separate_null(tree)
    found = list(places(tree))
    found += list(part_places(tree, found, components))
    checked = measure(tree, components.schemas, components.origins, found)
    lifter = Lifter(components)
    lifter.complete_components()
    for place in found:
        place.holder[place.key] = lifter.place(
            place.holder[place.key], place.name, place.pointer
        )
    settle_discriminators(tree, components)
    open_loops(components)
    compose(components, tagged_members(tree))
    drop_unnamed(tree, components)
    split_variants(tree, components)
    drop_deprecation(components.schemas)
    lost = (*losses(checked.entries), *lifter.losses)
    return Hoisted(tree, components.origins, lost, checked)
