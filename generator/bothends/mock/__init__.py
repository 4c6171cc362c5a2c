"""A generated package -> a server that answers as its description says, with no handler written."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bothends.mock.application import application
from bothends.mock.curl import curl
from bothends.mock.local import base_path, localise
from bothends.mock.serving import Place, Running
from bothends.package import Subject, load

__all__ = ["Place", "Running", "application", "base_path", "curl", "mocked"]


@contextmanager
def mocked(folder: Path, *, seed: int, auth: bool) -> Generator[tuple[Subject, Any]]:
    """Make a mock of the package in a folder, which is the mock's own to change.

    Gives the package and the application; in the end, the package is imported no more.
    """
    localise(folder / "openapi.json")
    subject = load(str(folder))
    try:
        yield subject, application(subject, seed=seed, auth=auth)
    finally:
        subject.forget()
