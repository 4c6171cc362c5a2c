"""Put a folder of descriptions through all that a package must stand: `make corpus DIR=...`."""

import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from pathlib import Path

from corpus_bench import Bench
from corpus_progress import Progress
from corpus_specs import specs_of
from corpus_stages import CHECKS, STAGES
from corpus_table import summary, table

_ABOUT = """\
Each description is generated; its package is compiled, imported with every operation made,
checked by black and by `mypy --strict`, and every operation is called by `bothends contract`.

OUT/results.tsv has a row for each description, OUT/logs what each failure printed.
Exits with 1 if any description falls short."""


def main() -> int:
    """Run one command line; gives the exit code."""
    options = _options()
    specs = specs_of(options.folder, options.only)
    if not specs:
        sys.stderr.write(f"{options.folder}: no descriptions\n")
        return 2
    bench = Bench(
        options.out, options.stages, lenient=options.lenient, limit=options.limit
    )
    with Progress(len(specs)) as progress:
        results = bench.run(specs, options.workers, progress)
    (options.out / "results.tsv").write_text(table(results), "utf-8")
    text = summary(results, options.stages)
    (options.out / "summary.txt").write_text(text, "utf-8")
    sys.stdout.write(text)
    return int(any(result.failure for result in results))


def _options() -> Namespace:
    parser = ArgumentParser(
        prog="make corpus",
        description=_ABOUT,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="where the descriptions are")
    parser.add_argument("--out", type=Path, default=Path(".cache/corpus"))
    parser.add_argument("--only", default="*", help="a pattern for file names")
    parser.add_argument("--lenient", action="store_true", help="generate --lenient")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--limit", type=float, default=600, help="seconds that a stage may take"
    )
    parser.add_argument(
        "--stages",
        type=_stages,
        default=STAGES,
        help=f"some of {','.join(CHECKS)}, with commas; `generate` comes first always",
    )
    options = parser.parse_args()
    options.out = (options.out / options.folder.resolve().name).resolve()
    return options


def _stages(text: str) -> tuple[str, ...]:
    wanted = text.split(",")
    if unknown := set(wanted) - set(STAGES):
        message = f"no such stage: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    return tuple(stage for stage in STAGES if stage in {"generate", *wanted})


if __name__ == "__main__":
    sys.exit(main())
