"""What a real server answers, held against the description."""

import json
from typing import Any

from bothends.contract.attempt import Attempt
from bothends.contract.bench import Bench, Outcome
from bothends.contract.contents import medias
from bothends.contract.description import Described
from bothends.contract.runtime import Operation
from bothends.contract.slots import Row


class Answers:
    """Judges the calls of one operation by what the server answered."""

    def __init__(
        self, bench: Bench, operation: Operation, described: Described
    ) -> None:
        self._bench = bench
        self._operation = operation
        self._described = described

    def complaint(self, row: Row, outcome: Outcome) -> str:
        """Say what is wrong with an answer; empty if nothing is."""
        if outcome.declined:
            return "the client refuses to send it"
        if outcome.response is None:
            return "it got no answer"
        status = outcome.response.status_code
        key = self._key(status)
        if key is None:
            return f"the status {status} is not documented"
        return self._body(key, outcome) or _unread(outcome)

    def _key(self, status: int) -> int | str | None:
        """Find what documents a status (OpenAPI 3.1 §4.8.16)."""
        for key in (status, f"{status // 100}XX", "default"):
            if key in self._operation.replies:
                return key
        return None

    def _body(self, key: int | str, outcome: Outcome) -> str:
        response = outcome.response
        reply = self._operation.replies[key]
        if response is None or not reply.content:
            return ""
        media_type = response.headers.get("content-type", "")
        known = medias(reply.content, self._described.response(key))
        media = next((each for each in known if each.covers(media_type)), None)
        if media is None:
            return f"the media type {media_type!r} is not documented for {key}"
        if media.kind != "Json":
            return ""
        data: Any = None
        with Attempt() as reading:
            data = json.loads(response.content)
        if reading.error:
            return f"the body is no JSON ({reading.reason})"
        if not self._bench.answered.is_valid(media.schema, data):
            return f"the body is not valid by the schema of {key} {media.name}"
        return ""


def _unread(outcome: Outcome) -> str:
    """Say why the client, which reads strictly, could not read an answer."""
    error = outcome.raised
    if error is None or type(error).__name__ != "UnexpectedResponse":
        return ""
    return f"the client cannot read it: {getattr(error, 'reason', error)}"
