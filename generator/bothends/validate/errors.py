"""What jsonschema has against a document, a Schema Object or a value: the door to it.

It is slow to load and slow to run, and is asked only for what is not known to be valid.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, Protocol, cast
from urllib.parse import quote

from jsonschema.exceptions import SchemaError, UnknownType, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import Draft202012Validator, validator_for
from openapi_schema_validator import (
    OAS30Validator,
    OAS31Validator,
    OAS32Validator,
    oas30_format_checker,
    oas31_format_checker,
    oas32_format_checker,
)
from referencing import Registry, Resource
from referencing.exceptions import Unresolvable

from bothends.document import Json, Pointer
from bothends.tree import pointer_text
from bothends.validate.faults import Fault
from bothends.validate.objects import Version
from bothends.validate.published import standard
from bothends.validate.relevance import relevant


class _Dialect(Protocol):
    """A validator class, as far as it is used here."""

    def check_schema(self, schema: object, format_checker: object) -> None:
        """Raise SchemaError at the first error."""


_DOCUMENT: Final = "urn:document"
_DIALECTS: Final[Mapping[Version, _Dialect]] = {
    "3.1": OAS31Validator,
    "3.2": OAS32Validator,
}
_VALIDATORS: Final[Mapping[Version, type[Validator]]] = {
    "3.0": OAS30Validator,
    "3.1": OAS31Validator,
    "3.2": OAS32Validator,
}
_FORMATS: Final = {
    "3.0": oas30_format_checker,
    "3.1": oas31_format_checker,
    "3.2": oas32_format_checker,
}
_SENSELESS: Final = (
    Unresolvable,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    UnknownType,
    ValueError,
    re.error,
)
"""What escapes from jsonschema where a schema is broken or has no end.

Other rules say so; a value that cannot be checked is not wrong.
"""


def in_document(version: Version, tree: dict[str, Json]) -> list[Fault]:
    """Find what the schema of the standard refuses; raises RecursionError."""
    return _faults(list(_standard(version).iter_errors(tree)), ())


def in_schema(
    version: Version, schema: dict[str, Json], pointer: Pointer
) -> list[Fault]:
    """Find what the dialect of a version refuses; raises RecursionError."""
    return _faults(list(_refused(version, schema)), pointer)


def in_value(
    version: Version,
    root: dict[str, Json],
    value: Json,
    pointer: Pointer,
    schema: Pointer,
) -> list[Fault]:
    """Find what the schema at another place of a document refuses."""
    try:
        errors = list(_at(version, root, schema).iter_errors(value))
    except _SENSELESS:
        return []
    return _faults(errors, pointer)


def _faults(errors: list[ValidationError], root: Pointer) -> list[Fault]:
    return [Fault.of(one, root) for error in errors for one in relevant(error)]


@cache
def _standard(version: Version) -> Validator:
    """Make the validator whose errors are worded.

    openapi-spec-validator's own one would be jsonschema-rs.
    """
    schema = standard(version)
    if version in ("2.0", "3.0"):
        return validator_for(schema)(schema)
    resource: Resource[Any] = Resource.from_contents(schema)
    uri = resource.id() or ""
    # Whenever an anchor is looked up, which is once for each Schema Object, the whole root of a
    # validator is searched for it: so the root only refers.
    registry = Registry[Any]().with_resource(uri, resource).crawl()
    return validator_for(schema)({"$ref": uri}, registry=registry)


def _refused(version: Version, schema: dict[str, Json]) -> Iterator[ValidationError]:
    """Yield what the dialect refuses: `check_schema` alone would stop at the first error."""
    try:
        # Without formats: `regex` is a rule of our own, and may raise what it pleases.
        _DIALECTS[version].check_schema(schema, format_checker=None)
    except SchemaError as first:
        errors = list(_meta().iter_errors(schema))
        yield from errors
        if list(first.absolute_path) not in [list(one.absolute_path) for one in errors]:
            yield ValidationError.create_from(first)


@cache
def _meta() -> Validator:
    return Draft202012Validator(Draft202012Validator.META_SCHEMA)


def _at(version: Version, root: dict[str, Json], schema: Pointer) -> Validator:
    """Check against a part of the document. An opaque resource retrieves nothing."""
    fragment = quote(pointer_text(schema))
    resource = Resource[Json].opaque(root)
    return _VALIDATORS[version](
        {"$ref": f"{_DOCUMENT}#{fragment}"},
        registry=cast("Registry", Registry[Json]().with_resource(_DOCUMENT, resource)),
        format_checker=_FORMATS[version],
    )
