"""Downloads one document, within bounds of time and size."""

from collections.abc import Iterator
from http.client import HTTPException, HTTPResponse
from time import monotonic
from urllib.error import HTTPError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    UnknownHandler,
)

from bothends.problems import Unusable

TIMEOUT = 30.0
"""Seconds, for the whole download."""

_CHUNK = 65536


def download(url: str, size: int) -> bytes:
    """Give the first `size` bytes behind an http or https URL; raises Unusable."""
    deadline = monotonic() + TIMEOUT
    try:
        with _opener().open(url, timeout=TIMEOUT) as response:
            return b"".join(_chunks(response, size, deadline))
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, HTTPError):
            error.close()
        reason = getattr(error, "reason", None) or error
        message = f"{url} cannot be downloaded: {reason}."
        raise Unusable(message, "Check the address, or download the file.") from error


def _opener() -> OpenerDirector:
    """Know http and https only, so that no redirect can lead to a file or another protocol."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPRedirectHandler(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        UnknownHandler(),
    ):
        opener.add_handler(handler)
    # Some hosts turn the default of urllib away.
    opener.addheaders = [("User-Agent", "bothends"), ("Accept", "*/*")]
    return opener


def _chunks(response: HTTPResponse, size: int, deadline: float) -> Iterator[bytes]:
    """Read bit by bit: a timeout of urllib counts from the last byte, not from the first."""
    while size > 0 and (chunk := response.read1(min(size, _CHUNK))):
        if monotonic() > deadline:
            message = f"it takes longer than {TIMEOUT:.0f} seconds"
            raise TimeoutError(message)
        size -= len(chunk)
        yield chunk
    if size > 0 and response.length:
        message = f"it ends {response.length:,} bytes too early"
        raise ConnectionError(message)
