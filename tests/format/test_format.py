"""What is formatted side by side is what each module becomes alone."""

from concurrent.futures.process import BrokenProcessPool
from typing import NoReturn

import pytest

from bothends.format import formatted

SHORT = "x = { 'a':1 }\n"
LONG = f"def f( a,b ) : return '{'b' * 80}',a\n"
SOURCES = [SHORT, f"{LONG}{LONG}", "", LONG]
ALONE = [formatted([source])[0] for source in SOURCES]


def test_a_module_is_formatted_as_black_does() -> None:
    assert formatted([]) == []
    assert formatted([SHORT, LONG]) == [
        'x = {"a": 1}\n',
        f'def f(a, b):\n    return (\n        "{"b" * 80}",\n        a,\n    )\n',
    ]


def test_little_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    _without_pools(monkeypatch, AssertionError)
    assert formatted(SOURCES) == ALONE


@pytest.mark.parametrize("processors", [1, 2, 8])
def test_modules_come_back_in_their_order(
    processors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bothends.format._SHARE", 1)
    monkeypatch.setattr("os.cpu_count", lambda: processors)
    assert formatted(SOURCES) == ALONE


@pytest.mark.parametrize("failure", [BrokenProcessPool, NotImplementedError, OSError])
def test_a_system_without_pools_is_no_reason_to_fail(
    failure: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bothends.format._SHARE", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    _without_pools(monkeypatch, failure)
    assert formatted(SOURCES) == ALONE


def _without_pools(monkeypatch: pytest.MonkeyPatch, failure: type[Exception]) -> None:
    def pool(_: int) -> NoReturn:
        raise failure

    monkeypatch.setattr("bothends.format.ProcessPoolExecutor", pool)
