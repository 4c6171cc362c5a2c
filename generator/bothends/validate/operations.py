"""Operations: that each has a name of its own, and bodies where requests may have them."""

from collections.abc import Iterator
from typing import Final

from bothends.document import Pointer
from bothends.validate.findings import Finding
from bothends.validate.objects import Kind
from bothends.validate.outline import Outline
from bothends.validate.routes import operations_of, paths, webhooks

_WITHOUT_BODY: Final = frozenset({"get", "head", "trace"})


def duplicate_operation_ids(outline: Outline) -> Iterator[Finding]:
    """Find an operationId that two operations have (OpenAPI 3.1 §4.8.10.1)."""
    first: dict[str, Pointer] = {}
    routed: set[Pointer] = set()
    for route in [*paths(outline), *webhooks(outline)]:
        for operation in route.operations:
            name = operation.value.get("operationId")
            if not isinstance(name, str):
                continue
            if operation.pointer in routed:
                yield _shared(route.pointer, name)
            elif name in first:
                yield _duplicate(outline, operation.pointer, name, first[name])
            first.setdefault(name, operation.pointer)
            routed.add(operation.pointer)
    yield from _outside_of_paths(outline, first, routed)


def bodies_without_meaning(outline: Outline) -> Iterator[Finding]:
    """Find a request body of a method that gives it no meaning (RFC 9110 §9.3)."""
    for item in outline.each(Kind.PATH_ITEM):
        for method in _WITHOUT_BODY & item.value.keys():
            for pointer, _ in outline.children(item, method):
                if pointer[-1] == "requestBody":
                    yield Finding(
                        pointer,
                        "meaningless-body",
                        f"A {method.upper()} request gives its body no meaning (RFC 9110 "
                        "§9.3); servers and proxies may drop it.",
                        "Use parameters, or another method.",
                        severity="warning",
                        key=True,
                    )


def _outside_of_paths(
    outline: Outline, first: dict[str, Pointer], routed: set[Pointer]
) -> Iterator[Finding]:
    """Look at callbacks and unused components: where two names meet, one gets a number."""
    for item in outline.each(Kind.PATH_ITEM):
        for operation in operations_of(item, outline.version):
            name = operation.value.get("operationId")
            if operation.pointer in routed or not isinstance(name, str):
                continue
            if name in first:
                yield _duplicate(
                    outline, operation.pointer, name, first[name], of_paths=False
                )
            first.setdefault(name, operation.pointer)


def _duplicate(
    outline: Outline,
    pointer: Pointer,
    name: str,
    other: Pointer,
    *,
    of_paths: bool = True,
) -> Finding:
    line = outline.line((*other, "operationId"))
    return Finding(
        (*pointer, "operationId"),
        "duplicate-operation-id",
        f"The operationId `{name}` belongs to the operation on line {line} already.",
        "Give each operation a name of its own.",
        severity="error" if of_paths else "warning",
    )


def _shared(pointer: Pointer, name: str) -> Finding:
    return Finding(
        (*pointer, "$ref"),
        "duplicate-operation-id",
        f"The operation `{name}` is under another path already: its operationId is not "
        "unique.",
        "Remove the operationId of the shared operation, or write this one out.",
    )
