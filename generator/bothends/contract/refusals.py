"""Part three: what the description forbids is refused, and does not reach the handler."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import httpx2

from bothends.contract.bench import Bench, Outcome
from bothends.contract.mistakes import mistakes
from bothends.contract.part_types import wrong_parts
from bothends.contract.raw import changed, without
from bothends.contract.results import Cell
from bothends.contract.routes import Routes
from bothends.contract.security import needs_nothing
from bothends.contract.slots import NOTHING, ParameterSlot, Slots, arguments_of
from bothends.contract.wrong_bodies import wrong_bodies
from bothends.drawing import Wrong
from bothends.package import Attempt, Operation, shown

_UNKNOWN_TYPE = "application/x-contract-unknown"
_ANY = range(400, 500)
_METHODS = ("DELETE", "PATCH", "PUT", "POST", "TRACE", "BREW")
_HARMLESS = ("TRACE", "OPTIONS")
"""What a real server may be asked, though its description does not say so."""


class Refusals:
    """Tries the forbidden requests of one operation; `answer` is what its handler returns.

    `complaint` says what is wrong with a refusal itself, and nothing if nothing is.
    """

    def __init__(
        self,
        bench: Bench,
        operation: Operation,
        slots: Slots,
        answer: object,
        complaint: Callable[[Outcome], str] = lambda _: "",
    ) -> None:
        self._bench = bench
        self._operation = operation
        self._slots = slots
        self._answer = answer
        self._complaint = complaint

    def cells(self, routes: Routes) -> Iterator[Cell]:
        """Change a typical request in every way that makes it a wrong one."""
        outcome = self._bench.call(
            self._operation, arguments_of(self._slots.least), answer=self._answer
        )
        if (typical := outcome.request) is None:
            why = "the typical call fails"
            yield Cell("refusal", "all", skipped=why, cause="failure")
            return
        yield from self._routes(typical, routes)
        yield from self._parameters(typical)
        yield from self._bodies(typical)
        yield from self._credentials()

    def _routes(self, typical: httpx2.Request, routes: Routes) -> Iterator[Cell]:
        target = typical.url.raw_path.decode("ascii").partition("?")[0]
        if nowhere := routes.unknown_path(target):
            unknown = changed(typical, path=nowhere)
            yield self._one("unknown path", unknown, {404}, own=False)
        if self._bench.local and self._has_one_kind_of_success():
            headers = {"accept": _UNKNOWN_TYPE}
            unwanted = changed(typical, headers=headers)
            yield self._one("unacceptable media type", unwanted, {406})
        if self._operation.method != "HEAD":
            candidates = _METHODS if self._bench.local else _HARMLESS
            if method := routes.other_method(target, candidates):
                wrong = changed(typical, method=method)
                yield self._one("wrong method", wrong, {405}, own=False)

    def _has_one_kind_of_success(self) -> bool:
        """Tell whether every success has a body, of media types that are all known."""
        successes = [
            each for each in self._operation.replies.values() if not each.error
        ]
        return bool(successes) and all(
            reply.content and not any("*" in each.media_type for each in reply.content)
            for reply in successes
        )

    def _parameters(self, typical: httpx2.Request) -> Iterator[Cell]:
        for slot in self._slots.parameters:
            if not isinstance(slot, ParameterSlot):
                continue
            must_be = slot.required and slot.absent is NOTHING
            if must_be and (request := _left_out(slot, typical)):
                yield self._one(f"without {slot.label}", request, _ANY)
        cell = Cell("refusal", "wrong parameters")
        slots = [
            each for each in self._slots.parameters if isinstance(each, ParameterSlot)
        ]
        for slot in slots:
            found = mistakes(
                slot,
                self._slots,
                typical,
                self._bench.sent,
                nested=self._bench.local,
            )
            for mistake in found:
                what = f"a {slot.label} that breaks {broken_rule(mistake.wrong)}"
                self._judge(cell, mistake.request, _ANY, what)
        if cell.passed or cell.failures:
            yield cell

    def _bodies(self, typical: httpx2.Request) -> Iterator[Cell]:
        described = self._operation.body
        if described is None:
            return
        if described.required:
            yield self._one("without body", changed(typical, content=b""), _ANY)
        medias = [slot.media for slot in self._slots.bodies]
        if not any(media.covers(_UNKNOWN_TYPE) for media in medias):
            unknown = changed(typical, content=b"?", media_type=_UNKNOWN_TYPE)
            yield self._one("wrong media type", unknown, {415})
        yield from self._parts(typical)
        for media in medias:
            if media.kind == "Json":
                broken = changed(typical, content=b'{"', media_type=media.concrete)
                yield self._one(f"malformed {media.name}", broken, {400})
            cell = Cell("refusal", f"wrong {media.name}")
            for body in wrong_bodies(media, self._bench.sent):
                request = changed(
                    typical, content=body.data, media_type=body.media_type
                )
                what = f"a body that breaks {broken_rule(body.wrong)}"
                self._judge(cell, request, _ANY, what)
            if cell.passed or cell.failures:
                yield cell

    def _parts(self, typical: httpx2.Request) -> Iterator[Cell]:
        """Send parts in media types that are not documented for them."""
        for slot in self._slots.bodies:
            cell = Cell("refusal", f"wrong parts of {slot.media.name}")
            value = slot.typical.value if slot.typical else None
            for what, data, media_type in wrong_parts(slot.media, value):
                request = changed(typical, content=data, media_type=media_type)
                self._judge(cell, request, {422}, f"{what} in a wrong media type")
            if cell.passed or cell.failures:
                yield cell

    def _credentials(self) -> Iterator[Cell]:
        security = self._operation.security
        if not security or any(map(needs_nothing, security)):
            return
        if self._bench.has_own_header(self._operation):
            why = "a header that every request has may be its credential"
            yield Cell("refusal", "without credentials", skipped=why, cause="server")
            return
        outcome = self._bench.call(
            self._operation,
            arguments_of(self._slots.least),
            answer=self._answer,
            holding=frozenset(),
        )
        cell = Cell("refusal", "without credentials")
        self._conclude(cell, outcome, {401}, "a request without credentials")
        yield cell

    def _one(
        self,
        label: str,
        request: httpx2.Request,
        statuses: Collection[int],
        *,
        own: bool = True,
    ) -> Cell:
        """Try one request; `own` says whether it is one of this operation."""
        cell = Cell("refusal", label)
        self._judge(cell, request, statuses, label, own=own)
        return cell

    def _judge(
        self,
        cell: Cell,
        request: httpx2.Request,
        statuses: Collection[int],
        what: str,
        *,
        own: bool = True,
    ) -> None:
        outcome = self._bench.send(request, self._answer)
        self._conclude(cell, outcome, statuses, what, own=own)

    def _conclude(
        self,
        cell: Cell,
        outcome: Outcome,
        statuses: Collection[int],
        what: str,
        *,
        own: bool = True,
    ) -> None:
        reached = any(
            each.operation == self._operation.name for each in outcome.arrivals
        )
        status = outcome.response.status_code if outcome.response else 0
        wanted = statuses if self._bench.local else _ANY
        if reached:
            cell.fail(f"{what}: it reached the handler", *outcome.details)
        elif status not in wanted and not outcome.arrivals:
            asked = "4xx" if wanted == _ANY else "".join(map(str, wanted))
            said = f"answered {status}" if status else "not answered"
            cell.fail(f"{what}: {said} instead of {asked}", *outcome.details)
        elif complaint := self._complaint(outcome) if own else "":
            cell.fail(f"{what}: {complaint}", *outcome.details)
        else:
            cell.passed += 1


def _left_out(slot: ParameterSlot, typical: httpx2.Request) -> httpx2.Request | None:
    """Leave a parameter out; None for one that is always there, and one that leaves no trace."""
    if slot.is_always_sent:
        return None
    name = slot.parameter.name
    headers: Mapping[str, str | None]
    match slot.parameter.place:
        case "query":
            request = changed(typical, query=without(name))
        case "header":
            headers = {name.lower(): None}
            request = changed(typical, headers=headers)
        case "cookie":
            found = typical.headers.get("cookie", "").split("; ")
            kept = "; ".join(each for each in found if not each.startswith(f"{name}="))
            headers = {"cookie": kept or None}
            request = changed(typical, headers=headers)
        case _:
            return None
    same = (request.url, request.headers) == (typical.url, typical.headers)
    return None if same else request


def broken_rule(wrong: Wrong) -> str:
    """Say which keyword a value breaks, where, and with what."""
    where = "".join(f"/{step}" for step in wrong.pointer)
    value: Any = wrong.value
    with Attempt():
        for step in wrong.pointer:
            value = value[step]
    return f"`{wrong.keyword}`{' at ' if where else ''}{where} with {shown(value)}"
