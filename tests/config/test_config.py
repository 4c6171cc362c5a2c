"""A configuration is found, read, and refused with everything that is wrong with it."""

import json
from pathlib import Path
from typing import cast

import pytest
from jsonschema import Draft202012Validator, ValidationError, validate

import bothends
from bothends.config import load
from bothends.job import Job
from bothends.lower.declaration import KEYS
from bothends.problems import Rejected, Unusable

SCHEMA = Path(bothends.__file__).parent / "config" / "schema.json"
PETS = """\
[jobs.pets]
spec = "spec/pets.yaml"
output = "generated/pets"
"""
FULL = """\
include-tags = ["a", "b"]
include-paths = ["/pets"]
include-operations = ["getPet"]
allow-network = true
lenient = true
spec-root = "spec"
"""
EXAMPLE = (
    'For example: `jobs.pets = { spec = "spec/pets.yaml", output = "generated/pets" }`.'
)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def refused(text: str, file: str = "bothends.toml") -> str:
    Path(file).write_text(text)
    with pytest.raises(Rejected) as refusal:
        load()
    return "\n".join(f"{each}\n{each.hint}" for each in refusal.value.problems)


def test_a_file_of_its_own() -> None:
    Path("bothends.toml").write_text(PETS + FULL)
    config = load()
    assert config.file == Path("bothends.toml")
    assert config.jobs == (
        Job(
            name="pets",
            spec="spec/pets.yaml",
            output=Path("generated/pets"),
            include_tags=("a", "b"),
            include_paths=("/pets",),
            include_operations=("getPet",),
            allow_network=True,
            lenient=True,
            spec_root=Path("spec"),
        ),
    )


def test_a_table_of_pyproject() -> None:
    table = PETS.replace("[jobs", "[tool.bothends.jobs")
    Path("pyproject.toml").write_text(f'[project]\nname = "x"\n{table}')
    assert load().jobs == (Job("pets", "spec/pets.yaml", Path("generated/pets")),)


def test_the_nearest_one_above_counts_and_paths_are_from_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("bothends.toml").write_text(PETS)
    below = project / "a/b"
    below.mkdir(parents=True)
    (below / "pyproject.toml").write_text('dependencies = ["bothends"]\n')
    monkeypatch.chdir(below)
    config = load()
    assert config.file == Path("../../bothends.toml")
    assert config.jobs == (
        Job(
            "pets",
            "../../spec/pets.yaml",
            Path("../../generated/pets"),
            lock=Path("../../bothends.lock"),
        ),
    )


def test_what_is_said_of_pages_has_its_places() -> None:
    pages = '[jobs.pets.pagination."list pets"]\nstyle = "link"\nitems = "/data"\n'
    Path("bothends.toml").write_text(PETS + pages)
    (declared,) = load().jobs[0].pagination
    assert declared.operation == "list pets"
    assert declared.values == {"style": "link", "items": "/data"}
    assert str(declared.position) == "bothends.toml:4:23"
    assert str(declared.positions["items"]) == "bothends.toml:6:1"


def test_what_is_said_of_pages_is_in_tables() -> None:
    assert "`pagination` must be a table" in refused(f"{PETS}pagination = 1")
    assert "`a` must be a table" in refused(f"{PETS}pagination.a = []")


def test_a_file_that_is_named(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    Path("other.toml").write_text(PETS)
    monkeypatch.chdir(project.parent)
    config = load(Path("project/other.toml"))
    assert config.file == Path("project/other.toml")
    assert config.jobs[0].spec == "project/spec/pets.yaml"


@pytest.mark.parametrize("inside", ["generated/pets", "generated/pets/models"])
def test_a_package_keeps_its_name_for_somebody_inside_it(
    inside: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("bothends.toml").write_text(PETS)
    Path(inside).mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert load().jobs[0].output == project / "generated/pets"


def test_a_url_is_left_as_it_is() -> None:
    url = "https://example.org/pets.yaml?version=1"
    Path("bothends.toml").write_text(PETS.replace("spec/pets.yaml", url))
    assert load().jobs[0].spec == url


def test_a_byte_order_mark_and_windows_line_endings() -> None:
    text = PETS.replace("\n", "\r\n")
    Path("bothends.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load().jobs[0].name == "pets"


def test_there_is_none() -> None:
    Path("pyproject.toml").write_text('[project]\nname = "bothends-user"\n')
    with pytest.raises(Unusable) as refusal:
        load()
    assert str(refusal.value) == (
        "There is no configuration here or above: no bothends.toml, and no"
        " [tool.bothends] in pyproject.toml."
        " Write one with `bothends init`, or name a specification and a folder:"
        " `bothends generate SPEC -o DIR`."
    )


def test_there_are_two() -> None:
    Path("bothends.toml").write_text(PETS)
    Path("pyproject.toml").write_text(PETS.replace("[jobs", "[tool.bothends.jobs"))
    with pytest.raises(Unusable) as refusal:
        load()
    assert str(refusal.value) == (
        "Both bothends.toml and pyproject.toml configure bothends. Keep one of them."
    )


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("gone.toml", "cannot be read: No such file or directory."),
        (".", "cannot be read: Is a directory."),
    ],
)
def test_a_named_file_that_cannot_be_read(file: str, message: str) -> None:
    with pytest.raises(Unusable) as refusal:
        load(Path(file))
    assert refusal.value.message == f"The configuration {file} {message}"


def test_a_file_that_is_not_utf_8() -> None:
    Path("bothends.toml").write_bytes(b"# \xff\n")
    with pytest.raises(Unusable) as refusal:
        load()
    assert str(refusal.value) == (
        "bothends.toml is not UTF-8: byte 3 is not. TOML files are UTF-8."
    )


def job(*lines: str) -> str:
    return "\n".join(["[jobs.pets]", *lines, ""])


SPEC = 'spec = "api.yaml"'
OUTPUT = 'output = "generated/pets"'
MISTAKES = {
    "not TOML": (
        "[jobs\n",
        (
            "bothends.toml:1:6: error[invalid-toml]: Expected ']' at the end of a table"
            " declaration.\nSee https://toml.io for how TOML is written."
        ),
    ),
    "cut short": (
        'jobs = "',
        (
            "bothends.toml:1:1: error[invalid-toml]: Unterminated string."
            "\nSee https://toml.io for how TOML is written."
        ),
    ),
    "empty": (
        "",
        f"bothends.toml:1:1: error[no-job]: no job is configured.\n{EXAMPLE}",
    ),
    "no job": (
        "[jobs]\n",
        f"bothends.toml:1:2: error[no-job]: no job is configured.\n{EXAMPLE}",
    ),
    "jobs of another type": (
        "jobs = 3\n",
        (
            "bothends.toml:1:8: error[wrong-type]: `jobs` must be a table, and this is the"
            f" number 3.\n{EXAMPLE}"
        ),
    ),
    "a list of jobs": (
        "[[jobs]]\n" + SPEC,
        (
            "bothends.toml:1:3: error[wrong-type]: `jobs` must be a table, and this is a"
            f" list.\n{EXAMPLE}"
        ),
    ),
    "unknown key at the top": (
        f"job.pets = {{ {SPEC}, {OUTPUT} }}\n{PETS}",
        (
            "bothends.toml:1:1: error[unknown-key]: unknown key `job`.\n"
            "Did you mean `jobs`?"
        ),
    ),
    "misspelled key": (
        job(SPEC, OUTPUT, "  include_tags = []"),
        (
            "bothends.toml:4:3: error[unknown-key]: unknown key `include_tags`.\n"
            "Did you mean `include-tags`?"
        ),
    ),
    "misspelled output": (
        job(SPEC, 'ouput = "generated/pets"'),
        (
            "bothends.toml:1:7: error[missing-key]: the job `pets` has no `output`.\n"
            f"{EXAMPLE}\n"
            "bothends.toml:3:1: error[unknown-key]: unknown key `ouput`.\n"
            "Did you mean `output`?"
        ),
    ),
    "unknown key": (
        job(SPEC, OUTPUT, "zzz = 1"),
        (
            "bothends.toml:4:1: error[unknown-key]: unknown key `zzz`.\n"
            "Known: `allow-network`, `include-operations`, `include-paths`, `include-tags`,"
            " `lenient`, `max-loss`, `output`, `pagination`, `report`, `spec`, `spec-root`."
        ),
    ),
    "no spec": (
        job(OUTPUT),
        (
            "bothends.toml:1:7: error[missing-key]: the job `pets` has no `spec`.\n"
            f"{EXAMPLE}"
        ),
    ),
    "no table": (
        'jobs.pets = "api.yaml"',
        (
            "bothends.toml:1:13: error[wrong-type]: `pets` must be a table, and this is the"
            f' string "api.yaml".\n{EXAMPLE}'
        ),
    ),
    "empty spec": (
        job('spec = " "', OUTPUT),
        (
            "bothends.toml:2:8: error[wrong-type]: `spec` must be a string that is not"
            f' empty, and this is the string " ".\n{EXAMPLE}'
        ),
    ),
    "spec of another type": (
        job("spec = 1979-05-27", OUTPUT),
        (
            "bothends.toml:2:8: error[wrong-type]: `spec` must be a string that is not"
            f" empty, and this is a date or a time.\n{EXAMPLE}"
        ),
    ),
    "standard input": (
        job('spec = "-"', OUTPUT),
        (
            "bothends.toml:2:8: error[invalid-spec]: a job cannot read standard input.\n"
            "Pipe it in where it is there: `bothends generate - -o DIR`."
        ),
    ),
    "tags that are no list": (
        job(SPEC, OUTPUT, 'include-tags = "a"'),
        (
            "bothends.toml:4:16: error[wrong-type]: `include-tags` must be a list of"
            f' strings, and this is the string "a".\n{EXAMPLE}'
        ),
    ),
    "tags that are no strings": (
        job(SPEC, OUTPUT, "include-tags = [", '  "a", # one', "  2,", "  {}", "]"),
        (
            "bothends.toml:6:3: error[wrong-type]: every item of `include-tags` must be a"
            f" string that is not empty, and this is the number 2.\n{EXAMPLE}\n"
            "bothends.toml:7:3: error[wrong-type]: every item of `include-tags` must be a"
            f" string that is not empty, and this is a table.\n{EXAMPLE}"
        ),
    ),
    "a flag in quotes": (
        job(SPEC, OUTPUT, 'allow-network = "yes"'),
        (
            "bothends.toml:4:17: error[wrong-type]: `allow-network` must be true or false,"
            f' and this is the string "yes".\n{EXAMPLE}'
        ),
    ),
    "a name with a space": (
        f'jobs."my pets" = {{ {SPEC}, {OUTPUT} }}',
        (
            "bothends.toml:1:6: error[invalid-job-name]: `my pets` cannot be the name of a"
            " job.\nA name is letters, digits, `_` and `-`, for the option --job."
        ),
    ),
    "the project itself": (
        job(SPEC, 'output = "."'),
        (
            "bothends.toml:3:10: error[invalid-output]: the output `.` is not inside the"
            " project.\nChoose a folder below {here}, for the package only."
        ),
    ),
    "outside of the project": (
        job(SPEC, 'output = "generated/../../pets"'),
        (
            "bothends.toml:3:10: error[invalid-output]: the output `generated/../../pets` is"
            " not inside the project.\nChoose a folder below {here}, for the package only."
        ),
    ),
    "no identifier": (
        job(SPEC, 'output = "generated/pet-store"'),
        (
            "bothends.toml:3:10: error[invalid-output]: `pet-store` cannot be the name of a"
            " package.\nThe last part of the output is what Python imports: an identifier."
        ),
    ),
    "a keyword": (
        job(SPEC, 'output = "generated/import"'),
        (
            "bothends.toml:3:10: error[invalid-output]: `import` cannot be the name of a"
            " package.\nThe last part of the output is what Python imports: an identifier."
        ),
    ),
    "the same output": (
        PETS + '[jobs.more]\nspec = "b.yaml"\noutput = "generated/x/../Pets/"\n',
        (
            "bothends.toml:6:10: error[shared-output]: this output is the same as that of"
            " the job `pets`.\nGive every job a folder of its own."
        ),
    ),
    "nested outputs": (
        PETS + '[jobs.more]\nspec = "b.yaml"\noutput = "generated/pets/more"\n',
        (
            "bothends.toml:6:10: error[shared-output]: this output is nested with that of"
            " the job `pets`.\nGive every job a folder of its own."
        ),
    ),
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake(text: str, message: str, project: Path) -> None:
    assert refused(text) == message.replace("{here}", str(project))


def test_all_mistakes_come_at_once_in_the_order_of_the_file() -> None:
    text = 'x = 1\n[jobs.a]\nspec = 1\n[jobs.b]\noutput = "../b"\ny = 2\n'
    assert [line for line in refused(text).splitlines() if ": error[" in line] == [
        "bothends.toml:1:1: error[unknown-key]: unknown key `x`.",
        "bothends.toml:2:7: error[missing-key]: the job `a` has no `output`.",
        (
            "bothends.toml:3:8: error[wrong-type]: `spec` must be a string that is not empty,"
            " and this is the number 1."
        ),
        "bothends.toml:4:7: error[missing-key]: the job `b` has no `spec`.",
        (
            "bothends.toml:5:10: error[invalid-output]: the output `../b` is not inside the"
            " project."
        ),
        "bothends.toml:6:1: error[unknown-key]: unknown key `y`.",
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "[tool.bothends]\n",
            "pyproject.toml:1:7: error[no-job]: no job is configured.",
        ),
        (
            "[tool]\nbothends = 1\n",
            (
                "pyproject.toml:2:12: error[wrong-type]: `bothends` must be a table, and this"
                " is the number 1."
            ),
        ),
        (
            "[tool.bothends\n",
            (
                "pyproject.toml:1:15: error[invalid-toml]: Expected ']' at the end of a table"
                " declaration."
            ),
        ),
    ],
)
def test_a_mistake_in_pyproject(text: str, first: str) -> None:
    assert refused(text, "pyproject.toml").splitlines()[0] == first


def test_a_broken_pyproject_that_is_not_about_us_is_passed_over(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("bothends.toml").write_text(PETS)
    (project / "sub").mkdir()
    (project / "sub/pyproject.toml").write_text("[broken")
    monkeypatch.chdir("sub")
    assert load().file == Path("../bothends.toml")


def test_the_source_line_is_there_for_a_listing() -> None:
    Path("bothends.toml").write_text(job(SPEC, OUTPUT, "\tzzz = 1\r"))
    with pytest.raises(Rejected) as refusal:
        load()
    assert refusal.value.problems[0].position.text == "\tzzz = 1"


def schema() -> dict[str, object]:
    return cast("dict[str, object]", json.loads(SCHEMA.read_text()))


def test_the_published_schema_knows_exactly_the_keys_that_are_accepted() -> None:
    Draft202012Validator.check_schema(schema())
    definitions = cast("dict[str, dict[str, object]]", schema()["$defs"])
    keys = cast("dict[str, dict[str, str]]", definitions["job"]["properties"])
    assert all(key["description"] for key in keys.values())
    known = ", ".join(f"`{key}`" for key in sorted(keys))
    assert f"Known: {known}." in refused(job(SPEC, OUTPUT, "zzz = 1"))
    assert list(cast("dict[str, object]", schema()["properties"])) == ["jobs"]


@pytest.mark.parametrize(
    "document",
    [
        "{}",
        '{"jobs": {}}',
        '{"jobs": {"a b": {"spec": "a", "output": "b"}}}',
        '{"jobs": {"a": {"spec": "a"}}}',
        '{"jobs": {"a": {"spec": " ", "output": "b"}}}',
        '{"jobs": {"a": {"spec": "a", "output": "b", "c": 1}}}',
        '{"jobs": {"a": {"spec": "a", "output": "b", "include-tags": [1]}}}',
        '{"jobs": {"a": {"spec": "a", "output": "b", "allow-network": "yes"}}}',
        '{"jobs": {"a": {"spec": "a", "output": "b", "pagination": {"b": {}}}}}',
        '{"jobs": {"a": {"spec": "a", "output": "b", "pagination": {"b": {"style": "c"}}}}}',
    ],
)
def test_the_published_schema_refuses_what_is_refused(document: str) -> None:
    with pytest.raises(ValidationError):
        validate(json.loads(document), schema())


def test_the_published_schema_accepts_what_is_accepted() -> None:
    job = '{"spec": "a", "output": "b", "include-tags": ["x"], "allow-network": true}'
    validate(json.loads(f'{{"jobs": {{"a-1": {job}}}}}'), schema())
    pages = '{"style": "page", "parameter": "p", "first": 0, "items": "", "more": "/m"}'
    job = f'{{"spec": "a", "output": "b", "pagination": {{"list": {pages}}}}}'
    validate(json.loads(f'{{"jobs": {{"a": {job}}}}}'), schema())


def test_the_published_schema_knows_all_that_is_said_of_pages() -> None:
    definitions = cast("dict[str, dict[str, dict[str, object]]]", schema()["$defs"])
    keys = definitions["pages"]["properties"]
    styles = cast("dict[str, list[str]]", keys["style"])["enum"]
    assert set(styles) == KEYS.keys()
    assert set(keys) == {key for style in KEYS.values() for key in style}
