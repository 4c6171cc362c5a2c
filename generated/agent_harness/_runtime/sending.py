"""A call on its way: its request, the same in every try, and what is written down of it."""

import logging
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import httpx2

from .answers import connection_error
from .content import Content, choose
from .errors import ApiConnectionError, ApiTimeout
from .exchange import Exchange, destination
from .flow import Outgoing
from .operation import Operation
from .options import Settings
from .placing import name_of, place
from .redaction import hide
from .retries import Tries, is_repeatable, new_key
from .security import ApiKey, Credentials, Use, chosen
from .signatures import WebhookSecrets, new_message_id
from .tokens import Shelf, Token
from .transport import Builder

log = logging.getLogger(__name__.partition("._runtime")[0])
"""Has the package's name. Tells methods, URLs without their queries, and statuses: no secret."""


class Call:
    """One call of an operation.

    At a URL that it `follows` the query is there already. Raises ValueError for an argument
    that the request can't hold.
    """

    def __init__(
        self,
        operation: Operation[Any],
        arguments: Mapping[str, Any],
        settings: Settings,
        url: str | Exchange | None,
        *,
        follows: bool = False,
    ) -> None:
        self.operation = operation
        self.settings = settings
        self.message = _message(operation, arguments)
        placed = place(operation, arguments)
        self._base = (
            settings.at(operation.server) + placed.path
            if url is None
            else destination(url, operation.expression)
        )
        self._follows = follows
        self._query, self._cookies = placed.query, placed.cookies
        self._headers = [("accept", operation.accepted), *placed.headers]
        self._add_key()
        self._message_id = new_message_id() if settings.signing else None
        self._began = time.monotonic()
        self.uses = chosen(operation.security, settings.credentials)
        for use in self.uses:
            if isinstance(use.scheme, ApiKey) and use.scheme.place == "query":
                hide(use.scheme.name)
        self.shown: list[tuple[Shelf[Any], Token]] = []
        """The access tokens of the last try, and where they are kept."""
        self._may_renew = True
        self._resumed: dict[str, str] = {}

    def resume(self, last_id: str) -> None:
        """Begin anew, with what comes after an event (WHATWG, HTML §9.2.4)."""
        self._began = time.monotonic()
        self._may_renew = True
        self._resumed = {"last-event-id": last_id}

    def held(self, use: Use) -> Any:
        """Give what the caller holds for a scheme."""
        return self.settings.credentials[use.scheme.key]

    def tries(self, body: Outgoing[Any] | None) -> Tries:
        """Give the tries that a request with this body may have."""
        key = self.settings.key_header
        names = {name for name, _ in self._headers} if key else ()
        lasting = body is None or body.is_lasting
        repeatable = lasting and (
            self.operation.repeats
            or self.settings.signing is not None
            or is_repeatable(self.operation.method, names, key)
        )
        self._may_renew = lasting
        return Tries(self.settings.retries, repeatable=repeatable)

    def after_answer(self, tries: Tries, answer: httpx2.Response) -> float | None:
        """Give the seconds to wait after an answer; None if it is the one to keep.

        An access token that is refused is renewed once; nothing else came of the request.
        """
        if answer.status_code == 401 and self.shown and self._may_renew:
            self._may_renew = False
            for shelf, token in self.shown:
                shelf.refuse(token)
            return tries.at_once()
        return tries.after_answer(answer)

    def request(
        self,
        body: Outgoing[Any] | None,
        carried: Credentials,
        http: Builder,
    ) -> httpx2.Request:
        """Make the request of a try; raises `ApiTimeout` when the total is over.

        Raises ValueError where httpx2 takes its URL for none, or for too long.
        """
        headers = self._all_headers(body.headers if body else {}, carried)
        if self.settings.signing:
            headers = self._signed(self.settings.signing, headers, body)
        try:
            return http.build_request(
                self.operation.method,
                _parsed(self._url(carried)),
                headers=[(name.encode(), value.encode()) for name, value in headers],
                content=body.content if body else None,
                extensions={"timeout": self._timeout(http.timeout).as_dict()},
            )
        except httpx2.InvalidURL as error:
            message = f"the request cannot be sent: {error}"
            raise ValueError(message) from error

    def left(self) -> float | None:
        """Give the seconds that are left of the total; raises `ApiTimeout` for none."""
        if self.settings.total is None:
            return None
        left = self.settings.total - (time.monotonic() - self._began)
        if left <= 0:
            raise self.late()
        return left

    def late(self) -> ApiTimeout:
        """Make the error of a call that took longer than it may in total."""
        return ApiTimeout(f"not done within {self.settings.total} s", self._request_id)

    def lost(self, error: httpx2.HTTPError) -> ApiConnectionError:
        """Make the error of a call that got no answer."""
        return connection_error(error, self._request_id)

    def written(self, outcome: object) -> None:
        """Write down how a try ended."""
        if log.isEnabledFor(logging.DEBUG):
            spent = (time.monotonic() - self._began) * 1000
            place = self._base.partition("?")[0]
            method = self.operation.method
            log.debug("%s %s: %s after %.0f ms", method, place, outcome, spent)

    def written_again(self, wait: float, tries: Tries) -> None:
        """Write down that there will be another try."""
        name, made, times = self.operation.name, tries.made, self.settings.retries.times
        log.info("%s again in %.2f s (%d of %d)", name, wait, made, times)

    @property
    def _request_id(self) -> str | None:
        """The id that the caller gave to the request."""
        given = [*self._headers, *self.settings.headers.items()]
        return {name.lower(): value for name, value in given}.get("x-request-id")

    def _add_key(self) -> None:
        name = (self.settings.key_header or "").lower()
        if name and all(name != header for header, _ in self._headers):
            self._headers.append((name, self.settings.idempotency_key or new_key()))

    def _url(self, carried: Credentials) -> str:
        told = self.settings.query
        added = [f"{_quoted(key)}={_quoted(told[key])}" for key in told]
        if not (self._follows or self._query or carried.query or added):
            return self._base
        if not self._follows:
            return _with_query(self._base, [*self._query, *carried.query, *added])
        said = {name_of(part) for part in self._base.partition("?")[2].split("&")}
        more = [part for part in (*carried.query, *added) if name_of(part) not in said]
        return _with_query(self._base, more)

    def _all_headers(
        self, about: Mapping[str, str], carried: Credentials
    ) -> list[tuple[str, str]]:
        """Give the headers, with those `about` the body; what the caller has told wins."""
        headers = [*self._headers, *carried.headers.items()]
        if cookies := [*self._cookies, *carried.cookies]:
            headers.append(("cookie", "; ".join(cookies)))
        if self.settings.headers or self._resumed:
            more = self.settings.headers.items()
            told = {name.lower(): value for name, value in more} | self._resumed
            headers = [pair for pair in headers if pair[0] not in told]
            headers += told.items()
        said = {name for name, _ in headers}
        return headers + [pair for pair in about.items() if pair[0] not in said]

    def _signed(
        self,
        signing: WebhookSecrets,
        headers: list[tuple[str, str]],
        body: Outgoing[Any] | None,
    ) -> list[tuple[str, str]]:
        """Sign a try; its id is that of every other try, unless the caller has told one."""
        content = body.content if body else b""
        if not isinstance(content, bytes):
            raise TypeError("a body that is a stream cannot be signed")
        told = dict(headers).get("webhook-id", self._message_id)
        signed = signing.sign(content, id=told)
        return [pair for pair in headers if pair[0] not in signed] + [*signed.items()]

    def _timeout(self, usual: httpx2.Timeout) -> httpx2.Timeout:
        told = self.settings.timeout
        steps = usual if told is None else httpx2.Timeout(told)
        if (left := self.left()) is None:
            return steps
        return httpx2.Timeout(
            connect=_sooner(steps.connect, left),
            read=_sooner(steps.read, left),
            write=_sooner(steps.write, left),
            pool=_sooner(steps.pool, left),
        )


def _sooner(step: float | None, left: float) -> float:
    return left if step is None else min(step, left)


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _parsed(url: str) -> httpx2.URL:
    """Take a URL apart; what a query says may be secret, and is not kept."""
    return httpx2.URL(url) if "?" in url else _kept(url)


@lru_cache(maxsize=256)
def _kept(url: str) -> httpx2.URL:
    return httpx2.URL(url)


def _with_query(url: str, parts: list[str]) -> str:
    """Add a query, which the URL of a webhook or callback may have already."""
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}{'&'.join(parts)}" if parts else url


def _message(
    operation: Operation[Any], arguments: Mapping[str, Any]
) -> tuple[Content, Any] | None:
    """Give the body of a request, where there is one, and the content that carries it."""
    value = arguments.get("body")
    if operation.body is None or (value is None and not operation.body.required):
        return None
    return choose(operation.body.content, value), value
