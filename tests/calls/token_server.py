"""A token server and the API that its tokens are for, on one real socket."""

import json as text
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from hostile import Act, Hostile, header, json, says

LET_IN = says(204)


@dataclass(frozen=True)
class Asked:
    """What came to the token server."""

    path: str
    authorization: str
    form: dict[str, str]


class TokenServer(Hostile):
    """Answers what asks for tokens by its script, and calls of the API by another one.

    Past the end of a script the last thing is done again.
    """

    def __init__(self, *script: Act, api: Sequence[Act] = (LET_IN,)) -> None:
        super().__init__(*script)
        self._api = api

    @property
    def asked_tokens(self) -> list[Asked]:
        """What asked for tokens."""
        return [_asked(each) for each in self.requests if _is_for_tokens(each)]

    @property
    def calls(self) -> list[str]:
        """What the calls of the API said by `Authorization`."""
        return [
            header(each, "authorization")
            for each in self.requests
            if not _is_for_tokens(each)
        ]

    def next_act(self) -> Act:
        """Give what to do to the request that came last."""
        tokens = _is_for_tokens(self.requests[-1])
        script = self._script if tokens else self._api
        count = len(self.asked_tokens if tokens else self.calls)
        return script[min(count, len(script)) - 1]


def gives(access: str, **more: object) -> Act:
    """Answer with an access token."""
    answer = {"access_token": access, "token_type": "Bearer", **more}
    return json(200, text.dumps(answer).encode())


def refuses(error: str, status: int = 400, **more: object) -> Act:
    """Answer with an error of RFC 6749 §5.2."""
    return json(status, text.dumps({"error": error, **more}).encode())


def slowly(act: Act) -> Act:
    """Take a while, in which other callers come."""

    def later(connection: socket.socket) -> None:
        time.sleep(0.1)
        act(connection)

    return later


def _asked(request: bytes) -> Asked:
    head, _, body = request.partition(b"\r\n\r\n")
    form = parse_qs(body.decode(), keep_blank_values=True, strict_parsing=True)
    assert all(len(values) == 1 for values in form.values())
    return Asked(
        head.split()[1].decode(),
        header(request, "authorization"),
        {name: values[0] for name, values in form.items()},
    )


def _is_for_tokens(request: bytes) -> bool:
    return request.startswith((b"POST /token ", b"POST /refresh "))
