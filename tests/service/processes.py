"""The service as a process of its own, started by its command, to be stopped or killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
from connecting import free_port
from tenants import AUDIENCE, ISSUER, SHARED

from agent_harness_service.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
PATHS = os.pathsep.join([str(ROOT / "service"), str(ROOT / "generated")])


def environment(**settings: object) -> dict[str, str]:
    """Give an environment with these settings and no others."""
    outside = {
        name: text for name, text in os.environ.items() if not name.startswith(PREFIX)
    }
    ours = {f"{PREFIX}{name.upper()}": str(value) for name, value in settings.items()}
    return {**outside, "PYTHONPATH": PATHS, **ours}


def command(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command of the service to its end."""
    return subprocess.run(
        [sys.executable, "-m", "agent_harness_service", *arguments],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@dataclass(frozen=True, slots=True)
class Process:
    """A service that runs, or did."""

    url: str
    log: Path
    popen: subprocess.Popen[bytes]

    def killed(self) -> None:
        """Kill the process with all that it has started."""
        os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()

    def signalled(self, number: signal.Signals) -> int:
        """Send a signal to the process, and wait for its end."""
        self.popen.send_signal(number)
        return self.popen.wait(timeout=30)


@contextmanager
def running(given: Settings, folder: Path, **more: object) -> Generator[Process]:
    """Run a service; what is left of it at the end is killed."""
    port = free_port()
    known = {
        "database_url": given.database_url,
        "database_timeout": given.database_timeout,
        "token_secret": SHARED,
        "token_issuer": ISSUER,
        "token_audience": AUDIENCE,
        "port": port,
    }
    log = folder / f"{port}.log"
    with log.open("wb") as stream:
        popen = subprocess.Popen(
            [sys.executable, "-m", "agent_harness_service", "serve"],
            env=environment(**{**known, **more}),
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    process = Process(f"http://127.0.0.1:{port}", log, popen)
    try:
        _wait(process)
        yield process
    finally:
        if popen.poll() is None:
            os.killpg(popen.pid, signal.SIGKILL)
        popen.wait()


@contextmanager
def lines_of(arguments: Sequence[str], folder: Path) -> Generator[list[str]]:
    """Run a command that serves; give the lines that it prints before it does."""
    port = free_port()
    log = folder / f"{port}.log"
    with log.open("wb") as stream:
        popen = subprocess.Popen(
            [sys.executable, "-m", "agent_harness_service", *arguments],
            env=environment(port=port, database_url=f"sqlite:///{folder}/service.db"),
            stdout=subprocess.PIPE,
            stderr=stream,
            start_new_session=True,
        )
    process = Process(f"http://127.0.0.1:{port}", log, popen)
    with popen:
        try:
            _wait(process)
            assert popen.stdout
            lines = [popen.stdout.readline().decode().strip() for _ in range(6)]
            yield [each for each in lines if each]
        finally:
            process.killed()


def _wait(process: Process) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.popen.poll() is None, process.log.read_text()
        try:
            if httpx2.get(f"{process.url}/readyz").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.05)
    raise AssertionError(process.log.read_text())
