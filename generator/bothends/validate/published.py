"""The JSON Schemas that are published for OpenAPI, as the installed validators carry them.

They are read from where they lie. To import their packages takes many times as long as all of
validation, and what is valid needs nothing else of them.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import jsonschema_rs

from bothends.validate.objects import Version

_DIALECTS: Final[Mapping[Version, tuple[str, str]]] = {
    "3.1": ("oas3.1/metaschema.json", "oas3.1/vocabularies/base"),
    "3.2": ("oas3.2/dialect/2025-09-17.json", "oas3.2/meta/2025-09-17.json"),
}
"""The meta-schema of Schema Objects, and that of the vocabulary of OpenAPI in it."""


@cache
def standard(version: Version) -> Any:
    """Give the schema that a whole document satisfies."""
    return _read("openapi_spec_validator", f"resources/schemas/v{version}/schema.json")


@cache
def is_standard(version: Version) -> jsonschema_rs.Validator:
    """Give what tells in a hundredth of the time whether there is nothing to be found.

    jsonschema-rs does not say enough of its errors to word them.
    """
    return jsonschema_rs.validator_for(standard(version), validate_formats=False)


@cache
def is_schema(version: Version) -> jsonschema_rs.Validator:
    """Give the same for Schema Objects, of which the standard's own schema says little."""
    dialect, vocabulary = (
        _read("openapi_schema_validator", f"schemas/{name}")
        for name in _DIALECTS[version]
    )
    registry = jsonschema_rs.Registry([(vocabulary["$id"], vocabulary)])
    # Without formats: `regex` is a rule of our own.
    return jsonschema_rs.validator_for(
        dialect, registry=registry, validate_formats=False
    )


def _read(package: str, name: str) -> Any:
    found = find_spec(package)
    assert found
    assert found.origin
    return json.loads((Path(found.origin).parent / name).read_bytes())
