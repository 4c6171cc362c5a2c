"""Decides where everything goes that the references of a description lead to."""

import re
from collections import deque

from bothends.document.bundle.assembly import Bundle, Region, assemble, forget
from bothends.document.bundle.atlas import Atlas
from bothends.document.bundle.dynamic import (
    DynamicReference,
    EndlessMeaningsError,
    Expansion,
)
from bothends.document.bundle.layouts import INLINED, Layout, layout_of
from bothends.document.bundle.library import Access, File, Library
from bothends.document.bundle.naming import Names, natural_name
from bothends.document.bundle.refusal import RefusalError
from bothends.document.bundle.resolver import NotYetError, Resolver, Target
from bothends.document.bundle.sites import Site, at, check, mapping_of, shape_at
from bothends.document.bundle.survey import Survey, survey
from bothends.document.limits import Limits
from bothends.document.references import descend, steps_of
from bothends.document.shapes import Shape
from bothends.document.tree import Json, Pointer
from bothends.document.versions import Version
from bothends.problems import Problem, Rejected, Severity
from bothends.tree import reference_to

_MOST_PARTS = 10_000
_FILE = re.compile(r".*\.(?:ya?ml|json)", re.IGNORECASE)


def bundle(
    root: File, size: int, version: Version, access: Access, limits: Limits
) -> Bundle:
    """Bring a description together, given the file that the user named and its size.

    Raises Rejected if the whole exceeds a limit. What is wrong with a reference is a problem
    of the bundle, and the reference stays as it is.
    """
    tree = root.tree
    assert isinstance(tree, dict)
    library = Library(root, size, access, limits)
    return _Bundler(library, tree, layout_of(version), limits).run()


class _Bundler:
    """Visits references in the order of the description, each file's where it is needed."""

    def __init__(
        self, library: Library, tree: dict[str, Json], layout: Layout, limits: Limits
    ) -> None:
        self._library = library
        self._root = library.root
        self._tree = tree
        self._layout = layout
        self._limits = limits
        self._resolver = Resolver(library)
        self._names = {
            holder: Names(mapping_of(at(tree, holder))) for holder in layout.values()
        }
        self._regions: list[Region] = []
        self._edits: dict[Pointer, str] = {}
        self._anonymous: list[Pointer] = []
        self._dynamic: list[DynamicReference] = []
        self._mounts: dict[tuple[tuple[str, Pointer], Pointer], Pointer] = {}
        self._looked_at: set[Pointer] = set()
        self._first: deque[Site] = deque()
        self._pending: deque[Site] = deque()
        self._late: deque[Site] = deque()
        self._problems: list[Problem] = []

    def run(self) -> Bundle:
        """Bring everything together."""
        self._add(Region((), self._root, (), self._tree), self._root.survey)
        has_room = self._has_room
        while has_room and (self._first or self._pending or self._late):
            self._limit_parts()
            queue = self._first or self._pending or self._late
            self._visit(queue.popleft(), is_last_try=queue is self._late)
        is_single = len(self._regions) == 1
        tree, atlas = self._tree, Atlas({(): (self._root.origin, ())})
        if not is_single or self._edits or self._anonymous or self._dynamic:
            tree, atlas = assemble(self._regions, self._edits, self._limits)
            atlas = self._expanded(tree, atlas)
            forget(tree, self._anonymous)
        files, problems = self._library.files, tuple(self._problems)
        return Bundle(tree, atlas, files, problems, is_single)

    def _expanded(self, tree: dict[str, Json], atlas: Atlas) -> Atlas:
        """Take the dynamic references out of the tree; gives the atlas with what that adds."""
        if not self._dynamic:
            return atlas
        try:
            copies = Expansion(tree, self._dynamic, self._layout["Schema"]).expand()
        except EndlessMeaningsError as error:
            origin, pointer = atlas.locate(error.pointer)
            message = "This schema has more meanings, by `$dynamicRef`, than can be written out."
            hint = "Refer to schemas with `$ref`."
            position = origin.position(pointer)
            self._problems.append(Problem(position, "endless-meanings", message, hint))
            return atlas
        parts = {copy: atlas.locate(original) for copy, original in copies.items()}
        self._anonymous += [
            (*copy, *pointer[len(original) :])
            for copy, original in copies.items()
            for pointer in self._anonymous
            if pointer[: len(original)] == original
        ]
        return Atlas({**atlas.parts, **parts})

    def _add(self, region: Region, found: Survey) -> None:
        """Take in a part of a file, with what was found in it."""
        self._regions.append(region)
        self._look_into(region, found)

    def _look_into(self, region: Region, found: Survey) -> None:
        for reference in found.references:
            site = Site(region, reference)
            # What has a name already keeps it, wherever else it is referred to.
            is_first = self._is_component(site) or self._is_kept_at(site.holder)
            (self._first if is_first else self._pending).append(site)
        self._anonymous += [(*region.base, *each) for each, _ in found.identified]
        region.file.identifiers.learn(
            [((*region.pointer, *each), schema) for each, schema in found.identified]
        )

    @property
    def _has_room(self) -> bool:
        """Whether components can be added; where they cannot, that alone is an error."""
        return all(
            isinstance(at(self._tree, holder[:length], {}), dict)
            for holder in self._layout.values()
            for length in range(1, len(holder) + 1)
        )

    def _limit_parts(self) -> None:
        """Stop what multiplies itself: a part that is put in place may have several in it."""
        if len(self._regions) > _MOST_PARTS:
            last = self._regions[-1]
            position = last.file.origin.position(last.pointer)
            message = f"More than {_MOST_PARTS:,} parts are brought together."
            hint = "Look for path items that refer to one another in their callbacks."
            raise Rejected([Problem(position, "limit-exceeded", message, hint)])

    def _is_component(self, site: Site) -> bool:
        """Whether something that has the name of a component is nothing but a reference."""
        holder = self._layout.get(site.reference.shape.name)
        is_named = len(site.reference.pointer) > 1
        return site.reference.is_alone and is_named and site.holder[:-1] == holder

    def _is_kept_at(self, base: Pointer) -> bool:
        """Whether components are kept at or below a pointer."""
        return any(base == holder[: len(base)] for holder in self._layout.values())

    def _visit(self, site: Site, *, is_last_try: bool) -> None:
        if site.pointer in self._edits or self._is_settled(site):
            return
        text = self._text(site)
        if text is None:
            return
        try:
            target = self._resolver.resolve(
                text, site.region.file, site.place, is_last_try=is_last_try
            )
            if self._can_be_shared(site):
                target = self._final(target)
            base = self._settle(site, target)
            if site.reference.is_dynamic:
                _, _, anchor = text.partition("#")
                self._dynamic.append(DynamicReference(site.holder, anchor, base))
        except NotYetError:
            self._late.append(site)
        except RefusalError as refusal:
            if not (site.region.file is self._root and text.startswith("#")):
                self._report(site, refusal)
        except Rejected as rejected:
            self._problems += rejected.problems

    def _is_settled(self, site: Site) -> bool:
        """Whether a reference is a pointer into the root already, as nearly all are."""
        is_own = site.region.file is self._root and not site.reference.is_dynamic
        steps = steps_of(site.reference.text)
        if steps is None or not is_own or self._root.identifiers.is_divided:
            return False
        self._visit_unlisted(steps, site.reference.shape)
        return True

    def _visit_unlisted(self, steps: Pointer, shape: Shape) -> None:
        """Look at what only a reference shows to be an Object, such as `#/x-types/Pet`."""
        if steps in self._looked_at:
            return
        self._looked_at.add(steps)
        if shape_at(self._tree, steps) is not None:
            return
        try:
            pointer, value = descend(self._tree, steps)
        except LookupError:
            return
        region = Region(pointer, self._root, pointer, value)
        self._look_into(region, survey(value, shape))

    def _text(self, site: Site) -> str | None:
        """Give what a reference says; None for the name of a component in a mapping."""
        text = site.reference.text
        if not site.reference.is_mapped or "/" in text or "#" in text:
            return text
        if text in mapping_of(at(self._tree, self._layout["Schema"])):
            return None
        own = mapping_of(at(site.region.file.tree, self._layout["Schema"]))
        if text in own:
            return reference_to((*self._layout["Schema"], text))
        return text if _FILE.fullmatch(text) else None

    def _can_be_shared(self, site: Site) -> bool:
        return site.reference.shape.name in self._layout

    def _final(self, target: Target) -> Target:
        """Follow what is nothing but a reference itself, unless it leads around in a circle."""
        seen = {target.key}
        while target.file is not self._root:
            value = target.value
            text = (
                value.get("$ref")
                if isinstance(value, dict) and len(value) == 1
                else None
            )
            if not isinstance(text, str):
                break
            following = self._resolver.resolve(
                text, target.file, target.pointer, is_last_try=True
            )
            if following.key in seen:
                break
            seen.add(following.key)
            target = following
        return target

    def _settle(self, site: Site, target: Target) -> Pointer:
        """Lead a reference to its target; give where that is in the bundle."""
        if target.file is self._root:
            self._visit_unlisted(target.pointer, site.reference.shape)
            if steps_of(site.reference.text) != tuple(map(str, target.pointer)) or (
                site.region.file is not self._root
            ):
                self._edits[site.pointer] = reference_to(target.pointer)
            return target.pointer
        check(site, target)
        if self._can_be_shared(site):
            return self._mount(site, target)
        self._inline(site, target)
        return site.holder

    def _mount(self, site: Site, target: Target) -> Pointer:
        """Make a component of what is referred to, or refer to the one it is already."""
        holder = self._layout[site.reference.shape.name]
        base = self._mounts.get((target.key, holder))
        if base is None:
            is_here = self._is_component(site)
            base = site.holder if is_here else self._named(holder, target)
            self._mounts[target.key, holder] = base
            region = Region(base, target.file, target.pointer, target.value)
            self._add(region, survey(target.value, site.reference.shape))
            if is_here:
                return base
        self._edits[site.pointer] = reference_to(base)
        self._keep_tag(site, target, str(base[-1]))
        return base

    def _named(self, holder: Pointer, target: Target) -> Pointer:
        name = self._names[holder].claim(target.file.location, target.pointer)
        return (*holder, name)

    def _keep_tag(self, site: Site, target: Target, name: str) -> None:
        """Map the tag that a schema has by its name, where it could not keep the name.

        Without a mapping the name of a component is the tag (OpenAPI 3.1 §4.8.25).
        """
        natural = natural_name(target.file.location, target.pointer)
        if name == natural or site.holder[-2:-1] not in {("oneOf",), ("anyOf",)}:
            return
        length = len(site.region.base)
        _, union = descend(site.region.value, site.holder[length:-2])
        discriminator = mapping_of(mapping_of(union).get("discriminator"))
        mapping = discriminator.get("mapping", {})
        if discriminator and site.reference.text not in mapping_of(mapping).values():
            at = (*site.holder[:-2], "discriminator", "mapping", natural)
            self._edits.setdefault(at, reference_to((*self._layout["Schema"], name)))

    def _inline(self, site: Site, target: Target) -> None:
        """Put what is referred to in place of the reference."""
        around = site.region.around
        if target.key in around:
            message = f"`{site.reference.text}` contains itself."
            hint = "Break the cycle: nothing can be in its own place."
            raise RefusalError("reference-cycle", message, hint)
        if site.reference.shape.name not in INLINED:
            self._warn(site)
        base, (file, at) = site.holder, (site.region.file, site.place[:-1])
        beside = {
            key: each for key, each in site.reference.holder.items() if key != "$ref"
        }
        region = Region(
            base,
            target.file,
            target.pointer,
            {**mapping_of(target.value), **beside},
            around | {target.key},
            {(*base, key): (file, (*at, key)) for key in beside},
        )
        self._note_components(region)
        self._add(region, survey(target.value, site.reference.shape))

    def _note_components(self, region: Region) -> None:
        """Know the components that were put in their place many at once."""
        for holder in self._layout.values():
            length = len(region.base)
            if holder[:length] == region.base:
                rest = holder[length:]
                for name in mapping_of(at(region.value, rest)):
                    self._names[holder].numbered(name)
                    key = region.file.identity, (*region.pointer, *rest, name)
                    self._mounts.setdefault((key, holder), (*holder, name))

    def _report(self, site: Site, refusal: RefusalError) -> None:
        hint = refusal.hint
        holder = self._layout.get(site.reference.shape.name, ())
        if site.reference.text in mapping_of(at(self._tree, holder)):
            component = reference_to((*holder, site.reference.text))
            hint = f"To mean the component, write `{component}`."
        position = site.region.file.origin.position(site.place)
        # A discriminator never decides whether a value is valid.
        severity: Severity = "warning" if site.reference.is_mapped else "error"
        problem = Problem(position, refusal.rule, refusal.message, hint, severity)
        self._problems.append(problem)

    def _warn(self, site: Site) -> None:
        position = site.region.file.origin.position(site.place[:-1], key=True)
        problem = Problem(
            position,
            "misplaced-reference",
            "No `$ref` can stand here to the letter of the standard; it is followed all the same.",
            "Refer to each Object by itself.",
            severity="warning",
        )
        self._problems.append(problem)
