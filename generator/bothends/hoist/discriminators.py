"""Discriminators (OpenAPI 3.1 §4.8.25): all that the model generator would guess, said.

They stay on unions whose members all have the tag, each with a value of its own. The schema
of a hierarchy's base loses its: it tells which child a value is, and refuses none.
What a member's own schema lets the tag be holds wherever no union refers to the member: then the
union has the tags (`TAGGED`), and not the class.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from bothends.hoist.components import Components, references
from bothends.spelling import COMPONENT
from bothends.tree import TAGGED, Tree, is_object, mapping_of, schemas

_NULL = {"type": "null"}


def separate_null(tree: Tree) -> None:
    """Take null out of the unions of `tree`, in place: it has no tag, and is no member."""
    for schema in schemas(tree):
        if "discriminator" in schema:
            _separate_null(schema)


def settle_discriminators(tree: Tree, components: Components) -> None:
    """Rewrite the unions of `tree`, in place, whose members are components already."""
    unions = [
        _Union(schema, components)
        for schema in schemas(tree)
        if "discriminator" in schema
    ]
    if not unions:
        return
    known: dict[tuple[str, str], dict[str, None]] = {}
    for union in unions:
        for reference, values in union.tags.items():
            known.setdefault((reference, union.tag), {}).update(dict.fromkeys(values))
    alone = _referred_to(tree, [each for union in unions for each in union.members])
    free = {
        (reference, union.tag)
        for union in unions
        for reference in alone & union.tags.keys()
        if union.is_free(reference)
    }
    for union in unions:
        union.settle(known, free)


def tagged_members(tree: Tree) -> frozenset[str]:
    """Name the components that a discriminator tells from others: each has a tag of its own."""
    return frozenset(
        str(member["$ref"]).removeprefix(COMPONENT)
        for schema in schemas(tree)
        if "discriminator" in schema
        for member in _members(schema)
        if is_object(member) and "$ref" in member
    )


def drop_discriminators(schema: Any, components: Mapping[str, Any]) -> None:
    """Forget the discriminators below `schema` whose members do not all have the tag."""
    for union in schemas({"schema": schema}):
        if "discriminator" in union:
            tag = union["discriminator"].get("propertyName")
            if not all(_has(each, tag, components) for each in _members(union)):
                del union["discriminator"]


def _separate_null(schema: Tree) -> None:
    keyword = "oneOf" if "oneOf" in schema else "anyOf"
    members = _members(schema)
    if _NULL in members and len(members) > 2:
        union = {
            keyword: [member for member in members if member != _NULL],
            "discriminator": schema.pop("discriminator"),
        }
        del schema[keyword]
        schema["anyOf"] = [union, dict(_NULL)]


class _Union:
    """A schema with a discriminator, its members, and the tags of those that are components."""

    def __init__(self, schema: Tree, components: Components) -> None:
        self.schema = schema
        self._components = components
        self.tag = str(schema["discriminator"].get("propertyName"))
        mapping: dict[str, str] = {}
        self.members = _flat(schema, components.schemas, mapping, [])
        found = [_tags(each, self.tag, mapping, components) for each in self.members]
        self.is_whole = bool(found) and all(found)
        self.tags = {
            str(member["$ref"]): values
            for member, values in zip(self.members, found, strict=True)
            if values and "$ref" in member
        }

    def is_free(self, reference: str) -> bool:
        """Tell whether a member may have other tags where no union refers to it."""
        schemas_ = self._components.schemas
        member = {"$ref": reference}
        if next(_bases(member, self.tag, schemas_), None) is not None:
            return False
        said = _values(_property(member, self.tag, schemas_), schemas_)
        return not said or not set(said) <= set(self.tags[reference])

    def settle(
        self,
        known: Mapping[tuple[str, str], Iterable[str]],
        free: AbstractSet[tuple[str, str]],
    ) -> None:
        """Write the discriminator out, with the tags that a member has in any union.

        A member that is `free` keeps the property as it is described.
        """
        every = [
            (value, reference)
            for reference in self.tags
            for value in known[reference, self.tag]
        ]
        if not self.is_whole or len(dict(every)) < len(every):
            del self.schema["discriminator"]
            return
        self.schema["oneOf" if "oneOf" in self.schema else "anyOf"] = self.members
        mapping = {"mapping": dict(every)} if every else {}
        beside = (
            {TAGGED: True} if free & {(each, self.tag) for each in self.tags} else {}
        )
        self.schema["discriminator"] = {"propertyName": self.tag, **mapping, **beside}


def _flat(
    schema: Tree,
    components: Mapping[str, Any],
    mapping: dict[str, str],
    above: list[Tree],
) -> list[Any]:
    """Give the members of a union, those of unions in it too; gather what they map."""
    for value, target in mapping_of(schema).items():
        mapping.setdefault(value, target)
    flat: list[Any] = []
    for member in _members(schema):
        target = _target(member, components)
        if is_object(target) and _is_union(target):
            inner = [*above, schema]
            if not any(target is each for each in inner):
                flat += _flat(target, components, mapping, inner)
        elif member not in flat:
            flat.append(member)
    return flat


def _tags(
    member: Any, tag: str, mapping: Mapping[str, str], components: Components
) -> list[str]:
    """Give the values of the tag that mean a member; none where that can't be told.

    They are mapped to it in the union or in the base, as far as its own schema allows them, or
    else what that allows, or the name of its component.
    """
    property_ = _property(member, tag, components.schemas)
    if property_ is None:
        return []
    reference = str(member.get("$ref", ""))
    said = _values(property_, components.schemas)
    for mapped in (mapping, *_base_mappings(member, components.schemas)):
        if values := [value for value, to in mapped.items() if to == reference]:
            return [value for value in values if not said or value in said]
    if said or not reference:
        return said
    origin = components.origins[reference.removeprefix(COMPONENT)]
    return [str(origin[-1])] if len(origin) == 3 else []


def _base_mappings(
    schema: Any, components: Mapping[str, Any]
) -> Iterator[Mapping[str, str]]:
    target = _target(schema, components)
    parts: list[Any] = target.get("allOf", []) if is_object(target) else []
    for part in parts:
        yield mapping_of(_target(part, components) or {})
        yield from _base_mappings(part, components)


def _bases(schema: Any, tag: str, components: Mapping[str, Any]) -> Iterator[Tree]:
    """Give the bases of a schema that tell by a tag which of their children a value is."""
    target = _target(schema, components)
    parts: list[Any] = target.get("allOf", []) if is_object(target) else []
    for part in parts:
        base = _target(part, components)
        if is_object(base) and base.get("discriminator", {}).get("propertyName") == tag:
            yield base
        yield from _bases(part, tag, components)


def _referred_to(tree: Tree, members: Iterable[Any]) -> AbstractSet[str]:
    """Give the references of a tree that are no members of unions with a discriminator."""
    inside = {id(member) for member in members}
    return {
        str(holder["$ref"]) for holder in references(tree) if id(holder) not in inside
    }


def _values(schema: Any, components: Mapping[str, Any]) -> list[str]:
    target = _target(schema, components)
    values = [target["const"]] if "const" in target else target.get("enum", [])
    return [value for value in values if isinstance(value, str)]


def _property(schema: Any, name: str, components: Mapping[str, Any]) -> Any:
    """Find a property of an object, in the parts of its `allOf` too; None if it has none."""
    target = _target(schema, components)
    if not is_object(target):
        return None
    if name in target.get("properties", {}):
        return target["properties"][name]
    parts = (_property(each, name, components) for each in target.get("allOf", []))
    return next((part for part in parts if part is not None), None)


def _has(schema: Any, name: str, components: Mapping[str, Any]) -> bool:
    """Tell whether an object, or each member of a union, has a property."""
    target = _target(schema, components)
    if is_object(target) and _is_union(target):
        return all(_has(each, name, components) for each in _members(target))
    return _property(target, name, components) is not None


def _target(schema: Any, components: Mapping[str, Any]) -> Any:
    """Follow references to components; a cycle of nothing but references is none of ours."""
    seen: set[str] = set()
    while is_object(schema) and "$ref" in schema:
        name = str(schema["$ref"]).removeprefix(COMPONENT)
        if name in seen:
            return {}
        seen.add(name)
        schema = components.get(name)
    return schema


def _members(schema: Tree) -> list[Any]:
    members: list[Any] = schema.get("oneOf") or schema.get("anyOf") or []
    return members


def _is_union(schema: Tree) -> bool:
    return (
        bool(_members(schema)) and "properties" not in schema and "allOf" not in schema
    )
