"""What it costs to start the tool: `bothends --version` and `bothends --help`.

`python benchmarks/start.py --save` puts it in RESULTS.md.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence

from costs import Cost, Prepare, compared
from results import machine, save

CONDITIONS = (
    "Each command as a process of its own, with what Python caches; CPU milliseconds, medians, "
    "all taken in turn."
)
PYTHON = "python -c pass"
BOUNDS = {"bothends --version": 60, "bothends --help": 120}
"""Milliseconds."""


def main() -> int:
    """Measure, and print a table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--save", action="store_true", help="put it in RESULTS.md")
    options = parser.parse_args()
    commands = {PYTHON: run("-c", "pass")} | {
        name: run("-m", *name.split()) for name in BOUNDS
    }
    lines = list(table(compared(commands, options.runs)))
    sys.stdout.write("\n".join([*lines, ""]))
    if options.save:
        save("The start", f"{CONDITIONS}\n{machine()}\n\n" + "\n".join(lines))
    return 0


def run(*arguments: str) -> Prepare:
    """Give a command of Python that needs nothing cleared away."""
    command: Sequence[str] = [sys.executable, *arguments]
    return lambda: command


def table(costs: Mapping[str, Cost]) -> Iterator[str]:
    """Give the lines of the table."""
    yield "| command | CPU ms | bound | MiB |"
    yield "|---|---|---|---|"
    for name, cost in costs.items():
        bound = BOUNDS.get(name, "")
        yield f"| `{name}` | {cost.cpu * 1000:.0f} | {bound} | {cost.memory:.0f} |"


if __name__ == "__main__":
    raise SystemExit(main())
