"""What generating costs, cold, warm and as an API grows, beside the other generators.

`python benchmarks/generation.py --save SPEC...` measures this repository's API and the given
descriptions, installs the peers where they are missing, and puts it all in RESULTS.md.
"""

import json
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/large"))

from costs import Cost, Prepare, compared
from large_spec import description
from peers import PEERS, Peer
from results import machine, save

from bothends.document import Document, read
from bothends.hoist import hoist
from bothends.job import Job
from bothends.prune import prune

ROOT = Path(__file__).parents[1]
SEED = ROOT / "spec/agent_harness.yaml"
CONDITIONS = (
    "Each generator as a process of its own, into an empty folder; medians, all taken in turn. "
    "CPU counts all processors. The bound of a package is 1.25 times what "
    "datamodel-code-generator takes for the same schemas, formatting included; of its memory "
    "8 times the description as JSON and 150 MiB; of a run with nothing to do 0.15 s."
)
FLOOR = "datamodel-code-generator, the same schemas"


def main() -> int:
    """Measure, and print the tables."""
    options = _options()
    with TemporaryDirectory() as name:
        lines = list(_tables(Path(name), options))
    sys.stdout.write("\n".join([*lines, ""]))
    if options.save:
        on_what = machine("black", "datamodel-code-generator", "jinja2")
        save("Generation", f"{CONDITIONS}\n{on_what}\n\n" + "\n".join(lines))
    return 0


def _options() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("specs", type=Path, nargs="*", help="large descriptions")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--save", action="store_true", help="put it in RESULTS.md")
    return parser.parse_args()


def _tables(folder: Path, options: Namespace) -> Iterator[str]:
    peers = () if options.without_peers else PEERS
    versions = {each.title: each.version() for each in peers}
    for spec in [SEED, *options.specs]:
        yield from _against(folder, spec, versions, options.runs)
    yield from _growth(folder, options.runs)


def _against(
    folder: Path, spec: Path, versions: Mapping[str, str], runs: int
) -> Iterator[str]:
    """Give the table of one description."""
    size = len(json.dumps(_document(spec).source)) / 2**20
    yield f"**{spec.name}**, {size:.1f} MiB as JSON\n"
    yield "| generator | makes | exit | CPU s | of bothends | wall s | MiB |"
    yield "|---|---|---|---|---|---|---|"
    commands = {"bothends": _cold(folder, spec), FLOOR: _floor(folder, spec)}
    made = {"bothends": "both ends", FLOOR: "models"}
    for peer in PEERS:
        if peer.title in versions:
            title = f"{peer.title} {versions[peer.title]}"
            commands[title] = _by_peer(folder, spec, peer)
            made[title] = peer.makes
    costs = compared(commands, runs)
    own = costs["bothends"]
    for title, cost in costs.items():
        yield (
            f"| {title} | {made[title]} | {cost.code} | {cost.cpu:.2f} "
            f"| {cost.cpu / own.cpu:.2f} | {cost.wall:.2f} | {cost.memory:.0f} |"
        )
    warm = compared({"warm": _warm(folder, spec)}, runs)["warm"]
    yield f"| bothends, nothing changed | | {warm.code} | {_row(warm, own)}"
    yield ""
    yield f"- {own.cpu / costs[FLOOR].cpu:.2f} times the models alone (bound 1.25)."
    yield f"- {own.memory:.0f} MiB at the peak (bound {8 * size + 150:.0f})."
    yield f"- {warm.cpu:.2f} s of CPU with nothing to do (bound 0.15).\n"


def _row(cost: Cost, own: Cost) -> str:
    share = cost.cpu / own.cpu
    return f"{cost.cpu:.2f} | {share:.2f} | {cost.wall:.2f} | {cost.memory:.0f} |"


def _growth(folder: Path, runs: int) -> Iterator[str]:
    """Give the table of descriptions that differ in size only."""
    commands: dict[str, Prepare] = {}
    for count in (100, 1000):
        spec = folder / f"grown{count}.json"
        spec.write_text(json.dumps(description(count)), "utf-8")
        commands[str(count)] = _cold(folder, spec)
    costs = compared(commands, runs)
    each = {title: 1000 * cost.cpu / int(title) for title, cost in costs.items()}
    yield "**Growth**\n"
    yield "| operations | CPU s | CPU ms for each operation | MiB |"
    yield "|---|---|---|---|"
    for title, cost in costs.items():
        yield f"| {title} | {cost.cpu:.2f} | {each[title]:.1f} | {cost.memory:.0f} |"
    yield ""
    yield f"- {each['1000'] / each['100']:.2f} times as much for each of 1,000 (bound 1.3)."


def _cold(folder: Path, spec: Path) -> Prepare:
    output = folder / "package"

    def prepare() -> list[str]:
        shutil.rmtree(output, ignore_errors=True)
        return _generate(spec, output)

    return prepare


def _warm(folder: Path, spec: Path) -> Prepare:
    output = folder / "package"
    compared({"": _cold(folder, spec)}, 1)
    return lambda: _generate(spec, output)


def _generate(spec: Path, output: Path) -> list[str]:
    bothends = [sys.executable, "-m", "bothends", "generate"]
    return [*bothends, str(spec), "-o", str(output), "--lenient"]


def _floor(folder: Path, spec: Path) -> Prepare:
    """Give the models alone to make: of all schemas that bothends makes a model of."""
    job = Job(name="package", spec=str(spec), output=folder / "package")
    schemas = hoist(prune(_document(spec).tree, job)).tree["components"]["schemas"]
    plain: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "", "version": ""},
        "paths": {},
        "components": {"schemas": schemas},
    }
    own = folder / f"{spec.stem}.schemas.json"
    own.write_text(json.dumps(plain), "utf-8")
    return _by_peer(folder, own, PEERS[0])


def _document(spec: Path) -> Document:
    return read(str(spec), root=None, lenient=True)


def _by_peer(folder: Path, spec: Path, peer: Peer) -> Prepare:
    output = folder / "theirs"

    def prepare() -> list[str]:
        if output.is_dir():
            shutil.rmtree(output)
        output.unlink(missing_ok=True)
        return peer.command(spec, output)

    return prepare


if __name__ == "__main__":
    raise SystemExit(main())
