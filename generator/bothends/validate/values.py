"""Defaults and examples against the schemas they belong to."""

from collections.abc import Iterator
from typing import Final, Literal
from urllib.parse import quote

from bothends.document import Json, Pointer
from bothends.plain import satisfies
from bothends.records import dataclass
from bothends.tree import pointer_text
from bothends.validate.faults import Fault
from bothends.validate.findings import Finding
from bothends.validate.objects import Kind
from bothends.validate.outline import Outline
from bothends.validate.targets import Found, Node
from bothends.validate.value_wording import demand_of


@dataclass(frozen=True, slots=True)
class _Value:
    """A value that should be an instance of the schema at another place."""

    noun: Literal["default", "example"]
    pointer: Pointer
    value: Json
    schema: Pointer


def wrong_defaults(outline: Outline) -> Iterator[Finding]:
    """Find defaults that their schemas refuse (OpenAPI 3.1 §4.8.24)."""
    for schema in outline.each(Kind.SCHEMA):
        if "default" not in schema.value:
            continue
        default = schema.value["default"]
        if default is not None or schema.value.get("nullable") is not True:
            pointer = (*schema.pointer, "default")
            value = _Value("default", pointer, default, schema.pointer)
            found = list(_findings(outline, value))
            # Of several reasons at one place, such as a null, the first will do.
            yield from {
                finding.pointer: finding for finding in reversed(found)
            }.values()


def wrong_examples(outline: Outline) -> Iterator[Finding]:
    """Find examples that their schemas refuse; of each only the first reason."""
    for value in _examples(outline):
        if value.value is not None:
            yield from list(_findings(outline, value))[:1]


def _examples(outline: Outline) -> Iterator[_Value]:
    for schema in outline.each(Kind.SCHEMA):
        yield from _example_of(schema, schema.pointer)
        if outline.version != "3.0":
            for pointer, value in outline.children(schema, "examples"):
                yield _Value("example", pointer, value, schema.pointer)
    for kind in (Kind.PARAMETER, Kind.HEADER, Kind.MEDIA_TYPE):
        for node in outline.each(kind):
            schema_pointer = (*node.pointer, "schema")
            if "schema" in node.value and not _is_text(node):
                yield from _example_of(node, schema_pointer)
                for pointer, value in outline.children(node, "examples"):
                    example = outline.follow(pointer, value)
                    if example and "value" in example.value:
                        place = (*example.pointer, "value")
                        content = example.value["value"]
                        yield _Value("example", place, content, schema_pointer)


def _example_of(node: Node, schema: Pointer) -> Iterator[_Value]:
    if "example" in node.value:
        pointer = (*node.pointer, "example")
        yield _Value("example", pointer, node.value["example"], schema)


def _is_text(node: Node) -> bool:
    """Tell whether examples are the text of a media type that is not JSON, such as XML."""
    match node.pointer[-2:]:
        case ("content", str(name)):
            return "json" not in name and not name.startswith(("multipart/", "*"))
        case _:
            return False


def _findings(outline: Outline, value: _Value) -> Iterator[Finding]:
    if _is_plainly_right(outline, value):
        return
    from bothends.validate.errors import in_value

    faults = in_value(
        outline.version, outline.root, value.value, value.pointer, value.schema
    )
    for fault in faults:
        yield _finding(fault, value)


def _is_plainly_right(outline: Outline, value: _Value) -> bool:
    def target(reference: str) -> Json:
        found = outline.resolve(reference)
        return found.value if isinstance(found, Found) else False

    reference = f"#{quote(pointer_text(value.schema))}"
    return satisfies(value.value, {"$ref": reference}, target)


def _finding(fault: Fault, value: _Value) -> Finding:
    inside = ".".join(str(step) for step in fault.pointer[len(value.pointer) :])
    subject = f"`{inside}` of the {value.noun}" if inside else f"The {value.noun}"
    rule, demand = demand_of(fault)
    return Finding(
        fault.pointer,
        f"{value.noun}-{rule}",
        f"{subject} {demand}.",
        _HINTS[value.noun],
        severity="error" if _makes_invalid(value, rule) else "warning",
    )


def _makes_invalid(value: _Value, rule: str) -> bool:
    """Tell whether a value makes the document invalid in the eyes of the standard's validator.

    Examples and formats never do, and it does not look into request bodies.
    """
    in_body = {"requestBody", "requestBodies"} & set(value.pointer)
    return value.noun == "default" and rule != "format" and not in_body


_HINTS: Final = {
    "default": "Correct the default or its schema, or remove the default.",
    "example": "Correct the example or its schema.",
}
