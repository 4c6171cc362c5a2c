"""What a real server answers, held against the description."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bothends.contract.bench import Bench, Outcome
from bothends.contract.results import Cell
from bothends.contract.security import needs_nothing
from bothends.contract.slots import Row
from bothends.package import Attempt, Described, Media, Operation, Reply, medias

_LET_IN = "it is not let in: the server takes none of the credentials that it is given"
_UNSEEN = "no request was answered so"


class Answers:
    """Judges the calls of one operation by what the server answered."""

    def __init__(
        self, bench: Bench, operation: Operation, described: Described
    ) -> None:
        self._bench = bench
        self._operation = operation
        self._described = described
        self._seen: Counter[tuple[int | str, str]] = Counter()

    def complaint(self, row: Row, outcome: Outcome) -> str:
        """Say what is wrong with the answer to a call; empty if nothing is."""
        if outcome.declined:
            return "the client refuses to send it"
        if outcome.response is None:
            return "it got no answer"
        status = outcome.response.status_code
        security = self._operation.security
        if status == 401 and security and not any(map(needs_nothing, security)):
            return _LET_IN
        key = self._key(status)
        if key is None:
            return f"the status {status} is not documented"
        return self._body(key, outcome) or _unread(outcome)

    def refusal(self, outcome: Outcome) -> str:
        """Say what is wrong with a refusal that is documented; empty if nothing is."""
        key = self._key(outcome.response.status_code) if outcome.response else None
        return "" if key is None else self._body(key, outcome)

    def cells(self) -> Iterator[Cell]:
        """Tell of every documented response whether the server has given it, as documented."""
        for key, reply in self._operation.replies.items():
            for media in self._medias(key, reply) or (None,):
                name = media.name if media else ""
                count = self._seen[key, name]
                cell = Cell("response", f"{key} {name}".rstrip(), passed=count)
                if not count:
                    cell.skipped, cell.cause = _UNSEEN, "server"
                yield cell

    def _key(self, status: int) -> int | str | None:
        """Find what documents a status (OpenAPI 3.1 §4.8.16)."""
        for key in (status, f"{status // 100}XX", "default"):
            if key in self._operation.replies:
                return key
        return None

    def _body(self, key: int | str, outcome: Outcome) -> str:
        """Say what is wrong with a body; note what was seen if nothing is."""
        response = outcome.response
        reply = self._operation.replies[key]
        if response is None or not reply.content:
            self._seen[key, ""] += 1
            return ""
        media_type = response.headers.get("content-type", "")
        known = self._medias(key, reply)
        media = next((each for each in known if each.covers(media_type)), None)
        if media is None:
            return f"the media type {media_type!r} is not documented for {key}"
        complaint = self._content(media, key, response.content)
        if not complaint:
            self._seen[key, media.name] += 1
        return complaint

    def _content(self, media: Media, key: int | str, content: bytes) -> str:
        if media.kind != "Json":
            return ""
        data: Any = None
        with Attempt() as reading:
            data = json.loads(content)
        if reading.error:
            return f"the body is no JSON ({reading.reason})"
        if fault := self._bench.answered.fault(media.schema, data):
            where = f"the schema of {key} {media.name}"
            return f"the body is not valid by {where}: {fault}"
        return ""

    def _medias(self, key: int | str, reply: Reply) -> tuple[Media, ...]:
        return medias(reply.content, self._described.response(key))


def _unread(outcome: Outcome) -> str:
    """Say why the client, which reads strictly, could not read an answer."""
    error = outcome.raised
    if error is None or type(error).__name__ != "UnexpectedResponse":
        return ""
    return f"the client cannot read it: {getattr(error, 'reason', error)}"
