"""A parameter that must be sent, and means something where it is left out."""

import subprocess
import sys
from pathlib import Path

from broken import found

from bothends.contract import Choice, contract

SPEC = """\
openapi: 3.1.0
info: { title: Logs, version: "1" }
paths:
  /logs:
    get:
      operationId: logs
      parameters:
        - { name: kind, in: query, required: true, schema: { enum: [run, build], default: run } }
        - { name: page, in: query, required: true, schema: { type: integer } }
      responses: { "204": { description: none } }
"""


def test_nothing_refuses_a_request_without_what_has_a_default(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(SPEC, "utf-8")
    package = tmp_path / "logs_with_defaults"
    command = [sys.executable, "-m", "bothends", "generate", str(spec), "-o"]
    subprocess.run([*command, str(package)], cwd=tmp_path, check=True)
    kept = contract(str(package), Choice(limit=4))
    assert not found(kept)
    cases = {cell.label for cell in kept.results[0].cells}
    assert "without query parameter `page`" in cases
    assert "without query parameter `kind`" not in cases
