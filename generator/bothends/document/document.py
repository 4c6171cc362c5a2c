"""The noun of this room: an OpenAPI document that was read."""

from collections.abc import Callable
from dataclasses import field, replace
from functools import cached_property

from bothends.document.bundle import Atlas
from bothends.document.canonical import Canonical, canonical
from bothends.document.origin import Origin
from bothends.document.original import Original
from bothends.document.references import follow
from bothends.document.tree import Json, Pointer, child_of
from bothends.document.versions import Version
from bothends.problems import Position, Problem, Severity
from bothends.records import dataclass


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file that a document was read from."""

    path: str
    """As the user named it."""
    sha256: str
    """Of its bytes, in hexadecimal."""


def _itself(pointer: Pointer) -> Pointer:
    return pointer


@dataclass(frozen=True, eq=False)
class Document:
    """An OpenAPI document: its tree twice, as it was read and in canonical form.

    A pointer given to any method may be one of either tree.
    """

    files: tuple[SourceFile, ...]
    """Everything that was read; the first is the one the user named."""
    version: Version
    """Of `source`."""
    full_version: str
    """As it is written, such as `3.0.3`."""
    source: dict[str, Json] = field(repr=False)
    """The tree as it was read, brought together from all files; every reference is a JSON
    pointer into it, or a problem. YAML aliases share their nodes: do not change it."""
    served: dict[str, Json] = field(repr=False)
    """What stands for the description elsewhere: the file that was read, where it is one."""
    problems: tuple[Problem, ...]
    """What is wrong with references to other files, in those files, and with conversion."""
    original: Original | None
    """What was read, if it was Swagger 2.0; `source` then is what it was converted to."""
    _atlas: Atlas = field(repr=False)
    _read_as: Callable[[Pointer], Pointer] = field(repr=False, default=_itself)
    """Where in the tree as it was read a node of `source` came from."""

    @property
    def location(self) -> str:
        """The file or URL as the user named it, which positions show; `-` is standard input."""
        return self.files[0].path

    @property
    def tree(self) -> dict[str, Json]:
        """The tree in canonical form: OpenAPI 3.2, schemas in JSON Schema 2020-12.

        Nodes keep their pointers, except below a schema that had to be wrapped in an `anyOf` to
        be nullable; `position` knows the way back. No two nodes are the same object.
        """
        return self._canonical.tree

    def resolve(self, reference: str) -> Json:
        """Give the node of `tree` that a `$ref` points at; raises LookupError if there is none."""
        return follow(self.tree, reference)[1]

    def target(self, reference: str) -> Pointer:
        """Give the pointer of what `resolve` gives; raises LookupError."""
        return follow(self.tree, reference)[0]

    def position(self, pointer: Pointer, *, key: bool = False) -> Position:
        """Find a node, or with `key` its key, in the file it was read from.

        Of a node that does not exist, the deepest ancestor that does. The first call costs
        about as much as reading the document did.
        """
        origin, read_as = self._trace(pointer)
        return origin.position(read_as, key=key)

    def problem(
        self,
        pointer: Pointer,
        rule: str,
        message: str,
        hint: str,
        *,
        severity: Severity = "error",
        key: bool = False,
    ) -> Problem:
        """Make a problem of what is wrong with a node, or with `key` with its key."""
        position = self.position(pointer, key=key)
        return Problem(position, rule, message, hint, severity)

    def changed(
        self, source: dict[str, Json], read_as: Callable[[Pointer], Pointer]
    ) -> "Document":
        """Give the same document with another tree.

        `read_as` gives the pointer that a node of it has in the present tree.
        """

        def composed(pointer: Pointer) -> Pointer:
            return self._read_as(read_as(pointer))

        return replace(self, source=source, served=source, _read_as=composed)

    def _trace(self, pointer: Pointer) -> tuple[Origin, Pointer]:
        """Tell which file a node was read from, and where it is in that file's own tree.

        The only place that knows how pointers relate to files.
        """
        if not _is_in(self.source, pointer):
            pointer = self._canonical.origin(pointer)
        return self._atlas.locate(self._read_as(pointer))

    @cached_property
    def _canonical(self) -> Canonical:
        return canonical(self.source, self.version)


def _is_in(tree: Json, pointer: Pointer) -> bool:
    for step in pointer:
        try:
            tree = child_of(tree, step)
        except LookupError:
            return False
    return True
