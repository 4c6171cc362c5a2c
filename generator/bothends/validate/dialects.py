"""Schema Objects since 3.1 against the meta-schema of their JSON Schema dialect.

The standard's own schema says of them only that they are objects or booleans; those of 3.0
it describes itself.
"""

from collections.abc import Iterator

from bothends.validate.findings import Finding
from bothends.validate.objects import Kind, Version
from bothends.validate.outline import Outline
from bothends.validate.published import is_schema
from bothends.validate.targets import Node
from bothends.validate.wording import too_deep, worded


def malformed_schemas(outline: Outline) -> Iterator[Finding]:
    """Find keywords that are not written as JSON Schema 2020-12 has them."""
    if outline.version == "3.0":
        return
    for schema in _outermost(outline):
        if not _is_valid(schema, outline.version):
            yield from _malformed(schema, outline.version)


def _outermost(outline: Outline) -> Iterator[Node]:
    schemas = outline.each(Kind.SCHEMA)
    pointers = {schema.pointer for schema in schemas}
    for schema in schemas:
        if not {schema.pointer[:-1], schema.pointer[:-2]} & pointers:
            yield schema


def _is_valid(schema: Node, version: Version) -> bool:
    """Ask jsonschema-rs; what it can't read is as good as invalid."""
    try:
        return is_schema(version).is_valid(schema.value)
    except (RecursionError, ValueError):
        return False


def _malformed(schema: Node, version: Version) -> Iterator[Finding]:
    from bothends.validate.errors import in_schema

    try:
        faults = in_schema(version, schema.value, schema.pointer)
    except RecursionError:
        yield too_deep(schema.pointer)
        return
    for fault in faults:
        yield from worded(fault, version)
