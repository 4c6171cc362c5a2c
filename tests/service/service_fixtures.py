"""What the tests of the service share: databases of both kinds, and services over them.

This is a plugin that every test run loads: what it needs is imported where it is needed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cluster import Cluster

    from agent_harness_service.settings import Settings

_NUMBERS = count(1)


@pytest.fixture
def scale(request: pytest.FixtureRequest) -> int:
    """Tell how many times the small load of a test is to be put on: see `make load`."""
    times: int = request.config.option.load
    return times


@pytest.fixture(scope="session")
def postgresql() -> Generator[Cluster]:
    """Run a PostgreSQL for the tests."""
    from cluster import MISSING, cluster, found

    if not found("initdb"):
        pytest.skip(MISSING)
    with cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"], scope="session")
def settled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """Give the settings of a database with tenants in it, of each kind."""
    if request.param == "sqlite":
        return _settled(f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/service.db")
    server: Cluster = request.getfixturevalue("postgresql")
    return _settled(server.make(f"settled_{next(_NUMBERS)}"))


@pytest.fixture(scope="session")
def service(settled: Settings) -> Generator[str]:
    """Serve each kind of database; give the URL, without the tenant."""
    from serving import serving

    from agent_harness_service.app import made

    with serving(made(settled)) as url:
        yield url


@pytest.fixture(scope="session")
def colliding(settled: Settings) -> Generator[str]:
    """Serve an application whose ids are all the same, and taken."""
    import httpx2
    from asking_by_hand import posted
    from serving import serving

    from agent_harness_service.app import made

    with serving(made(settled, mint=lambda _: "taken")) as url:
        with httpx2.Client(base_url=url) as http:
            posted(http)
        yield url


@pytest.fixture
def fresh(tmp_path: Path) -> Settings:
    """Give the settings of an SQLite of one test, with tenants in it."""
    return _settled(f"sqlite:///{tmp_path}/service.db")


@pytest.fixture
def fresh_postgresql(postgresql: Cluster) -> Settings:
    """Give the settings of a PostgreSQL database of one test, with tenants in it."""
    return _settled(postgresql.make(f"fresh_{next(_NUMBERS)}"))


def _settled(url: str) -> Settings:
    from tenants import settings, settle

    given = settings(url)
    asyncio.run(settle(given))
    return given
