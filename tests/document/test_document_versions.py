"""Which documents are read, and as what version."""

import pytest
from document_reading import read_text, rejected

THREE = 'Write it as text with three numbers, in quotes: "3.1.0".'
SUPPORTED = "Use OpenAPI 3.0, 3.1 or 3.2, or Swagger 2.0."


@pytest.mark.parametrize(
    ("written", "version", "full_version"),
    [
        ("3.0.0", "3.0", "3.0.0"),
        ("'3.0.3'", "3.0", "3.0.3"),
        ("3.1.1", "3.1", "3.1.1"),
        ("3.2.0", "3.2", "3.2.0"),
        ("3.1.0-rc1", "3.1", "3.1.0-rc1"),
        ("'3.1'", "3.1", "3.1"),
        ("3.0", "3.0", "3.0"),
        ("3.1", "3.1", "3.1"),
        ("3.2 # a number", "3.2", "3.2"),
    ],
)
def test_version(written: str, version: str, full_version: str) -> None:
    document = read_text(f"info: {{}}\nopenapi: {written}\n")
    assert (document.version, document.full_version) == (version, full_version)


def test_number_in_json() -> None:
    assert read_text('{"openapi": 3.0}').version == "3.0"


@pytest.mark.parametrize(
    ("text", "rule", "column", "message", "hint"),
    [
        (
            "info: {}",
            "missing-version",
            1,
            "The document does not say which version of OpenAPI it follows.",
            "Begin with the version: `openapi: 3.1.0`.",
        ),
        (
            "openapi: 4.0.0",
            "unsupported-version",
            10,
            "OpenAPI 4.0.0 is not supported.",
            SUPPORTED,
        ),
        (
            "openapi: '3.3'",
            "unsupported-version",
            10,
            "OpenAPI 3.3 is not supported.",
            SUPPORTED,
        ),
        (
            "swagger: '1.2'",
            "unsupported-version",
            10,
            "Swagger 1.2 is not supported.",
            SUPPORTED,
        ),
        (
            "swagger: 3.0",
            "unsupported-version",
            10,
            "Swagger 3.0 is not supported.",
            SUPPORTED,
        ),
        (
            "openapi: latest",
            "invalid-version",
            10,
            "`latest` is not a version of OpenAPI.",
            THREE,
        ),
        (
            "openapi: 3.1.0.1",
            "invalid-version",
            10,
            "`3.1.0.1` is not a version of OpenAPI.",
            THREE,
        ),
        (
            # Would be read as 3.1.
            "openapi: 3.10",
            "invalid-version",
            10,
            "The value of `openapi` is not text.",
            THREE,
        ),
        (
            "openapi: 3",
            "invalid-version",
            10,
            "The value of `openapi` is not text.",
            THREE,
        ),
        (
            "openapi: [3, 1]",
            "invalid-version",
            10,
            "The value of `openapi` is not text.",
            THREE,
        ),
        (
            "openapi:",
            "invalid-version",
            9,
            "The value of `openapi` is not text.",
            THREE,
        ),
    ],
)
def test_refused(text: str, rule: str, column: int, message: str, hint: str) -> None:
    (problem,) = rejected(f"# a document\n{text}\n")
    assert (problem.position.line, problem.position.column) == (2, column)
    assert (problem.rule, problem.message, problem.hint) == (rule, message, hint)
