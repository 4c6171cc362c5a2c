"""What the type that is made of a schema does not say of its values.

The residue of a schema is a schema: a value is valid by the one that was described if it is
valid by the type and by the residue. `True` says that nothing is left.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bothends.fidelity.composition import is_plain
from bothends.fidelity.discriminators import chooses
from bothends.fidelity.ecma import is_typed
from bothends.fidelity.entries import DYNAMIC, TAG, VOCABULARY, WAYS, Entries
from bothends.fidelity.keywords import RANGES, UNSUPPORTED, UNTYPED, asserted
from bothends.fidelity.kinds import (
    are_disjoint_kinds,
    as_python,
    exclude_each_other,
    kinds,
)
from bothends.fidelity.values import is_sayable
from bothends.fidelity.whole import (
    DEFINITION,
    NOT_HIDDEN,
    Schema,
    UnsayableError,
    Wholes,
)
from bothends.ir import Plain
from bothends.spelling import COMPONENT, type_of
from bothends.tree import Pointer, Tree, is_array, is_object

_COMPOSING = frozenset(["$ref", "allOf", "anyOf", "oneOf"])
_LENGTHS = frozenset(["minLength", "maxLength", "pattern"])
_NAMING = _COMPOSING | {"properties", "patternProperties"}
_COUNTS = ("minItems", "maxItems")
_SIZES = ("minProperties", "maxProperties")


@dataclass
class Residues:
    """Finds residues; `live` are the components that have one."""

    components: Mapping[str, Any]
    live: frozenset[str] = frozenset()
    entries: Entries = field(default_factory=Entries)
    roughly: "Residues | None" = None
    """What finds residues in unions: there, that true is 1 to Python is put up with.

    Otherwise each union would be held whole that has such a literal somewhere below it.
    """

    def __post_init__(self) -> None:
        self.met: set[str] = set()
        """The components whose residue would be a part of one that was found."""
        self.is_exact = True
        """Whether nothing was found that only is so roughly."""
        self._wholes = Wholes(self.components)

    def of(
        self, schema: Any, pointer: Pointer, hidden: frozenset[str] = NOT_HIDDEN
    ) -> Schema:
        """Give what the type of a schema does not say."""
        if not is_object(schema):
            if schema is False:
                self.entries.checked(pointer, "false")
            return schema is not False
        if not UNSUPPORTED.isdisjoint(schema):
            self._note_unsupported(schema, pointer)
        said = asserted(schema)
        hidden |= self._wholes.hidden(schema)
        left = (
            self._single(schema, said, pointer, hidden)
            if _COMPOSING.isdisjoint(said)
            else self._composed(schema, said, pointer, hidden)
        )
        return True if left == {} else left

    def _note_unsupported(self, schema: Tree, pointer: Pointer) -> None:
        for keyword in UNSUPPORTED & schema.keys():
            loss = VOCABULARY if keyword == "$vocabulary" else DYNAMIC
            self.entries.lost((*pointer, keyword), keyword, loss)

    def _composed(
        self, schema: Tree, said: Tree, pointer: Pointer, hidden: frozenset[str]
    ) -> Schema:
        match said:
            case {"$ref": reference} if len(said) == 1:
                return self._reference(str(reference))
            case {"allOf": [part]} if len(said) == 1:
                index = schema["allOf"].index(part)
                return self.of(part, (*pointer, "allOf", index), hidden)
            case {"anyOf": [*members]} if len(said) == 1:
                return self._union(schema, "anyOf", members, pointer)
            case {"oneOf": [*members]} if len(said) == 1:
                return self._union(schema, "oneOf", members, pointer)
            case _:
                if is_plain(schema, self.components):
                    return self._parts(schema, said, pointer, hidden)
                keywords = _COMPOSING & said.keys()
                if "oneOf" in said:
                    self._note_exclusion(schema, pointer, hidden)
                return self._whole(schema, pointer, *keywords, hidden=hidden)

    def _reference(self, reference: str) -> Schema:
        name = reference.removeprefix(COMPONENT)
        self.met.add(name)
        return {"$ref": f"{DEFINITION}{name}"} if name in self.live else True

    def _parts(
        self, schema: Tree, said: Tree, pointer: Pointer, hidden: frozenset[str]
    ) -> Schema:
        """Give what is left of objects that hold at once."""
        left = self._object(said, pointer, hidden) | self._untyped(
            said, pointer, hidden
        )
        parts = [
            self.of(part, (*pointer, "allOf", index), hidden)
            for index, part in enumerate(schema.get("allOf", []))
        ]
        if "$ref" in said:
            parts.append(self._reference(said["$ref"]))
        kept = [part for part in parts if part is not True]
        if len(kept) == 1 and not left:
            return kept[0]
        return left | ({"allOf": kept} if kept else {}) or True

    def _union(
        self, schema: Tree, keyword: str, members: list[Any], pointer: Pointer
    ) -> Schema:
        left = [
            self.of(member, (*pointer, keyword, index))
            for index, member in enumerate(members)
        ]
        if are_disjoint_kinds(members, self.components):
            return self._by_kind(members, left)
        apart = exclude_each_other(members, self.components)
        if keyword == "oneOf" and not apart:
            self._note_exclusion(schema, pointer)
        chosen = keyword == "anyOf" or chooses(schema, self.components)
        if (chosen or apart) and not self._leave_something(members, left):
            return True
        return self._whole(schema, pointer, keyword)

    def _note_exclusion(
        self, schema: Tree, pointer: Pointer, hidden: frozenset[str] = NOT_HIDDEN
    ) -> None:
        """Note a `oneOf` of which no more is demanded than that a member takes the value."""
        at = (*pointer, "oneOf")
        if chooses(schema, self.components):
            self.entries.checked(at, "oneOf", TAG)
        elif self._wholes.are_open(schema["oneOf"], hidden):
            self.entries.lost(at, "oneOf", WAYS)

    def _leave_something(self, members: list[Any], left: list[Schema]) -> bool:
        rough = self.roughly
        found = left if rough is None else (rough.of(each, ()) for each in members)
        return any(each is not True for each in found)

    def _by_kind(self, members: list[Any], left: list[Schema]) -> Schema:
        """Give what is left of members that their types of JSON tell apart."""
        parts: list[Schema] = []
        found = [kinds(member, self.components) for member in members]
        for taken, each in zip(found, left, strict=True):
            names = sorted(as_python(taken, frozenset[str]().union(*found)))
            kind = {"type": names[0] if len(names) == 1 else names}
            if each is not True:
                parts.append({"if": kind, "then": each})
        if len(parts) < 2:
            return parts[0] if parts else True
        return {"allOf": parts}

    def _whole(
        self,
        schema: Tree,
        pointer: Pointer,
        *keywords: str,
        hidden: frozenset[str] = NOT_HIDDEN,
    ) -> Schema:
        """Hold a schema whole, because of some of its keywords."""
        try:
            held = self._wholes.of(schema, hidden)
        except UnsayableError as unsayable:
            self._lose(pointer, keywords, unsayable)
            return True
        for keyword in keywords:
            self.entries.checked((*pointer, keyword), keyword)
        return held

    def _lose(
        self, pointer: Pointer, keywords: Iterable[str], unsayable: UnsayableError
    ) -> None:
        for keyword in keywords:
            self.entries.lost((*pointer, keyword), keyword, unsayable.loss)

    def _single(
        self, schema: Tree, said: Tree, pointer: Pointer, hidden: frozenset[str]
    ) -> Schema:
        """Give what is left of a schema that is not put together from others."""
        if "enum" in said or "const" in said:
            return (
                True if self._is_sayable(said) else self._whole(schema, pointer, *said)
            )
        names: list[str] = said.get("type", [])
        kinds = [names] if isinstance(names, str) else [n for n in names if n != "null"]
        if len(kinds) > 1:
            plain = said.keys() == {"type"}
            return True if plain else self._whole(schema, pointer, *said)
        left = self._untyped(said, pointer, hidden)
        match kinds[0] if kinds else _implied(said):
            case "string":
                return left | self._string(said, pointer)
            case "integer" | "number" as name:
                return left | self._number(said, pointer, name)
            case "array":
                return left | self._array(schema, said, pointer)
            case "object":
                return left | self._closed_object(schema, said, pointer, hidden)
            case "boolean" | "null":
                return left
            case _:
                others = said.keys() - UNTYPED
                if said.get("format") not in RANGES:
                    others -= {"format"}
                return left | self._kept(said, pointer, *others, hidden=hidden)

    def _is_sayable(self, said: Tree) -> bool:
        if is_sayable(said):
            return True
        is_roughly = self.roughly is None and is_sayable(said, exactly=False)
        self.is_exact &= not is_roughly
        return is_roughly

    def _untyped(self, said: Tree, pointer: Pointer, hidden: frozenset[str]) -> Tree:
        """Hold what no type says, whatever it is about."""
        if UNTYPED.isdisjoint(said):
            return {}
        return self._kept(said, pointer, *UNTYPED, hidden=hidden)

    def _kept(
        self,
        said: Tree,
        pointer: Pointer,
        *keywords: str,
        hidden: frozenset[str] = NOT_HIDDEN,
    ) -> Tree:
        """Hold keywords whole, and note that they are checked, or why they are not."""
        kept = {key: value for key, value in said.items() if key in keywords}
        if not kept:
            return {}
        held = self._whole(kept, pointer, *kept, hidden=hidden)
        return held if is_object(held) else {}

    def _string(self, said: Tree, pointer: Pointer) -> Tree:
        if _LENGTHS.isdisjoint(said):
            return {}
        text = {"type": "string", "format": said.get("format")}
        plain = type_of(text) == Plain("str")
        untyped = [
            key
            for key in _LENGTHS & said.keys()
            if not (plain and (key != "pattern" or is_typed(said[key])))
        ]
        return self._kept(said, pointer, *untyped)

    def _number(self, said: Tree, pointer: Pointer, name: str) -> Tree:
        step = said.get("multipleOf", 1)
        untyped = [
            *(["format"] if said.get("format") in RANGES else []),
            *(["multipleOf"] if name == "number" or step != int(step) else []),
        ]
        return self._kept(said, pointer, *untyped)

    def _array(self, schema: Tree, said: Tree, pointer: Pointer) -> Tree:
        if "unevaluatedItems" in said:
            whole = self._whole(schema, pointer, "unevaluatedItems")
            return whole if is_object(whole) else {}
        left = self._kept(said, pointer, "uniqueItems")
        if "prefixItems" in said and not self._is_tuple(said, pointer):
            return left | self._kept(said, pointer, "prefixItems", "items", *_COUNTS)
        if said.get("items") is False or "prefixItems" in said:
            return left
        inner = self.of(said.get("items", True), (*pointer, "items"))
        return left if inner is True else left | {"items": inner}

    def _is_tuple(self, said: Tree, pointer: Pointer) -> bool:
        """Tell whether an array has so many items, of which types say all."""
        first: list[Any] = said["prefixItems"]
        most = len(first) if said.get("items") is False else said.get("maxItems")
        return said.get("minItems") == most == len(first) and all(
            self.of(each, (*pointer, "prefixItems", index)) is True
            for index, each in enumerate(first)
        )

    def _closed_object(
        self, schema: Tree, said: Tree, pointer: Pointer, hidden: frozenset[str]
    ) -> Tree:
        if "unevaluatedProperties" in said:
            simple = said["unevaluatedProperties"] is False and not (
                {"patternProperties", "additionalProperties", "if", "dependentSchemas"}
                & said.keys()
            )
            if not simple:
                whole = self._whole(schema, pointer, "unevaluatedProperties")
                return whole if is_object(whole) else {}
        return self._object(said, pointer, hidden)

    def _object(self, said: Tree, pointer: Pointer, hidden: frozenset[str]) -> Tree:
        properties: Tree = said.get("properties", {})
        left: Tree = {}
        inner = {
            name: self.of(each, (*pointer, "properties", name))
            for name, each in properties.items()
        }
        names = [
            name
            for name in said.get("required", [])
            if name not in properties and name not in hidden
        ]
        if names:
            left |= self._kept({"required": names}, pointer, "required")
        if not _NAMING.isdisjoint(said):
            left |= self._kept(said, pointer, *_SIZES)
        left |= self._others(said, pointer)
        if "additionalProperties" not in left:
            inner = {name: each for name, each in inner.items() if each is not True}
        return left | ({"properties": inner} if inner else {})

    def _others(self, said: Tree, pointer: Pointer) -> Tree:
        """Give what is left of properties that have no names, or are known by a pattern."""
        others = said.get("additionalProperties", True)
        if "patternProperties" in said:
            keys = ("patternProperties", "additionalProperties")
            return self._kept(said, pointer, *keys)
        if not is_object(others):
            return {}
        left = self.of(others, (*pointer, "additionalProperties"))
        return {} if left is True else {"additionalProperties": left}


def _implied(said: Tree) -> str | None:
    """Name the type that is made of a schema without one."""
    if "properties" in said:
        return "object"
    return "array" if "items" in said and not is_array(said["items"]) else None
