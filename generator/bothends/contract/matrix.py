"""The matrix for a terminal: what failed in full, what passed in as few lines as will do."""

from collections.abc import Iterable, Iterator, Sequence

from bothends.contract.results import (
    Cause,
    Cell,
    Contract,
    Failure,
    Part,
    Result,
    total,
)
from bothends.report.terminal import Colour, Screen
from bothends.text import visible

_FEW = 30
"""Up to so many operations have a row each; more are summed up by their tags."""
_TOLD = 12
"""So many operations that failed are told in full; of the others, the first failure."""
_FAILURES = 3
"""So many failures of a cell are told; of the others, how many there are."""
_HEADS: tuple[tuple[Part, str], ...] = (
    ("request", "requests"),
    ("response", "responses"),
    ("refusal", "refusals"),
)
_UNTRIED: dict[Cause, str] = {
    "description": "untried",
    "drawing": "undrawn",
    "failure": "untried",
    "server": "unasked",
}
"""What an operation is called to which nothing was sent, by the cause."""
_UNPROVEN: dict[Cause, str] = {**_UNTRIED, "server": "unseen"}
"""What a part of an operation is called that was not tried, by the cause."""
_COLOURS: dict[str, Colour] = {"passed": "green", "failed": "red", "skipped": "yellow"}


def matrix(contract: Contract, screen: Screen, *, verbose: bool = False) -> str:
    """Print the matrix; `verbose` has a line for every cell."""
    lines: list[str] = []
    if verbose:
        lines += _cells(contract.results, screen)
    elif len(contract.results) <= _FEW:
        lines += _table([(each.name, [each]) for each in contract.results], screen)
    else:
        lines += _table(_by_tag(contract.results), screen)
    failed = [result for result in contract.results if result.failed]
    told = len(failed) if verbose else _TOLD
    for result in failed[:told]:
        lines += ["", *_failures(contract, result, screen)]
    lines += [""] if failed[told:] else []
    lines += [_briefly(result, screen) for result in failed[told:]]
    notes = [note for each in contract.results for note in _notes(each, screen)]
    lines += ["", *notes] if notes else []
    lines += [_hint(screen)] if any(map(_has_no_success, contract.results)) else []
    lines += ["", _summary(contract, screen)]
    return "".join(f"{line}\n" for line in lines)


def _by_tag(results: Sequence[Result]) -> list[tuple[str, Sequence[Result]]]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.tag, []).append(result)
    return [
        (f"{tag or 'no tag'} ({len(group)})", group) for tag, group in groups.items()
    ]


def _table(
    groups: Sequence[tuple[str, Sequence[Result]]], screen: Screen
) -> Iterator[str]:
    names = [visible(name) for name, _ in groups]
    room = max(screen.width - 18 * len(_HEADS) - 2, 20)
    width = min(max(map(len, names), default=0), room)
    if not groups:
        return
    yield " " * width + "".join(f"{head:>18}" for _, head in _HEADS)
    for name, (_, group) in zip(names, groups, strict=True):
        short = name if len(name) <= width else f"{name[: width - 1]}…"
        counts = [
            _count([cell for each in group for cell in each.of(part)], screen)
            for part, _ in _HEADS
        ]
        yield f"{short:<{width}}{''.join(counts)}"


def _count(cells: Sequence[Cell], screen: Screen) -> str:
    failed = sum(len(cell.failures) for cell in cells)
    passed = total(cells) - failed
    text = f"{failed} of {passed + failed} fail" if failed else f"{passed} ok"
    if not passed and not failed:
        return f"{'-':>18}"
    return screen.paint(f"{text:>18}", "red" if failed else "green")


def _cells(results: Iterable[Result], screen: Screen) -> Iterator[str]:
    for result in results:
        yield screen.paint(
            visible(f"{result.name}  {result.method} {result.path}"), "bold"
        )
        for cell in result.cells:
            verdict = screen.paint(f"{cell.verdict:<8}", _COLOURS[cell.verdict])
            yield f"  {verdict}{cell.part:<9} {visible(cell.label)}: {_said(cell)}"


def _said(cell: Cell) -> str:
    counts = {
        "passed": cell.passed,
        "refused by the client": cell.declined,
        "failed": len(cell.failures),
    }
    told = [f"{count} {what}" for what, count in counts.items() if count]
    return ", ".join(told) or visible(cell.skipped) or "nothing to try"


def _failures(contract: Contract, result: Result, screen: Screen) -> Iterator[str]:
    title = visible(f"{result.name}  {result.method} {result.path}")
    yield f"{screen.paint('FAILED', 'red')} {screen.paint(title, 'bold')}"
    for cell in result.cells:
        for failure in cell.failures[:_FAILURES]:
            yield from _failure(cell, failure, screen)
        if (more := len(cell.failures) - _FAILURES) > 0:
            yield f"  {cell.part}, {visible(cell.label)}: {more} more"
    yield f"  {screen.paint('= again:', 'cyan')} {visible(contract.repeat(result))}"


def _notes(result: Result, screen: Screen) -> Iterator[str]:
    """Tell what was not tried, and whose doing that is."""
    title = visible(f"{result.name}  {result.method} {result.path}")
    if untried := result.untried:
        head = screen.paint(_UNTRIED[untried.cause], "yellow")
        yield f"{head} {title}: {visible(untried.skipped)}"
        return
    groups: dict[tuple[str, str], list[str]] = {}
    for cell in result.unproven:
        groups.setdefault((_UNPROVEN[cell.cause], cell.skipped), []).append(cell.label)
    for (word, why), labels in groups.items():
        head = screen.paint(word, "yellow")
        yield f"{head} {title}: {visible(', '.join(labels))}: {visible(why)}"


def _has_no_success(result: Result) -> bool:
    """Tell whether a real server has answered nothing with a success."""
    successes = [each for each in result.of("response") if each.label.startswith("2")]
    return bool(successes) and all(
        cell.verdict == "skipped" and cell.cause == "server" for cell in successes
    )


def _hint(screen: Screen) -> str:
    what = "arguments of which the server has something to say go into `--values FILE`"
    return f"  {screen.paint('= hint:', 'cyan')} {what}"


def _briefly(result: Result, screen: Screen) -> str:
    failures = [failure for cell in result.cells for failure in cell.failures]
    more = f" ({len(failures) - 1} more)" if len(failures) > 1 else ""
    title = f"{screen.paint('FAILED', 'red')} {visible(result.name)}: "
    what = visible(f"{failures[0].what}{more}")
    room = max(screen.width - len(result.name) - len("FAILED : "), 20)
    return title + (what if len(what) <= room else f"{what[: room - 1]}…")


def _failure(cell: Cell, failure: Failure, screen: Screen) -> Iterator[str]:
    place = screen.paint(f"{cell.part}, {visible(cell.label)}", "yellow")
    yield f"  {place}: {visible(failure.what)}"
    for label, text in failure.details:
        yield f"      {label + ':':<10} {visible(text)}"


def _summary(contract: Contract, screen: Screen) -> str:
    results = contract.results
    cells = [cell for result in results for cell in result.cells]
    failed = sum(result.failed for result in results)
    declined = sum(cell.declined for cell in cells)
    notes = [note for note in (result.untried for result in results) if note]
    words = [_UNTRIED[note.cause] for note in notes]
    number = len(results) if failed else len(results) - len(words)
    count = f"{number} operation{'' if number == 1 else 's'}"
    outcome = f"{failed} of {count} failed" if failed else f"{count} passed"
    for word in dict.fromkeys(words):
        outcome += f", {words.count(word)} {word}"
    more = f", {declined} of them refused by the client" if declined else ""
    where = f" at {contract.server}" if contract.server else ""
    text = screen.paint(outcome, "red" if failed else "green")
    return visible(f"{contract.package}{where}: ") + (
        f"{text} ({total(cells)} cases{more}; seed {contract.seed})"
    )
