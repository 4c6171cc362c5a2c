"""What is read of the installed validators without loading them is what they say themselves."""

from contextlib import suppress
from itertools import product
from typing import Any

import pytest
from jsonschema.exceptions import SchemaError
from openapi_schema_validator import OAS31Validator, OAS32Validator
from openapi_spec_validator import (
    OpenAPIV2SpecValidator,
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)

from bothends.validate.objects import Version
from bothends.validate.published import is_schema, standard

VALUES: list[Any] = [None, True, -1, 1.5, "string", "[", [], ["a"], [{}], {}, {"a": {}}]
KEYWORDS = [
    *(
        "$anchor",
        "$defs",
        "$id",
        "$ref",
        "$schema",
        "$vocabulary",
        "additionalProperties",
    ),
    *("allOf", "const", "contains", "contentSchema", "default", "dependentRequired"),
    *(
        "deprecated",
        "description",
        "discriminator",
        "else",
        "enum",
        "example",
        "examples",
    ),
    *("exclusiveMinimum", "externalDocs", "format", "items", "maxItems", "minLength"),
    *("minimum", "multipleOf", "not", "nullable", "pattern", "patternProperties"),
    *("prefixItems", "properties", "propertyNames", "readOnly", "required", "type"),
    *("unevaluatedItems", "uniqueItems", "x-a", "xml"),
]


@pytest.mark.parametrize(
    ("version", "validator"),
    [
        ("2.0", OpenAPIV2SpecValidator),
        ("3.0", OpenAPIV30SpecValidator),
        ("3.1", OpenAPIV31SpecValidator),
        ("3.2", OpenAPIV32SpecValidator),
    ],
)
def test_the_schemas_of_the_standard_are_those_of_its_validator(
    version: Version, validator: Any
) -> None:
    assert standard(version) == validator.schema_validator.schema


@pytest.mark.parametrize(
    ("version", "validator"), [("3.1", OAS31Validator), ("3.2", OAS32Validator)]
)
def test_a_dialect_takes_what_its_validator_takes(
    version: Version, validator: Any
) -> None:
    for keyword, value in product(KEYWORDS, VALUES):
        for schema in ({keyword: value}, {"properties": {"a": {keyword: value}}}):
            accepted = False
            with suppress(SchemaError):
                validator.check_schema(schema, format_checker=None)
                accepted = True
            assert is_schema(version).is_valid(schema) == accepted, schema
