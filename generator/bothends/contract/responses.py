"""Part two: whatever a handler answers comes back from the clients as it was answered."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bothends.contract.bench import Bench, Outcome
from bothends.contract.results import Cell
from bothends.contract.statuses import statuses_of
from bothends.package import (
    Described,
    Drawn,
    Media,
    Operation,
    Reply,
    medias,
    sendable,
    shown,
)


class Responses:
    """Tries the responses of one operation."""

    def __init__(
        self, bench: Bench, operation: Operation, described: Described, response: Any
    ) -> None:
        self._bench = bench
        self._operation = operation
        self._described = described
        self._response = response
        """The package's class `Response`."""

    @property
    def typical(self) -> Any:
        """What a handler can answer: the first success, or else a failure that is raised."""
        for key, reply in self._operation.replies.items():
            for status in self._statuses(key, reply)[:1]:
                for media in self._medias(key, reply) or (None,):
                    for drawn in self._drawn(media):
                        if _is_sayable(media, drawn):
                            named = self._headers(key, reply)
                            return self._answer(reply, status, drawn.value, named)
        return None

    def cells(self, arguments: Mapping[str, Any]) -> Iterator[Cell]:
        """Try every documented response, with arguments that a handler can get."""
        for key, reply in self._operation.replies.items():
            headers = self._headers(key, reply)
            for media in self._medias(key, reply) or (None,):
                yield self._cell(key, reply, media, headers, arguments)
        yield from self._bare(arguments)

    def _cell(
        self,
        key: int | str,
        reply: Reply,
        media: Media | None,
        headers: Mapping[str, str],
        arguments: Mapping[str, Any],
    ) -> Cell:
        cell = Cell("response", f"{key} {media.name}" if media else str(key))
        statuses = self._statuses(key, reply)
        drawn = self._drawn(media)
        if not statuses:
            cell.skipped = "every status that it stands for is documented on its own"
        elif media and not drawn:
            cell.skipped, cell.cause = self._bench.answered.nothing(media.schema)
        for number, each in enumerate(self._spread(drawn, len(statuses))):
            if each.refusal:
                what = f"the body cannot have a valid value: {each.refusal}"
                cell.fail(what, ("value", shown(each.data)))
                continue
            if not _is_sayable(media, each):
                cell.declined += 1
                continue
            status = statuses[number % len(statuses)]
            named = {**headers, **_named(reply, media)}
            answer = self._answer(reply, status, each.value, named)
            for sync in (False, True) if number == 0 else (bool(number % 2),):
                outcome = self._bench.call(
                    self._operation, arguments, sync=sync, answer=answer
                )
                self._judge(cell, reply, media, answer, outcome)
        return cell

    def _bare(self, arguments: Mapping[str, Any]) -> Iterator[Cell]:
        """Let the handler return the body alone, and ask the client for the body alone.

        A response that must have headers is never a body alone.
        """
        replies = self._operation.replies.items()
        successes = [(key, reply) for key, reply in replies if not reply.error]
        for key, reply in successes[:1]:
            if reply.headers:
                return
            media = next(iter(self._medias(key, reply)), None)
            drawn = [each for each in self._drawn(media) if _is_sayable(media, each)][
                :1
            ]
            cell = Cell("response", "a body alone")
            for each in drawn:
                outcome = self._bench.call(
                    self._operation, arguments, raw=False, answer=each.value
                )
                got = outcome.returned
                same = media.alike(each.value, got) if media else got is None
                if same and not outcome.raised:
                    cell.passed += 1
                else:
                    what = f"the client's body is {shown(got)}"
                    cell.fail(what, ("answered", shown(each.data)), *outcome.details)
                yield cell

    def _spread(self, drawn: Sequence[Drawn], statuses: int) -> Sequence[Drawn]:
        """Repeat the typical value so that every status has one."""
        return [*drawn, *[drawn[0]] * (statuses - len(drawn))] if drawn else []

    def _judge(
        self,
        cell: Cell,
        reply: Reply,
        media: Media | None,
        answer: Any,
        outcome: Outcome,
    ) -> None:
        if complaint := self._complaint(reply, media, answer, outcome):
            said = f"{answer.status} {shown(answer.body)}"
            cell.fail(complaint, ("answered", said), *outcome.details)
        else:
            cell.passed += 1

    def _complaint(
        self, reply: Reply, media: Media | None, answer: Any, outcome: Outcome
    ) -> str:
        """Say what is wrong with what a client made of an answer; empty if nothing is."""
        got: Any = outcome.raised if reply.error else outcome.returned
        if type(got) is not type(answer):
            done = "raised" if outcome.raised else "returned"
            other = type(outcome.raised or outcome.returned).__name__
            return f"the client {done} {other}"
        if got.status != answer.status:
            return f"the client's status is {got.status}"
        same = media.alike(answer.body, got.body) if media else got.body is None
        if not same:
            return f"the client's body is {shown(got.body)}"
        for name, text in answer.headers.items():
            found = got.headers.get(name.lower())
            chosen = bool(media and name == _CHOICE and media.covers(found or ""))
            if found != text and not chosen:
                return (
                    f"the client's header `{name}` is {shown(found)}, not {shown(text)}"
                )
        return ""

    def _answer(
        self, reply: Reply, status: int, body: Any, headers: Mapping[str, str]
    ) -> Any:
        if reply.error:
            return reply.error(status, body, headers)
        return self._response(status, body, headers)

    def _statuses(self, key: int | str, reply: Reply) -> tuple[int, ...]:
        return statuses_of(key, self._operation.replies, error=bool(reply.error))

    def _medias(self, key: int | str, reply: Reply) -> tuple[Media, ...]:
        return medias(reply.content, self._described.response(key))

    def _drawn(self, media: Media | None) -> tuple[Drawn, ...]:
        if media is None:
            return (Drawn(None),)
        return self._bench.answered.media(media)

    def _headers(self, key: int | str, reply: Reply) -> dict[str, str]:
        """Draw the headers that are documented, as text that a header can hold.

        One that must be there, and has no such value, is there with some text.
        """
        drawn = {
            name.lower(): self._bench.answered.valid(schema)[:1]
            for name, schema in self._described.headers(key).items()
        }
        texts = sendable({name: each[0] for name, each in drawn.items() if each})
        return {**dict.fromkeys(reply.headers, "any"), **texts}


_CHOICE = "content-type"
"""The header by which a handler chooses among media types."""


def _is_sayable(media: Media | None, drawn: Drawn) -> bool:
    return not drawn.refusal and (media is None or media.is_sayable(drawn.value))


def _named(reply: Reply, media: Media | None) -> dict[str, str]:
    """Name the media type of an answer where it could be another."""
    if media is None or len(reply.content) < 2 or "*" in media.name:
        return {}
    return {_CHOICE: media.name}
