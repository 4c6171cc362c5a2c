"""Requests by socket, to a service that runs: a byte at a time, or many at once."""

import asyncio
import json
import resource

import httpx2
from asking_by_hand import BODY, JSON
from processes import Process
from tenants import token

PATH = "/acme/v1/agents/sessions"


def head(length: int, *more: str) -> bytes:
    """Write the head of a good request."""
    lines = [
        f"POST {PATH} HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/json",
        f"Content-Length: {length}",
        f"Authorization: Bearer {token()}",
        *more,
    ]
    return "\r\n".join([*lines, "", ""]).encode()


async def status_of(reader: asyncio.StreamReader, patience: float = 60) -> int:
    """Read the status of an answer; 0 for none."""
    try:
        line = await asyncio.wait_for(reader.readline(), patience)
    except (ConnectionError, TimeoutError):
        return 0
    return int(line.split()[1]) if line.startswith(b"HTTP/1.") else 0


def created(url: str) -> int:
    """Create a session as anybody would; give the status."""
    headers = {**JSON, "authorization": f"Bearer {token()}"}
    return httpx2.post(f"{url}{PATH}", content=BODY, headers=headers).status_code


def allow_files(count: int) -> None:
    """Let this process, and those that it starts, open so many files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard), hard))


def unharmed(process: Process) -> None:
    """See to it that nothing went wrong within the service, and that it told no token."""
    log = process.log.read_text("utf-8")
    assert "Traceback" not in log
    assert '"level": "ERROR"' not in log
    assert token().partition(".")[0] not in log


def told_by(text: bytes) -> list[tuple[int, str]]:
    """Read the answers of a connection: status and code of each."""
    answers: list[tuple[int, str]] = []
    while text:
        top, _, text = text.partition(b"\r\n\r\n")
        line, *fields = top.lower().split(b"\r\n")
        headers = dict(each.split(b": ", 1) for each in fields)
        length = int(headers[b"content-length"])
        body, text = json.loads(text[:length]), text[length:]
        assert headers[b"x-request-id"]
        assert headers[b"content-type"] == b"application/json"
        answers.append((int(line.split()[1]), body.get("error", {}).get("code", "")))
    return answers
