"""When a request is sent again, and after how long."""

import random
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from uuid import uuid4

import httpx2

_REPEATABLE = frozenset(["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"])
"""Methods that mean the same when they come twice (RFC 9110 §9.2.2)."""

_UNSENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
"""Failures before anything of the request has gone out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """How often a call is tried again, when, and for how long.

    A call is tried again when there was no answer, or one of 408, 429 or 5xx. A request whose
    method may not come twice (POST, PATCH) is so only if it carries an idempotency key, or if
    nothing of it went out.
    """

    times: int = 2
    """How often, after the first try."""
    seconds: float = 60.0
    """A try that could not begin within so many seconds of the call is not made."""
    first_wait: float = 0.5
    """Seconds at most before the second try; twice as many before each that follows. The wait
    is drawn evenly between none and all of them, so that clients do not come back together.
    """
    longest_wait: float = 8.0
    """Seconds at most before any try."""
    longest_asked: float = 60.0
    """Seconds at most that a server may ask for by `Retry-After` (RFC 9110 §10.2.3)."""
    idempotency_header: str | None = None
    """The header with a key that is made for each call, and is the same in all its tries."""
    resume: bool = True
    """Whether a stream of events goes on over a new connection where it has lost its own."""


class Tries:
    """The tries of one call."""

    def __init__(self, retries: Retries, *, repeatable: bool) -> None:
        self._retries = retries
        self._repeatable = repeatable
        self._began = time.monotonic()
        self.made = 0

    def after_error(self, error: httpx2.HTTPError) -> float | None:
        """Give the seconds to wait after a try without an answer; None if it was the last."""
        lost = isinstance(error, httpx2.TransportError)
        if lost and (self._repeatable or isinstance(error, _UNSENT)):
            return self._affordable(self._drawn())
        return None

    def after_answer(self, answer: httpx2.Response) -> float | None:
        """Give the seconds to wait after an answer; None if it is the one to keep."""
        status = answer.status_code
        if not self._repeatable or not (status in {408, 429} or status >= 500):
            return None
        asked = asked_wait(answer.headers)
        return self._affordable(
            self._drawn() if asked is None else min(asked, self._retries.longest_asked)
        )

    def after_loss(self, asked: float | None) -> float | None:
        """Give the seconds to wait after a stream is lost, which may have asked for some."""
        if not (self._repeatable and self._retries.resume):
            return None
        if asked is None:
            return self._affordable(self._drawn())
        more = self._drawn() if self.made else 0
        return self._affordable(min(asked, self._retries.longest_asked) + more)

    def anew(self) -> "Tries":
        """Give as many tries as there were at first, from now on."""
        return Tries(self._retries, repeatable=self._repeatable)

    def at_once(self) -> float | None:
        """Give no seconds to wait; None if the last try was it."""
        return self._affordable(0)

    def _drawn(self) -> float:
        """Draw the wait of an exponential backoff with full jitter."""
        longest = self._retries.longest_wait
        wait = self._retries.first_wait * 2.0 ** min(self.made, 64)
        return random.uniform(0, min(longest, wait))

    def _affordable(self, wait: float) -> float | None:
        spent = time.monotonic() - self._began + wait
        if self.made >= self._retries.times or spent > self._retries.seconds:
            return None
        self.made += 1
        return wait


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Read the seconds that a server asks to wait, in any of the three ways; None for none."""
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    asked = headers.get("retry-after", "")
    seconds = _number(asked)
    return _until(asked) if seconds is None else seconds


def _number(text: str) -> float | None:
    """Read digits, with a fraction as some servers send it."""
    plain = text.strip().isascii() and text.strip().replace(".", "", 1).isdigit()
    return float(text) if plain else None


def _until(date: str) -> float | None:
    """Count the seconds until an HTTP date (RFC 9110 §5.6.7)."""
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def is_repeatable(method: str, sent: Collection[str], key: str | None) -> bool:
    """Say whether a request means the same when it comes twice.

    `sent` are the names of its headers in lower case, `key` that of the one for a key.
    """
    return method.upper() in _REPEATABLE or (key is not None and key.lower() in sent)


def new_key() -> str:
    """Make an idempotency key."""
    return str(uuid4())
