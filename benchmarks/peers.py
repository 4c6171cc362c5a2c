"""The newest releases of the other generators, each in an environment of its own."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE

FOLDER = Path(__file__).parents[1] / ".cache" / "peers"


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator, and how it is told to generate."""

    title: str
    package: str
    """What PyPI calls it."""
    makes: str
    arguments: tuple[str, ...]
    """Its command and what follows; `SPEC` and `OUT` stand for the two paths."""

    def command(self, spec: Path, out: Path) -> list[str]:
        """Give the command that generates from a description."""
        places = {"SPEC": str(spec), "OUT": str(out)}
        told = [places.get(each, each) for each in self.arguments]
        return [str(self._home / "bin" / told[0]), *told[1:]]

    def version(self) -> str:
        """Install it, unless it is there already; gives its version."""
        if not (self._home / "bin" / self.arguments[0]).exists():
            subprocess.run([sys.executable, "-m", "venv", self._home], check=True)
            self._pip("install", "--quiet", self.package)
        return next(
            line.removeprefix("Version: ")
            for line in self._pip("show", self.package).splitlines()
            if line.startswith("Version: ")
        )

    def _pip(self, *arguments: str) -> str:
        command = [str(self._home / "bin/pip"), *arguments]
        return subprocess.run(command, check=True, stdout=PIPE, text=True).stdout

    @property
    def _home(self) -> Path:
        return FOLDER / self.package


_JAVA = ("openapi-generator-cli", "generate", "-i", "SPEC", "-o", "OUT", "-g")

PEERS = (
    Peer(
        "datamodel-code-generator alone",
        "datamodel-code-generator",
        "models",
        (
            "datamodel-codegen",
            *("--input", "SPEC", "--output", "OUT", "--input-file-type", "openapi"),
            *("--output-model-type", "pydantic_v2.BaseModel"),
            *("--formatters", "black", "isort"),
        ),
    ),
    Peer(
        "openapi-python-client",
        "openapi-python-client",
        "client",
        ("openapi-python-client", "generate", "--path", "SPEC", "--output-path", "OUT"),
    ),
    Peer(
        "fastapi-code-generator",
        "fastapi-code-generator",
        "server",
        ("fastapi-codegen", "--input", "SPEC", "--output", "OUT"),
    ),
    Peer(
        "openapi-generator python",
        "openapi-generator-cli",
        "client",
        (*_JAVA, "python"),
    ),
    Peer(
        "openapi-generator python-fastapi",
        "openapi-generator-cli",
        "server",
        (*_JAVA, "python-fastapi"),
    ),
)
