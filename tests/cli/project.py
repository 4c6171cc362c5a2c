"""A project with one job, and what a command prints in it."""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bothends.cli import main

SPEC = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "200":
          description: A pet.
          content:
            application/json: {schema: {$ref: "#/components/schemas/Pet"}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}}}
"""
CONFIG = """\
[jobs.pets]
spec = "spec/pets.yaml"
output = "generated/pets"
"""


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Run:
    """Runs command lines in this process."""

    capture: pytest.CaptureFixture[str]

    def __call__(self, *argv: str) -> Result:
        code = main(argv)
        printed = self.capture.readouterr()
        return Result(code, printed.out, printed.err)


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Open the project; in the end, give back the collector that every run turns off."""
    (folder / "spec").mkdir(parents=True)
    (folder / "spec/pets.yaml").write_text(SPEC)
    (folder / "bothends.toml").write_text(CONFIG)
    monkeypatch.chdir(folder)
    for name in ("NO_COLOR", "FORCE_COLOR", "GITHUB_WORKSPACE", "BOTHENDS_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    yield folder
    gc.enable()
