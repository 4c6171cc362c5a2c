"""`$dynamicRef` -> `$ref`: a schema is written out for each meaning that it has.

JSON Schema 2020-12 §8.2.3.2 decides at run time what a `$dynamicRef` means: the outermost schema
on the way to it that has the anchor. The ways are known here, since each begins at a schema of
the description and leads along references. Where one way gives a schema another meaning than the
schema has by itself, a copy of it is made with that meaning, as for the arguments of a generic
type.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import NamedTuple

from bothends.document.bundle.naming import Names
from bothends.document.bundle.sites import at, mapping_of, pointer_at
from bothends.document.bundle.survey import survey
from bothends.document.references import descend, steps_of
from bothends.document.shapes import shape_named
from bothends.document.tree import Json, Pointer
from bothends.tree import reference_to

_SILENT = frozenset(["$anchor", "$comment", "$defs", "$dynamicAnchor", "$id", "$ref"])
"""Keywords beside which a reference still is nothing but a reference."""

_MOST_ALIASES = 100

Scope = Mapping[str, Pointer]
"""Anchors, and the schemas that they mean."""


class DynamicReference(NamedTuple):
    """A schema with a `$dynamicRef`, in the bundle."""

    holder: Pointer
    anchor: str
    """What the reference names; empty for a pointer."""
    target: Pointer
    """What it leads to if nothing around it says otherwise."""


class EndlessMeaningsError(Exception):
    """A schema has more meanings than anybody would write; holds where it is."""

    def __init__(self, pointer: Pointer) -> None:
        self.pointer = pointer
        super().__init__(pointer)


class Expansion:
    """Makes every `$dynamicRef` of a tree a `$ref`, and the copies that this needs."""

    most = 200
    """Copies that are made before anybody is thought to mean harm."""
    most_values = 200_000
    """Values in all copies."""
    most_steps = 3_000_000
    """From schema to schema, in the search for what each of them needs to know."""

    def __init__(
        self,
        tree: dict[str, Json],
        references: Iterable[DynamicReference],
        holder: Pointer,
    ) -> None:
        """Begin; `holder` is where the components are that copies become."""
        self._tree = tree
        self._was = deepcopy(tree)
        self._holder = holder
        self._dynamic = {each.holder: each for each in references}
        self._names = Names(mapping_of(at(tree, holder)))
        self._sites = list(self._schema_sites())
        self._below: dict[Pointer, list[Pointer]] = {}
        for site in self._sites:
            for length in range(len(site) + 1):
                self._below.setdefault(site[:length], []).append(site)
        self._copied = self._steps = 0
        self._statics: dict[Pointer, Pointer | None] = {}
        self._declarations: dict[Pointer, Scope] = {}
        self._arguments: dict[str, set[Pointer]] = {
            each.anchor: set() for each in self._dynamic.values()
        }
        for place in list(self._below):
            for name, pointer in self._declared(place).items():
                if name in self._arguments:
                    self._arguments[name].add(pointer)
        self._needs: dict[Pointer, frozenset[str]] = {}
        self._made: dict[tuple[Pointer, frozenset[tuple[str, Pointer]]], Pointer] = {}
        self._pending: list[tuple[Pointer, Pointer, Scope]] = []

    def expand(self) -> dict[Pointer, Pointer]:
        """Do it all; gives the places of the copies, and of what they are copies of.

        Raises EndlessMeaningsError.
        """
        for site in self._sites:
            self._rewrite(site, (), (), {})
        copies: dict[Pointer, Pointer] = {}
        while self._pending:
            copy, original, scope = self._pending.pop(0)
            copies[copy] = original
            _, value = descend(self._was, original)
            components = at(self._tree, self._holder)
            self._copied += _size(value)
            if self._copied > self.most_values:
                raise EndlessMeaningsError(original)
            mapping_of(components)[str(copy[-1])] = deepcopy(value)
            for site in self._within(original):
                self._rewrite(site, original, copy, scope)
        self._drop_arguments()
        return copies

    def _schema_sites(self) -> Iterator[Pointer]:
        """Find every schema that refers to another."""
        root = shape_named("Swagger" if "swagger" in self._tree else "OpenAPI")
        seen: set[Pointer] = set()
        for reference in survey(self._tree, root).references:
            holder = reference.pointer[:-1]
            is_schema = reference.shape.name == "Schema" and not reference.is_mapped
            if is_schema and holder not in seen:
                seen.add(holder)
                yield holder
        yield from (holder for holder in self._dynamic if holder not in seen)

    def _within(self, pointer: Pointer) -> list[Pointer]:
        return self._below.get(pointer, [])

    def _rewrite(
        self, site: Pointer, original: Pointer, copy: Pointer, scope: Scope
    ) -> None:
        """Lead the references of a schema, in place or in a copy, to what they mean there."""
        inner = self._scope_at(site, original, scope)
        _, schema = descend(self._tree, (*copy, *site[len(original) :]))
        if not isinstance(schema, dict):
            return
        static = self._static(site)
        if static is not None:
            schema["$ref"] = reference_to(self._meant(static, inner))
        if site in self._dynamic:
            schema.pop("$dynamicRef", None)
            _refer(schema, self._meant(self._bound(site, inner), inner))

    def _scope_at(self, site: Pointer, start: Pointer, scope: Scope) -> Scope:
        """Add what the schemas on the way to a place declare; the outer come first."""
        found = dict(scope)
        for length in range(len(start), len(site) + 1):
            for name, pointer in self._declared(site[:length]).items():
                found.setdefault(name, pointer)
        return found

    def _declared(self, pointer: Pointer) -> Scope:
        """Give the anchors of a schema, and of its `$defs`, which say what it is made with."""
        if pointer not in self._declarations:
            self._declarations[pointer] = self._found_anchors(pointer)
        return self._declarations[pointer]

    def _found_anchors(self, pointer: Pointer) -> Scope:
        schema = mapping_of(at(self._was, pointer))
        declared: dict[str, Pointer] = {}
        own = schema.get("$dynamicAnchor")
        if isinstance(own, str):
            declared[own] = pointer
        for key, inner in mapping_of(schema.get("$defs")).items():
            name = mapping_of(inner).get("$dynamicAnchor")
            if isinstance(name, str):
                declared.setdefault(name, self._final((*pointer, "$defs", key)))
        return declared

    def _static(self, site: Pointer) -> Pointer | None:
        """Give what the `$ref` of a schema leads to, if it has one."""
        if site not in self._statics:
            reference = mapping_of(at(self._was, site)).get("$ref")
            steps = steps_of(reference) if isinstance(reference, str) else None
            found = None if steps is None else pointer_at(self._was, steps)
            self._statics[site] = found
        return self._statics[site]

    def _bound(self, site: Pointer, scope: Scope) -> Pointer:
        """Give what a `$dynamicRef` means: only one to a dynamic anchor looks around."""
        reference = self._dynamic[site]
        target = mapping_of(at(self._was, reference.target))
        if target.get("$dynamicAnchor") != reference.anchor:
            return reference.target
        return scope.get(reference.anchor, reference.target)

    def _meant(self, target: Pointer, scope: Scope) -> Pointer:
        """Give the schema that says what `target` means in a scope: itself, or a copy."""
        for _ in range(_MOST_ALIASES):
            following = self._static(target) if self._is_alias(target) else None
            is_named = target[:-1] == self._holder
            if following is None or (is_named and self._is_natural(target, scope)):
                break
            scope = {**self._declared(target), **scope}
            target = following
        if self._is_natural(target, scope):
            return target
        needed = self._needed(target)
        inner = {**self._declared(target), **scope}
        return self._copy(
            target, {name: inner[name] for name in inner if name in needed}
        )

    def _is_natural(self, target: Pointer, scope: Scope) -> bool:
        """Whether a schema means in a scope what it means by itself."""
        if not self._needed(target):
            return True
        for site in self._within(target):
            self._step(target)
            own = self._scope_at(site, target, {})
            given = self._scope_at(site, target, scope)
            if any(own.get(each) != given.get(each) for each in self._needed_at(site)):
                return False
        return True

    def _is_alias(self, pointer: Pointer) -> bool:
        schema = mapping_of(at(self._was, pointer))
        return pointer not in self._dynamic and not schema.keys() - _SILENT

    def _needed(self, start: Pointer) -> frozenset[str]:
        """Name the anchors that matter to a schema, or to what it refers to in any scope."""
        if start not in self._needs:
            seen, names, pending = {start}, set[str](), [start]
            while pending:
                for site in self._within(pending.pop()):
                    self._step(start)
                    following: set[Pointer | None] = {self._static(site)}
                    if site in self._dynamic:
                        names.add(self._dynamic[site].anchor)
                        following.add(self._dynamic[site].target)
                        following |= self._arguments[self._dynamic[site].anchor]
                    new = {each for each in following if each is not None} - seen
                    seen |= new
                    pending += sorted(new, key=str)
            self._needs[start] = frozenset(names)
        return self._needs[start]

    def _step(self, pointer: Pointer) -> None:
        self._steps += 1
        if self._steps > self.most_steps:
            raise EndlessMeaningsError(pointer)

    def _needed_at(self, site: Pointer) -> frozenset[str]:
        """Name the anchors that matter to the references of one schema."""
        static = self._static(site)
        needed: frozenset[str] = frozenset()
        if static is not None:
            needed = self._needed(static)
        if site in self._dynamic:
            anchor = self._dynamic[site].anchor
            needed |= {anchor}
            for each in (self._dynamic[site].target, *self._arguments[anchor]):
                needed |= self._needed(each)
        return needed

    def _copy(self, target: Pointer, scope: Scope) -> Pointer:
        key = target, frozenset(scope.items())
        if key not in self._made:
            if len(self._made) >= self.most:
                raise EndlessMeaningsError(target)
            arguments = [_name(self._final(scope[name])) for name in sorted(scope)]
            name = "_".join([_name(target), *dict.fromkeys(arguments)])
            self._made[key] = (*self._holder, self._names.numbered(name))
            self._pending.append((self._made[key], target, scope))
        return self._made[key]

    def _final(self, pointer: Pointer) -> Pointer:
        """Follow what is nothing but references, for a name."""
        for _ in range(10):
            following = self._static(pointer) if self._is_alias(pointer) else None
            if following is None or pointer[:-1] == self._holder:
                break
            pointer = following
        return pointer

    def _drop_arguments(self) -> None:
        """Drop the `$defs` that said what a schema is made with, where nothing else uses them."""
        root = shape_named("Swagger" if "swagger" in self._tree else "OpenAPI")
        used = {each.text for each in survey(self._tree, root).references}
        for site in self._sites:
            schema = mapping_of(at(self._tree, site))
            definitions = mapping_of(schema.get("$defs"))
            for key in list(definitions):
                is_argument = "$dynamicAnchor" in mapping_of(definitions[key])
                if is_argument and reference_to((*site, "$defs", key)) not in used:
                    del definitions[key]
            if "$defs" in schema and not definitions:
                del schema["$defs"]


def _refer(schema: dict[str, Json], target: Pointer) -> None:
    """Demand what another schema demands, beside what `schema` does."""
    reference: dict[str, Json] = {"$ref": reference_to(target)}
    if "$ref" not in schema:
        schema |= reference
        return
    parts = schema.get("allOf")
    schema["allOf"] = [*(parts if isinstance(parts, list) else []), reference]


def _size(value: Json) -> int:
    """Count the values in a tree."""
    count, pending = 0, [value]
    while pending:
        node = pending.pop()
        count += 1
        if isinstance(node, dict | list):
            pending += node.values() if isinstance(node, dict) else node
    return count


def _name(pointer: Pointer) -> str:
    return str(pointer[-1]) if pointer else "root"
