"""Operations that nothing can be sent to: noted with the reason, and no failure."""

import subprocess
import sys
from pathlib import Path

from broken import found
from golden_cases import Case, made

from bothends.contract import Choice, Contract, contract, matrix
from bothends.contract.routes import Routes
from bothends.report.terminal import Screen

EDGES = Case("edges")
UNTRIED = {
    "never": "the body (application/json) is required, but no valid value could be drawn",
    "both": "one header cannot hold the credentials of all these schemes",
    "again": "its requests are those of GET /plain",
}


def tried() -> Contract:
    """Try the package of the case with a few values."""
    made(EDGES)
    return contract(str(EDGES.package), Choice(limit=4))


def test_what_cannot_be_sent_is_noted_with_the_reason() -> None:
    kept = tried()
    assert not found(kept)
    reasons = {each.name: each.untried for each in kept.results if each.untried}
    assert reasons == UNTRIED


def test_the_matrix_tells_them_from_what_passed() -> None:
    text = matrix(tried(), Screen(width=100))
    assert "5 operations passed, 3 untried" in text
    for name, reason in UNTRIED.items():
        assert any(
            line.startswith(f"untried {name} ") and line.endswith(reason)
            for line in text.splitlines()
        )


def test_pytest_skips_them(tmp_path: Path) -> None:
    made(EDGES)
    options = ["-p", "bothends.plugin", "-p", "no:cacheprovider", "-rs"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--bothends", str(EDGES.package)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "5 passed, 3 skipped" in done.stdout, done.stdout
    assert UNTRIED["both"] in done.stdout


def test_twins_differ_by_their_fragment_alone() -> None:
    routes = Routes([("GET", "/a"), ("GET", "/a#b"), ("PUT", "/a#b"), ("GET", "/a?b")])
    assert routes.twin("GET", "/a#b") == "/a"
    assert [routes.twin(*each) for each in [("GET", "/a"), ("PUT", "/a#b")]] == ["", ""]
    assert routes.twin("GET", "/a?b") == ""
