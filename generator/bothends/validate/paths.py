"""Paths: that each can be matched, and that its template and its parameters agree."""

import re
from collections.abc import Iterator
from typing import Final

from bothends.validate.findings import Finding
from bothends.validate.nearest import meant
from bothends.validate.outline import Outline
from bothends.validate.routes import Declared, Operation, Route, declared, paths
from bothends.validate.targets import Node

_EXPRESSION: Final = re.compile(r"\{([^{}]*)\}")
_OPERATORS: Final = "+#./;?&*"


def relative_paths(outline: Outline) -> Iterator[Finding]:
    """Find paths that do not start with a slash (OpenAPI 3.1 §4.8.8.1)."""
    for route in paths(outline):
        if not route.name.startswith("/"):
            yield Finding(
                route.pointer,
                "relative-path",
                f"The path `{route.name}` does not start with a slash.",
                f"Write `/{route.name}`.",
                key=True,
            )


def malformed_paths(outline: Outline) -> Iterator[Finding]:
    """Find templates that cannot be read (OpenAPI 3.1 §3.2, Path Templating)."""
    for route in paths(outline):
        if fault := _template_fault(route.name):
            yield Finding(
                route.pointer,
                "malformed-path",
                f"The path `{route.name}` {fault}.",
                "Write each parameter once, as `{name}`.",
                key=True,
            )


def queries_in_paths(outline: Outline) -> Iterator[Finding]:
    """Find `?` and `#` in paths: no server sees them as part of a path (RFC 3986 §3.3)."""
    for route in paths(outline):
        if re.search(r"[?#]", _EXPRESSION.sub("", route.name)):
            yield Finding(
                route.pointer,
                "query-in-path",
                f"The path `{route.name}` contains a query or a fragment, which requests "
                "do not send as part of a path.",
                "Declare query parameters with `in: query`.",
                severity="warning",
                key=True,
            )


def ambiguous_paths(outline: Outline) -> Iterator[Finding]:
    """Find paths that differ in parameter names only (OpenAPI 3.1 §4.8.8.2)."""
    first: dict[str, Route] = {}
    for route in paths(outline):
        shape = _EXPRESSION.sub("{}", route.name)
        other = first.setdefault(shape, route)
        if other is route:
            continue
        methods = [operation.method for operation in other.operations]
        shared = [one.method for one in route.operations if one.method in methods]
        yield Finding(
            route.pointer,
            "ambiguous-path",
            f"The path `{route.name}` is the same as `{other.name}` on line "
            f"{outline.line(other.pointer, key=True)}"
            + (f", and both answer {', '.join(shared)}." if shared else "."),
            "Give the parameters the same names and bring the operations together.",
            severity="error" if shared else "warning",
            key=True,
        )


def undeclared_path_parameters(outline: Outline) -> Iterator[Finding]:
    """Find template names that no Parameter Object explains (OpenAPI 3.1 §4.8.12.1)."""
    for route in paths(outline):
        if not route.complete or _template_fault(route.name):
            continue
        common, known = _path_parameters(outline, route.items)
        lacking: dict[str, list[Operation]] = {}
        for operation in route.operations:
            own, complete = _path_parameters(outline, [_node(operation)])
            if complete and known:
                for name in _undeclared(route, common + own):
                    lacking.setdefault(name, []).append(operation)
        for name, operations in lacking.items():
            yield from _undeclared_findings(route, name, operations, common)


def unused_path_parameters(outline: Outline) -> Iterator[Finding]:
    """Find parameters `in: path` whose name the template does not have."""
    for route in paths(outline):
        if _template_fault(route.name):
            continue
        nodes = [*route.items, *map(_node, route.operations)]
        names = _names(route.name)
        stripped = [name.strip(_OPERATORS) for name in names]
        for parameter in _path_parameters(outline, nodes)[0]:
            if parameter.name not in [*names, *stripped]:
                yield _unused(route, parameter, names)


def _undeclared(route: Route, parameters: list[Declared]) -> list[str]:
    names = [parameter.name for parameter in parameters]
    return [
        name for name in _names(route.name) if name not in names or name.startswith("+")
    ]


def _undeclared_findings(
    route: Route, name: str, operations: list[Operation], common: list[Declared]
) -> Iterator[Finding]:
    if name.strip(_OPERATORS) != name:
        yield Finding(
            route.pointer,
            "malformed-path",
            f"`{{{name}}}` in `{route.name}` has an operator of RFC 6570; "
            "the templates of OpenAPI have none.",
            f"Write `{{{name.strip(_OPERATORS)}}}`"
            + (
                ", or take it for several segments with `--lenient`."
                if name.startswith("+")
                else "."
            ),
            key=True,
        )
        return
    everywhere = len(operations) == len(route.operations)
    near = [parameter.name for parameter in common]
    for pointer in [route.pointer] if everywhere else [o.pointer for o in operations]:
        yield Finding(
            pointer,
            "missing-path-parameter",
            f"`{{{name}}}` of the path `{route.name}` is not declared as a parameter.",
            meant(
                name,
                near,
                f"Add `{{name: {name}, in: path, required: true, "
                "schema: {type: string}}` to the `parameters` here.",
            ),
            key=True,
            name=name,
        )


def _unused(route: Route, parameter: Declared, names: list[str]) -> Finding:
    inline = parameter.node.pointer == parameter.entry
    return Finding(
        (*parameter.entry, "name") if inline else parameter.entry,
        "unknown-path-parameter",
        f"The path `{route.name}` has no `{{{parameter.name}}}`.",
        meant(
            parameter.name, names, "Add it to the path, or remove the parameter here."
        ),
    )


def _path_parameters(
    outline: Outline, holders: list[Node] | tuple[Node, ...]
) -> tuple[list[Declared], bool]:
    lists = [declared(outline, holder) for holder in holders]
    return [
        parameter
        for parameters, _ in lists
        for parameter in parameters
        if parameter.location == "path"
    ], all(complete for _, complete in lists)


def _node(operation: Operation) -> Node:
    return Node(operation.pointer, operation.value)


def _names(path: str) -> list[str]:
    return _EXPRESSION.findall(path)


def _template_fault(path: str) -> str:
    rest = _EXPRESSION.sub("", path)
    names = _names(path)
    repeated = [name for name in names if names.count(name) > 1]
    if "{" in rest:
        return "has a `{` that is not closed"
    if "}" in rest:
        return "has a `}` that closes nothing"
    if "" in names:
        return "has a parameter without a name"
    if repeated:
        return f"has `{{{repeated[0]}}}` twice"
    return ""
