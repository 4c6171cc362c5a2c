"""The files of a description, each of them read once."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field
from difflib import get_close_matches
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from bothends.document.bundle.identifiers import Identifiers
from bothends.document.bundle.reach import Reach
from bothends.document.bundle.refusal import RefusalError
from bothends.document.bundle.survey import Survey, survey
from bothends.document.limits import Limits
from bothends.document.origin import Origin, parse
from bothends.document.shapes import shape_named
from bothends.document.sources import obtain
from bothends.document.text import decode
from bothends.document.tree import Json
from bothends.problems import Unusable
from bothends.records import dataclass

_RELATIVE = "References are relative to the file that they are in."
_SIMILAR = 0.75
_SHAPES = {"openapi": "OpenAPI", "swagger": "Swagger"}


@dataclass(frozen=True, slots=True)
class Access:
    """What a description may read."""

    allow_network: bool = False
    root: Path | None = None
    """The folder that local references may not leave; None for the folder of the project."""
    locked: Mapping[str, str] = field(default_factory=dict[str, str])
    """The SHA-256 of the documents behind URLs, as they were read before."""
    lenient: bool = False
    """Whether duplicate keys and unknown tags are forgiven."""


@dataclass(frozen=True, eq=False)
class File:
    """One file of a description."""

    location: str
    """As it is shown: relative if the description was named by a relative path."""
    identity: str
    """The same for all ways to the file."""
    sha256: str
    origin: Origin

    @property
    def tree(self) -> Json:
        """What is in the file."""
        return self.origin.tree

    @property
    def is_remote(self) -> bool:
        """Whether the file is behind a URL."""
        return "://" in self.location

    @cached_property
    def survey(self) -> Survey:
        """All references and identifiers in the file, read as the whole that it says it is."""
        tree = self.tree
        keys = tree if isinstance(tree, dict) else {}
        name = next((_SHAPES[key] for key in _SHAPES if key in keys), "Schema")
        return survey(tree, shape_named(name))

    @cached_property
    def identifiers(self) -> Identifiers:
        """What the schemas of the file call themselves."""
        return Identifiers(self.tree, self.survey.identified)


class Library:
    """Opens files by what references say, within bounds."""

    def __init__(self, root: File, size: int, access: Access, limits: Limits) -> None:
        """Begin with the file that the user named, which has `size` bytes."""
        self.root = root
        self._access = access
        self._limits = limits
        self._size = size
        self._reach = Reach.of(root.location, access.root)
        self._files = {root.identity: root}

    @property
    def files(self) -> tuple[File, ...]:
        """Everything that was read, in the order in which it was met."""
        return tuple(self._files.values())

    def open(self, uri: str, near: File) -> File:
        """Read the file behind a reference without its fragment that stands in `near`.

        Raises RefusalError, and Rejected with what is wrong in the file.
        """
        location, identity = self._locate(uri, near)
        if identity not in self._files:
            self._files[identity] = self._read(location, identity)
        return self._files[identity]

    def _locate(self, uri: str, near: File) -> tuple[str, str]:
        try:
            parts = urlsplit(uri)
            joined = urljoin(near.location, uri) if near.is_remote else uri
        except ValueError as error:
            message = f"`{uri}` is no reference: {error}."
            hint = "Write a relative path, such as `pets.yaml#/Pet`."
            raise RefusalError("malformed-reference", message, hint) from error
        if joined.lower().startswith(("http://", "https://")):
            return self._on_network(joined), joined
        if parts.scheme or parts.netloc or near.is_remote:
            message = f"`{uri}` is neither a relative path nor an http or https URL."
            hint = "Write a path that is relative to this file, such as `pets.yaml`."
            raise RefusalError("unsupported-reference", message, hint)
        return self._on_disk(unquote(parts.path), near)

    def _on_network(self, url: str) -> str:
        if not self._access.allow_network:
            message = f"`{url}` is on the network, which is not allowed."
            hint = "Add `--allow-network`, or download the file and refer to it there."
            raise RefusalError("network-reference", message, hint)
        return url

    def _on_disk(self, path: str, near: File) -> tuple[str, str]:
        # RFC 3986 §5.2.4: dot segments go before any symbolic link is looked at.
        location = os.path.normpath(Path(near.location).parent / path)
        real = _real(location, path)
        if not self._reach.holds(real):
            message = f"`{path}` leads to a file that is hidden, or outside of `{self._shown_root}`."
            hint = (
                "Keep the files of a description together, or name the folder of all of "
                "them with `--spec-root`."
            )
            raise RefusalError("reference-outside", message, hint)
        if not real.is_file():
            raise _missing(location, real)
        return location, str(real)

    @property
    def _shown_root(self) -> str:
        root = os.path.relpath(self._reach.root)
        return str(self._reach.root) if root.startswith("..") else root

    def _read(self, location: str, identity: str) -> File:
        if len(self._files) == self._limits.max_files:
            allowed = f"{self._limits.max_files:,}"
            message = f"There are more files than `max_files` allows ({allowed})."
            raise RefusalError(
                "limit-exceeded", message, "Bring some of them together."
            )
        left = self._limits.max_bytes - self._size
        try:
            data = obtain(location, left + 1, allow_network=self._access.allow_network)
        except Unusable as error:
            raise RefusalError("unreadable-file", error.message, error.hint) from error
        if len(data) > left:
            allowed = f"{self._limits.max_bytes:,}"
            message = f"With `{location}` the files of the description have more bytes than `max_bytes` allows ({allowed})."
            raise RefusalError("limit-exceeded", message, "Leave large examples out.")
        self._size += len(data)
        digest = sha256(data).hexdigest()
        if self._access.locked.get(location, digest) != digest:
            message = f"`{location}` is not what it was when it was locked."
            hint = "Look at what has changed; `bothends generate --update-lock` accepts it."
            raise RefusalError("changed-download", message, hint)
        text, lenient = decode(location, data), self._access.lenient
        origin = parse(text, self._limits, lenient=lenient)
        return File(location, identity, digest, origin)


def _real(location: str, path: str) -> Path:
    """Follow the symbolic links on the way to what may be a file; `path` is for messages."""
    try:
        real = Path(location).resolve()
        with suppress(FileNotFoundError):
            real.lstat()  # Only now is known whether the system takes the name.
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"`{path}` cannot be read: {reason}."
        raise RefusalError("unreadable-file", message, "Check the path.") from error
    return real


def _missing(location: str, real: Path) -> RefusalError:
    if real.is_dir():
        message = f"`{location}` is a directory."
        return RefusalError("missing-file", message, "Name a file in it.")
    if real.exists():
        message = f"`{location}` is no regular file."
        return RefusalError("missing-file", message, "Name a file.")
    beside = (
        [each.name for each in real.parent.iterdir()] if real.parent.is_dir() else []
    )
    close = get_close_matches(real.name, sorted(beside), n=1, cutoff=_SIMILAR)
    hint = f"Did you mean `{close[0]}`?" if close else _RELATIVE
    return RefusalError("missing-file", f"There is no file `{location}`.", hint)
