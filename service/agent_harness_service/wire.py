"""HTTP/1.1 as uvicorn speaks it, with a bound on time, and the API's words for what is no HTTP."""

import asyncio

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol
from uvicorn.server import ServerState

from agent_harness_service.failures import answer, failure
from agent_harness_service.observing import HEADER, new_id
from agent_harness_service.settings import from_environment

_BEFORE_AN_ANSWER = (h11.IDLE, h11.SEND_RESPONSE)
_WITHIN_A_REQUEST = (h11.IDLE, h11.SEND_BODY)


class TimedProtocol(H11Protocol):
    """One connection: what does not become a request in time is given up."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._seconds = from_environment().request_timeout
        self._timer: asyncio.TimerHandle | None = None
        self._look()

    def data_received(self, data: bytes) -> None:
        """Wait for more, or no longer."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request, or for the rest of this one."""
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._forget()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP."""
        self._refuse(400, "malformed_request", msg)

    def _look(self) -> None:
        if self.conn.their_state not in _WITHIN_A_REQUEST:
            self._forget()
        elif self._timer is None:
            self._timer = self.loop.call_later(self._seconds, self._give_up)

    def _forget(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if self.cycle and not self.cycle.response_complete:
            self._look()  # The application has its own clock for the body.
        elif self.conn.trailing_data[0] and self.conn.their_state is h11.IDLE:
            detail = f"The request did not come within {self._seconds:g} seconds"
            self._refuse(408, "request_timeout", detail)
        else:
            self.transport.close()

    def _refuse(self, status: int, code: str, message: str) -> None:
        """Say what is wrong where nothing has been said yet, and close."""
        if self.cycle:
            self.cycle.disconnected = True  # The application may say what it likes.
            self.cycle.message_event.set()
        if self.conn.our_state in _BEFORE_AN_ANSWER:
            headers = {"connection": "close", HEADER: new_id()}
            response = answer(failure(status, code, message, headers=headers))
            for event in (
                h11.Response(
                    status_code=status,
                    headers=response.raw_headers,
                    reason=STATUS_PHRASES[status],
                ),
                h11.Data(bytes(response.body)),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
