"""What large bodies cost beyond pydantic-core, and what streams hold in memory.

`python benchmarks/bodies.py --save` puts it in RESULTS.md.
"""

import sys
import time
import tracemalloc
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from statistics import median
from typing import Any

from pydantic import TypeAdapter
from results import machine, save

from agent_harness import Session, Subject
from agent_harness._runtime.content import Json
from agent_harness._runtime.flow import sync_items, sync_outgoing
from agent_harness._runtime.lines import Lines

CONDITIONS = (
    "A list of objects with nine values each, from bytes to models and back, beside "
    "`SchemaValidator.validate_json` and `SchemaSerializer.to_json` alone; milliseconds of CPU, "
    "medians of rounds that take turns. Strict is how a server reads, tolerant how a client does. "
    "The bound: 1.2 times. Below, the peak of what Python holds while a stream of JSON lines is "
    "written and read."
)
SUBJECT = Subject(subject_id="u1", subject_type="user", subject_slug="ada")
NOW = "2026-01-01T00:00:00.000Z"
TYPE: TypeAdapter[list[Session]] = TypeAdapter(list[Session])
WRITE, STRICT, TOLERANT = "written", "read strictly", "read tolerantly"


def main() -> int:
    """Measure, and print the tables."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--save", action="store_true", help="put it in RESULTS.md")
    options = parser.parse_args()
    costs = measured(works(options.items), options.rounds)
    peaks = {count: peak(count) for count in (options.items, 3 * options.items)}
    lines = [*table(costs), "", *memory(peaks)]
    sys.stdout.write("\n".join([*lines, ""]))
    if options.save:
        what = f"{options.items:,} objects. {CONDITIONS}"
        save("Large bodies", f"{what}\n{machine('pydantic')}\n\n" + "\n".join(lines))
    return 0


def session(number: int) -> Session:
    """Make an object."""
    return Session(
        id=f"{number:010}",
        agent_name="support-bot",
        title=None,
        created_by_subject=SUBJECT,
        created_at=NOW,
        updated_at=NOW,
    )


def works(count: int) -> Mapping[str, tuple[Callable[[], Any], Callable[[], Any]]]:
    """Give what is done, by pydantic-core alone and by the runtime."""
    items = [session(number) for number in range(count)]
    codec = Json(list[Session])
    data, _ = codec.encode(items)
    read, write = TYPE.validator.validate_json, TYPE.serializer.to_json
    return {
        WRITE: (lambda: write(items, by_alias=True), lambda: codec.encode(items)),
        STRICT: (
            lambda: read(data, strict=True, by_alias=True),
            lambda: codec.decode(data, "", strict=True),
        ),
        TOLERANT: (
            lambda: read(data, strict=False, by_alias=True),
            lambda: codec.decode(data, "", strict=False),
        ),
    }


def measured(
    found: Mapping[str, tuple[Callable[[], Any], Callable[[], Any]]], rounds: int
) -> dict[str, tuple[float, float]]:
    """Give the milliseconds of each work, by pydantic-core and by the runtime."""
    costs: dict[str, list[tuple[float, float]]] = {name: [] for name in found}
    for _ in range(rounds):
        for name, (alone, own) in found.items():
            costs[name].append((spent(alone), spent(own)))
    return {
        name: (median(each for each, _ in pairs), median(each for _, each in pairs))
        for name, pairs in costs.items()
    }


def spent(work: Callable[[], Any]) -> float:
    """Give the milliseconds of CPU that a work takes, without what its result takes to go."""
    began = time.process_time()
    result = work()
    cost = (time.process_time() - began) * 1000
    del result
    return cost


def peak(count: int) -> int:
    """Give the most bytes that are held while so many items are written and read."""
    content = Lines(Json(Session), "application/x-ndjson")
    tracemalloc.start()
    sent = sync_outgoing(content, map(session, range(count)))
    chunks: Any = sent.content
    got = sum(1 for _ in sync_items(content, chunks, content.media_type, strict=True))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    if got != count:
        raise SystemExit(f"{got} of {count} items came over")
    return most


def table(costs: Mapping[str, tuple[float, float]]) -> Iterator[str]:
    """Give the lines of the table of costs."""
    yield "| a list is | pydantic-core ms | bothends ms | ratio (bound 1.2) |"
    yield "|---|---|---|---|"
    for name, (alone, own) in costs.items():
        yield f"| {name} | {alone:.0f} | {own:.0f} | {own / alone:.2f} |"


def memory(peaks: Mapping[int, int]) -> Iterator[str]:
    """Give the lines of the table of peaks."""
    yield "| items of a stream | KiB at the peak |"
    yield "|---|---|"
    for count, most in peaks.items():
        yield f"| {count:,} | {most / 1024:.0f} |"


if __name__ == "__main__":
    raise SystemExit(main())
