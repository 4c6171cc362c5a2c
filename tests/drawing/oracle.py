"""An independent judge: jsonschema's own validator of Draft 2020-12, and formats of OpenAPI."""

from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from openapi_schema_validator import oas32_format_checker
from referencing import Registry, Resource


def errors(tree: dict[str, Any], schema: Any, value: Any) -> list[ValidationError]:
    """List what jsonschema itself finds wrong with a value."""
    resource = Resource[Any].opaque({**tree, "x-schema": schema})
    validator = Draft202012Validator(
        {"$ref": "urn:document#/x-schema"},
        registry=Registry[Any]().with_resource("urn:document", resource),
        format_checker=oas32_format_checker,
    )
    return list(cast("Any", validator).iter_errors(value))
