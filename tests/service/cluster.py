"""A PostgreSQL of the tests' own: in a folder of its own, on a free port of this machine."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from connecting import free_port

_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
_SMALL = "-c shared_buffers=32MB -c max_connections=60"
MISSING = "PostgreSQL is not on this machine: apt-get install postgresql"


def found(program: str) -> str | None:
    """Find a program of PostgreSQL, which Debian does not put on the path."""
    places = os.pathsep.join([os.environ.get("PATH", ""), *map(str, _PLACES)])
    return shutil.which(program, path=places)


def version() -> str:
    """Give the version of PostgreSQL, or `none`."""
    path = found("postgres")
    if path is None:
        return "none"
    line = [path, "--version"]
    told = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    return told.split()[2]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A server that runs, with the right to stop and start it."""

    folder: Path
    port: int
    durable: bool
    """Whether what is committed outlives a loss of power, and not only of the process."""

    def url(self, name: str) -> str:
        """Give the URL of a database."""
        return f"postgresql://tests@127.0.0.1:{self.port}/{name}"

    def make(self, name: str) -> str:
        """Make a database that is empty; give its URL."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.url(name)

    def start(self) -> None:
        """Start the server and wait for it."""
        options = f"-p {self.port} -k {self.folder} -h 127.0.0.1 {_SMALL}"
        options += "" if self.durable else " -c fsync=off"
        log = str(self.folder / "log")
        _run("pg_ctl", "-D", self._data, "-w", "-l", log, "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; connections are cut."""
        _run("pg_ctl", "-D", self._data, "-w", "-m", mode, "stop")

    @contextmanager
    def paused(self) -> Generator[None]:
        """Let nothing that the server consists of run: connections stay, answers do not come."""
        first = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        os.kill(first, signal.SIGSTOP)
        others = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for each in map(int, others):
            os.kill(each, signal.SIGSTOP)
        try:
            yield
        finally:
            for each in (*map(int, others), first):
                os.kill(each, signal.SIGCONT)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")


@contextmanager
def cluster(*, durable: bool = False) -> Generator[Cluster]:
    """Run a server while the context is open."""
    with TemporaryDirectory(prefix="postgresql-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if os.getuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        data = str(folder / "data")
        _run("initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "-N")
        made = Cluster(folder, free_port(), durable)
        made.start()
        try:
            yield made
        finally:
            made.stop("immediate")


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL, which refuses to be root."""
    path = found(program)
    assert path, MISSING
    user = pwd.getpwnam("postgres").pw_uid if os.getuid() == 0 else None
    done = subprocess.run(
        [path, *arguments],
        user=user,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, (program, arguments)
