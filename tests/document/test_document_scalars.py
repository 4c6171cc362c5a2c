"""What plain, quoted and tagged YAML scalars mean, and that keys are text."""

import pytest
from document_reading import read_text

from bothends.document import Json


@pytest.mark.parametrize(
    ("written", "value"),
    [
        # The core schema of YAML 1.2.
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("nULL", "nULL"),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("False", False),
        ("FALSE", False),
        ("0", 0),
        ("-0", 0),
        ("+12", 12),
        ("-12", -12),
        ("0o17", 15),
        ("0x1F", 31),
        ("3.10", 3.1),
        ("1e3", 1000.0),
        ("-1.5E-2", -0.015),
        ("1.e-8", 1e-8),
        (".5", 0.5),
        ("-.5", -0.5),
        # YAML 1.1 would take these for something else.
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("NO", "NO"),
        ("y", "y"),
        ("2020-01-02", "2020-01-02"),
        ("2020-01-02T03:04:05Z", "2020-01-02T03:04:05Z"),
        ("12:30:45", "12:30:45"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        # Ids that look like numbers.
        ("0123", "0123"),
        ("-0123", "-0123"),
        ("00", "00"),
        ("7e068727", "7e068727"),
        ("-7e068727", "-7e068727"),
        ("0x", "0x"),
        ("0o8", "0o8"),
        ("1.2.3", "1.2.3"),
        (".", "."),
        ("+", "+"),
        ("-.", "-."),
        ("1e", "1e"),
        ("e1", "e1"),
        ("\u0661\u0662", "\u0661\u0662"),
        pytest.param("1" * 1000, int("1" * 1000), id="1000 digits"),
        pytest.param("1" * 5000, "1" * 5000, id="5000 digits"),
        pytest.param("0x" + "f" * 5000, "0x" + "f" * 5000, id="5000 hex digits"),
        # JSON has no such numbers.
        (".inf", ".inf"),
        ("-.INF", "-.INF"),
        (".nan", ".nan"),
        # Quotes and blocks make text.
        ("'12'", "12"),
        ('"true"', "true"),
        ('""', ""),
        ("|-\n  12", "12"),
        (">-\n  null", "null"),
        # Tags.
        ("!!str 12", "12"),
        ("!!str null", "null"),
        ("!!int '12'", 12),
        ("!!float 1", 1.0),
        ("!!float '1.5'", 1.5),
        ("!!bool 'true'", True),
        ("!!null ''", None),
        ("!!map {a: 1}", {"a": 1}),
        ("!!seq [1]", [1]),
        ("! {a: 1}", {"a": 1}),
        ("! 'text'", "text"),
    ],
)
def test_value(written: str, value: Json) -> None:
    document = read_text(f"openapi: 3.1.0\nx-value: {written}\n")
    found = document.source["x-value"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("200", "200"),
        ("0200", "0200"),
        ("0x10", "0x10"),
        ("1e3", "1e3"),
        ("on", "on"),
        ("null", "null"),
        ("~", "~"),
        ("true", "true"),
        ("2020-01-02", "2020-01-02"),
        ("''", ""),
        ("'200'", "200"),
        ("!!int 200", "200"),
        ("&anchor 200", "200"),
        ("'<<'", "<<"),
    ],
)
def test_key_is_text_as_written(written: str, key: str) -> None:
    document = read_text(f"openapi: 3.1.0\nx-keys:\n  {written}: value\n")
    assert document.source["x-keys"] == {key: "value"}
