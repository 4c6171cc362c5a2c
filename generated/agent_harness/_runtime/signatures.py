"""Signatures of webhooks, by the scheme of Standard Webhooks (version 1, symmetric).

Three headers go with a message: `webhook-id`, which is the same however often it is sent,
`webhook-timestamp`, in seconds, and `webhook-signature`: the HMAC-SHA256 of both and the body.
"""

import binascii
import hmac
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")

HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")
_PREFIX = "whsec_"
_VERSION = "v1"


class WebhookSignatureError(ValueError):
    """A message is not signed by who is expected to, or not now."""


class WebhookSecrets:
    """The secrets that webhooks are signed with: `whsec_` and Base64, or the bytes themselves.

    Of several, a message is signed with each, and any of them verifies it: while a secret is
    replaced, both ends may know the old one and the new one. `tolerance` is how many seconds
    a message may be older, or newer, than the clock says.
    """

    def __init__(self, *secrets: str | bytes, tolerance: float = 300.0) -> None:
        if not secrets:
            raise ValueError("There is no secret")
        self._keys = tuple(map(_key, secrets))
        self.tolerance = tolerance

    def __repr__(self) -> str:
        return f"WebhookSecrets(<{len(self._keys)}>, tolerance={self.tolerance})"

    def sign(
        self, body: bytes, *, id: str | None = None, timestamp: int | None = None
    ) -> dict[str, str]:
        """Give the headers of a message; without an `id` it has a new one, and is sent now.

        Raises ValueError for an id that a header can't say.
        """
        id = id or new_message_id()
        if not (id.isascii() and id.isprintable() and id.strip() == id):
            message = f"{id!r} cannot be the id of a message"
            raise ValueError(message)
        now = str(int(time.time()) if timestamp is None else timestamp)
        signatures = " ".join(f"{_VERSION},{each}" for each in self._all(id, now, body))
        return dict(zip(HEADERS, (id, now, signatures), strict=True))

    def verify(self, headers: Mapping[str, str], body: bytes) -> str:
        """Give the id of a message, whose body is as it came over the wire.

        Whoever must not take a message twice keeps its id for twice the tolerance. Raises
        `WebhookSignatureError`.
        """
        found = {name.lower(): text for name, text in headers.items()}
        id, timestamp, signatures = (found.get(name, "") for name in HEADERS)
        if not (id and timestamp and signatures):
            raise WebhookSignatureError("The message is not signed")
        self._check_time(timestamp)
        known = self._all(id, timestamp, body)
        given = [each.partition(",") for each in signatures.split(" ")]
        matches = [
            hmac.compare_digest(ours.encode(), _bytes(theirs))
            for version, _, theirs in given
            if version == _VERSION
            for ours in known
        ]
        if not any(matches):
            raise WebhookSignatureError("The signature is wrong")
        return id

    def read(
        self,
        payload: "type[T] | TypeAdapter[T]",
        headers: Mapping[str, str],
        body: bytes,
    ) -> T:
        """Verify a message, and give its body as a model, or as what an adapter reads.

        Raises `WebhookSignatureError`, and pydantic's `ValidationError`.
        """
        self.verify(headers, body)
        from pydantic import TypeAdapter

        from .finite import adapter_of
        from .strictly import read_strictly

        adapter = payload if isinstance(payload, TypeAdapter) else adapter_of(payload)
        found: T = read_strictly(adapter, body)
        return found

    def _check_time(self, timestamp: str) -> None:
        if not (timestamp.isascii() and timestamp.isdigit()) or len(timestamp) > 15:
            raise WebhookSignatureError("The timestamp is no number of seconds")
        age = time.time() - int(timestamp)
        if abs(age) > self.tolerance:
            when = "old" if age > 0 else "new"
            message = f"The message is too {when}, or a clock is wrong"
            raise WebhookSignatureError(message)

    def _all(self, id: str, timestamp: str, body: bytes) -> list[str]:
        signed = _bytes(f"{id}.{timestamp}.") + body
        return [
            b64encode(hmac.digest(key, signed, "sha256")).decode() for key in self._keys
        ]


def new_message_id() -> str:
    """Make the id of a message."""
    return f"msg_{uuid4().hex}"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _key(secret: str | bytes) -> bytes:
    """Decode a secret; raises ValueError for none, without telling it."""
    if isinstance(secret, bytes):
        key = secret
    else:
        try:
            key = b64decode(secret.removeprefix(_PREFIX), validate=True)
        except (binascii.Error, ValueError):
            key = b""
    if not key:
        message = f"A secret is {_PREFIX} and Base64, or bytes"
        raise ValueError(message)
    return key
