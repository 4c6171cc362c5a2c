"""A request, spelled as a command that sends it."""

from collections.abc import Sequence
from shlex import quote as shell
from urllib.parse import quote

import httpx2

_USUAL = frozenset(
    ["accept", "accept-encoding", "connection", "content-length", "host", "user-agent"]
)
_LONGEST = 1000


def curl(request: httpx2.Request, secrets: Sequence[str] = ()) -> str:
    """Spell a request for a shell; of `secrets` nothing shows."""
    words = ["curl", "-X", shell(request.method), shell(str(request.url))]
    for name, value in request.headers.items():
        if name not in _USUAL:
            text = "***" if secrets and name == "authorization" else value
            words += ["-H", shell(f"{name}: {text}")]
    if data := request.content:
        words += ["--data-binary", shell(data.decode("utf-8", "backslashreplace"))]
    line = " ".join(words)
    for secret in secrets:
        for spelled in {secret, quote(secret, safe="")}:
            line = line.replace(spelled, "***")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
