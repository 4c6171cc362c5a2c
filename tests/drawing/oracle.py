"""An independent judge: jsonschema's own validator of Draft 2020-12, and formats of OpenAPI."""

from collections.abc import Iterator
from decimal import Decimal, localcontext
from typing import Any, cast

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError
from openapi_schema_validator import oas32_format_checker
from referencing import Registry, Resource


def _multiple_of(
    _: object, step: float, value: Any, __: object
) -> Iterator[ValidationError]:
    """Divide as decimals do: jsonschema finds 0.07 to be no multiple of 0.01."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    with localcontext(prec=700):
        if Decimal(str(value)) % Decimal(str(step)):
            yield ValidationError(f"{value} is no multiple of {step}")


_VALIDATOR: Any = cast("Any", validators).extend(
    Draft202012Validator, {"multipleOf": _multiple_of}
)


def errors(tree: dict[str, Any], schema: Any, value: Any) -> list[ValidationError]:
    """List what jsonschema itself finds wrong with a value."""
    resource = Resource[Any].opaque({**tree, "x-schema": schema})
    validator = _VALIDATOR(
        {"$ref": "urn:document#/x-schema"},
        registry=Registry[Any]().with_resource("urn:document", resource),
        format_checker=oas32_format_checker,
    )
    return list(validator.iter_errors(value))
