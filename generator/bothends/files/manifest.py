"""`manifest.json`: what a package was made from, and the hash of each file in it."""

import json
import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import cast
from urllib.parse import urlsplit

from bothends import resources
from bothends._version import __version__
from bothends.files.lock import leftover
from bothends.job import Job, is_local
from bothends.problems import Unusable
from bothends.records import dataclass

NAME = "manifest.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of `manifest.json`.

    It is committed, so it has to be the same bytes on every machine. It depends on the
    version of bothends, the job, the specification and the templates, and on nothing
    else: no time, no absolute path, and no version of a dependency. The patch versions
    of black or pydantic differ between a developer and CI without changing the output
    (what does change it is pinned by the version of bothends), and a manifest that
    named them would make `check` fail for no reason.
    """

    version: str
    """The version of bothends that made the package."""
    settings: str
    """One hash over the version, the package's name, the job and the templates."""
    specs: Mapping[str, str]
    """Path of each file of the specification, from the package, to its hash."""
    files: Mapping[str, str]
    """Path of each generated file, inside the package, to its hash."""

    @property
    def text(self) -> str:
        """The text of `manifest.json`: sorted, with a newline at the end."""
        content = {
            "bothends": self.version,
            "files": dict(self.files),
            "format": _FORMAT,
            "inputs": {"settings": self.settings, "specs": dict(self.specs)},
        }
        return json.dumps(content, indent=2, sort_keys=True) + "\n"


def digest(data: bytes) -> str:
    """Hash, as SHA-256 in hex, the bytes of a text file.

    All line endings are one: git on Windows checks out CRLF, and that edits nothing.
    """
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    return sha256(data).hexdigest()


def describe(
    job: Job, sources: Iterable[tuple[str, str]], files: Mapping[str, str]
) -> Manifest:
    """Record what `job` made, and from what.

    `sources` is the location and the SHA-256 of every file the document was read from;
    `files` is the path and the `digest` of every generated file.

    Raises `Unusable` when a source is no longer what the document was read from: the
    manifest would vouch for a specification that nothing was generated from.
    """
    specs = {
        _from_package(location, job.output): _unchanged(location, read_as)
        for location, read_as in sources
    }
    return Manifest(__version__, _settings(job), specs, files)


def read(package: Path) -> Manifest | None:
    """Read the manifest of a package; None if there is none that can be trusted.

    It is input like any other: a merge may have left conflict marks in it.
    """
    try:
        content: object = json.loads((package / NAME).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    top = _members(content)
    inputs = _members(top.get("inputs"))
    version, settings = top.get("bothends"), inputs.get("settings")
    specs, files = _hashes(inputs.get("specs")), _hashes(top.get("files"))
    if top.get("format") != _FORMAT or not all(map(is_inside, files)):
        return None
    if not isinstance(version, str) or not isinstance(settings, str):
        return None
    return Manifest(version, settings, specs, files)


def _members(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _hashes(value: object) -> dict[str, str]:
    members = _members(value).items()
    return {path: hashed for path, hashed in members if isinstance(hashed, str)}


def is_inside(path: str) -> bool:
    """Whether a path, with forward slashes, names a file inside the package it is in."""
    parts = path.split("/")
    return not {"", ".", ".."} & set(parts) and not {"\\", "\0", ":"} & set(path)


def up_to_date(job: Job) -> bool:
    """Whether nothing has changed since the package was made from the job.

    Costs no more than hashing the specification, the templates and the package: this
    runs before anything heavy is imported. Always False for a specification that is
    not wholly on this machine.
    """
    if not is_local(job.spec) or leftover(job.output):
        return False
    manifest = read(job.output)
    if manifest is None or manifest.version != __version__:
        return False
    return (
        manifest.settings == _settings(job)
        and _from_package(job.spec, job.output) in manifest.specs
        and _as_recorded(job.output, manifest.specs)
        and _as_recorded(job.output, manifest.files)
        and _made_by_this_code(job.output)
    )


def _made_by_this_code(package: Path) -> bool:
    """Whether the package is newer than the generator, in a checkout of the generator.

    Its version alone does not tell there: the code changes from minute to minute.
    """
    return (package / NAME).stat().st_mtime > resources.last_edit()


def confirm(package: Path) -> None:
    """Note that this code has just made the package again and it came out the same."""
    if not _made_by_this_code(package):
        os.utime(package / NAME)


def _as_recorded(package: Path, hashes: Mapping[str, str]) -> bool:
    # normpath and not the kernel walks the `..`: the paths were made from the spelling
    # of the output, which may lead through a symbolic link.
    root = package.absolute()
    return all(
        _digest_on_disk(Path(os.path.normpath(f"{root}/{path}"))) == recorded
        for path, recorded in hashes.items()
    )


def _digest_on_disk(path: Path) -> str | None:
    try:
        return digest(path.read_bytes()) if path.is_file() else None
    except OSError:
        return None


def _settings(job: Job) -> str:
    """`allow_network` is left out: it decides whether there is output, not which."""
    inputs = [
        __version__,
        job.output.name,
        _from_package(job.spec, job.output),
        sorted(job.include_tags),
        sorted(job.include_paths),
        sorted(job.include_operations),
        job.lenient,
        [(each.operation, dict(each.values)) for each in job.pagination],
        _templates(),
    ]
    return sha256(json.dumps(inputs, default=str).encode()).hexdigest()


def _templates() -> list[tuple[str, str]]:
    folder = resources.templates()
    return sorted(
        (path.relative_to(folder).as_posix(), digest(path.read_bytes()))
        for path in map(Path, resources.below(folder))
    )


def _from_package(location: str, package: Path) -> str:
    """Spell where a source is in a way that is the same in every checkout."""
    if location == "-" or _is_piped(location):
        return "-"
    if not is_local(location):
        # Credentials may be in the rest of the address, and the manifest is committed.
        address = urlsplit(location)
        return f"{address.scheme}://{address.hostname or ''}{address.path}"
    try:
        return PurePosixPath(Path(os.path.relpath(location, package))).as_posix()
    except ValueError:  # On Windows there is no way from one drive to another.
        return Path(location).name


def _is_piped(location: str) -> bool:
    """Whether it is not there to be read again: the shell's `<(command)`, a FIFO."""
    path = Path(location)
    return is_local(location) and path.exists() and not path.is_file()


def _unchanged(location: str, read_as: str) -> str:
    if not is_local(location) or _is_piped(location):
        return read_as
    try:
        data = Path(location).read_bytes()
    except OSError:
        data = b""
    if sha256(data).hexdigest() != read_as:
        message = f"{location} was changed while the package was being made from it."
        raise Unusable(message, "Run the command again.")
    return digest(data)
