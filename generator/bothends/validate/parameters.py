"""Parameters: that each says once, and in one way, what it is."""

from collections.abc import Iterator
from typing import Final

from bothends.elsewhere import identity, is_ignored
from bothends.validate.findings import Finding
from bothends.validate.objects import Kind
from bothends.validate.outline import Outline
from bothends.validate.reading import mapping
from bothends.validate.routes import Declared, declared, operations_of
from bothends.validate.targets import Node

_SHAPE_HINT: Final = (
    "Give it one of them: `schema` for a plain value, "
    "`content` for a value in a media type."
)


def optional_path_parameters(outline: Outline) -> Iterator[Finding]:
    """Find parameters `in: path` without `required: true` (OpenAPI 3.1 §4.8.12.2)."""
    for node in outline.each(Kind.PARAMETER):
        if node.value.get("in") == "path" and node.value.get("required") is not True:
            yield Finding(
                (*node.pointer, "required"),
                "optional-path-parameter",
                f"The path parameter `{node.value.get('name')}` is not required, "
                "but no path can do without it.",
                "Write `required: true`.",
            )


def duplicate_parameters(outline: Outline) -> Iterator[Finding]:
    """Find two parameters of one place and name in one list (OpenAPI 3.1 §4.8.9)."""
    for kind in (Kind.PATH_ITEM, Kind.OPERATION):
        for holder in outline.each(kind):
            first: dict[tuple[str, str], Declared] = {}
            for parameter in declared(outline, holder)[0]:
                other = first.setdefault(
                    identity(parameter.location, parameter.name), parameter
                )
                if other is not parameter:
                    yield Finding(
                        parameter.entry,
                        "duplicate-parameter",
                        f"The {parameter.location} parameter `{parameter.name}` "
                        f"is already on line {outline.line(other.entry)}.",
                        "Remove one of them.",
                    )


def shapeless_parameters(outline: Outline) -> Iterator[Finding]:
    """Find parameters and headers without exactly one of `schema` and `content`.

    `content` has exactly one media type (OpenAPI 3.1 §4.8.12.2).
    """
    for kind in (Kind.PARAMETER, Kind.HEADER):
        for node in outline.each(kind):
            if "schema" in node.value and "content" in node.value:
                yield Finding(
                    (*node.pointer, "content"),
                    "schema-or-content",
                    f"This {kind} has both `schema` and `content`.",
                    _SHAPE_HINT,
                    key=True,
                )
            elif "schema" not in node.value and "content" not in node.value:
                yield Finding(
                    node.pointer,
                    "schema-or-content",
                    f"This {kind} has no `schema` and no `content`.",
                    _SHAPE_HINT,
                )
            elif "content" in node.value and len(mapping(node.value["content"])) != 1:
                yield Finding(
                    (*node.pointer, "content"),
                    "one-media-type",
                    f"`content` of a {kind} must have one media type.",
                    "Keep the one in which the value is sent.",
                )


def ignored_headers(outline: Outline) -> Iterator[Finding]:
    """Find header parameters that the standard ignores (OpenAPI 3.1 §4.8.12.2)."""
    for node in outline.each(Kind.PARAMETER):
        name = node.value.get("name")
        place = str(node.value.get("in"))
        if isinstance(name, str) and is_ignored(place, name):
            yield Finding(
                (*node.pointer, "name"),
                "ignored-header-parameter",
                f"A header parameter named `{name}` is ignored.",
                "Media types say what is accepted and sent, security schemes say "
                "how requests are authorized: remove the parameter.",
                severity="warning",
            )


def query_strings(outline: Outline) -> Iterator[Finding]:
    """Find misuse of `in: querystring` (OpenAPI 3.2 §4.12.1)."""
    if outline.version != "3.2":
        return
    for node in outline.each(Kind.PARAMETER):
        if node.value.get("in") == "querystring" and "schema" in node.value:
            yield Finding(
                (*node.pointer, "content"),
                "querystring-content",
                "A parameter `in: querystring` must have `content`, not `schema`.",
                "Write `content: {application/x-www-form-urlencoded: {schema: ...}}`.",
            )
    for item in outline.each(Kind.PATH_ITEM):
        common = declared(outline, item)[0]
        operations = list(operations_of(item, outline.version))
        for operation in operations:
            holder = Node(operation.pointer, operation.value)
            yield from _conflicts(outline, common + declared(outline, holder)[0])
        if not operations:
            yield from _conflicts(outline, common)


def _conflicts(outline: Outline, parameters: list[Declared]) -> Iterator[Finding]:
    whole = [one for one in parameters if one.location == "querystring"]
    for extra in whole[1:]:
        yield Finding(
            extra.entry,
            "one-querystring",
            "A request has one query string, which the parameter on line "
            f"{outline.line(whole[0].entry)} describes.",
            "Keep one parameter `in: querystring`.",
        )
    if whole and any(one.location == "query" for one in parameters):
        yield Finding(
            whole[0].entry,
            "querystring-and-query",
            "A parameter `in: querystring` describes the whole query, "
            "but there are parameters `in: query` too.",
            "Describe the query in one of these ways.",
        )
