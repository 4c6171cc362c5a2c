"""Everything that is tried of one operation."""

from collections.abc import Iterator
from typing import Any

from bothends.contract.answers import Answers
from bothends.contract.arrivals import Arrivals
from bothends.contract.bench import Bench
from bothends.contract.definition import differences
from bothends.contract.description import Described
from bothends.contract.refusals import Refusals
from bothends.contract.requests import Requests
from bothends.contract.responses import Responses
from bothends.contract.results import Cell
from bothends.contract.routes import Routes
from bothends.contract.runtime import Operation
from bothends.contract.security import security_cells
from bothends.contract.slots import Slots, arguments_of, slots_of
from bothends.contract.untried import untried


def cells_of(
    bench: Bench,
    operation: Operation,
    described: Described,
    routes: Routes,
    response: Any,
) -> Iterator[Cell]:
    """Try an operation; `response` is the package's class `Response`."""
    definition = Cell("package", "definition")
    for difference in differences(operation, described):
        definition.fail(difference)
    definition.passed = int(not definition.failures)
    yield definition
    slots = slots_of(operation, described, bench.sent)
    if note := untried(operation, slots, routes):
        yield note
        return
    if slots.hopeless:
        yield _hopeless(slots)
        return
    if not bench.local:
        judge = Answers(bench, operation, described)
        yield from Requests(bench, operation, slots, judge.complaint).cells()
        yield from Refusals(bench, operation, slots, None).cells(routes)
        return
    responses = Responses(bench, operation, described, response)
    answer = responses.typical
    arrivals = Arrivals(operation, slots)
    yield from Requests(bench, operation, slots, arrivals.complaint, answer).cells()
    yield from security_cells(bench, operation, slots, answer)
    yield from responses.cells(arguments_of(slots.least))
    yield from Refusals(bench, operation, slots, answer).cells(routes)


def _hopeless(slots: Slots) -> Cell:
    """Say which arguments a call must have, though there are no values for them."""
    cell = Cell("request", "typical call")
    for slot in slots.hopeless:
        refusals = [each.refusal for each in slot.drawn if each.refusal]
        why = refusals[0] if refusals else "the client can send none of its values"
        cell.fail(f"the {slot.label} is required, but {why}")
    return cell
