"""The servers that the application runs on: uvicorn, or granian."""

import socket

from agent_harness_service.settings import Settings

_TARGET = "agent_harness_service.app:application"


class AddressError(Exception):
    """Nobody can listen there: somebody else does, or it is no address of this machine."""


def require_address(settings: Settings) -> None:
    """Raise `AddressError` unless the service can listen where it is told to."""
    try:
        for family, kind, _, _, address in socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM
        ):
            with socket.socket(family, kind) as tried:
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                tried.bind(address)
    except OSError as error:
        message = f"{settings.host}:{settings.port}: {error.strerror}"
        raise AddressError(message) from error


def serve(settings: Settings) -> None:
    """Serve until a signal says to stop; requests in flight are finished first.

    Each worker is a process that reads the environment for itself.
    """
    match settings.server:
        case "uvicorn":
            _uvicorn(settings)
        case "granian":
            _granian(settings)


def _uvicorn(settings: Settings) -> None:
    import uvicorn

    from agent_harness_service.wire import TimedProtocol

    uvicorn.run(
        _TARGET,
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        backlog=settings.backlog,
        timeout_graceful_shutdown=settings.shutdown_timeout,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        http=TimedProtocol,
    )


def _granian(settings: Settings) -> None:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

    Granian(
        _TARGET,
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        backlog=settings.backlog,
        workers_kill_timeout=settings.shutdown_timeout,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=int(settings.request_timeout * 1000)
        ),
        websockets=False,
        log_enabled=False,
    ).serve()
