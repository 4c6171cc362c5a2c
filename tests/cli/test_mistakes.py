"""Every mistake a user can make is explained, and has its exit code."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from project import CONFIG, SPEC, Result, Run, stand_in


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from stand_in(tmp_path / "shop", monkeypatch)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


HELP = "See `bothends generate --help`."
COMMANDS = {
    "no command": (
        "",
        (
            "error: A command is missing.\n"
            "  = hint: Known: `check`, `contract`, `docs`, `generate`, `init`, `mock`, `validate`."
            " See `bothends --help`.\n"
        ),
    ),
    "misspelled command": (
        "generat",
        (
            "error: `generat` is no command.\n"
            "  = hint: Did you mean `generate`? See `bothends --help`.\n"
        ),
    ),
    "unknown command": (
        "zzz",
        (
            "error: `zzz` is no command.\n"
            "  = hint: Known: `check`, `contract`, `docs`, `generate`, `init`, `mock`, `validate`."
            " See `bothends --help`.\n"
        ),
    ),
    "unknown option": (
        "generate --colour",
        f"error: `--colour` is not understood here.\n  = hint: {HELP}\n",
    ),
    "shortened option": (
        "generate --dry",
        f"error: `--dry` is not understood here.\n  = hint: {HELP}\n",
    ),
    "option of another command": (
        "check --force",
        (
            "error: `--force` is not understood here.\n"
            "  = hint: See `bothends check --help`.\n"
        ),
    ),
    "one argument too many": (
        "generate spec/pets.yaml more.yaml -o pets",
        f"error: `more.yaml` is not understood here.\n  = hint: {HELP}\n",
    ),
    "option without its value": (
        "generate spec/pets.yaml -o",
        f"error: -o/--output: expected one argument.\n  = hint: {HELP}\n",
    ),
    "unknown form": (
        "validate --format xml",
        (
            "error: `xml` is no format.\n"
            "  = hint: Known: `github`, `json`, `sarif`, `text`."
            " See `bothends validate --help`.\n"
        ),
    ),
    "a specification without an output": (
        "generate spec/pets.yaml",
        (
            "error: Where is the package to go? There is a SPEC, but no --output.\n"
            "  = hint: Add `-o DIR`, such as `-o generated/petstore`.\n"
        ),
    ),
    "an output without a specification": (
        "check -o generated/pets",
        (
            "error: What is the package made from? There is an --output, but no SPEC.\n"
            "  = hint: Add a SPEC; a configured job has its own output.\n"
        ),
    ),
    "a specification and a job": (
        "validate spec/pets.yaml --job pets",
        (
            "error: SPEC stands for itself, and --config and --job for configured jobs.\n"
            "  = hint: Give one or the other.\n"
        ),
    ),
    "unknown job": (
        "generate --job pet",
        "error: There is no job `pet`.\n  = hint: Did you mean `pets`?\n",
    ),
    "a package nobody can import": (
        "generate spec/pets.yaml -o generated/pet-store",
        (
            "error: `pet-store` cannot be the name of a package.\n"
            "  = hint: The last part of --output is what Python imports: an identifier.\n"
        ),
    ),
    "a keyword as a package": (
        "generate spec/pets.yaml -o class/",
        (
            "error: `class` cannot be the name of a package.\n"
            "  = hint: The last part of --output is what Python imports: an identifier.\n"
        ),
    ),
    "no such configuration": (
        "generate -c gone.toml",
        (
            "error: The configuration gone.toml cannot be read: No such file or directory.\n"
            "  = hint: See `bothends init --help`.\n"
        ),
    ),
    "no such specification": (
        "generate gone.yaml -o pets",
        (
            "error: There is no file gone.yaml.\n"
            "  = hint: Relative paths count from the current directory.\n"
        ),
    ),
    "a folder as a specification": (
        "check spec -o pets",
        (
            "error: spec is a directory.\n"
            "  = hint: Name the file of the description in it.\n"
        ),
    ),
    "the network": (
        "generate https://example.org/pets.yaml -o pets",
        (
            "error: https://example.org/pets.yaml is on the network, which is not allowed.\n"
            "  = hint: Add `--allow-network`, or download the file.\n"
        ),
    ),
    "the folder one is in": (
        "generate spec/pets.yaml -o ../shop",
        (
            "error: ../shop is to be replaced, and it is the folder you are in.\n"
            "  = hint: Go to {parent} first.\n"
        ),
    ),
}


@pytest.mark.parametrize(("line", "message"), COMMANDS.values(), ids=COMMANDS)
def test_a_command_that_makes_no_sense(
    line: str, message: str, run: Run, project: Path
) -> None:
    expected = message.replace("{parent}", str(project.parent))
    assert run(*line.split()) == Result(2, "", expected)
    assert not Path("generated").exists()


def write(path: str, text: str) -> Callable[[], object]:
    return lambda: Path(path).write_text(text)


def link_the_output() -> None:
    Path("generated").mkdir()
    Path("generated/pets").symlink_to("..")


PROJECTS = {
    "no configuration": (
        Path("bothends.toml").unlink,
        2,
        (
            "error: There is no configuration here or above: no bothends.toml, and no"
            " [tool.bothends] in pyproject.toml.\n"
            "  = hint: Write one with `bothends init`, or name a specification and a folder:"
            " `bothends generate SPEC -o DIR`.\n"
        ),
    ),
    "a configuration with mistakes": (
        write("bothends.toml", CONFIG.replace("output", "ouput")),
        2,
        (
            "bothends.toml:1:7: error[missing-key]: the job `pets` has no `output`.\n"
            "  = hint: For example: `jobs.pets ="
            ' { spec = "spec/pets.yaml", output = "generated/pets" }`.\n'
            "bothends.toml:3:1: error[unknown-key]: unknown key `ouput`.\n"
            "  = hint: Did you mean `output`?\n"
            "2 errors\n"
        ),
    ),
    "a configuration that is not TOML": (
        write("bothends.toml", "jobs = [\n"),
        2,
        (
            "bothends.toml:2:1: error[invalid-toml]: Invalid value.\n"
            "  = hint: See https://toml.io for how TOML is written.\n"
            "1 error\n"
        ),
    ),
    "a specification that is not YAML": (
        write("spec/pets.yaml", "openapi: 3.1.0\n  info: [\n"),
        2,
        (
            "spec/pets.yaml:2:7: error[invalid-yaml]: This is not YAML: mapping values are"
            " not allowed in this context.\n"
            "  = hint: Quote a text that has a colon in it, or correct the indentation.\n"
            "1 error\n"
        ),
    ),
    "an output that is a file": (
        write("generated", "mine"),
        2,
        (
            "error: generated/pets cannot be written: generated/.pets.bothends:"
            " Not a directory.\n"
            "  = hint: It is as it was before.\n"
        ),
    ),
    "an output that is a link": (
        link_the_output,
        2,
        (
            "error: generated/pets is a symbolic link, which would be replaced by a folder.\n"
            "  = hint: Name the folder it leads to: {here}.\n"
        ),
    ),
    "a file that is in the way": (
        lambda: shutil.copytree("spec", "generated/pets/models.py"),
        1,
        (
            "generated/pets/models.py/pets.yaml:1:1: error[unknown-file]: this file was not"
            " made by bothends and is in the way of one that is.\n"
            "  = hint: Move it elsewhere.\n"
            "1 error\n"
        ),
    ),
}


@pytest.mark.parametrize(
    ("arrange", "code", "message"), PROJECTS.values(), ids=PROJECTS
)
def test_a_project_that_is_not_in_order(
    arrange: Callable[[], object], code: int, message: str, run: Run, project: Path
) -> None:
    arrange()
    expected = message.replace("{here}", str(project))
    assert run("generate") == Result(code, "", expected)


def test_a_specification_with_an_error(run: Run) -> None:
    write("spec/pets.yaml", SPEC.replace('schemas/Pet"', 'schemas/Dog"'))()
    made = run("generate")
    assert (made.code, made.out) == (1, "")
    assert made.err.startswith("spec/pets.yaml:13:47: error[unresolved-reference]: ")
    assert made.err.endswith("\n1 error\n")
    validated = run("validate")
    assert validated == Result(1, made.err, "")


def test_edited_files_are_all_named_and_kept(run: Run) -> None:
    run("generate")
    for name in ("client.py", "models.py"):
        Path("generated/pets", name).write_text("# mine\n")
    assert run("generate") == Result(
        1,
        "",
        "generated/pets/client.py:1:1: error[edited-file]: this file was edited after it"
        " was generated.\n"
        "  = hint: Move what you need out of it, then overwrite it with --force.\n"
        "generated/pets/models.py:1:1: error[edited-file]: this file was edited after it"
        " was generated.\n"
        "  = hint: Move what you need out of it, then overwrite it with --force.\n"
        "2 errors\n",
    )
    assert Path("generated/pets/client.py").read_text() == "# mine\n"
    assert run("generate", "--force").code == 0


def remove_everything() -> None:
    Path("bothends.toml").unlink()
    shutil.rmtree("spec")


def add_a_specification() -> None:
    Path("bothends.toml").unlink()
    Path("openapi.json").write_text('{ "swagger" : "2.0" }')


STARTS = {
    "a configuration is there": (
        lambda: None,
        "spec/pets.yaml",
        (
            "error: There is a bothends.toml already.\n"
            "  = hint: Add a job to it: [jobs.NAME] with `spec` and `output`.\n"
        ),
    ),
    "a table is there": (
        lambda: Path("bothends.toml")
        .rename("pyproject.toml")
        .write_text(CONFIG.replace("[jobs", "[tool.bothends.jobs")),
        "",
        (
            "error: pyproject.toml has a [tool.bothends] already.\n  = hint: Add a job to it:"
            " [tool.bothends.jobs.NAME] with `spec` and `output`.\n"
        ),
    ),
    "nothing is found": (
        remove_everything,
        "",
        (
            "error: There is no OpenAPI description here, nor in the usual folders.\n"
            "  = hint: Name it: `bothends init SPEC`.\n"
        ),
    ),
    "several are found": (
        add_a_specification,
        "",
        (
            "error: Which one? There are openapi.json, spec/pets.yaml.\n"
            "  = hint: Name it: `bothends init openapi.json`.\n"
        ),
    ),
    "it is not there": (
        Path("bothends.toml").unlink,
        "gone.yaml",
        (
            "error: There is no file gone.yaml.\n"
            "  = hint: Name the OpenAPI description, or a URL.\n"
        ),
    ),
    "standard input": (
        Path("bothends.toml").unlink,
        "-",
        (
            "error: A configuration cannot name standard input.\n"
            "  = hint: Name a file or a URL.\n"
        ),
    ),
    "a package nobody can import": (
        Path("bothends.toml").unlink,
        "spec/pets.yaml -o generated/2",
        (
            "error: `2` cannot be the name of a package.\n"
            "  = hint: Choose another --output.\n"
        ),
    ),
    "an output elsewhere": (
        Path("bothends.toml").unlink,
        "spec/pets.yaml -o ../pets",
        (
            "error: ../pets is not inside the project.\n"
            "  = hint: Choose another --output.\n"
        ),
    ),
    "a pyproject.toml that is broken": (
        lambda: Path("bothends.toml").rename("pyproject.toml").write_text("[broken\n"),
        "",
        (
            "error: pyproject.toml cannot be added to: Expected ']' at the end of a table"
            " declaration (at line 1, column 8).\n"
            "  = hint: Put it in order, or write a bothends.toml.\n"
        ),
    ),
}


@pytest.mark.parametrize(("arrange", "line", "message"), STARTS.values(), ids=STARTS)
def test_a_configuration_that_cannot_be_written(
    arrange: Callable[[], object], line: str, message: str, run: Run, project: Path
) -> None:
    arrange()
    before = {path: path.read_bytes() for path in project.glob("*.toml")}
    assert run("init", *line.split()) == Result(2, "", message)
    assert {path: path.read_bytes() for path in project.glob("*.toml")} == before
