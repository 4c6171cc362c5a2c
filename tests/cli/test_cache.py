"""What a run takes from runs before, and that nobody can tell from what it makes."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

import pytest
from project import SPEC, Run, stand_in

import bothends.models
from bothends import cache

CACHE, PACKAGE = Path("kept"), Path("generated/pets")


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("BOTHENDS_CACHE", str(CACHE))
    yield from stand_in(tmp_path / "shop", monkeypatch)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


def change(before: str, after: str) -> None:
    Path("spec/pets.yaml").write_text(SPEC.replace(before, after))


def made(package: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(package)): path.read_bytes()
        for path in sorted(package.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }


class Called(Exception):
    """The models were made."""


def called(*_: object) -> NoReturn:
    raise Called


def test_another_text_of_an_operation_makes_no_models(run: Run) -> None:
    assert run("generate").code == 0
    before = made(PACKAGE)
    change("A pet.", "A pet, or none.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bothends.models, "models", called)
        assert run("generate").code == 0
    assert made(PACKAGE) != before
    again = Path("again/pets")
    result = run("generate", "spec/pets.yaml", "-o", str(again), "--no-cache")
    assert result.code == 0
    assert made(PACKAGE) == made(again)


@pytest.mark.parametrize("change_to", ["type: integer", "type: string, maxLength: 9"])
def test_another_schema_makes_the_models(
    run: Run, change_to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("generate").code == 0
    change("name: {type: string}", f"name: {{{change_to}}}")
    monkeypatch.setattr(bothends.models, "models", called)
    assert "Called" in run("generate").err


@pytest.mark.parametrize(
    "attribute", [(cache, "__version__"), (sys, "version")], ids=["own", "Python"]
)
def test_another_version_makes_the_models(
    run: Run, attribute: tuple[object, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("generate").code == 0
    monkeypatch.setattr(*attribute, "99.0")
    monkeypatch.setattr(bothends.models, "models", called)
    assert "Called" in run("generate", "--force").err


DAMAGES: list[Callable[[bytes], bytes]] = [
    lambda data: data[:0],
    lambda data: data[:70],
    lambda data: data[:-1],
    lambda data: data.replace(b"Pet", b"Bet"),
    lambda data: b"\xff" + data,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_does_not_hold_is_made_again(
    run: Run, damage: Callable[[bytes], bytes]
) -> None:
    assert run("generate").code == 0
    [entry] = CACHE.iterdir()
    good = entry.read_bytes()
    entry.write_bytes(damage(good))
    before = made(PACKAGE)
    assert run("generate", "--force").code == 0
    assert made(PACKAGE) == before
    assert entry.read_bytes() == good


def test_a_check_makes_all_anew(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("generate").code == 0
    [entry] = CACHE.iterdir()
    text = json.dumps(["class Pet: ...\n", []])
    entry.write_bytes(f"{sha256(text.encode()).hexdigest()}\n{text}".encode())
    assert run("check").code == 0
    monkeypatch.setattr(bothends.models, "models", called)
    assert "Called" in run("check").err


def test_without_a_cache_nothing_is_kept_or_taken(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("generate", "--no-cache").code == 0
    assert not CACHE.exists()
    assert run("generate", "--force").code == 0
    monkeypatch.setattr(bothends.models, "models", called)
    assert "Called" in run("generate", "--force", "--no-cache").err


def test_a_place_that_takes_nothing_does_not_hinder(run: Run) -> None:
    CACHE.write_text("in the way")
    assert run("generate").code == 0


def test_only_what_was_used_last_is_kept(tmp_path: Path) -> None:
    place = tmp_path / "kept"
    for number in range(70):
        cache.put(place, f"{number}", "text")
        os.utime(place / f"{number}", (number, number))
        cache.get(place, "0")
    kept = {int(path.name) for path in place.iterdir()}
    assert {0, 69} <= kept
    assert len(kept) == 64
    assert 1 not in kept


def test_runs_at_the_same_time_do_not_hinder_each_other(tmp_path: Path) -> None:
    texts = [str(number) * 100_000 for number in range(8)]
    with ProcessPoolExecutor(2) as pool:
        for text in texts:
            pool.submit(cache.put, tmp_path, "key", text)
        found = [cache.get(tmp_path, "key") for _ in range(100)]
    assert {*found} <= {*texts, None}
    assert cache.get(tmp_path, "key") in texts


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        ({"BOTHENDS_CACHE": "here", "XDG_CACHE_HOME": "/x"}, Path("here")),
        ({"XDG_CACHE_HOME": str(Path.cwd())}, Path.cwd() / "bothends"),
        ({"XDG_CACHE_HOME": "relative"}, Path.home() / ".cache/bothends"),
        ({"LOCALAPPDATA": str(Path.cwd())}, Path.cwd() / "bothends"),
        ({}, Path.home() / ".cache/bothends"),
    ],
)
def test_where_it_is(environment: dict[str, str], place: Path) -> None:
    assert cache.folder(environment) == place
