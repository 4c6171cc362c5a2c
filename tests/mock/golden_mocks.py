"""Mocks of the golden packages, and what lets a client in."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from golden_cases import CASES, Case, made

from bothends.contract.security import made_up
from bothends.mock import Running, base_path, mocked
from bothends.package import Subject, load

CALLED = [case for case in CASES if "expected/client.py" in made(case)]


@contextmanager
def mock_of_golden(case: Case, folder: Path) -> Generator[tuple[Subject, str]]:
    """Serve a mock of a package; give the package, and what its client is to call."""
    copy = folder / f"mock_of_{case.package.name}"
    shutil.copytree(case.package, copy)
    subject = load(str(case.package))
    with mocked(copy, seed=0, auth=True) as (mock, app):
        running = Running(app)
        try:
            yield subject, running.url + base_path(mock.tree)
        finally:
            running.close()


def options(subject: Subject, url: str) -> dict[str, Any]:
    """Give the arguments of a client, with any credentials."""
    operations = [each.operation for each in subject.entries() if each.operation]
    schemes = {key: scheme for key, (scheme, _) in made_up(operations).items()}
    credentials = {
        argument: ("any", "any") if type(schemes[key]).__name__ == "Basic" else "any"
        for key, argument in subject.credential_arguments().items()
        if key in schemes
    }
    return {**credentials, "base_url": url, "strict": True}
