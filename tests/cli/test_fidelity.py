"""What a package does not say of its description: told, written down, and limited."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema.validators import Draft202012Validator
from project import CONFIG, Run, stand_in

from bothends import report

SPEC = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    put:
      operationId: putPet
      requestBody:
        content:
          application/json: {schema: {$ref: "#/components/schemas/Pet"}}
          application/xml: {schema: {$ref: "#/components/schemas/Pet"}}
      responses: {"204": {description: Kept.}}
components:
  schemas:
    Pet:
      type: object
      properties:
        tags: {type: array, uniqueItems: true}
        born: {type: string, format: date, default: "2024-02-29"}
        code: {type: string, pattern: "^(?!x)(a+)+$"}
"""
UNREAD = (
    "spec/pets.yaml:10:37: {}[unread-schema]: this schema is not used: bodies of this media"
    " type are text or bytes\n"
)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for folder in stand_in(tmp_path / "shop", monkeypatch):
        Path("spec/pets.yaml").write_text(SPEC, "utf-8")
        yield folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


def test_what_is_lost_is_a_warning_and_what_is_checked_is_counted(run: Run) -> None:
    done = run("generate")
    assert done.code == 0
    assert done.out.endswith(" files written, 1 checked at run time, 3 lost\n")
    assert UNREAD.format("warning") in done.err
    assert done.err.endswith("3 warnings\n")
    assert run("generate").out == "generated/pets: up to date\n"


def test_a_report_is_json(run: Run) -> None:
    assert run("generate", "--report", "fidelity.json").code == 0
    text = Path("fidelity.json").read_text("utf-8")
    found = json.loads(text)
    schema = Path(str(report.__file__)).with_name("fidelity.schema.json")
    validator: Any = Draft202012Validator(json.loads(schema.read_text("utf-8")))
    validator.validate(found)
    assert (found["spec"], found["checked"], found["lost"]) == ("spec/pets.yaml", 1, 3)
    told = [
        (each["line"], each["keyword"], each["treatment"]) for each in found["entries"]
    ]
    assert told == [
        (10, "schema", "lost"),
        (17, "uniqueItems", "checked"),
        (18, "default", "lost"),
        (19, "pattern", "lost"),
    ]
    assert found["entries"][1] == {
        "file": "spec/pets.yaml",
        "line": 17,
        "column": 42,
        "pointer": "/components/schemas/Pet/properties/tags/uniqueItems",
        "keyword": "uniqueItems",
        "treatment": "checked",
        "reason": "no type of Python says this: the server checks it",
        "hint": "",
    }
    Path("fidelity.json").unlink()
    assert run("generate", "--report", "fidelity.json").code == 0
    assert Path("fidelity.json").read_text("utf-8") == text


def test_headers_of_responses_are_reported_and_not_warned_of(run: Run) -> None:
    header = "X-Note: {schema: {type: string}}, X-Count: {schema: {type: integer}}"
    described = SPEC.replace(
        "{description: Kept.}", f"{{description: Kept., headers: {{{header}}}}}"
    )
    Path("spec/pets.yaml").write_text(described, "utf-8")
    done = run("generate", "--report", "-")
    assert (
        "lost[schema]: this schema is not used: headers of responses are text at both ends"
        in done.out
    )
    assert done.out.count("headers of responses") == 1
    assert done.err.endswith("3 warnings\n")
    refused = run("check", "--max-loss", "3")
    assert "error[too-much-lost]: 4 things are lost" in refused.err
    assert "headers of responses are text" in refused.err


def test_a_report_for_a_person_goes_to_the_terminal(run: Run) -> None:
    done = run("generate", "--report", "-")
    assert done.out.startswith("spec/pets.yaml:10:37: lost[schema]: this schema is not")
    assert (
        "spec/pets.yaml:17:42: checked[uniqueItems]: no type of Python says this:"
        " the server checks it\nspec/pets.yaml:18" in done.out
    )


OUTGOING = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths: {}
webhooks:
  found:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {photo: {type: string}}}
            encoding: {photo: {headers: {X-Size: {schema: {type: integer}}}}}
      responses: {"204": {description: Heard.}}
      callbacks:
        seen: {"{$request.body#/url}": {post: {responses: {"204": {description: Heard.}}}}}
"""


def test_callbacks_of_webhooks_and_headers_of_parts_are_lost(run: Run) -> None:
    Path("spec/pets.yaml").write_text(OUTGOING, "utf-8")
    done = run("generate", "--report", "fidelity.json")
    found = json.loads(Path("fidelity.json").read_text("utf-8"))
    told = [
        (each["line"], each["pointer"], each["treatment"]) for each in found["entries"]
    ]
    media = "/webhooks/found/post/requestBody/content/multipart~1form-data"
    assert told == [
        (11, f"{media}/encoding/photo/headers/X-Size", "lost"),
        (14, "/webhooks/found/post/callbacks/seen", "lost"),
    ]
    assert "warning[unread-part-header]" in done.err
    assert "warning[nested-callback]" in done.err
    assert run("generate", "--max-loss", "1").code == 1


def test_a_dry_run_writes_no_report(run: Run) -> None:
    assert run("generate", "--dry-run", "--report", "fidelity.json").code == 0
    assert not Path("fidelity.json").exists()


@pytest.mark.parametrize("command", ["generate", "check"])
def test_too_much_lost_is_an_error(run: Run, command: str) -> None:
    assert run("generate").code == 0
    done = run(command, "--max-loss", "2")
    assert done.code == 1
    assert done.err.startswith(
        "spec/pets.yaml:1:1: error[too-much-lost]: 3 things are lost, and no more than 2"
        " may be.\n  = hint: Mend what is lost, or raise `--max-loss`.\n"
    )
    assert UNREAD.format("error") in done.err
    assert done.err.endswith("4 errors\n")
    assert run(command, "--max-loss", "3").code == 0


def test_too_much_lost_writes_nothing(run: Run) -> None:
    assert run("generate", "--max-loss", "0").code == 1
    assert not Path("generated").exists()


def test_a_job_has_both_as_keys(run: Run) -> None:
    more = 'report = "out.json"\nmax-loss = 3\n'
    Path("bothends.toml").write_text(f"{CONFIG}{more}", "utf-8")
    assert run("generate").code == 0
    assert json.loads(Path("out.json").read_text("utf-8"))["lost"] == 3
    assert run("generate", "--max-loss", "1").code == 1
    Path("bothends.toml").write_text(f"{CONFIG}max-loss = 0\n", "utf-8")
    assert run("generate").code == 1
    assert run("generate", "--max-loss", "5").code == 0


MISTAKES = [
    (["--max-loss", "some"], "error: --max-loss: `some` is no number of things."),
    (["--max-loss", "-1"], "error: --max-loss: "),
    (
        ["--report", "none/out.json"],
        "error: The report none/out.json cannot be written",
    ),
]


@pytest.mark.parametrize(("arguments", "told"), MISTAKES)
def test_what_cannot_be_is_said(run: Run, arguments: list[str], told: str) -> None:
    done = run("generate", *arguments)
    assert done.code == 2
    assert told in done.err


def test_one_report_is_of_one_job(run: Run) -> None:
    other = CONFIG.replace("pets]", "cats]").replace("generated/pets", "generated/cats")
    Path("bothends.toml").write_text(f"{CONFIG}{other}", "utf-8")
    done = run("generate", "--report", "out.json")
    assert done.code == 2
    assert done.err.startswith("error: There are 2 jobs, and one --report.\n")
    assert run("generate", "--report", "out.json", "--job", "cats").code == 0
