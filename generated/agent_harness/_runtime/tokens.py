"""Access tokens of OAuth 2.0: how they are asked for, read and kept (RFC 6749 §5)."""

import math
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from pydantic_core import from_json

from .content import Binary, Json
from .errors import ApiCredentialsError, UnexpectedResponse
from .faults import is_object
from .grants import Grant
from .operation import Body, Operation, Reply
from .security import Flow, OAuth2, Scheme, Use

L = TypeVar("L")

TOKEN: Operation[Mapping[str, Any]] = Operation(
    name="access_token",
    method="POST",
    path="",
    body=Body((Binary("application/x-www-form-urlencoded"),), required=True),
    replies={200: Reply((Json(dict[str, Any]),))},
    repeats=True,
)
"""What asks for a token; to ask twice does no harm."""

_CODE = re.compile(r"[a-z][a-z_.-]{0,63}")


@dataclass(frozen=True, slots=True)
class Token:
    """An access token, and the seconds of the monotonic clock at which it is renewed."""

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    stale_at: float

    @property
    def is_fresh(self) -> bool:
        """Whether it need not be renewed yet."""
        return time.monotonic() < self.stale_at


@dataclass(frozen=True, slots=True)
class Ask:
    """What is sent to a token server."""

    url: str
    form: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


@dataclass(slots=True)
class Shelf(Generic[L]):
    """Where the token of a grant for some scopes is; who renews it holds the lock."""

    lock: L
    token: Token | None = None

    @property
    def fresh(self) -> Token | None:
        """The token, if it need not be renewed."""
        return self.token if self.token and self.token.is_fresh else None

    def refuse(self, token: Token) -> None:
        """Have a token renewed that the API has refused, unless it is so already."""
        if self.token is token:
            self.token = replace(token, stale_at=-math.inf)


class Shelves(Generic[L]):
    """The tokens of a client, by grant, token server and scopes."""

    def __init__(self, new_lock: Callable[[], L]) -> None:
        self._new_lock = new_lock
        self._lock = Lock()
        self._shelves: WeakKeyDictionary[Grant, dict[object, Shelf[L]]] = (
            WeakKeyDictionary()
        )

    def get(self, grant: Grant, url: str, scopes: Sequence[str]) -> Shelf[L]:
        """Find a shelf, or make one."""
        key = url, frozenset(scopes)
        with self._lock:
            shelves = self._shelves.setdefault(grant, {})
            if key not in shelves:
                shelves[key] = Shelf(self._new_lock())
            return shelves[key]


class Renewal(Generic[L]):
    """A token that a call wants of a grant; raises ValueError where nobody says where it is."""

    def __init__(self, grant: Grant, use: Use, shelves: Shelves[L]) -> None:
        self._grant = grant
        self._flow = _flow(grant, use.scheme)
        self._scopes = grant.scopes_for(use.scopes)
        self.shelf = shelves.get(grant, self._flow.token_url, self._scopes)

    def asks(self) -> Sequence[Ask]:
        """Give what is to be sent in turn, until something of it is not refused."""
        kept = self.shelf.token
        forms = self._grant.forms(kept.refresh if kept else None)
        return [self._ask(form) for form in forms]

    def keep(self, answer: Mapping[str, Any]) -> tuple[Token, Any]:
        """Put a token on its shelf; raises `ApiCredentialsError` for what is none.

        What comes of a new refresh token is given as well: it may want to be awaited.
        """
        token, before = _read(answer, self._grant.early), self.shelf.token
        known = before.refresh if before else None
        self.shelf.token = token = replace(token, refresh=token.refresh or known)
        if token.refresh is None or token.refresh == known:
            return token, None
        return token, self._grant.renewed(token.refresh)

    def _ask(self, form: Mapping[str, str]) -> Ask:
        whole, headers = self._grant.identified(form, self._scopes)
        refreshes = form["grant_type"] == "refresh_token"
        url = self._flow.refresh_url if refreshes else None
        return Ask(url or self._flow.token_url, urlencode(whole).encode(), headers)


def refusal(error: UnexpectedResponse) -> ApiCredentialsError:
    """Make the error of a token server that answers no token."""
    try:
        answer: object = from_json(error.content)
    except ValueError:
        answer = None
    return _refusal(error.status, answer)


def _flow(grant: Grant, scheme: Scheme) -> Flow:
    """Find where tokens are given."""
    if grant.token_url:
        return Flow("", grant.token_url)
    flows = scheme.flows if isinstance(scheme, OAuth2) else ()
    known = {flow.kind: flow for flow in flows}
    for kind in grant.flows:
        if kind in known:
            return known[kind]
    message = (
        f"the grant for {scheme.key} needs a `token_url`: the description has none"
    )
    raise ValueError(message)


def _read(answer: Mapping[str, Any], early: float) -> Token:
    access, kind = answer.get("access_token"), answer.get("token_type", "bearer")
    if not isinstance(access, str) or not access or not access.isprintable():
        raise _refusal(200, answer)
    if str(kind).lower() != "bearer":
        raise ApiCredentialsError("the access token is no bearer token", 200)
    refresh = answer.get("refresh_token")
    life = _seconds(answer.get("expires_in"))
    return Token(
        access,
        refresh if isinstance(refresh, str) and refresh else None,
        time.monotonic() + max(life - early, life / 2),
    )


def _refusal(status: int, answer: Any) -> ApiCredentialsError:
    """Tell the code of a refusal, and nothing of a text that may repeat what was sent."""
    code = answer.get("error") if is_object(answer) else None
    if isinstance(code, str) and _CODE.fullmatch(code):
        return ApiCredentialsError(f"no access token: {code}", status, code)
    return ApiCredentialsError("the answer of the token server is no token", status)


def _seconds(told: Any) -> float:
    """Read how long a token lives, in digits or in text as some servers send it."""
    try:
        seconds = float(told)
    except (TypeError, ValueError, OverflowError):
        return math.inf
    return seconds if seconds > 0 else math.inf
