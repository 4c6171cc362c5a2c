"""A package on disk, in a folder of its own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty project, so that outputs are relative as users write them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def unprivileged(project: Path) -> Iterator[Path]:
    """Be nobody for a while, since root may write everywhere; the project is read-only."""
    project.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    yield project
    if is_root:
        os.seteuid(0)
    project.chmod(0o755)
