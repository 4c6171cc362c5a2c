"""Schemas as checks hold them whole: what refuses values, and nothing else."""

from collections.abc import Iterable, Mapping
from typing import Any

from bothends.fidelity.discriminators import chooses
from bothends.fidelity.ecma import python_pattern
from bothends.fidelity.entries import PATTERN, WAY, Loss
from bothends.fidelity.keywords import (
    CHECKED_FORMATS,
    NAMED_SCHEMAS,
    SCHEMA,
    SCHEMAS,
    asserted,
)
from bothends.records import dataclass
from bothends.spelling import COMPONENT
from bothends.tree import Tree, is_object

Schema = bool | Tree

DEFINITION = "#/$defs/"
WHOLE = ".whole"
"""What the name of a component ends in where all of its schema is meant, not its residue."""

NOT_HIDDEN: frozenset[str] = frozenset()

_HOLDING = frozenset(["$ref", "allOf", "properties"])
"""Keywords by which a schema has properties."""

_HIDING = frozenset(["$ref", "allOf", "readOnly", "writeOnly"])
"""Keywords by which a property may be hidden."""


@dataclass(frozen=True, slots=True)
class Wholes:
    """Copies schemas; references name whole schemas, patterns are Python's."""

    components: Mapping[str, Any]
    approximate: bool = False
    """Whether to leave out what a check cannot tell, instead of raising `UnsayableError`."""

    def of(self, schema: Any, hidden: frozenset[str] = NOT_HIDDEN) -> Schema:
        """Give all that a schema asserts of both requests and responses.

        `hidden` are properties that need not be there though required. A discriminator
        chooses among alternatives, so that no other one is meant (OpenAPI 3.1 §4.8.25); and
        which one is meant, what only one way has may tell that is left out of both.
        """
        if not is_object(schema):
            return bool(schema)
        hidden |= self.hidden(schema)
        held: Tree = {}
        for keyword, value in asserted(schema).items():
            held |= self._held(keyword, value, hidden)
        if "oneOf" in held and (
            chooses(schema, self.components) or self.are_open(schema["oneOf"], hidden)
        ):
            some = {"anyOf": held.pop("oneOf")}
            held = {"allOf": [held, some]} if "anyOf" in held else held | some
        return held or True

    def hidden(self, schema: Any, above: frozenset[str] = NOT_HIDDEN) -> frozenset[str]:
        """Name the properties that messages of one way leave out (Validation §9.4)."""
        if not is_object(schema) or _HOLDING.isdisjoint(schema):
            return NOT_HIDDEN
        found = frozenset(
            name
            for name, each in schema.get("properties", {}).items()
            if is_object(each)
            and not _HIDING.isdisjoint(each)
            and self._is_hidden(each)
        )
        name = str(schema.get("$ref", "")).removeprefix(COMPONENT)
        if name and name not in above:
            found |= self.hidden(self.components.get(name), above | {name})
        for part in schema.get("allOf", []):
            found |= self.hidden(part, above)
        return found

    def are_open(
        self,
        members: Iterable[Any],
        hidden: frozenset[str],
        above: frozenset[str] = NOT_HIDDEN,
    ) -> bool:
        """Tell whether any member requires what need not be there."""
        for member in filter(is_object, members):
            inner = hidden | self.hidden(member)
            if not inner.isdisjoint(member.get("required", [])):
                return True
            name = str(member.get("$ref", "")).removeprefix(COMPONENT)
            if name and name not in above:
                target = [self.components.get(name)]
                if self.are_open(target, NOT_HIDDEN, above | {name}):
                    return True
            if self.are_open(member.get("allOf", []), inner, above):
                return True
        return False

    def _is_hidden(self, schema: Tree) -> bool:
        target = self.components.get(
            str(schema.get("$ref", "")).removeprefix(COMPONENT)
        )
        return any(
            is_object(each) and (each.get("readOnly") or each.get("writeOnly"))
            for each in (schema, target, *schema.get("allOf", []))
        )

    def _held(self, keyword: str, value: Any, hidden: frozenset[str]) -> Tree:
        if keyword == "$ref":
            name = str(value).removeprefix(COMPONENT)
            return {keyword: f"{DEFINITION}{name}{WHOLE}"}
        if keyword == "not" and self.are_open([value], hidden):
            return self._unsayable(WAY)
        if keyword in SCHEMA:
            inner = hidden if keyword in {"if", "then", "else", "not"} else NOT_HIDDEN
            return {keyword: self.of(value, inner)}
        if keyword in SCHEMAS:
            inner = NOT_HIDDEN if keyword == "prefixItems" else hidden
            return {keyword: [self.of(each, inner) for each in value]}
        if keyword == "patternProperties":
            return {keyword: self._patterned(value)}
        if keyword in NAMED_SCHEMAS:
            inner = hidden if keyword == "dependentSchemas" else NOT_HIDDEN
            held = {name: self.of(each, inner) for name, each in value.items()}
            return {keyword: held}
        return self._limit(keyword, value, hidden)

    def _unsayable(self, loss: Loss) -> Tree:
        if self.approximate:
            return {}
        raise UnsayableError(loss)

    def _limit(self, keyword: str, value: Any, hidden: frozenset[str]) -> Tree:
        if keyword == "pattern":
            pattern = self._pattern(value)
            return {} if pattern is None else {keyword: pattern}
        return _limit(keyword, value, hidden)

    def _pattern(self, pattern: str) -> str | None:
        translated = python_pattern(pattern)
        if translated is None and not self.approximate:
            raise UnsayableError(PATTERN)
        return translated

    def _patterned(self, value: Mapping[str, Any]) -> Tree:
        translated = ((self._pattern(pattern), each) for pattern, each in value.items())
        return {
            pattern: self.of(each)
            for pattern, each in translated
            if pattern is not None
        }


class UnsayableError(Exception):
    """A schema says what a check cannot tell."""

    def __init__(self, loss: Loss) -> None:
        super().__init__(loss.reason)
        self.loss = loss


def _limit(keyword: str, value: Any, hidden: frozenset[str]) -> Tree:
    match keyword:
        case "format":
            return {keyword: value} if value in CHECKED_FORMATS else {}
        case "required":
            names = [name for name in value if name not in hidden]
            return {keyword: names} if names else {}
        case _:
            return {keyword: value}
