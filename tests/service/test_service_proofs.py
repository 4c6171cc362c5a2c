"""Tools that know the description alone find nothing: `bothends contract`, and schemathesis."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tenants import token

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "generated/agent_harness"


def done(folder: Path, *command: str) -> str:
    """Run a command in a folder, where it may leave what it likes; give what it prints."""
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_the_contract_is_kept(service: str, tmp_path: Path) -> None:
    printed = done(
        tmp_path,
        *(sys.executable, "-m", "bothends", "contract", str(PACKAGE)),
        *("--server", f"{service}/acme", "--token", token()),
    )
    assert "1 operation passed" in printed


def test_schemathesis_finds_nothing(service: str, tmp_path: Path) -> None:
    """It is told the name of an agent, so that it gets to 201 as well."""
    text = (PACKAGE / "openapi.json").read_text("utf-8")
    description: dict[str, Any] = json.loads(text)
    agent_name = description["components"]["schemas"]["CreateSessionRequest"][
        "properties"
    ]["agent_name"]
    agent_name["examples"] = ["support-bot"]
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(description), "utf-8")
    report = tmp_path / "report.ndjson"
    printed = done(
        tmp_path,
        *(str(Path(sys.executable).with_name("st")), "run", str(path)),
        *("--url", f"{service}/acme", "--header", f"Authorization: Bearer {token()}"),
        *("--max-examples", "30", "--seed", "1", "--no-color"),
        *("--report", "ndjson", "--report-ndjson-path", str(report)),
    )
    assert "Examples" in printed
    assert '"status_code":201' in report.read_text("utf-8").replace(" ", "")
