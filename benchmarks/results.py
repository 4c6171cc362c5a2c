"""RESULTS.md: what was measured last, a section for each benchmark, and on what machine."""

import platform
import re
from importlib.metadata import version
from os import cpu_count
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
_TOP = "# What was measured last\n\nFigures of one machine: ratios count.\n"


def save(title: str, text: str) -> None:
    """Put a section in the place of the one with its title."""
    known = RESULTS.read_text("utf-8") if RESULTS.exists() else _TOP
    top, *sections = re.split(r"^(?=## )", known, flags=re.MULTILINE)
    section = f"## {title}\n\n{text.strip()}\n"
    others = [each for each in sections if not each.startswith(f"## {title}\n")]
    parts = [top, *sorted([*others, section])]
    RESULTS.write_text("\n".join(f"{each.strip()}\n" for each in parts), "utf-8")


def machine(*distributions: str, **more: str) -> str:
    """Say what the machine is, and which versions of what run on it."""
    versions = [f"{name} {version(name)}" for name in distributions]
    versions += [f"{name} {each}" for name, each in more.items()]
    python = f"{platform.python_implementation()} {platform.python_version()}"
    system = f"{platform.system()} {platform.machine()}"
    return (
        f"{cpu_count()} cores ({_processor()}), {system}; "
        f"{', '.join([python, *versions])}."
    )


def _processor() -> str:
    """Find the name of the processor, where the system tells it."""
    path = Path("/proc/cpuinfo")
    text = path.read_text("utf-8") if path.exists() else ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else platform.processor() or "unknown"
