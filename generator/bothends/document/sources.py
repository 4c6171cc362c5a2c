"""The bytes of a document: from a file, from standard input or from the network."""

import sys
from pathlib import Path
from typing import BinaryIO

from bothends.document.faults import excess
from bothends.document.limits import Limits
from bothends.document.text import Text
from bothends.problems import Rejected, Unusable


def fetch(
    location: str, limits: Limits, *, allow_network: bool, stdin: BinaryIO | None
) -> bytes:
    """Give all bytes behind a path, `-` or an http or https URL.

    Raises Unusable if they cannot be had, and Rejected if they are more than `max_bytes`.
    """
    # One byte more than allowed is enough to know, and no more is ever held.
    size = limits.max_bytes + 1
    if location == "-":
        data = (stdin or sys.stdin.buffer).read(size)
    else:
        data = obtain(location, size, allow_network=allow_network)
    if len(data) == size:
        raise Rejected([excess(Text(location, ""), 0, "max_bytes", limits)])
    return data


def obtain(location: str, size: int, *, allow_network: bool) -> bytes:
    """Give the first `size` bytes behind a path or an http or https URL; raises Unusable."""
    if "://" in location:
        return _from_network(location, size, allow_network=allow_network)
    return _from_disk(location, size)


def _from_network(location: str, size: int, *, allow_network: bool) -> bytes:
    if not location.lower().startswith(("http://", "https://")):
        message = f"{location} is neither a file nor an http or https URL."
        raise Unusable(message, "Name a file, an http or https URL, or `-`.")
    if not allow_network:
        message = f"{location} is on the network, which is not allowed."
        raise Unusable(message, "Add `--allow-network`, or download the file.")
    from bothends.document.network import download

    return download(location, size)


def _from_disk(location: str, size: int) -> bytes:
    path = Path(location)
    try:
        if path.is_dir():
            message = f"{location} is a directory."
            raise Unusable(message, "Name the file of the description in it.")
        with path.open("rb") as file:
            return file.read(size)
    except FileNotFoundError as error:
        message = f"There is no file {location}."
        hint = "Relative paths count from the current directory."
        raise Unusable(message, hint) from error
    except PermissionError as error:
        message = f"{location} cannot be read: permission denied."
        raise Unusable(message, "Check who owns the file and its mode.") from error
    except (OSError, ValueError) as error:
        message = f"{location} cannot be read: {getattr(error, 'strerror', error)}."
        raise Unusable(message, "Check the path.") from error
