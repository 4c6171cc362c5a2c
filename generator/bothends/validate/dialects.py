"""Schema Objects since 3.1 against the meta-schema of their JSON Schema dialect.

The standard's own schema says of them only that they are objects or booleans; those of 3.0
it describes itself.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, Protocol

from jsonschema.exceptions import SchemaError, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import Draft202012Validator
from openapi_schema_validator import OAS31Validator, OAS32Validator

from bothends.document import Json
from bothends.validate.faults import Fault
from bothends.validate.findings import Finding
from bothends.validate.objects import Kind, Version
from bothends.validate.outline import Outline
from bothends.validate.relevance import relevant
from bothends.validate.targets import Node
from bothends.validate.wording import too_deep, worded


class _Dialect(Protocol):
    """A validator class, as far as it is used here."""

    def check_schema(self, schema: object, format_checker: object) -> None:
        """Raise SchemaError at the first error."""


_OWN: Final[Mapping[Version, _Dialect]] = {
    "3.1": OAS31Validator,
    "3.2": OAS32Validator,
}


def malformed_schemas(outline: Outline) -> Iterator[Finding]:
    """Find keywords that are not written as JSON Schema 2020-12 has them."""
    if outline.version == "3.0":
        return
    for schema in _outermost(outline):
        try:
            errors = list(_errors(schema.value, outline.version))
        except RecursionError:
            yield too_deep(schema.pointer)
            continue
        for error in errors:
            for one in relevant(error):
                yield from worded(Fault.of(one, schema.pointer), outline.version)


def _outermost(outline: Outline) -> Iterator[Node]:
    schemas = outline.each(Kind.SCHEMA)
    pointers = {schema.pointer for schema in schemas}
    for schema in schemas:
        if not {schema.pointer[:-1], schema.pointer[:-2]} & pointers:
            yield schema


def _errors(schema: dict[str, Json], version: Version) -> Iterator[ValidationError]:
    """Yield what the dialect refuses: `check_schema` alone would stop at the first error."""
    try:
        # Without formats: `regex` is a rule of our own, and may raise what it pleases.
        _OWN[version].check_schema(schema, format_checker=None)
    except SchemaError as first:
        errors = list(_meta().iter_errors(schema))
        yield from errors
        if list(first.absolute_path) not in [list(one.absolute_path) for one in errors]:
            yield ValidationError.create_from(first)


@cache
def _meta() -> Validator:
    return Draft202012Validator(Draft202012Validator.META_SCHEMA)
