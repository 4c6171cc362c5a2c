"""The contract in pytest: an item for each operation, and nothing for who asks for nothing."""

import subprocess
import sys
from pathlib import Path

from broken import PACKAGE, copy


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run pytest in an empty folder, with the plugin."""
    options = ("-p", "bothends.plugin", "-p", "no:cacheprovider", "-v", *arguments)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-W", "error", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_operation_is_an_item(tmp_path: Path) -> None:
    done = run(tmp_path, "--bothends", str(PACKAGE))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "create_session PASSED" in done.stdout
    assert "1 passed" in done.stdout


def test_a_package_is_named_as_python_names_it(tmp_path: Path) -> None:
    done = run(tmp_path, "--bothends", "agent_harness", "-k", "create_session")
    assert "1 passed" in done.stdout


def test_a_failure_is_told_without_a_traceback(tmp_path: Path) -> None:
    package = copy(tmp_path, "models.py", "max_length=255", "max_length=2555")
    done = run(tmp_path, "--bothends", str(package), "--bothends-seed", "3")
    assert done.returncode == 1
    assert "a body that breaks `maxLength` at /agent_name" in done.stdout
    assert "--operation create_session --seed 3" in done.stdout
    assert "plugin.py" not in done.stdout


def test_no_package_is_a_mistake(tmp_path: Path) -> None:
    done = run(tmp_path, "--bothends", "no/such")
    assert done.returncode == 4
    assert "There is no folder no/such." in done.stderr


def test_without_the_option_nothing_happens(tmp_path: Path) -> None:
    (tmp_path / "test_nothing.py").write_text(
        "import sys\n\ndef test_it():\n    assert 'bothends.contract' not in sys.modules\n"
    )
    done = run(tmp_path)
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout
