"""What is made passes the checkers that its users have, all of it at once."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from golden_cases import PACKAGES, ROOT, packages, pages

_BIN = Path(sys.executable).parent
_CACHE = ROOT / ".cache"
_TESTS = ROOT / "tests"

_SCRIPTS = (
    "E741",
    "N801",
    "N802",
    "N803",
    "N815",
    "PLC2401",
    "PLC2403",
    "RUF001",
    "RUF002",
    "RUF003",
)
"""Rules about spelling: an API is spelled in the letters and scripts of its description."""

_PYRIGHT = {
    "typeCheckingMode": "strict",
    "pythonVersion": "3.11",
    "include": [".", "../../tests/calls", "../../tests/goldens/*.py"],
    "extraPaths": [".", "../../tests/calls", "../../tests/goldens", "../../generator"],
    # The runtime is the same in every package, and is checked where it is copied from.
    "exclude": ["**/_runtime"],
}


def test_black() -> None:
    _run("black", "--check", "--quiet", *map(str, pages(packages())))


def test_ruff() -> None:
    ignored = f"--ignore={','.join(_SCRIPTS)}"
    cache = f"--cache-dir={_CACHE / 'ruff'}"
    _run(
        "ruff",
        "check",
        "--output-format=concise",
        cache,
        ignored,
        *map(str, pages(packages())),
    )


def test_mypy() -> None:
    """The calls as well: what the packages promise is what their users get."""
    names = [argument for folder in packages() for argument in ("-p", folder.name)]
    _run("mypy", "--strict", *_MYPY, *names)
    _run(
        "mypy",
        "--strict",
        *_MYPY,
        *map(str, [*_TESTS.glob("goldens/*.py"), *_TESTS.glob("calls/*.py")]),
    )


_MYPY = ("--no-error-summary", f"--cache-dir={_CACHE / 'mypy'}")


def test_pyright() -> None:
    packages()
    (PACKAGES / "pyrightconfig.json").write_text(
        json.dumps(_PYRIGHT, indent=2), "utf-8"
    )
    _run("pyright", "--pythonpath", sys.executable, "-p", str(PACKAGES))


def _run(program: str, *arguments: str) -> None:
    """Run a checker with the settings of the project; what it finds is why the test fails."""
    command: Sequence[str] = [str(_BIN / program), *arguments]
    settings = {
        "BLACK_CACHE_DIR": str(_CACHE / "black"),
        "MYPYPATH": os.pathsep.join(map(str, (PACKAGES, ROOT / "tests" / "goldens"))),
    }
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"{done.stdout}{done.stderr}", pytrace=False)
