"""Which of the errors under an `anyOf` or `oneOf` say what the author got wrong."""

from collections.abc import Iterator
from typing import Any, Final, cast

from jsonschema.exceptions import ValidationError

_Branches = dict[int, list[ValidationError]]

_REFERENCES: Final = (
    "#/definitions/Reference",
    "#/definitions/jsonReference",
    "#/$defs/reference",
)
_ALTERNATIVES: Final = ("anyOf", "oneOf")


def relevant(error: ValidationError) -> Iterator[ValidationError]:
    """Yield the errors that an author can act on, each at its own node.

    Alternatives are chosen as a reader would: the Reference Object only where there is a
    `$ref`, then the one whose type and tag (`in`, `type`) fit, then the one that is
    broken deepest inside.
    """
    if error.validator not in _ALTERNATIVES or not error.context:
        yield error
        return
    branches = _without_references(error, _branches(error))
    branches = _of_right_type(branches)
    if tag := _unknown_tag(error, branches):
        yield tag
        return
    branches = _with_right_fields(_with_right_tag(branches))
    if len(branches) > 1 and all(map(_lacks_field, _flat(branches))):
        shared = _shared(branches)
        yield from shared or [error]
        return
    for chosen in _deepest(branches):
        yield from relevant(chosen)


def _branches(error: ValidationError) -> _Branches:
    branches: _Branches = {}
    for inner in error.context or ():
        branches.setdefault(int(inner.relative_schema_path[0]), []).append(inner)
    return branches


def _without_references(error: ValidationError, branches: _Branches) -> _Branches:
    """Keep the Reference Object, or what is none, whichever the author meant."""
    alternatives = cast("list[Any]", error.validator_value)
    meant = "$ref" in _mapping(error.instance)
    kept = {
        index: inner
        for index, inner in branches.items()
        if _is_reference(alternatives[index]) == meant
    }
    return kept or branches


def _is_reference(schema: object) -> bool:
    return _mapping(schema).get("$ref") in _REFERENCES


def _mapping(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _of_right_type(branches: _Branches) -> _Branches:
    kept = {
        index: inner
        for index, inner in branches.items()
        if not any(one.validator == "type" and not one.relative_path for one in inner)
    }
    return kept or branches


def _with_right_tag(branches: _Branches) -> _Branches:
    kept = {index: inner for index, inner in branches.items() if not _tag_error(inner)}
    return kept or branches


def _with_right_fields(branches: _Branches) -> _Branches:
    kept = {
        index: inner
        for index, inner in branches.items()
        if not any(map(_lacks_field, inner))
    }
    return kept or branches


def _unknown_tag(error: ValidationError, branches: _Branches) -> ValidationError | None:
    """Make one error of a tag, such as `in: body`, that no alternative knows."""
    tags = [_tag_error(inner) for inner in branches.values()]
    known = [tag for tag in tags if tag is not None]
    if not known or len(known) < len(tags):
        return None
    if len({tag.relative_path[-1] for tag in known}) > 1:
        return None
    return ValidationError(
        known[0].message,
        validator="enum",
        path=list(known[0].relative_path),
        instance=known[0].instance,
        schema=known[0].schema,
        validator_value=[
            value for tag in known for value in cast("list[Any]", tag.validator_value)
        ],
        parent=error,
    )


def _tag_error(inner: list[ValidationError]) -> ValidationError | None:
    return next(
        (
            one
            for one in inner
            if one.validator == "enum" and list(one.relative_path) in (["in"], ["type"])
        ),
        None,
    )


def _lacks_field(error: ValidationError) -> bool:
    return error.validator == "required" and not error.relative_path


def _flat(branches: _Branches) -> list[ValidationError]:
    return [error for inner in branches.values() for error in inner]


def _shared(branches: _Branches) -> list[ValidationError]:
    """Keep what every alternative says."""
    first, *others = branches.values()
    return [
        error
        for error in first
        if all(error.message in {one.message for one in inner} for inner in others)
    ]


def _deepest(branches: _Branches) -> list[ValidationError]:
    return max(
        branches.values(), key=lambda inner: (max(map(_depth, inner)), -len(inner))
    )


def _depth(error: ValidationError) -> int:
    inner = max(map(_depth, error.context or ()), default=0)
    return len(error.relative_path) + inner
