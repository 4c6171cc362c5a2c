"""Links: that each leads to an operation of this API."""

from collections.abc import Iterator

from bothends.validate.findings import Finding
from bothends.validate.nearest import meant
from bothends.validate.objects import Kind, kind_at
from bothends.validate.outline import Outline
from bothends.validate.routes import operations_of
from bothends.validate.targets import Found, Missing


def unknown_operations(outline: Outline) -> Iterator[Finding]:
    """Find links to operations that do not exist (OpenAPI 3.1 §4.8.20)."""
    links = outline.each(Kind.LINK)
    names = _operation_ids(outline) if links else []
    for link in links:
        name = link.value.get("operationId")
        if isinstance(name, str) and name not in names:
            yield Finding(
                (*link.pointer, "operationId"),
                "unknown-operation",
                f"No operation has the operationId `{name}`.",
                meant(name, names, "Name one that exists."),
                severity="warning",
            )


def broken_operation_references(outline: Outline) -> Iterator[Finding]:
    """Find an `operationRef` that leads to no operation of this document."""
    for link in outline.each(Kind.LINK):
        reference = link.value.get("operationRef")
        if not isinstance(reference, str):
            continue
        target = outline.resolve(reference)
        wrong = isinstance(target, Found) and (
            kind_at(target.pointer, outline.version) is not Kind.OPERATION
        )
        if wrong or isinstance(target, Missing):
            yield Finding(
                (*link.pointer, "operationRef"),
                "unknown-operation",
                f"`{reference}` leads to no operation.",
                "Write it as `#/paths/~1pets~1{id}/get`, or use `operationId`.",
                severity="warning",
            )


def _operation_ids(outline: Outline) -> list[str]:
    operations = (
        operation
        for item in outline.each(Kind.PATH_ITEM)
        for operation in operations_of(item, outline.version)
    )
    names = (operation.value.get("operationId") for operation in operations)
    return [name for name in names if isinstance(name, str)]
