"""References: that each leads somewhere, to the right kind of Object, and comes to an end."""

from collections.abc import Iterator

from bothends.document import Json, Pointer
from bothends.tree import pointer_text
from bothends.validate.findings import Finding
from bothends.validate.nearest import nearest
from bothends.validate.objects import HOLDERS, Field, Kind, kind_at
from bothends.validate.outline import Outline, Reference
from bothends.validate.reading import mapping, type_name
from bothends.validate.targets import External, Found, Missing

# Annotations and `nullable` are written there by people and tools alike, and meant.
_KEPT = frozenset(
    [
        "$ref",
        "title",
        "summary",
        "description",
        "default",
        "nullable",
        "deprecated",
        "readOnly",
        "writeOnly",
        "example",
        "examples",
        "externalDocs",
        "xml",
    ]
)
_NAMED_AT_MOST = 5


def broken_references(outline: Outline) -> Iterator[Finding]:
    """Find references that lead nowhere or to the wrong thing."""
    for reference in outline.references.values():
        at = (*reference.pointer, "$ref")
        match outline.resolve(reference.text):
            case External():
                pass  # The document itself says why it could not be followed.
            case Missing() as missing:
                yield unresolved(outline, at, reference.text, missing, reference.kind)
            case Found() as found:
                yield from _wrong_kind(outline, reference, found)


def dynamic_references(outline: Outline) -> Iterator[Finding]:
    """Find a `$dynamicRef` whose anchor is not in the document (JSON Schema §8.2.3.2)."""
    for schema in outline.each(Kind.SCHEMA):
        text = schema.value.get("$dynamicRef")
        if isinstance(text, str) and outline.version != "3.0":
            at = (*schema.pointer, "$dynamicRef")
            match outline.resolve(text):
                case Missing() as missing:
                    yield unresolved(outline, at, text, missing, Kind.SCHEMA)
                case Found() | External():
                    pass


def ignored_siblings(outline: Outline) -> Iterator[Finding]:
    """Find constraints next to a `$ref` of a schema, which 3.0 ignores (§4.7.23)."""
    if outline.version != "3.0":
        return
    for reference in outline.references.values():
        if reference.kind is not Kind.SCHEMA:
            continue
        for name in reference.value:
            if name not in _KEPT and not name.startswith("x-"):
                yield Finding(
                    (*reference.pointer, name),
                    "ignored-sibling",
                    f"`{name}` next to `$ref` is ignored in OpenAPI 3.0.",
                    "Write `allOf: [{$ref: ...}]` and keep the rest next to `allOf`, "
                    "or move to OpenAPI 3.1.",
                    severity="warning",
                    key=True,
                )


def unresolved(
    outline: Outline, at: Pointer, text: str, missing: Missing, kind: Kind
) -> Finding:
    """Say that a reference leads nowhere, and what there is instead."""
    place = f"`{_fragment(missing.parent)}`" if missing.parent else "the document"
    lacking = f"{place} has no `{missing.step}`"
    if not isinstance(missing.value, (dict, list)):
        lacking = f"{place} is {type_name(missing.value)}"
    if "$ref" in mapping(missing.value):
        lacking += ", and a reference does not lead through another `$ref`"
    return Finding(
        at,
        "unresolved-reference",
        f"`{text}` leads nowhere: {lacking}.",
        _nearby(outline, missing, kind),
    )


def _nearby(outline: Outline, missing: Missing, kind: Kind) -> str:
    siblings = list(mapping(missing.value))
    if "$ref" in siblings:
        return "Begin at what that `$ref` leads to."
    name = missing.step
    if close := nearest(name, siblings):
        return f"Did you mean `{_fragment((*missing.parent, close))}`?"
    components = _component_names(outline, kind)
    if name in components:
        return f"Did you mean `{_component(kind, name)}`?"
    if siblings and missing.parent:
        more = " and others" if len(siblings) > _NAMED_AT_MOST else ""
        known = ", ".join(f"`{known}`" for known in siblings[:_NAMED_AT_MOST])
        return f"`{_fragment(missing.parent)}` has {known}{more}."
    return f"Define it there, or point to a {kind} that exists."


def _wrong_kind(
    outline: Outline, reference: Reference, found: Found
) -> Iterator[Finding]:
    kind = kind_at(found.pointer, outline.version)
    if kind is reference.kind or (kind is None and _may_be(reference.kind, found)):
        return
    match kind:
        case Kind():
            actual = f"a {kind}"
        case Field():
            actual = f"a {kind.shape} of {kind.kind}s"
        case None:
            actual = type_name(found.value)
    yield Finding(
        (*reference.pointer, "$ref"),
        "wrong-reference",
        f"`{reference.text}` is {actual}; a {reference.kind} is needed here.",
        f"Point to a {reference.kind}, such as one in "
        f"`#/components/{_component_field(reference.kind)}`.",
    )


def _may_be(kind: Kind, found: Found) -> bool:
    value = found.value
    return isinstance(value, dict) or (kind is Kind.SCHEMA and isinstance(value, bool))


def _component_names(outline: Outline, kind: Kind) -> dict[str, Json]:
    components = mapping(outline.root.get("components"))
    return mapping(components.get(_component_field(kind)))


def _component_field(kind: Kind) -> str:
    fields = HOLDERS[Kind.COMPONENTS].items()
    return next(name for name, field in fields if field.kind is kind)


def _component(kind: Kind, name: str) -> str:
    return _fragment(("components", _component_field(kind), name))


def _fragment(pointer: Pointer) -> str:
    return f"#{pointer_text(pointer)}"
