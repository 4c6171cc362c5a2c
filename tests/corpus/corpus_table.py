"""What is told at the end: a row for each description, and how many passed each stage."""

from collections import Counter
from collections.abc import Iterable, Sequence

from corpus_bench import Result

_COLUMNS = ("description", "operations", "result", "seconds", "first failure")


def table(results: Iterable[Result]) -> str:
    """Write a row for each description, with tabs between the columns."""
    rows = [
        (
            result.spec.path.name,
            str(result.operations),
            result.stage or "passed",
            f"{sum(result.seconds.values()):.1f}",
            " ".join(result.failure.split()),
        )
        for result in results
    ]
    return "".join("\t".join(row) + "\n" for row in (_COLUMNS, *rows))


def summary(results: Sequence[Result], stages: Sequence[str]) -> str:
    """Count what passed, and list what did not with the reason."""
    failed = Counter(result.stage for result in results if result.stage)
    left = len(results)
    lines: list[str] = []
    for stage in stages:
        left -= failed[stage]
        seconds = sum(result.seconds.get(stage, 0) for result in results)
        lines.append(f"{stage:<10}{left:>5} of {len(results)} pass {seconds:>9.1f} s")
    operations = sum(result.operations for result in results)
    lines.append(f"{operations} operations")
    for result in results:
        if result.stage:
            reason = " ".join(result.failure.split())[:300]
            lines.append(f"{result.spec.path.name}: {result.stage}: {reason}")
    return "\n".join(lines) + "\n"
