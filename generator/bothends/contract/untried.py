"""Operations that cannot be tried: nothing that they could be sent is valid, or theirs alone.

That is the description's doing: a note of an own kind, and no failure of either end.
"""

from bothends.contract.results import Cell
from bothends.contract.routes import Routes
from bothends.contract.runtime import Operation
from bothends.contract.security import share_a_header
from bothends.contract.slots import Slots

_FULL = "one header cannot hold the credentials of all these schemes"


def untried(operation: Operation, slots: Slots, routes: Routes) -> Cell | None:
    """Give the note of an operation of which no request can be sent; None if one can."""
    why = (
        _without_value(slots)
        or _without_credentials(operation)
        or _without_route(operation, routes)
    )
    return Cell("request", "nothing can be sent", skipped=why) if why else None


def _without_value(slots: Slots) -> str:
    for slot in slots.hopeless:
        if not slot.drawn:
            return f"the {slot.label} is required, but no valid value could be drawn"
    return ""


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
