"""The wheel holds what it needs, and makes the same bytes wherever it is installed and run."""

import configparser
import subprocess
import sys
import sysconfig
import venv
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec/agent_harness.yaml"
PACKAGE = ROOT / "generated/agent_harness"
DATA = {"config/schema.json", "py.typed", "report/fidelity.schema.json"}
"""What the generator needs besides modules and templates."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ["build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run([sys.executable, "-m", *build], check=True, capture_output=True)
    [built] = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def bothends(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel; give its command. Its dependencies are those that are installed here."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, symlinks=True)
    scheme = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", scheme))
    # A path file within this folder would not be read: the checkout stays out of it.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    pip = ["pip", "--python", str(folder / "bin/python"), "--disable-pip-version-check"]
    install = ["install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, "-m", *pip, *install], check=True)
    code = "import bothends; print(bothends.__file__)"
    where = [str(folder / "bin/python"), "-I", "-c", code]
    found = subprocess.run(where, check=True, capture_output=True, text=True).stdout
    assert Path(found).is_relative_to(site)
    return folder / "bin/bothends"


# What is in it ----------------------------------------------------------------------


def test_the_wheel_holds_the_generator_and_nothing_else(wheel: Path) -> None:
    names = {
        name for name in zipfile.ZipFile(wheel).namelist() if "dist-info" not in name
    }
    generator, templates = ROOT / "generator/bothends", ROOT / "templates"
    modules = {
        path.relative_to(generator).as_posix() for path in generator.rglob("*.py")
    }
    pages = {
        f"templates/{path.relative_to(templates).as_posix()}"
        for pattern in ("*.jinja", "docs/*", "runtime/*.py")
        for path in templates.glob(pattern)
    }
    assert names == {f"bothends/{name}" for name in modules | pages | DATA}


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    [folder] = {
        name.partition("/")[0] for name in archive.namelist() if "dist-info" in name
    }
    assert archive.read(f"{folder}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    metadata: Message = Parser().parsestr(archive.read(f"{folder}/METADATA").decode())
    assert metadata["Name"] == "bothends"
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata.get_all("Provides-Extra") == [
        *("client", "contract", "dev", "docs", "mock", "server", "service")
    ]
    commands = configparser.ConfigParser()
    commands.read_string(archive.read(f"{folder}/entry_points.txt").decode())
    assert dict(commands["console_scripts"]) == {"bothends": "bothends.cli:entry"}


# What it makes ----------------------------------------------------------------------


def made(
    bothends: Path, folder: Path, arguments: list[str], **environment: str
) -> dict[str, bytes]:
    """Run the installed command in a folder; give the files it makes in `agent_harness`."""
    run = subprocess.run(
        [str(bothends), "generate", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, b"")
    return content(next(folder.rglob("agent_harness")))


def content(folder: Path) -> dict[str, bytes]:
    """Give the content of every file of a package."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


ENVIRONMENTS = {
    "ASCII only": {
        "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "0",
        "TZ": "Asia/Kolkata",
    },
    "UTF-8": {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "TZ": "America/St_Johns"},
    "nothing set": {"PYTHONHASHSEED": "random"},
}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_same_bytes_everywhere(name: str, bothends: Path, tmp_path: Path) -> None:
    arguments = [str(SPEC), "--output", "deep/er/agent_harness"]
    found = made(bothends, tmp_path, arguments, **ENVIRONMENTS[name])
    expected = content(PACKAGE)
    # It tells the way from the package to its description, which is another one here.
    del found["manifest.json"], expected["manifest.json"]
    assert found == expected


def test_the_same_manifest_where_all_is_in_the_same_place(
    bothends: Path, tmp_path: Path
) -> None:
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec/agent_harness.yaml").write_bytes(SPEC.read_bytes())
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    assert made(bothends, tmp_path, []) == content(PACKAGE)
