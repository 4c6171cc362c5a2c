"""What docs/service.md says is so: its commands run, its tables are those of the service."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import pytest
from cluster import Cluster
from processes import ROOT, command, environment, lines_of

from agent_harness import GetSessionResponse
from agent_harness._runtime.problem import Code
from agent_harness_service.settings import PREFIX, Settings

PAGE = (ROOT / "docs/service.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PYTHON = "python -m agent_harness_service "


def blocks(language: str) -> list[str]:
    """List the blocks of a language."""
    return [text for found, text in BLOCK.findall(PAGE) if found == language]


SERVED_OR_SETTLED = {"make serve", ". .venv/bin/activate"}
"""Commands that are tried elsewhere, or whose work the tests find done."""


def commands(block: str) -> tuple[list[str], str]:
    """Take a console block apart: its commands, and all that is printed below them."""
    parts = [
        part.partition("\n") for part in re.split(r"^\$ ", block, flags=re.MULTILINE)
    ]
    lines = [line for line, _, _ in parts[1:] if line not in SERVED_OR_SETTLED]
    return lines, "".join(output for _, _, output in parts)


def test_the_commands_do_what_is_printed_below_them(tmp_path: Path) -> None:
    folder = Path(sys.executable).parent
    env = environment(database_url=f"sqlite:///{tmp_path}/agent-harness.db")
    env["PATH"] = f"{folder}{os.pathsep}{env['PATH']}"
    done = 0
    for lines, output in map(commands, blocks("console")):
        printed = shell("\n".join(lines), env)
        if lines and " token mint " in lines[-1]:
            assert re.fullmatch(r"ey[\w-]+(\.[\w-]+){2}\n", printed)
        else:
            assert printed == output
        done += len(lines)
    assert done > 7


def shell(text: str, env: dict[str, str]) -> str:
    """Run commands, none of which may fail or complain; give what they print."""
    done = subprocess.run(
        ["/bin/sh", "-ec", text], env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_token_is_minted_by_the_command_in_the_text() -> None:
    [line] = re.findall(r"`python -m agent_harness_service (token .*?)`", PAGE)
    done = command(*line.split(), env=environment(token_secret="x" * 32))
    assert done.returncode == 0
    assert done.stdout.count(".") == 2


@contextmanager
def developing(folder: Path) -> Generator[list[str]]:
    """Do what `make serve` does; give the two lines that it prints."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    [recipe] = re.findall(r"^serve: .*\n\t\$\(BIN\)/(.*)$", makefile, re.MULTILINE)
    assert recipe == f"{PYTHON}serve --dev"
    with lines_of(recipe.removeprefix(PYTHON).split(), folder) as printed:
        yield printed


def test_the_two_lines_of_make_serve_work(tmp_path: Path) -> None:
    with developing(tmp_path) as (intent, curl, python):
        assert intent.endswith(":")
        assert curl.startswith("curl ")
        assert python.startswith(sys.executable)
        env = {**os.environ, "PYTHONPATH": str(ROOT / "generated")}
        for line in (curl, python) if shutil.which("curl") else (python,):
            printed = shell(line, env)
            assert "support-bot" in printed
            if line == curl:
                GetSessionResponse.model_validate_json(printed)


def test_the_session_that_is_shown_is_one() -> None:
    [shown] = blocks("json")
    session = GetSessionResponse.model_validate(json.loads(shown))
    assert not session.model_extra


def test_the_table_of_settings_is_whole() -> None:
    rows = re.findall(rf"^\| `({PREFIX}\w+)` \|(.*?)\|", PAGE, re.MULTILINE)
    fields = {
        f"{PREFIX}{name.upper()}": "" if field.default is None else f"`{field.default}`"
        for name, field in Settings.model_fields.items()
    }
    assert {name: default.strip() for name, default in rows} == fields
    assert len(rows) == len(fields)


def test_every_variable_that_is_named_is_a_setting() -> None:
    named = {*re.findall(rf"{PREFIX}(\w+)", PAGE)}
    assert {each.lower() for each in named} <= {*Settings.model_fields}


def test_every_code_of_the_table_is_one_of_the_service() -> None:
    rows = re.findall(r"^\| [\d, ]+ \| (`.*?) \|", PAGE, re.MULTILINE)
    codes = {code for row in rows for code in re.findall(r"`(\w+)`", row)}
    source = "".join(
        path.read_text("utf-8")
        for path in (ROOT / "service/agent_harness_service").glob("*.py")
    )
    framework = {each.replace("-", "_") for each in get_args(Code)} - {"unauthorized"}
    own = {each for each in codes if f'"{each}"' in source}
    assert codes == own | framework


def test_the_benchmark_measures(postgresql: Cluster) -> None:
    assert "`python benchmarks/service.py`" in PAGE
    assert postgresql.port
    few = ["--seconds", "0.3", "--connections", "2", "--servers", "uvicorn"]
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks/service.py"), *few],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"^\| SQLite \| uvicorn \| 2 \| \d+", done.stdout, re.MULTILINE)
    assert re.search(
        r"^\| PostgreSQL \| uvicorn \| 2 \| \d+", done.stdout, re.MULTILINE
    )


@pytest.mark.parametrize("target", ["serve", "test", "load"])
def test_make_has_the_targets(target: str) -> None:
    assert f"make {target}" in PAGE
    assert f"\n{target}: " in (ROOT / "Makefile").read_text("utf-8")
