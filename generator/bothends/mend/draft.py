"""A tree that is being mended: its nodes, what is done to them, and where they came from."""

import json
from collections.abc import Iterator

from bothends.document import Document, Json, Pointer
from bothends.tree import is_object
from bothends.validate import Kind, Version, kind_at

Object = dict[str, Json]


class Draft:
    """The tree of a document, to be changed.

    What shifts the pointers of other nodes, `drop` from an array and `rename`, is done at the
    end of a round, in `settle`; so pointers are good for the whole of a round.
    """

    def __init__(self, document: Document) -> None:
        # No other way makes a copy without shared nodes in less time.
        self.root: Object = json.loads(json.dumps(document.source))
        self.version: Version = document.version
        self._document = document
        self._origins: dict[int, tuple[Json, Pointer]] = {}
        self._gone: dict[int, tuple[list[Json], set[int]]] = {}
        self._names: dict[int, tuple[Object, dict[str, str]]] = {}
        self._note()

    @property
    def document(self) -> Document:
        """The document as it is now."""
        return self._document.changed(self.root, self._read_as)

    def at(self, pointer: Pointer) -> Json:
        """Give the node at a pointer; None where there is none, or null."""
        node: Json = self.root
        for step in pointer:
            node = _child(node, step)
        return node

    def object_at(self, pointer: Pointer) -> Object:
        """Give the object at a pointer; one of its own, and empty, where there is none."""
        node = self.at(pointer)
        return node if is_object(node) else {}

    def kind(self, pointer: Pointer) -> Kind | None:
        """Tell what Object the standard has at a pointer."""
        found = kind_at(pointer, self.version)
        return found if isinstance(found, Kind) else None

    def put(self, pointer: Pointer, value: Json) -> None:
        """Set a field, or an element that there is."""
        holder = self.at(pointer[:-1])
        match holder, pointer[-1:]:
            case dict(), (str() as step,):
                holder[step] = value
            case list(), (int() as step,) if step < len(holder):
                holder[step] = value
            case _:
                pass

    def drop(self, pointer: Pointer) -> None:
        """Leave a field or an element out."""
        holder = self.at(pointer[:-1])
        match holder, pointer[-1:]:
            case dict(), (str() as step,):
                holder.pop(step, None)
            case list(), (int() as step,):
                self._gone.setdefault(id(holder), (holder, set()))[1].add(step)
            case _:
                pass

    def name(self, pointer: Pointer) -> str:
        """Give the key of a node, as it will be."""
        holder, key = self.at(pointer[:-1]), str(pointer[-1])
        _, names = self._names.get(id(holder), ({}, {}))
        return names.get(key, key)

    def rename(self, pointer: Pointer, name: str) -> bool:
        """Give a node another key, if that is free."""
        holder, key = self.at(pointer[:-1]), str(pointer[-1])
        if not is_object(holder):
            return False
        _, names = self._names.setdefault(id(holder), (holder, {}))
        if name in holder or name in names.values():
            return False
        names[key] = name
        return True

    def settle(self) -> None:
        """End a round."""
        for entries, places in self._gone.values():
            entries[:] = [
                entry for index, entry in enumerate(entries) if index not in places
            ]
        for holder, names in self._names.values():
            members = {names.get(key, key): value for key, value in holder.items()}
            holder.clear()
            holder.update(members)
        self._gone.clear()
        self._names.clear()

    def _note(self) -> None:
        """Remember where each container was; it is kept alive, so that no other has its id."""
        pending: list[tuple[Json, Pointer]] = [(self.root, ())]
        while pending:
            node, pointer = pending.pop()
            self._origins[id(node)] = (node, pointer)
            pending += [
                (child, (*pointer, step))
                for step, child in _members(node)
                if isinstance(child, dict | list)
            ]

    def _read_as(self, pointer: Pointer) -> Pointer:
        node: Json = self.root
        origin: Pointer = ()
        for step in pointer:
            node = _child(node, step)
            known = self._origins.get(id(node)) if node is not None else None
            origin = known[1] if known else (*origin, step)
        return origin


def _child(node: Json, step: str | int) -> Json:
    if isinstance(node, dict):
        return node.get(str(step))
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return None


def _members(node: Json) -> Iterator[tuple[str | int, Json]]:
    if isinstance(node, dict):
        yield from node.items()
    elif isinstance(node, list):
        yield from enumerate(node)
