"""What arrives at a handler, held against what was sent."""

from bothends.contract.bench import Outcome
from bothends.contract.recorder import Arrival
from bothends.contract.shadowed import shadowed
from bothends.contract.slots import (
    NOTHING,
    BodySlot,
    Given,
    ParameterSlot,
    Row,
    Slot,
    Slots,
)
from bothends.package import Operation, shown


class Arrivals:
    """Judges the calls of one operation by what its handler got."""

    def __init__(self, operation: Operation, slots: Slots) -> None:
        self._operation = operation
        self._slots = slots

    def complaint(self, row: Row, outcome: Outcome) -> str:
        """Say what is wrong with a call; empty if nothing is."""
        if outcome.declined:
            return "the client refuses to send it"
        match outcome.arrivals:
            case ():
                return "it did not reach the handler"
            case (arrival,):
                return self._difference(row, arrival, self._taken(outcome))
            case _:
                return "it reached the handler more than once"

    def _taken(self, outcome: Outcome) -> BodySlot | None:
        """Find the media type of the request: the client is free to take any that will do."""
        sent = (
            outcome.request.headers.get("content-type", "") if outcome.request else ""
        )
        return next(
            (each for each in self._slots.bodies if each.media.covers(sent)), None
        )

    def _difference(self, row: Row, arrival: Arrival, taken: BodySlot | None) -> str:
        if arrival.operation != self._operation.name:
            return f"it reached the handler of `{arrival.operation}`"
        for slot in self._all(row):
            sent = row[slot.argument].drawn.value if slot.argument in row else NOTHING
            got = arrival.arguments.get(slot.argument, NOTHING)
            if sent is NOTHING and _is_always_sent(slot):
                continue
            readers = [slot, taken] if taken and isinstance(slot, BodySlot) else [slot]
            if not any(reader.arrives(sent, got) for reader in readers):
                said = "nothing" if got is NOTHING else shown(got)
                return f"of the {slot.label} {said} arrived"
        known = {slot.argument for slot in self._all(row)}
        known |= shadowed(self._operation).keys()
        strangers = [name for name in arrival.arguments if name not in known]
        return f"`{strangers[0]}` arrived, too" if strangers else ""

    def _all(self, row: Row) -> list[Slot]:
        """Give every argument that may arrive; the body in the media type that was sent."""
        body = row.get("body")
        sent: list[Slot] = [body.slot] if isinstance(body, Given) else []
        if not sent:
            sent = [*self._slots.bodies[:1]]
        bodies = [slot for slot in sent if isinstance(slot, BodySlot)]
        return [*self._slots.parameters, *bodies]


def _is_always_sent(slot: Slot) -> bool:
    return isinstance(slot, ParameterSlot) and slot.is_always_sent
