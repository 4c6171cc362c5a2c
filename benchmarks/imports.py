"""What importing a generated package costs: CPU and memory, beside importing httpx2 and pydantic.

`python benchmarks/imports.py --save` measures the package of this repository and a large one,
and puts it in RESULTS.md. Descriptions given as arguments are measured, too.
"""

import json
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/large"))

from large_spec import description
from results import machine, save

ROOT = Path(__file__).parents[1]
CONDITIONS = (
    "Each import in a process of its own, with what Python caches; medians, all taken in turn. "
    "CPU and peak memory are those over a process that imports nothing. The bound of a client is "
    "`import httpx2, pydantic` and 30 ms; for a large package, 80 ms."
)
NOTHING = "pass"
PEERS = "import httpx2, pydantic"
MEASURE = """
import resource, time
{statement}
print(time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@dataclass(frozen=True, slots=True)
class Package:
    """A generated package."""

    folder: Path
    margin: float
    """Milliseconds that a client may take beyond its libraries."""

    @property
    def statements(self) -> Mapping[str, float | None]:
        """What is measured, with the margin of each that has a bound."""
        name = self.folder.name
        return {
            f"import {name}": self.margin,
            f"from {name} import Client; Client(base_url='http://a')": self.margin,
            f"import {name}.models": None,
            f"import {name}.operations": None,
            f"import {name}.server": None,
            f"from {name}.models import *": None,
        }


@dataclass(frozen=True, slots=True)
class Cost:
    """What an import takes."""

    milliseconds: float
    mebibytes: float

    def beyond(self, other: "Cost") -> "Cost":
        """Take away what another takes."""
        return Cost(
            self.milliseconds - other.milliseconds, self.mebibytes - other.mebibytes
        )


def main() -> int:
    """Measure, and print a table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("specs", type=Path, nargs="*", help="large descriptions")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--save", action="store_true", help="put it in RESULTS.md")
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        packages = list(made(Path(name), options.specs))
        lines = list(table(packages, options.runs))
    sys.stdout.write("\n".join([*lines, ""]))
    if options.save:
        on_what = machine("httpx2", "pydantic", "starlette")
        save("Imports", f"{CONDITIONS}\n{on_what}\n\n" + "\n".join(lines))
    return 0


def made(folder: Path, specs: Sequence[Path]) -> Iterator[Package]:
    """Give the packages, the large ones as they are made."""
    yield Package(ROOT / "generated/agent_harness", 30)
    own = folder / "large.json"
    own.write_text(json.dumps(description()), "utf-8")
    for number, spec in enumerate([own, *specs]):
        output = folder / str(number) / _name(spec)
        names = (str(spec), "-o", str(output))
        command = [sys.executable, "-m", "bothends", "generate", *names]
        done = subprocess.run([*command, "--lenient"], capture_output=True, check=False)
        if done.returncode:
            sys.stderr.write(done.stderr.decode())
        else:
            yield Package(output, 80)


def _name(spec: Path) -> str:
    letters = (each if each.isalnum() else "_" for each in spec.stem.lower())
    return f"api_{''.join(letters)}" if spec.stem != "large" else spec.stem


def table(packages: Sequence[Package], runs: int) -> Iterator[str]:
    """Give the lines of the table."""
    margins = {
        statement: (margin, package.folder.parent)
        for package in packages
        for statement, margin in package.statements.items()
    }
    homes = {NOTHING: ROOT, PEERS: ROOT}
    homes |= {statement: home for statement, (_, home) in margins.items()}
    costs = measured(homes, runs)
    nothing = costs.pop(NOTHING)
    own = {statement: cost.beyond(nothing) for statement, cost in costs.items()}
    yield "| statement | CPU ms | bound | ratio to the libraries | MiB |"
    yield "|---|---|---|---|---|"
    for statement, cost in own.items():
        margin = margins[statement][0] if statement in margins else None
        bound = "" if margin is None else f"{own[PEERS].milliseconds + margin:.0f}"
        ratio = cost.milliseconds / own[PEERS].milliseconds
        yield (
            f"| `{statement}` | {cost.milliseconds:.0f} | {bound} | {ratio:.2f} "
            f"| {cost.mebibytes:.1f} |"
        )


def measured(homes: Mapping[str, Path], runs: int) -> dict[str, Cost]:
    """Run each statement so many times, all of them in turn; the first time is for the caches."""
    found: dict[str, list[Cost]] = {statement: [] for statement in homes}
    for _ in range(runs + 1):
        for statement, home in homes.items():
            found[statement].append(once(statement, home))
    return {
        statement: Cost(
            median(each.milliseconds for each in costs[1:]),
            median(each.mebibytes for each in costs[1:]),
        )
        for statement, costs in found.items()
    }


def once(statement: str, home: Path) -> Cost:
    """Run a statement in a fresh interpreter."""
    run = subprocess.run(
        [sys.executable, "-c", MEASURE.format(statement=statement)],
        env={"PYTHONPATH": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, kibibytes = map(float, run.stdout.split())
    return Cost(seconds * 1000, kibibytes / 1024)


if __name__ == "__main__":
    sys.exit(main())
