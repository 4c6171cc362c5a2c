"""`allOf`, and unions beside other keywords: schemas that the model generator can't be given.

It makes a subclass of an `allOf` of objects, which is right where the parts agree. Every other
composition is written out here, after all that is inline in it has a name: as one schema, or,
where a union is a part of it, as a union of schemas that are each written out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bothends.hoist.components import Components
from bothends.hoist.inheritance import is_inheritance
from bothends.hoist.merging import both
from bothends.ir import Anything, Nothing, Plain
from bothends.names import pascal_case
from bothends.spelling import COMPONENT, is_assertion, type_of
from bothends.tree import Tree, is_object, mapping_of

_UNIONS = ("anyOf", "oneOf")
_MOST = 24
"""Unions in unions multiply: of more alternatives than these nobody reads the names."""

_MANY = 256
"""Alternatives that are looked at before they turn out to be the same."""

_COMPOSING = frozenset(["$ref", "allOf", "anyOf", "oneOf", "discriminator"])


def compose(components: Components, tagged: frozenset[str]) -> None:
    """Write every component out, in place, that no class or alias can be made of as it stands.

    `tagged` are members of unions that have a tag of their own, so that no base may have it.
    """
    _Composer(components, tagged).compose()


@dataclass(frozen=True, slots=True)
class _Alternative:
    """A flat schema, and the components whose members of unions were chosen for it."""

    schema: Tree
    chosen: tuple[str, ...] = ()
    whole: str | None = None
    """The component that says all of it and no more."""


@dataclass
class _Composer:
    """Writes the components out, one after the other, and those that come up on the way."""

    components: Components
    tagged: frozenset[str]

    def __post_init__(self) -> None:
        self._described = dict(self.components.schemas)

    def compose(self) -> None:
        """Write out every component that no class or alias could be made of as it stands."""
        waiting = list(self.components.schemas)
        while waiting:
            known = set(self.components.schemas)
            for name in waiting:
                self._compose(name)
            waiting = [each for each in self.components.schemas if each not in known]
            for name in waiting:
                self._described[name] = self.components.schemas[name]

    def _compose(self, name: str) -> None:
        schema = self.components.schemas[name]
        if not is_object(schema) or not _is_composed(schema):
            return
        if self._is_class(name, schema):
            return
        found = self._alternatives(schema, frozenset([name]))
        if len(found) > _MOST:
            found = self._alternatives(_without_unions(schema), frozenset([name]))
        said = {key: value for key, value in schema.items() if not is_assertion(key)}
        self.components.schemas[name] = {**self._written(name, schema, found), **said}

    def _is_class(self, name: str, schema: Tree) -> bool:
        return (
            "allOf" in schema
            and name not in self.tagged
            and is_inheritance(schema, self._described)
        )

    def _written(self, name: str, schema: Tree, found: list[_Alternative]) -> Tree:
        """Give one schema of what no value, one alternative or several are valid by."""
        if not found:
            return {}
        if len(found) == 1:
            [only] = found
            return (
                _reference(only.whole)
                if only.whole and name not in self.tagged
                else self._finished(name, only.schema)
            )
        members = {
            index: self._member(f"{name}{_label(each, index)}", name, each)
            for index, each in enumerate(found)
        }
        unique = [
            each
            for index, each in members.items()
            if each not in list(members.values())[:index]
        ]
        tags = self._discriminator(schema, found, [*members.values()])
        return {"anyOf": unique, **tags}

    def _member(self, name: str, owner: str, found: _Alternative) -> Tree:
        if found.whole:
            return _reference(found.whole)
        finished = self._finished(name, found.schema)
        match type_of(finished):
            case Plain(constraints=()) | Nothing() | Anything():
                return finished
            case _:
                pointer = self.components.origins[owner]
                return {"$ref": self.components.add(name, finished, pointer)}

    def _finished(self, name: str, schema: Tree) -> Tree:
        """Give a flat schema whose properties have types or names, and no others are required."""
        if "properties" not in schema:
            return schema
        properties = {
            key: self._property(f"{name}{pascal_case(key)}", each, name)
            for key, each in schema["properties"].items()
        }
        required = [key for key in schema.get("required", []) if key in properties]
        rest = {key: each for key, each in schema.items() if key != "required"}
        return {
            **rest,
            "type": "object",
            "properties": properties,
            **({"required": required} if required else {}),
        }

    def _property(self, name: str, schema: Any, owner: str) -> Any:
        """Give a property of which two parts said something by one schema."""
        if not is_object(schema) or schema.keys() != {"allOf"}:
            return schema
        found = self._alternatives(schema, frozenset())
        if len(found) == 1:
            [only] = found
            if only.whole:
                return _reference(only.whole)
            if type_of(only.schema) is not None:
                return only.schema
        pointer = self.components.origins.get(owner, ("components", "schemas"))
        return {"$ref": self.components.add(name, schema, pointer)}

    def _alternatives(self, schema: Any, above: frozenset[str]) -> list[_Alternative]:
        """Give the flat schemas by one of which at least every valid value is valid."""
        if not is_object(schema):
            return [] if schema is False else [_Alternative({})]
        own = {key: value for key, value in schema.items() if key not in _COMPOSING}
        found = [_Alternative(own)]
        if "$ref" in schema:
            found = _product(found, self._referenced(_target(schema), above))
        for part in schema.get("allOf", []):
            found = _product(found, self._alternatives(part, above))
        for keyword in _UNIONS:
            if keyword in schema:
                members = [self._chosen(each, above) for each in schema[keyword]]
                found = _product(
                    found, [each for several in members for each in several]
                )
        return found

    def _referenced(self, name: str, above: frozenset[str]) -> list[_Alternative]:
        if name in above:
            return [_Alternative({})]
        found = self._alternatives(self._described.get(name, True), above | {name})
        if len(found) == 1 and not found[0].chosen:
            return [replace(found[0], whole=name)]
        return found

    def _chosen(self, member: Any, above: frozenset[str]) -> list[_Alternative]:
        """Give the alternatives of a union's member, and say which component it is."""
        name = _target(member)
        return [
            each if each.chosen or not name else replace(each, chosen=(name,))
            for each in self._alternatives(member, above)
        ]

    def _discriminator(
        self, schema: Tree, found: list[_Alternative], members: list[Tree]
    ) -> Tree:
        """Write the discriminator of a union that is a part for what became of its members."""
        union = next(self._discriminators(schema, frozenset()), None)
        if union is None:
            return {}
        mapped = mapping_of(union)
        tags = [
            [
                tag
                for tag, target in mapped.items()
                if target.removeprefix(COMPONENT) in each.chosen
            ]
            for each in found
        ]
        every = [
            (tag, str(member.get("$ref")))
            for several, member in zip(tags, members, strict=True)
            for tag in several
        ]
        if not all(tags) or len(dict(every)) < len(every):
            return {}
        name = union["discriminator"]["propertyName"]
        return {"discriminator": {"propertyName": name, "mapping": dict(every)}}

    def _discriminators(self, schema: Any, above: frozenset[str]) -> Iterator[Tree]:
        if not is_object(schema):
            return
        if "discriminator" in schema:
            yield schema
        name = _target(schema)
        if name and name not in above:
            yield from self._discriminators(self._described.get(name), above | {name})
        for part in schema.get("allOf", []):
            yield from self._discriminators(part, above)


def _product(one: list[_Alternative], other: list[_Alternative]) -> list[_Alternative]:
    """Give every two that hold at once; too many of them are not told apart."""
    if len(one) * len(other) > _MANY:
        return one
    pairs = [(first, second) for first in one for second in other]
    return [each for pair in pairs if (each := _joined(*pair)) is not None]


def _joined(one: _Alternative, other: _Alternative) -> _Alternative | None:
    schema = both(one.schema, other.schema)
    if schema is None:
        return None
    said = _said(schema)
    whole = next(
        (
            each.whole
            for each in (one, other)
            if each.whole and _said(each.schema) == said
        ),
        None,
    )
    return _Alternative(schema, (*one.chosen, *other.chosen), whole)


def _is_composed(schema: Tree) -> bool:
    said = {key for key in schema if is_assertion(key)} - {"discriminator"}
    return "allOf" in said or (bool(said & set(_UNIONS)) and len(said) > 1)


def _without_unions(schema: Tree) -> Tree:
    return {key: value for key, value in schema.items() if key not in _UNIONS}


def _said(schema: Tree) -> Tree:
    return {key: value for key, value in schema.items() if is_assertion(key)}


def _label(found: _Alternative, index: int) -> str:
    return "".join(found.chosen) or f"Option{index + 1}"


def _target(schema: Any) -> str:
    if not is_object(schema):
        return ""
    return str(schema.get("$ref", "")).removeprefix(COMPONENT)


def _reference(name: str) -> Tree:
    return {"$ref": f"{COMPONENT}{name}"}
