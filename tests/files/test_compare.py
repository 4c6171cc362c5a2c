"""A package on disk is compared with what is made, in a form that `patch` takes."""

import shutil
import subprocess
from pathlib import Path

import pytest
from packages import NEW, OLD, PACKAGE, files, manifest, on_disk, put, whole

from bothends.files.compare import Difference, check
from bothends.problems import Unusable


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty project, so that outputs are relative as users write them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def compare(texts: dict[str, str]) -> tuple[Difference, ...]:
    return check(PACKAGE, files(texts), manifest(texts))


def test_there_is_no_difference_after_writing() -> None:
    put(OLD)
    (PACKAGE / "notes.txt").write_text("mine")
    (PACKAGE / "client.py").write_bytes(b"OLD = 1\r\n")
    assert compare(OLD) == ()


def test_every_kind_of_difference() -> None:
    put(OLD)
    (PACKAGE / "__init__.py").write_text("# edited\n")
    differences = compare(NEW)
    assert [(str(each.path), each.kind) for each in differences] == [
        ("__init__.py", "edited"),
        ("client.py", "outdated"),
        ("manifest.json", "outdated"),
        ("models/cat.py", "stale"),
        ("models/dog.py", "missing"),
    ]
    assert [each.diff for each in differences if each.path.name != "manifest.json"] == [
        (
            "--- a/generated/pets/__init__.py\n"
            "+++ b/generated/pets/__init__.py\n"
            "@@ -1 +0,0 @@\n"
            "-# edited\n"
        ),
        (
            "--- a/generated/pets/client.py\n"
            "+++ b/generated/pets/client.py\n"
            "@@ -1 +1 @@\n"
            "-OLD = 1\n"
            "+NEW = 2\n"
        ),
        (
            "--- a/generated/pets/models/cat.py\n"
            "+++ /dev/null\n"
            "@@ -1 +0,0 @@\n"
            "-class Cat: ...\n"
        ),
        (
            "--- /dev/null\n"
            "+++ b/generated/pets/models/dog.py\n"
            "@@ -0,0 +1 @@\n"
            "+class Dog: ...\n"
        ),
    ]


def test_nothing_is_on_disk_yet() -> None:
    kinds = {difference.kind for difference in compare(OLD)}
    assert kinds == {"missing"}


def test_an_empty_file_that_is_missing_is_named() -> None:
    put(OLD)
    (PACKAGE / "__init__.py").unlink()
    [difference] = compare(OLD)
    assert difference.diff == "--- /dev/null\n+++ b/generated/pets/__init__.py\n"


def test_bytes_that_are_no_text_and_lines_that_do_not_end() -> None:
    put(OLD)
    (PACKAGE / "client.py").write_bytes(b"\xff\x0c\xe2\x80\xa8")
    [difference] = compare(OLD)
    assert difference.diff == (
        "--- a/generated/pets/client.py\n"
        "+++ b/generated/pets/client.py\n"
        "@@ -1 +1 @@\n"
        "-\\xff\x0c\u2028\n"
        "\\ No newline at end of file\n"
        "+OLD = 1\n"
    )


PATCH = shutil.which("patch")


@pytest.mark.skipif(PATCH is None, reason="there is no patch")
def test_patch_makes_the_package_what_it_should_be() -> None:
    put(OLD)
    (PACKAGE / "client.py").write_text("edited, and without an end")
    diff = "".join(difference.diff for difference in compare(NEW))
    subprocess.run([str(PATCH), "-p1", "--silent"], input=diff, text=True, check=True)
    assert on_disk() == whole(NEW)


def test_an_output_that_is_no_folder() -> None:
    Path("generated").mkdir()
    PACKAGE.touch()
    with pytest.raises(Unusable):
        compare(OLD)
