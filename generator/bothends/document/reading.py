"""The whole of this room: what the user names -> a document."""

import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from bothends.document.bundle import Access, Bundle, File, bundle
from bothends.document.collector import collector_paused
from bothends.document.document import Document, SourceFile
from bothends.document.limits import DEFAULT_LIMITS, Limits
from bothends.document.origin import Origin, parse
from bothends.document.original import Original
from bothends.document.sources import fetch
from bothends.document.text import decode
from bothends.document.tree import Json
from bothends.document.versions import Version, find_version
from bothends.problems import Problem, Rejected


def read(
    location: str,
    *,
    allow_network: bool = False,
    root: Path | None = None,
    locked: Mapping[str, str] | None = None,
    lenient: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    stdin: BinaryIO | None = None,
) -> Document:
    """Read the document behind a path, `-` for standard input, or an http or https URL.

    References may lead to files below `root` (None: the folder of the project), and to URLs
    if `allow_network`; of those that are `locked` the SHA-256 must be what it was. If `lenient`,
    the last of duplicate keys counts, and tags that nobody knows do not.

    Raises Unusable if there is nothing to read (or a URL without `allow_network`), and Rejected
    if what is there is too large, broken, or no OpenAPI document of a supported version.
    """
    data = fetch(location, limits, allow_network=allow_network, stdin=stdin)
    origin = parse(decode(location, data), limits, lenient=lenient)
    tree = _root(origin)
    version, full_version = find_version(origin, tree)
    file = File(location, _identity(location), sha256(data).hexdigest(), origin)
    access = Access(allow_network, root, locked or {}, lenient)
    with collector_paused():
        whole = bundle(file, len(data), version, access, limits)
        if version == "2.0":
            return _converted(whole, full_version)
    return _document(whole, version, full_version, tree)


def _document(
    whole: Bundle, version: Version, full_version: str, tree: dict[str, Json]
) -> Document:
    return Document(
        files=_files(whole),
        version=version,
        full_version=full_version,
        source=whole.tree,
        served=tree if whole.is_single else whole.tree,
        problems=(*whole.problems, *_forgiven(whole)),
        original=None,
        _atlas=whole.atlas,
    )


def _converted(whole: Bundle, full_version: str) -> Document:
    # Few descriptions are still of this version.
    from bothends.document.swagger import TooLargeError, convert

    original = Original(whole.tree, whole.atlas)
    try:
        converted = convert(whole.tree)
    except TooLargeError as error:
        hint = "Name fewer media types in `consumes` and `produces`."
        problem = original.problem((), "limit-exceeded", str(error), hint)
        raise Rejected([problem]) from error
    notes = (
        original.problem(
            note.pointer, note.rule, note.message, note.hint, severity="warning"
        )
        for note in converted.notes
    )
    return Document(
        files=_files(whole),
        version="3.0",
        full_version=full_version,
        source=converted.tree,
        served=converted.tree,
        problems=(*whole.problems, *_forgiven(whole), *notes),
        original=original,
        _atlas=whole.atlas,
        _read_as=converted.origin,
    )


def _files(whole: Bundle) -> tuple[SourceFile, ...]:
    return tuple(SourceFile(each.location, each.sha256) for each in whole.files)


def _forgiven(whole: Bundle) -> Iterator[Problem]:
    for file in whole.files:
        yield from file.origin.problems


def _identity(location: str) -> str:
    if location == "-" or "://" in location:
        return location
    return os.path.realpath(location)


def _root(origin: Origin) -> dict[str, Json]:
    if isinstance(origin.tree, dict):
        return origin.tree
    rule, message = "not-an-object", "The document is not an object."
    if origin.tree is None:
        rule, message = "empty-document", "The document is empty."
    hint = "Begin with the version: `openapi: 3.1.0`."
    raise Rejected([Problem(origin.position(()), rule, message, hint)])
