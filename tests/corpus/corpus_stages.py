"""What a description has to pass, one stage after the other, each in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from corpus_specs import Spec

CHECKS = ("compile", "import", "black", "contract", "mypy")
STAGES = ("generate", *CHECKS)

_BIN = Path(sys.executable).parent
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Done:
    """How a stage ended: what it printed, and why it failed, if it did."""

    seconds: float
    text: str
    failure: str = ""


def command(stage: str, spec: Spec, out: Path, *, lenient: bool) -> Sequence[str]:
    """Give the command line of a stage for one description; mypy checks many at once."""
    package = str(out / "packages" / spec.package)
    python = sys.executable
    match stage:
        case "generate":
            more = ["--lenient"] if lenient else []
            return [
                python,
                "-m",
                "bothends",
                "generate",
                str(spec.path),
                "-o",
                package,
                *more,
            ]
        case "compile":
            return [python, "-W", "error", "-m", "compileall", "-q", "-f", package]
        case "import":
            return [python, "-W", "error", str(_HERE / "corpus_import.py"), package]
        case "black":
            pages = sorted(Path(package).glob("*.py"))
            return [str(_BIN / "black"), "--check", "--quiet", *map(str, pages)]
        case _:
            return [python, "-m", "bothends", "contract", package]


def run(arguments: Sequence[str], out: Path, limit: float) -> Done:
    """Run a command; it fails with anything but 0, or when it takes longer than `limit`."""
    start = perf_counter()
    try:
        done = subprocess.run(
            arguments,
            cwd=out,
            env=_environment(out),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Done(limit, "", f"took longer than {limit:.0f} s")
    text = f"{done.stdout}{done.stderr}"
    failure = _reason(text) or f"exit {done.returncode}" if done.returncode else ""
    return Done(perf_counter() - start, text, failure)


def _environment(out: Path) -> Mapping[str, str]:
    return os.environ | {
        "BLACK_CACHE_DIR": str(out / "black"),
        "MYPYPATH": str(out / "packages"),
        "NO_COLOR": "1",
        "PYTHONPATH": str(out / "packages"),
    }


def _reason(text: str) -> str:
    """Find the line that says most: the first error, or else the last line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() or "FAIL" in line]
    if "Traceback (most recent call last):" in lines:
        return lines[-1]
    return (errors or lines[-1:] or [""])[0]
