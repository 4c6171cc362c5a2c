"""Every golden case: what is made of its description is what its folder expects."""

from collections.abc import Mapping
from difflib import unified_diff
from pathlib import Path

import pytest
from golden_cases import CASES, FOLDER, ROOT, Case, accepted, made

_HINT = "`pytest tests/goldens --accept` takes it for what is expected."


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_made_is_what_is_expected(
    case: Case, request: pytest.FixtureRequest
) -> None:
    expected, actual = case.expected, made(case)
    if request.config.getoption("--accept"):
        _accept(case, expected, actual)
    elif expected != actual:
        pytest.fail(f"{_differences(case, expected, actual)}\n{_HINT}", pytrace=False)


def test_every_folder_is_a_case() -> None:
    assert [
        case.name for case in CASES if not (case.folder / "spec.yaml").is_file()
    ] == []
    assert len(CASES) >= 14, FOLDER


def _differences(
    case: Case, expected: Mapping[str, str], actual: Mapping[str, str]
) -> str:
    folder = case.folder.relative_to(ROOT)
    lines = [
        line
        for path in sorted(expected.keys() | actual.keys())
        for line in unified_diff(
            expected.get(path, "").splitlines(),
            actual.get(path, "").splitlines(),
            f"{folder}/{path}",
            "what is made",
            lineterm="",
        )
    ]
    return "\n".join(lines)


def _accept(case: Case, expected: Mapping[str, str], actual: Mapping[str, str]) -> None:
    for path in sorted(expected.keys() | actual.keys()):
        if expected.get(path) == actual.get(path):
            continue
        file = case.folder / path
        if path in actual:
            file.parent.mkdir(exist_ok=True)
            file.write_text(actual[path], "utf-8")
        else:
            file.unlink()
        accepted.append(_shown(file))


def _shown(file: Path) -> Path:
    return file.relative_to(ROOT)
