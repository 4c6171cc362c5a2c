"""Operations that cannot be tried: nothing that they could be sent is valid, or theirs alone.

That is the description's doing, or that of the drawing, which finds no value: a note of an own
kind, and no failure of either end.
"""

from bothends.contract.results import Cause, Cell
from bothends.contract.routes import Routes
from bothends.contract.security import share_a_header
from bothends.contract.slots import Draw, Slots
from bothends.package import Operation

_FULL = "one header cannot hold the credentials of all these schemes"


def untried(
    operation: Operation, slots: Slots, routes: Routes, draw: Draw
) -> Cell | None:
    """Give the note of an operation of which no request can be sent; None if one can."""
    cause: Cause = "description"
    why = _without_credentials(operation) or _without_route(operation, routes)
    if not why:
        why, cause = _without_value(slots, draw)
    if not why:
        return None
    return Cell("request", "nothing can be sent", skipped=why, cause=cause)


def _without_value(slots: Slots, draw: Draw) -> tuple[str, Cause]:
    for slot in slots.hopeless:
        if not slot.drawn:
            why, cause = draw.nothing(slot.schema)
            return f"the {slot.label} is required, but {why}", cause
    return "", "description"


def _without_credentials(operation: Operation) -> str:
    security = operation.security
    return _FULL if security and all(map(share_a_header, security)) else ""


def _without_route(operation: Operation, routes: Routes) -> str:
    """Say which operation is asked instead, where a fragment alone tells the two apart."""
    hints = operation.path.partition("#")[2].split("&")
    names = {each.name.lower() for each in operation.parameters}
    told_apart = any(hint.partition("=")[0].lower() in names for hint in hints)
    twin = "" if told_apart else routes.twin(operation.method, operation.path)
    return f"its requests are those of {operation.method} {twin}" if twin else ""
