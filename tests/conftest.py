"""What tests share: the packages of the golden cases, importable as any other package."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).with_name("goldens")))

from golden_cases import PACKAGES, Finder, accepted

pytest_plugins = ["service_fixtures"]

PACKAGES.mkdir(parents=True, exist_ok=True)
sys.path.append(str(PACKAGES))
sys.meta_path.insert(0, Finder())


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what runs keep for others to runs of the same session."""
    os.environ["BOTHENDS_CACHE"] = str(tmp_path_factory.mktemp("cache"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that takes what is made for what is expected."""
    parser.addoption(
        "--accept",
        action="store_true",
        help="rewrite the expectations of tests/goldens with what is made now",
    )
    parser.addoption(
        "--load",
        type=int,
        default=1,
        metavar="N",
        help="put N times the load on the service",
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which expectations `--accept` has changed."""
    for path in accepted:
        terminalreporter.write_line(f"accepted: {path}")
