"""The first configuration of a project."""

import json
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from bothends.config import OWN_FILE, SHARED_FILE, has_table
from bothends.job import is_local, no_package_name
from bothends.problems import Unusable

_FOLDERS = (".", "spec", "specs", "api", "apis", "openapi", "docs", "schema", "schemas")
_ENDINGS = (".yaml", ".yml", ".json")
_VERSION = re.compile(rb"""(?m)^[ \t{]*["']?(openapi|swagger)["']?[ \t]*:""")
_HEAD = 4096
_COMMON = {"openapi", "swagger", "api", "spec", "index", "main"}
"""Names of files that say nothing about the API."""


def start(spec: str | None, output: Path | None) -> str:
    """Write the configuration for a specification; None stands for the one that is found.

    Returns what was done and what to do next, for the user. Raises `Unusable` if there
    is a configuration already, or if there is no telling what to write into one.
    """
    here = Path.cwd()
    if (here / OWN_FILE).exists():
        message = f"There is a {OWN_FILE} already."
        raise Unusable(
            message, "Add a job to it: [jobs.NAME] with `spec` and `output`."
        )
    if has_table(here / SHARED_FILE):
        message = f"{SHARED_FILE} has a [tool.bothends] already."
        hint = "Add a job to it: [tool.bothends.jobs.NAME] with `spec` and `output`."
        raise Unusable(message, hint)
    spec = _existing(spec) if spec is not None else _found()
    output = output or Path("generated") / _package(spec)
    if here not in Path(os.path.normpath(output.absolute())).parents:
        message = f"{output} is not inside the project."
        raise Unusable(message, "Choose another --output.")
    if reason := no_package_name(output.name):
        raise Unusable(reason, "Choose another --output.")
    file = _write(spec, output)
    return _NEXT.format(file=file, spec=spec, output=output.as_posix())


_NEXT = """\
{file}: {spec} makes {output}
next:
  bothends generate
advice: have GitHub fold the package in reviews, with this line in .gitattributes:
  {output}/** linguist-generated
"""


def _existing(spec: str) -> str:
    if spec == "-":
        message = "A configuration cannot name standard input."
        raise Unusable(message, "Name a file or a URL.")
    if is_local(spec) and not Path(spec).is_file():
        message = f"There is no file {spec}."
        raise Unusable(message, "Name the OpenAPI description, or a URL.")
    return Path(spec).as_posix() if is_local(spec) else spec


def _found() -> str:
    candidates = sorted(set(_candidates()))
    if not candidates:
        message = "There is no OpenAPI description here, nor in the usual folders."
        raise Unusable(message, "Name it: `bothends init SPEC`.")
    if len(candidates) > 1:
        message = f"Which one? There are {', '.join(candidates)}."
        raise Unusable(message, f"Name it: `bothends init {candidates[0]}`.")
    return candidates[0]


def _candidates() -> Iterator[str]:
    """Find files that say near their top which version of OpenAPI they are."""
    for folder in map(Path, _FOLDERS):
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.suffix in _ENDINGS and path.is_file():
                with path.open("rb") as file:
                    if _VERSION.search(file.read(_HEAD)):
                        yield path.as_posix()


def _package(spec: str) -> str:
    """Name a package after its specification, or else after the project."""
    stem = Path(spec.partition("?")[0]).stem
    name = Path.cwd().name if stem.lower() in _COMMON else stem
    name = re.sub(r"\W+", "_", name).strip("_").lower()
    return name if no_package_name(name) is None else f"{name}_api".lstrip("_")


def _write(spec: str, output: Path) -> str:
    shared = Path(SHARED_FILE)
    prefix = "tool.bothends." if shared.exists() else ""
    table = f"[{prefix}jobs.{output.name}]\n"
    lines = f"{table}spec = {_quoted(spec)}\noutput = {_quoted(output.as_posix())}\n"
    if not is_local(spec):
        lines += "allow-network = true\n"
    try:
        if shared.exists():
            _append(shared, lines)
            return SHARED_FILE
        with Path(OWN_FILE).open("x", encoding="utf-8") as file:
            file.write(lines)
    except OSError as error:
        message = f"The configuration cannot be written: {error.strerror}."
        raise Unusable(message) from error
    return OWN_FILE


def _append(shared: Path, lines: str) -> None:
    """Add the table to a pyproject.toml; what is in it stays, byte for byte."""
    before = shared.read_bytes()
    gap = "\n" if before.endswith(b"\n") or not before else "\n\n"
    added = f"{gap}{lines}".encode()
    if b"\r\n" in before:
        added = added.replace(b"\n", b"\r\n")
    try:
        tomllib.loads((before + added).decode())
    except ValueError as error:
        message = f"{SHARED_FILE} cannot be added to: {error}."
        raise Unusable(message, f"Put it in order, or write a {OWN_FILE}.") from error
    with shared.open("ab") as file:
        file.write(added)


def _quoted(text: str) -> str:
    """Write a string of TOML, in which JSON's escapes mean the same."""
    return json.dumps(text, ensure_ascii=False)
