"""The mock in pytest: the fixture `bothends_mock`."""

import subprocess
import sys
from pathlib import Path

from mocks import SPEC

TESTS = """\
import httpx2
import sys


def test_it_is_served(bothends_mock):
    mock = bothends_mock("shop.yaml", "--no-auth")
    assert httpx2.get(mock.base_url + "/pets/1").json()["name"] == "Tom"
    assert bothends_mock("shop.yaml", "--no-auth") is mock


def test_it_is_an_application(bothends_mock):
    from starlette.testclient import TestClient

    client = TestClient(bothends_mock("shop.yaml", "--no-auth").app)
    assert client.get("/v1/api/pets/1").json()["name"] == "Tom"


def test_the_configured_job_is_the_default(bothends_mock):
    mock = bothends_mock("--no-auth")
    assert mock.base_url == mock.url + "/v1/api"
"""
CONFIG = '[jobs.shop]\nspec = "shop.yaml"\noutput = "shop"\n'
WRONG = """\
def test_it(bothends_mock):
    bothends_mock("nowhere.yaml")
"""


def run(folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run pytest in a folder with a description, with the plugin."""
    (folder / "shop.yaml").write_text(SPEC)
    (folder / "bothends.toml").write_text(CONFIG)
    options = ("-p", "bothends.plugin", "-p", "no:cacheprovider", "-v")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-W", "error", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_fixture_serves_a_mock(tmp_path: Path) -> None:
    (tmp_path / "test_shop.py").write_text(TESTS)
    done = run(tmp_path)
    assert "3 passed" in done.stdout, done.stdout + done.stderr
    assert not (tmp_path / "shop").exists()


def test_a_mistake_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "test_wrong.py").write_text(WRONG)
    done = run(tmp_path)
    assert done.returncode == 1
    assert "nowhere.yaml" in done.stdout
    assert "plugin.py" not in done.stdout
