"""Part one: whatever is sent through the clients arrives at the handler as it was sent."""

from collections.abc import Iterable, Iterator

import httpx2

from bothends.contract.attempt import Attempt
from bothends.contract.bench import Bench, Outcome
from bothends.contract.raw import changed
from bothends.contract.recorder import Arrival
from bothends.contract.results import Cell
from bothends.contract.runtime import Operation
from bothends.contract.slots import (
    NOTHING,
    BodySlot,
    Given,
    Row,
    Slot,
    Slots,
    arguments_of,
    data_of,
)
from bothends.contract.typed import shown

_UNTRIED = "the typical call fails"


class Requests:
    """Tries the requests of one operation; `answer` is what its handler returns."""

    def __init__(
        self, bench: Bench, operation: Operation, slots: Slots, answer: object
    ) -> None:
        self._bench = bench
        self._operation = operation
        self._slots = slots
        self._answer = answer
        self._turn = 0

    def cells(self) -> Iterator[Cell]:
        """Try them all; the typical call first, without which nothing else is tried."""
        typical = Cell("request", "typical call")
        for row, sync in ((self._slots.least, False), (self._slots.most, True)):
            self._judge(typical, row, self._call(row, sync=sync), typical=True)
        yield typical
        groups: list[tuple[str, list[Slot]]] = [
            (each.media.name, [each]) for each in self._slots.bodies
        ]
        if self._slots.parameters:
            groups.insert(0, ("parameters", [*self._slots.parameters]))
        for label, slots in groups:
            cell = Cell("request", label, skipped=_UNTRIED if typical.failures else "")
            self._note_unfit(cell, slots)
            if not typical.failures:
                self._vary(cell, slots)
            yield cell

    def _note_unfit(self, cell: Cell, slots: Iterable[Slot]) -> None:
        for slot in slots:
            for each in slot.drawn:
                if each.refusal:
                    what = f"the {slot.label} can be {shown(each.data)}, but {each.refusal}"
                    cell.fail(what)

    def _vary(self, cell: Cell, slots: list[Slot]) -> None:
        for row in self._slots.varied(slots):
            outcome = self._call(row, sync=self._alternate())
            varied = [slot for slot in slots if slot.argument in row]
            if len(varied) > 1 and self._complaint(row, outcome):
                self._take_apart(cell, row, varied, outcome)
            else:
                self._judge(cell, row, outcome)
            self._try_media_type(cell, row, outcome)

    def _take_apart(
        self, cell: Cell, row: Row, slots: list[Slot], outcome: Outcome
    ) -> None:
        """Try each value of a row alone beside the typical ones, to find which it is."""
        before = len(cell.failures), cell.declined
        for slot in slots:
            alone = {**self._slots.least, slot.argument: row[slot.argument]}
            self._judge(cell, alone, self._call(alone, sync=False))
        if before == (len(cell.failures), cell.declined):
            self._judge(cell, row, outcome)

    def _try_media_type(self, cell: Cell, row: Row, outcome: Outcome) -> None:
        """Send a body in its media type where the client, free to choose, chose another."""
        match row.get("body"), outcome.request:
            case (
                Given(slot=BodySlot(media=media), drawn=drawn),
                httpx2.Request() as sent,
            ):
                if media.covers(sent.headers.get("content-type", "")):
                    return
                with Attempt():
                    data, media_type = media.content.encode(drawn.value)
                    if isinstance(data, bytes):
                        other = changed(sent, content=data, media_type=media_type)
                        self._judge(cell, row, self._bench.send(other, self._answer))
            case _:
                return

    def _alternate(self) -> bool:
        self._turn += 1
        return bool(self._turn % 2)

    def _call(self, row: Row, *, sync: bool) -> Outcome:
        return self._bench.call(
            self._operation, arguments_of(row), sync=sync, answer=self._answer
        )

    def _judge(
        self, cell: Cell, row: Row, outcome: Outcome, *, typical: bool = False
    ) -> None:
        if outcome.declined and not typical:
            cell.declined += 1
        elif complaint := self._complaint(row, outcome):
            cell.fail(complaint, ("sent", shown(data_of(row))), *outcome.details)
        else:
            cell.passed += 1

    def _complaint(self, row: Row, outcome: Outcome) -> str:
        """Say what is wrong with a call; empty if nothing is."""
        if outcome.declined:
            return "the client refuses to send it"
        match outcome.arrivals:
            case ():
                return "it did not reach the handler"
            case (arrival,):
                return self._difference(row, arrival)
            case _:
                return "it reached the handler more than once"

    def _difference(self, row: Row, arrival: Arrival) -> str:
        if arrival.operation != self._operation.name:
            return f"it reached the handler of `{arrival.operation}`"
        for slot in self._all(row):
            sent = row[slot.argument].drawn.value if slot.argument in row else NOTHING
            got = arrival.arguments.get(slot.argument, NOTHING)
            if not slot.arrives(sent, got):
                said = "nothing" if got is NOTHING else shown(got)
                return f"of the {slot.label} {said} arrived"
        known = {slot.argument for slot in self._all(row)}
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
