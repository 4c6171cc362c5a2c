"""What generating costs: cold, warm, after a change and as an API grows, beside the others.

`python benchmarks/generation.py --save SPEC...` measures this repository's API and the given
descriptions, installs the peers where they are missing, and puts it all in RESULTS.md, the growth
in growth.svg, too.
"""

import json
import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/large"))

from changes import Changing
from costs import Cost, Prepare, compared
from large_spec import description
from peers import PEERS, Peer
from plot import Line, plotted
from results import machine, save

from bothends.document import Document, read
from bothends.hoist import hoist
from bothends.job import Job
from bothends.prune import prune

ROOT = Path(__file__).parents[1]
SEED = ROOT / "spec/agent_harness.yaml"
PLOT = Path(__file__).with_name("growth.svg")
COUNTS = (10, 100, 250, 500, 1000)
CONDITIONS = (
    "Each generator as a process of its own, into an empty folder, with compiled modules and an "
    "empty cache; medians, all taken in turn. CPU counts all processors. The bounds: less than "
    "every other that makes a client; 1.25 times what datamodel-code-generator takes for the same "
    "schemas, formatting included; of its memory 8 times the description as JSON and 150 MiB; of "
    "a run with nothing to do 0.15 s. A change is of the text of one operation, in a package that "
    "is there."
)
FLOOR = "datamodel-code-generator, the same schemas"
OWN = "bothends"


def main() -> int:
    """Measure, and print the tables."""
    options = _options()
    with TemporaryDirectory() as name:
        _as_installed(Path(name))
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


def _as_installed(folder: Path) -> None:
    """Have what is measured find its modules compiled, and keep its cache here."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    os.environ["BOTHENDS_CACHE"] = str(folder / "kept")
    compared({"": _cold(folder, SEED)}, 1)


def _tables(folder: Path, options: Namespace) -> Iterator[str]:
    peers = () if options.without_peers else PEERS
    versions = {each.title: each.version() for each in peers}
    yield from _against(folder, SEED, versions, 3 * options.runs)
    for spec in options.specs:
        yield from _against(folder, spec, versions, options.runs)
    yield from _growth(folder, options)


def _against(
    folder: Path, spec: Path, versions: Mapping[str, str], runs: int
) -> Iterator[str]:
    """Give the table of one description."""
    size = len(json.dumps(_document(spec).source)) / 2**20
    yield f"**{spec.name}**, {size:.1f} MiB as JSON\n"
    yield "| generator | makes | exit | CPU s | of bothends | wall s | MiB |"
    yield "|---|---|---|---|---|---|---|"
    commands = {OWN: _cold(folder, spec), FLOOR: _floor(folder, spec)}
    made = {OWN: "both ends", FLOOR: "models"}
    for peer in PEERS:
        if peer.title in versions:
            title = f"{peer.title} {versions[peer.title]}"
            commands[title] = _by_peer(folder, spec, peer)
            made[title] = peer.makes
    costs = compared(commands, runs)
    own = costs[OWN]
    for title, cost in costs.items():
        yield f"| {title} | {made[title]} | {cost.code} | {_row(cost, own)}"
    again = compared(
        {
            "one operation changed": _changed(folder, spec),
            "nothing changed": _warm(folder, spec),
        },
        runs,
    )
    for title, cost in again.items():
        yield f"| bothends, {title} | both ends | {cost.code} | {_row(cost, own)}"
    yield ""
    others = [
        cost.cpu
        for title, cost in costs.items()
        if made[title] == "client" and cost.code == 0
    ]
    if others:
        yield f"- {own.cpu / min(others):.2f} times the least of those that make a client (bound 1)."
    yield f"- {own.cpu / costs[FLOOR].cpu:.2f} times the models alone (bound 1.25)."
    yield f"- {own.memory:.0f} MiB at the peak (bound {8 * size + 150:.0f})."
    yield f"- {again['nothing changed'].cpu:.2f} s of CPU with nothing to do (bound 0.15).\n"


def _row(cost: Cost, own: Cost) -> str:
    share = cost.cpu / own.cpu
    return f"{cost.cpu:.2f} | {share:.2f} | {cost.wall:.2f} | {cost.memory:.0f} |"


def _growth(folder: Path, options: Namespace) -> Iterator[str]:
    """Give the table of descriptions that differ in size only."""
    commands: dict[str, Prepare] = {}
    for count in COUNTS:
        spec = folder / f"grown{count}.json"
        spec.write_text(json.dumps(_grown(count)), "utf-8")
        commands[f"{count}"] = _cold(folder, spec)
        commands[f"{count} changed"] = _changed(folder, spec)
    costs = compared(commands, options.runs)
    each = {count: 1000 * costs[f"{count}"].cpu / count for count in COUNTS}
    yield "**Growth**, six schemas an operation\n"
    yield "| operations | CPU s | CPU ms for each operation | MiB | one changed, CPU s |"
    yield "|---|---|---|---|---|"
    for count in COUNTS:
        cost, changed = costs[f"{count}"], costs[f"{count} changed"]
        yield (
            f"| {count} | {cost.cpu:.2f} | {each[count]:.1f} | {cost.memory:.0f} "
            f"| {changed.cpu:.2f} |"
        )
    yield ""
    yield f"- {each[1000] / each[100]:.2f} times as much for each of 1,000 as of 100 (bound 1.3)."
    yield "\n![CPU by the number of operations](growth.svg)"
    if options.save:
        lines = [
            Line("cold", [(count, costs[f"{count}"].cpu) for count in COUNTS]),
            Line("one changed", [(n, costs[f"{n} changed"].cpu) for n in COUNTS]),
        ]
        PLOT.write_text(plotted("operations", "CPU s", lines), "utf-8")


def _grown(count: int) -> dict[str, Any]:
    described = description(count)
    for number, item in enumerate(described["paths"].values()):
        item["post"]["summary"] = f"Say something of family {number}"
    return described


def _cold(folder: Path, spec: Path) -> Prepare:
    output = folder / "package"

    def prepare() -> list[str]:
        shutil.rmtree(output, ignore_errors=True)
        shutil.rmtree(folder / "kept", ignore_errors=True)
        return _generate(spec, output)

    return prepare


def _warm(folder: Path, spec: Path) -> Prepare:
    output = folder / "package"

    def prepare() -> list[str]:
        compared({"": lambda: _generate(spec, output)}, 1)
        return _generate(spec, output)

    return prepare


def _changed(folder: Path, spec: Path) -> Prepare:
    """Change the text of an operation in a copy whose package is there."""
    copy, output = folder / "changing" / spec.name, folder / "package"
    copy.parent.mkdir(exist_ok=True)
    changing = Changing(spec.read_text("utf-8"), _document(spec).source)

    def prepare() -> list[str]:
        copy.write_text(changing.text(), "utf-8")
        compared({"": lambda: _generate(copy, output)}, 1)
        copy.write_text(changing.text(), "utf-8")
        return _generate(copy, output)

    return prepare


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
