"""`bothends.lock`: what it holds, and what is refused as one."""

from pathlib import Path

import pytest

from bothends.files.downloads import record, recorded
from bothends.problems import Unusable


def test_what_is_recorded_is_read_again(tmp_path: Path) -> None:
    lock = tmp_path / "bothends.lock"
    assert recorded(lock) == {}
    record(lock, {"https://b.io/ü": "2", "https://a.io": "1"})
    assert recorded(lock) == {"https://a.io": "1", "https://b.io/ü": "2"}
    assert lock.read_text("utf-8") == (
        '{\n  "format": 1,\n  "urls": {\n    "https://a.io": "1",\n'
        '    "https://b.io/ü": "2"\n  }\n}\n'
    )
    assert list(tmp_path.iterdir()) == [lock]


def test_what_others_recorded_stays(tmp_path: Path) -> None:
    lock = tmp_path / "bothends.lock"
    record(lock, {"https://a.io": "1", "https://b.io": "2"})
    record(lock, {"https://b.io": "3"})
    assert recorded(lock) == {"https://a.io": "1", "https://b.io": "3"}


def test_nothing_to_record_makes_no_file(tmp_path: Path) -> None:
    record(tmp_path / "bothends.lock", {})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<<<<<<<",
        "[]",
        "{}",
        '{"format": 2, "urls": {}}',
        '{"format": 1, "urls": []}',
        '{"format": 1, "urls": {"https://a.io": 1}}',
        "[" * 100_000,
    ],
)
def test_what_is_no_lock_is_refused(tmp_path: Path, text: str) -> None:
    lock = tmp_path / "bothends.lock"
    lock.write_text(text)
    with pytest.raises(Unusable, match=r"cannot be read as hashes of URLs"):
        recorded(lock)


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "bothends.lock.new").mkdir()
    with pytest.raises(Unusable, match=r"cannot be written"):
        record(tmp_path / "bothends.lock", {"https://a.io": "1"})
