"""Part one: whatever the description allows is sent through the clients, and looked at."""

from collections.abc import Callable, Iterable, Iterator

import httpx2

from bothends.contract.bench import Bench, Outcome
from bothends.contract.raw import changed
from bothends.contract.results import Cell
from bothends.contract.slots import (
    BodySlot,
    Given,
    Row,
    Slot,
    Slots,
    arguments_of,
    data_of,
)
from bothends.package import Attempt, Operation, shown

_UNTRIED = "the typical call fails"


class Requests:
    """Tries the requests of one operation; `answer` is what its handler returns.

    `complaint` says what is wrong with what came of a call, and nothing if nothing is.
    """

    def __init__(
        self,
        bench: Bench,
        operation: Operation,
        slots: Slots,
        complaint: Callable[[Row, Outcome], str],
        answer: object = None,
    ) -> None:
        self._bench = bench
        self._operation = operation
        self._slots = slots
        self._complaint = complaint
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
            cell = Cell("request", label)
            if typical.failures:
                cell.skipped, cell.cause = _UNTRIED, "failure"
            self._note_unfit(cell, slots)
            if not typical.failures:
                self._vary(cell, slots)
            yield cell

    def _note_unfit(self, cell: Cell, slots: Iterable[Slot]) -> None:
        for slot in slots:
            for each in slot.drawn:
                if each.refusal:
                    what = f"the {slot.label} cannot have a valid value: {each.refusal}"
                    cell.fail(what, ("value", shown(each.data)))

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
                if not media.is_sayable(drawn.value):
                    cell.declined += 1
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
