"""What a reference leads to, in whichever file that is."""

import re
from difflib import get_close_matches

from bothends.document.bundle.library import File, Library
from bothends.document.bundle.refusal import RefusalError
from bothends.document.references import step_into, steps_of
from bothends.document.tree import Json, Pointer, child_of
from bothends.records import dataclass
from bothends.tree import reference_to

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MOST_HOPS = 100


class NotYetError(Exception):
    """A URI that no schema met so far calls itself by; another file may bring one."""


@dataclass(frozen=True, slots=True)
class Target:
    """A node of a file."""

    file: File
    pointer: Pointer
    value: Json

    @property
    def key(self) -> tuple[str, Pointer]:
        """The same for every way to the node."""
        return self.file.identity, self.pointer


class Resolver:
    """Follows references from file to file."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def resolve(
        self, text: str, file: File, at: Pointer, *, is_last_try: bool = False
    ) -> Target:
        """Find what a reference leads to that stands at a place of a file.

        Raises RefusalError, Rejected with what is wrong in the file it leads to, and
        NotYetError unless this is the last try.
        """
        return self._resolve(text, file, at, is_last_try=is_last_try, hops=0)

    def _resolve(
        self, text: str, file: File, at: Pointer, *, is_last_try: bool, hops: int
    ) -> Target:
        if hops > _MOST_HOPS:
            message = f"`{text}` leads through references without an end."
            hint = "Refer to the Object itself."
            raise RefusalError("reference-cycle", message, hint)
        uri, _, fragment = text.partition("#")
        if not uri:
            resource = file.identifiers.resource_of(at)
            return self._within(text, file, resource, fragment, hops, is_own=True)
        found, resource = self._resource(uri, file, at, is_last_try=is_last_try)
        return self._within(text, found, resource, fragment, hops, is_own=False)

    def _resource(
        self, uri: str, file: File, at: Pointer, *, is_last_try: bool
    ) -> tuple[File, Pointer]:
        """Find what calls itself by a URI, or else the file that is there.

        A schema with the name comes first, even where it lies elsewhere (JSON Schema
        2020-12 §9.1.2); files that are moved together keep references that work.
        """
        absolute = file.identifiers.absolute(uri, at)
        for known in self._library.files:
            if absolute in known.identifiers.resources:
                return known, known.identifiers.resources[absolute]
        if _SCHEME.match(uri) and not is_last_try:
            raise NotYetError(absolute)
        return self._library.open(uri, file), ()

    def _within(
        self,
        text: str,
        file: File,
        resource: Pointer,
        fragment: str,
        hops: int,
        *,
        is_own: bool,
    ) -> Target:
        try:
            return self._found(file, file.identifiers.within(resource, fragment))
        except LookupError:
            if is_own and resource:
                # By the letter `#` is the schema with the nearest `$id`; authors mean the file.
                return self._within(text, file, (), fragment, hops, is_own=False)
        return self._through(text, file, resource, fragment, hops)

    def _through(
        self, text: str, file: File, resource: Pointer, fragment: str, hops: int
    ) -> Target:
        """Follow a pointer whose way leads through other references."""
        steps = steps_of(f"#{fragment}")
        if steps is None:
            raise _nowhere(text, file, resource, fragment.strip("/"))
        target = self._found(file, resource)
        for index, written in enumerate(steps):
            step = step_into(target.value, written)
            try:
                value = child_of(target.value, step)
            except LookupError:
                rest = reference_to(steps[index:])[1:]
                return self._hop(text, target, str(step), rest, hops)
            target = Target(target.file, (*target.pointer, step), value)
        return target

    def _hop(self, text: str, at: Target, step: str, rest: str, hops: int) -> Target:
        reference = at.value.get("$ref") if isinstance(at.value, dict) else None
        if not isinstance(reference, str):
            raise _nowhere(text, at.file, at.pointer, step, at.value)
        there = self._resolve(
            reference, at.file, at.pointer, is_last_try=True, hops=hops + 1
        )
        return self._within(
            text, there.file, there.pointer, rest, hops + 1, is_own=False
        )

    def _found(self, file: File, pointer: Pointer) -> Target:
        value = file.tree
        for step in pointer:
            value = child_of(value, step)
        return Target(file, pointer, value)


def _nowhere(
    text: str, file: File, parent: Pointer, step: str, value: Json = None
) -> RefusalError:
    place = f"`{file.location}{reference_to(parent) if parent else ''}`"
    message = f"`{text}` leads nowhere: {place} has no `{step}`."
    known = list(value) if isinstance(value, dict) else []
    close = get_close_matches(step, known, n=1)
    hint = "Define it there, or correct the reference."
    if close:
        hint = f"Did you mean `{reference_to((*parent, close[0]))}`?"
    return RefusalError("unresolved-reference", message, hint)
