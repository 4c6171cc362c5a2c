"""What the schemas of one file call themselves: `$id`, `$anchor`, `$dynamicAnchor`, `$self`."""

from collections.abc import Iterable
from urllib.parse import unquote, urljoin

from bothends.document.references import descend, steps_of
from bothends.document.tree import Json, Pointer

Identified = tuple[Pointer, dict[str, Json]]


class Identifiers:
    """Finds places in a file by the names that JSON Schema 2020-12 §8.2 gives them."""

    def __init__(self, tree: Json, identified: Iterable[Identified]) -> None:
        """Begin with the schemas that are known to have a name of their own."""
        self._tree = tree
        self._self = _text(tree, "$self").partition("#")[0]
        self.resources: dict[str, Pointer] = {self._self: ()} if self._self else {}
        """URI -> the schema, or the document, that calls itself so."""
        self._bases: dict[Pointer, str] = {}
        self._anchors: dict[tuple[Pointer, str], Pointer] = {}
        self.learn(identified)

    @property
    def is_divided(self) -> bool:
        """Whether a pointer may count from another place than the root of the file."""
        return bool(self._bases)

    def learn(self, identified: Iterable[Identified]) -> None:
        """Take in what is found to be a schema, in any order."""
        for pointer, schema in sorted(identified, key=lambda each: len(each[0])):
            self._register(pointer, schema)

    def absolute(self, uri: str, at: Pointer) -> str:
        """Resolve a URI reference against the base that counts at a place (§9.1.1)."""
        return _join(self._base_of(self.resource_of(at)), uri)

    def resource_of(self, at: Pointer) -> Pointer:
        """Give the nearest schema with an `$id` around a place; the file if there is none."""
        if self._bases:
            for length in range(len(at), 0, -1):
                if at[:length] in self._bases:
                    return at[:length]
        return ()

    def within(self, resource: Pointer, fragment: str) -> Pointer:
        """Follow a fragment, a pointer or an anchor, from a resource; raises LookupError."""
        if fragment[:1] in {"", "/"}:
            _, start = descend(self._tree, resource)
            steps = steps_of(f"#{fragment}") or ()
            return (*resource, *descend(start, steps)[0])
        return self._anchors[resource, unquote(fragment)]

    def _register(self, pointer: Pointer, schema: dict[str, Json]) -> None:
        uri = _text(schema, "$id").partition("#")[0]
        if uri and pointer not in self._bases:
            uri = _join(self._base_of(self.resource_of(pointer)), uri)
            self.resources.setdefault(uri, pointer)
            self._bases[pointer] = uri
        for keyword in ("$anchor", "$dynamicAnchor"):
            if name := _text(schema, keyword):
                place = (self.resource_of(pointer), name)
                self._anchors.setdefault(place, pointer)

    def _base_of(self, resource: Pointer) -> str:
        return self._bases.get(resource, self._self)


def _join(base: str, uri: str) -> str:
    try:
        return urljoin(base, uri)
    except ValueError:
        # Such as an unclosed IPv6 address: nothing can have this name.
        return uri


def _text(value: Json, key: str) -> str:
    text = value.get(key) if isinstance(value, dict) else None
    return text if isinstance(text, str) else ""
