"""Everything that is tried of one operation."""

from collections.abc import Iterator, Mapping
from typing import Any

from bothends.contract.answers import Answers
from bothends.contract.arrivals import Arrivals
from bothends.contract.bench import Bench
from bothends.contract.definition import differences
from bothends.contract.preferred import preferred
from bothends.contract.refusals import Refusals
from bothends.contract.requests import Requests
from bothends.contract.responses import Responses
from bothends.contract.results import Cell
from bothends.contract.routes import Routes
from bothends.contract.security import security_cells
from bothends.contract.shadowed import shadowed_cells
from bothends.contract.slots import Slots, arguments_of, slots_of
from bothends.contract.untried import untried
from bothends.package import Described, Operation


def cells_of(
    bench: Bench,
    operation: Operation,
    described: Described,
    routes: Routes,
    response: Any,
    values: Mapping[str, Any],
) -> Iterator[Cell]:
    """Try an operation; `response` is the package's class `Response`.

    `values` are those of arguments that a user gives, for a real server.
    """
    definition = Cell("package", "definition")
    for difference in differences(operation, described):
        definition.fail(difference)
    definition.passed = int(not definition.failures)
    yield definition
    yield from shadowed_cells(operation)
    slots = slots_of(operation, described, bench.sent)
    if not bench.local:
        slots = preferred(slots, described, bench.sent, values)
    if note := untried(operation, slots, routes, bench.sent):
        yield note
        return
    if slots.hopeless:
        yield _hopeless(slots)
        return
    if not bench.local:
        yield from _remote(bench, operation, described, slots, routes)
        return
    responses = Responses(bench, operation, described, response)
    answer = responses.typical
    arrivals = Arrivals(operation, slots)
    yield from Requests(bench, operation, slots, arrivals.complaint, answer).cells()
    yield from security_cells(bench, operation, slots, answer)
    yield from responses.cells(arguments_of(slots.least))
    yield from Refusals(bench, operation, slots, answer).cells(routes)


def _remote(
    bench: Bench,
    operation: Operation,
    described: Described,
    slots: Slots,
    routes: Routes,
) -> Iterator[Cell]:
    """Ask a real server, if there is what it wants to let anybody in."""
    if why := bench.locked_out(operation):
        yield Cell("request", "nothing can be sent", skipped=why, cause="server")
        return
    judge = Answers(bench, operation, described)
    yield from Requests(bench, operation, slots, judge.complaint).cells()
    refusals = Refusals(bench, operation, slots, None, judge.refusal)
    yield from refusals.cells(routes)
    yield from judge.cells()


def _hopeless(slots: Slots) -> Cell:
    """Say which arguments a call must have, though there are no values for them."""
    cell = Cell("request", "typical call")
    for slot in slots.hopeless:
        refusals = [each.refusal for each in slot.drawn if each.refusal]
        why = refusals[0] if refusals else "the client can send none of its values"
        cell.fail(f"the {slot.label} is required, but {why}")
    return cell
