"""The noun of this room: an OpenAPI document that was read."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from bothends.document.bundle import Access, Atlas, File, bundle
from bothends.document.canonical import Canonical, canonical
from bothends.document.collector import collector_paused
from bothends.document.limits import DEFAULT_LIMITS, Limits
from bothends.document.origin import Origin, parse
from bothends.document.references import follow
from bothends.document.sources import fetch
from bothends.document.text import decode
from bothends.document.tree import Json, Pointer, child_of
from bothends.document.versions import Version, find_version
from bothends.problems import Position, Problem, Rejected, Severity


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
    full_version: str
    """As it is written, such as `3.0.3`."""
    source: dict[str, Json] = field(repr=False)
    """The tree as it was read, brought together from all files; every reference is a JSON
    pointer into it, or a problem. YAML aliases share their nodes: do not change it."""
    served: dict[str, Json] = field(repr=False)
    """What stands for the description elsewhere: the file that was read, where it is one."""
    problems: tuple[Problem, ...]
    """What is wrong with references to other files, and in those files."""
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

        `read_as` gives the pointer that a node of `source` had in the tree as it was read.
        """
        return replace(self, source=source, served=source, _read_as=read_as)

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


def read(
    location: str,
    *,
    allow_network: bool = False,
    root: Path | None = None,
    locked: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    stdin: BinaryIO | None = None,
) -> Document:
    """Read the document behind a path, `-` for standard input, or an http or https URL.

    References may lead to files below `root` (None: the folder of the project), and to URLs
    if `allow_network`; of those that are `locked` the SHA-256 must be what it was.

    Raises Unusable if there is nothing to read (or a URL without `allow_network`), and Rejected
    if what is there is too large, broken, or no OpenAPI document of a supported version.
    """
    data = fetch(location, limits, allow_network=allow_network, stdin=stdin)
    origin = parse(decode(location, data), limits)
    tree = _root(origin)
    version, full_version = find_version(origin, tree)
    file = File(location, _identity(location), sha256(data).hexdigest(), origin)
    access = Access(allow_network, root, locked or {})
    with collector_paused():
        whole = bundle(file, len(data), version, access, limits)
    return Document(
        files=tuple(SourceFile(each.location, each.sha256) for each in whole.files),
        version=version,
        full_version=full_version,
        source=whole.tree,
        served=tree if whole.is_single else whole.tree,
        problems=whole.problems,
        _atlas=whole.atlas,
    )


def _identity(location: str) -> str:
    if location == "-" or "://" in location:
        return location
    return os.path.realpath(location)


def _is_in(tree: Json, pointer: Pointer) -> bool:
    for step in pointer:
        try:
            tree = child_of(tree, step)
        except LookupError:
            return False
    return True


def _root(origin: Origin) -> dict[str, Json]:
    if isinstance(origin.tree, dict):
        return origin.tree
    rule, message = "not-an-object", "The document is not an object."
    if origin.tree is None:
        rule, message = "empty-document", "The document is empty."
    hint = "Begin with the version: `openapi: 3.1.0`."
    raise Rejected([Problem(origin.position(()), rule, message, hint)])
