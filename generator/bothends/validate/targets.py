"""Where a `$ref` leads inside one document."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote, urljoin

from bothends.document import Json, Pointer
from bothends.validate.reading import mapping


class Node(NamedTuple):
    """An Object of the document and the way to it."""

    pointer: Pointer
    value: dict[str, Json]


@dataclass(frozen=True, slots=True)
class Found:
    """The reference leads to this value."""

    pointer: Pointer
    value: Json


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing is there: `parent` is the last node on the way, `step` what it lacks."""

    parent: Pointer
    step: str
    value: Json
    """What stands at `parent`."""


@dataclass(frozen=True, slots=True)
class External:
    """The reference leaves the document; `uri` is everything before its fragment."""

    uri: str


Target = Found | Missing | External


class Targets:
    """Resolves references: JSON pointers, and `$anchor`, `$id` and `$self` since 3.1."""

    def __init__(self, root: dict[str, Json], schemas: Iterable[Node]) -> None:
        self._root = root
        self._self = _text(root, "$self")
        self._resources: dict[str, Pointer] = {self._self: ()} if self._self else {}
        self._bases: dict[Pointer, str] = {}
        self._anchors: dict[tuple[Pointer, str], Pointer] = {}
        self._seen: dict[str, Target] = {}
        for schema in sorted(schemas, key=lambda node: len(node.pointer)):
            self._register(schema)

    def resolve(self, reference: str, at: Pointer) -> Target:
        """Follow one step; `at` says where the reference stands."""
        if self._bases:
            return self._resolve(reference, self._resource_of(at))
        if reference not in self._seen:
            self._seen[reference] = self._resolve(reference, ())
        return self._seen[reference]

    def _resolve(self, reference: str, resource: Pointer) -> Target:
        uri, _, fragment = reference.partition("#")
        if uri:
            known = self._resources.get(_join(self._base_of(resource), uri))
            if known is None:
                return External(uri)
            resource = known
        target = self._within(resource, fragment)
        if isinstance(target, Missing) and resource and not uri:
            # By the letter `#` means the schema with the nearest `$id`; authors mean the file.
            whole = self._within((), fragment)
            return whole if isinstance(whole, Found) else target
        return target

    def _within(self, resource: Pointer, fragment: str) -> Target:
        start = _descend(self._root, (), resource)
        if not isinstance(start, Found) or not fragment:
            return start
        if steps := pointer_of(f"#{fragment}"):
            return _descend(start.value, resource, steps)
        fragment = unquote(fragment)
        if (resource, fragment) in self._anchors:
            return _descend(self._root, (), self._anchors[resource, fragment])
        return Missing(resource, fragment, start.value)

    def _register(self, schema: Node) -> None:
        uri = _text(schema.value, "$id").partition("#")[0]
        if uri:
            uri = _join(self._base_of(self._resource_of(schema.pointer)), uri)
            self._resources.setdefault(uri, schema.pointer)
            self._bases[schema.pointer] = uri
        for keyword in ("$anchor", "$dynamicAnchor"):
            if name := _text(schema.value, keyword):
                place = (self._resource_of(schema.pointer), name)
                self._anchors.setdefault(place, schema.pointer)

    def _resource_of(self, at: Pointer) -> Pointer:
        if self._bases:
            for length in range(len(at), 0, -1):
                if at[:length] in self._bases:
                    return at[:length]
        return ()

    def _base_of(self, resource: Pointer) -> str:
        return self._bases.get(resource, self._self)


def _descend(value: Json, start: Pointer, steps: Pointer) -> Found | Missing:
    pointer = start
    for step in steps:
        match value:
            case dict() if str(step) in value:
                value, pointer = value[str(step)], (*pointer, str(step))
            case list() if (index := _index(step)) is not None and index < len(value):
                value, pointer = value[index], (*pointer, index)
            case _:
                return Missing(pointer, str(step), value)
    return Found(pointer, value)


def _index(step: str | int) -> int | None:
    if isinstance(step, int):
        return step
    return int(step) if step.isascii() and step.isdecimal() else None


def pointer_of(reference: str) -> tuple[str, ...] | None:
    """Read a JSON pointer in a fragment (RFC 6901 §6); None if it is none."""
    fragment = unquote(reference.removeprefix("#"))
    if not reference.startswith("#") or fragment[:1] not in ("", "/"):
        return None
    return tuple(map(_unescaped, fragment.split("/")[1:]))


def _unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def _join(base: str, uri: str) -> str:
    try:
        return urljoin(base, uri)
    except ValueError:
        # Such as an unclosed IPv6 address: nothing in the document can have this name.
        return uri


def _text(value: Json, key: str) -> str:
    text = mapping(value).get(key)
    return text if isinstance(text, str) else ""
