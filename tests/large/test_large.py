"""The models of a large API are in many modules, and nobody has to know."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from large_spec import FAMILIES, description

from bothends.cli import main
from bothends.contract import Choice, contract

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the package."""
    return generate(tmp_path_factory.mktemp("large"), FAMILIES)


def generate(folder: Path, families: int) -> Path:
    spec, output = folder / "spec.json", folder / "large"
    spec.write_text(json.dumps(description(families)), "utf-8")
    assert main(["generate", str(spec), "-o", str(output)]) == 0
    return output


def printed(package: Path, code: str) -> str:
    """Run code beside the package in a fresh interpreter; give what it prints."""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={"PYTHONPATH": str(package.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def loaded(package: Path, statement: str) -> set[str]:
    """Tell which modules of models a statement loads."""
    names = printed(package, f"import sys\n{statement}\nprint(*sys.modules)").split()
    found = [each for each in names if each.startswith("large.models")]
    return {each.removeprefix("large.models").removeprefix(".") for each in found}


def test_both_ends_agree(package: Path) -> None:
    kept = contract(str(package), Choice(limit=2))
    assert len(kept.results) == FAMILIES
    assert not any(result.failed for result in kept.results)


def test_it_is_typed(package: Path) -> None:
    user = package.parent / "user.py"
    user.write_text(
        "from large import Client, Node0, models\n"
        "from large.models import Pet0\n"
        "def call(client: Client) -> Pet0:\n"
        "    reveal_type(models.Node0(tags=['a0']).branch)\n"
        "    return client.family0(Node0(tags=['b0']))\n"
    )
    run = subprocess.run(
        [BIN / "mypy", "--strict", "--no-incremental", "-p", "large", "-m", "user"],
        cwd=package.parent,
        env=os.environ | {"MYPYPATH": str(package.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    assert 'Revealed type is "large.models.branch1.Branch0 | MISSING"' in run.stdout


def test_it_is_as_linters_want_it(package: Path) -> None:
    files = [*package.glob("*.py"), *package.glob("models/*.py")]
    rules = ("--isolated", "--select=E,F,I,W", "--ignore=E501")
    for command in (("black", "--check", "-q"), ("ruff", "check", *rules)):
        run = subprocess.run(
            [BIN / command[0], *command[1:], *files], capture_output=True, check=False
        )
        assert run.returncode == 0, run.stdout


LOADED: list[tuple[str, set[str]]] = [
    ("import large, large.client", set()),
    ("from large import Client; Client(base_url='http://a')", set()),
    ("import large.models; dir(large.models)", {""}),
    ("import large.errors", set()),
    ("import large.operations", {""}),
    ("import large.server", {""}),
    ("from large import Tag1", {"", "tag1"}),
    ("from large.models import Base2", {"", "base2", "node0_model"}),
]


@pytest.mark.parametrize(("statement", "modules"), LOADED)
def test_nothing_is_loaded_that_is_not_asked_for(
    package: Path, statement: str, modules: set[str]
) -> None:
    assert loaded(package, statement) == modules


def test_every_model_is_found_by_each_of_its_names(package: Path) -> None:
    code = """
import pickle, large, large.models
from large.models import *
from pydantic import BaseModel, TypeAdapter
assert dir(large.models) == sorted(large.models.__all__), dir(large.models)
assert {*large.models.__all__} - {*large.__all__} == {f"Tree{n}Tree{n}" for n in range(100)}
for name in large.models.__all__:
    model = getattr(large.models, name)
    assert model is globals()[name]
    assert model is getattr(large, name, model)
    assert model.__name__ == name
    TypeAdapter(model)
for name in ("Node0", "Branch7", "Cat5", "Node0Model"):
    value = getattr(large, name).model_validate({"kind": "cat"})
    assert pickle.loads(pickle.dumps(value)) == value
try:
    large.models.nothing
except AttributeError as error:
    print(error)
"""
    text = printed(package, code)
    assert text == "module 'large.models' has no attribute 'nothing'\n"


def test_threads_may_come_first_together(package: Path) -> None:
    code = f"""
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
import large

def use(number):
    together.wait()
    name = f"Node{{number % 8 * 2 + 1}}"
    model = getattr(large, name)
    pet = {{"kind": "cat", "friend": {{"pet": {{"kind": "dog"}}}}}}
    earlier = {{"node": {{"tags": []}}, "tree": ["a", ["b"]]}}
    value = {{"pet": pet, "branch": {{"earlier": earlier, "tree": "c"}}}}
    return model.model_validate_json(__import__("json").dumps(value)).model_dump() == value

together = Barrier({(threads := 16)})
with ThreadPoolExecutor({threads}) as pool:
    print({{*pool.map(use, range({threads}))}})
"""
    for _ in range(3):
        assert printed(package, code) == "{True}\n"


def test_it_may_become_small_and_large_again(tmp_path: Path) -> None:
    small = generate(tmp_path, 10)
    assert (small / "models.py").is_file()
    assert not (small / "models").exists()
    assert loaded(small, "from large import Node1") == {""}
    large = generate(tmp_path, 40)
    assert not (large / "models.py").exists()
    assert "branch1" in loaded(large, "from large import Node1")
    generate(tmp_path, 10)
    assert not (small / "models").exists()
    assert loaded(small, "from large import Node1") == {""}
