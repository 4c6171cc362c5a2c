"""The Prefer header, as RFC 7240 has it."""

import pytest

from bothends.mock.preferences import Preferences, preferences


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ([], Preferences()),
        ([""], Preferences()),
        (["code=404"], Preferences(code="404")),
        (["Code = 404"], Preferences(code="404")),
        (['code="404"; why=that'], Preferences(code="404")),
        (["code=404, code=500"], Preferences(code="404")),
        (["respond-async", "code=404"], Preferences(code="404")),
        (["code=404,example=one"], Preferences(code="404", example="one")),
        (['example="a, \\"b\\"; c", dynamic'], Preferences(None, 'a, "b"; c', True)),
        (["dynamic=TRUE"], Preferences(dynamic=True)),
        (["dynamic=false"], Preferences()),
        (["code="], Preferences()),
        (["unknown=1;code=404"], Preferences()),
    ],
)
def test_preferences_are_read(fields: list[str], wanted: Preferences) -> None:
    assert preferences(fields) == wanted


@pytest.mark.parametrize(
    ("known", "applied"),
    [
        (Preferences(), ""),
        (Preferences("404", "one", True), "code=404, example=one, dynamic=true"),
        (Preferences(example='a "b"'), r'example="a \"b\""'),
    ],
)
def test_what_was_applied_is_told(known: Preferences, applied: str) -> None:
    assert known.applied == applied
    assert preferences([applied]) == known


def test_a_long_header_is_read_in_no_time() -> None:
    assert preferences(['"' * 50_000, "," * 50_000, "code=404"]).code == "404"
