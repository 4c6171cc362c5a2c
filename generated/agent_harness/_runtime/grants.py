"""Grants of OAuth 2.0: what a client shows to be given access tokens (RFC 6749 §4.3, §4.4, §6)."""

from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import quote_plus


@dataclass(frozen=True, slots=True, eq=False, kw_only=True, weakref_slot=True)
class Grant(ABC):
    """What every grant can be told.

    A client keeps the tokens of a grant as long as there is the grant, and shows them in the
    calls that it is given to; give one grant to one client.
    """

    scopes: Sequence[str] | None = None
    """The scopes to ask for; None for those that the operation called wants."""
    token_url: str | None = None
    """Where tokens are given, if not where the description says."""
    in_body: bool = False
    """Whether the client's id and secret go in the body and not in a header (§2.3.1)."""
    early: float = 30.0
    """How many seconds before its end a token is renewed; at most half of its life."""
    more: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    """What else the token server wants to be told, such as an `audience`."""

    flows: ClassVar[Sequence[str]] = ()
    """The flows whose token server this is for, the first that there is."""

    @abstractmethod
    def forms(self, refresh_token: str | None) -> Sequence[Mapping[str, str]]:
        """Give what is to be tried in turn; `refresh_token` came with the last token."""

    @property
    @abstractmethod
    def client(self) -> tuple[str | None, str | None]:
        """The id and the secret of the client."""

    def renewed(self, refresh_token: str) -> Any:
        """Take note of another refresh token; what comes of it may want to be awaited."""
        return None

    def scopes_for(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """Give the scopes to ask for where an operation wants these."""
        return tuple(wanted if self.scopes is None else self.scopes)

    def identified(
        self, form: Mapping[str, str], scopes: Sequence[str]
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Give the whole form and the headers that say who asks (§2.3.1)."""
        whole = {**form, **self.more}
        if scopes:
            whole["scope"] = " ".join(scopes)
        name, secret = self.client
        if name is None:
            return whole, {}
        if secret is None or self.in_body:
            told = {"client_id": name, "client_secret": secret}
            whole |= {key: text for key, text in told.items() if text is not None}
            return whole, {}
        pair = f"{quote_plus(name)}:{quote_plus(secret)}".encode()
        return whole, {"authorization": f"Basic {b64encode(pair).decode()}"}


@dataclass(frozen=True, slots=True, eq=False)
class ClientCredentialsGrant(Grant):
    """The client asks in its own name (§4.4)."""

    client_id: str
    client_secret: str = field(repr=False)

    flows: ClassVar[Sequence[str]] = ("clientCredentials",)

    def forms(self, refresh_token: str | None) -> Sequence[Mapping[str, str]]:
        """Give the one thing to try: no refresh token belongs here (§4.4.3)."""
        return [{"grant_type": "client_credentials"}]

    @property
    def client(self) -> tuple[str | None, str | None]:
        """The id and the secret of the client."""
        return self.client_id, self.client_secret


@dataclass(frozen=True, slots=True, eq=False)
class PasswordGrant(Grant):
    """The client asks in the name of a user whose password it has (§4.3)."""

    username: str
    password: str = field(repr=False)
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)

    flows: ClassVar[Sequence[str]] = ("password",)

    def forms(self, refresh_token: str | None) -> Sequence[Mapping[str, str]]:
        """Give a refresh token, if there is one, and then the password."""
        password = {
            "grant_type": "password",
            "username": self.username,
            "password": self.password,
        }
        return [_refreshing(refresh_token), password] if refresh_token else [password]

    @property
    def client(self) -> tuple[str | None, str | None]:
        """The id and the secret of the client."""
        return self.client_id, self.client_secret


@dataclass(frozen=True, slots=True, eq=False)
class RefreshTokenGrant(Grant):
    """The client has a refresh token, of a user who has let it in before (§6)."""

    refresh_token: str = field(repr=False)
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    on_renewal: Callable[[str], Any] | None = None
    """Called with each refresh token that takes the place of the one before, to be kept; what
    it awaits is awaited.
    """

    flows: ClassVar[Sequence[str]] = (
        "authorizationCode",
        "deviceAuthorization",
        "password",
    )

    def forms(self, refresh_token: str | None) -> Sequence[Mapping[str, str]]:
        """Give the latest refresh token."""
        return [_refreshing(refresh_token or self.refresh_token)]

    @property
    def client(self) -> tuple[str | None, str | None]:
        """The id and the secret of the client."""
        return self.client_id, self.client_secret

    def renewed(self, refresh_token: str) -> Any:
        """Tell who keeps refresh tokens."""
        if self.on_renewal and refresh_token != self.refresh_token:
            return self.on_renewal(refresh_token)
        return None

    def scopes_for(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """Give no scopes but those told: there are as many as the user has granted (§6)."""
        return tuple(self.scopes or ())


def _refreshing(refresh_token: str) -> Mapping[str, str]:
    return {"grant_type": "refresh_token", "refresh_token": refresh_token}
