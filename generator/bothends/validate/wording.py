"""What a JSON Schema validator finds, in the words of the OpenAPI standard."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bothends.document import Pointer
from bothends.validate.citing import article, cited, enclosing, quoted, subject
from bothends.validate.faults import Fault
from bothends.validate.fields import field_versions, fields
from bothends.validate.findings import Finding
from bothends.validate.limits import LIMITS, limit_of
from bothends.validate.nearest import meant
from bothends.validate.objects import Version
from bothends.validate.reading import (
    identity,
    listing,
    mapping,
    shown,
    texts,
    type_name,
)

MISPLACED: Final = "misplaced-property"
"""The rule of fields that exist, but not next to the others that are there."""

UNSPECIFIC: Final = "invalid-structure"
"""The rule of what cannot be said better than by naming a keyword."""

_SHOWN_AT_MOST: Final = 8
_PATTERNS: Final = {
    "^[Bb][Ee][Aa][Rr][Ee][Rr]$": "must be bearer where there is a `bearerFormat`",
    "^[a-zA-Z0-9._-]+$": "must consist of letters, digits, `.`, `_` and `-`",
    "[^/#?]+$": "must not end in `/`, `#` or `?`",
    "^[^{}]+$": "must not contain braces",
    "^[^#]*$": "must not have a fragment",
}


def worded(fault: Fault, version: Version) -> Iterator[Finding]:
    """Say what is wrong: one finding for each key at fault."""
    if fault.keyword in LIMITS:
        yield _limit(fault, version)
    else:
        yield from _WORDINGS.get(fault.keyword, _other)(fault, version)


def too_deep(pointer: Pointer) -> Finding:
    """Say that a value is nested more deeply than the validator can follow."""
    return Finding(
        pointer,
        "unchecked-structure",
        "This is nested too deeply to be compared with the schema of the standard.",
        "Bring inner schemas into `components`.",
        severity="warning",
    )


def _unexpected(fault: Fault, version: Version) -> Iterator[Finding]:
    kind = enclosing(fault.pointer, version)
    known = field_versions(kind)
    for name in _unexpected_names(fault):
        message = f"`{name}` is not a field of the {cited(fault.pointer, version)}."
        if name in known and known[name] <= version:
            yield _misplaced(fault.pointer, name, version)
            continue
        if name in known:
            hint = f"It came with OpenAPI {known[name]}: remove it, or move to that version."
        else:
            other = f"Remove it, or call it `x-{name}` if it is an extension."
            hint = meant(name, sorted(fields(kind, version)), other)
        yield Finding(
            (*fault.pointer, name), "unexpected-property", message, hint, key=True
        )


def _unexpected_names(fault: Fault) -> list[str]:
    named = [name for name in mapping(fault.value) if repr(name) in fault.message]
    known = mapping(fault.schema.get("properties"))
    return [
        name for name in named if name not in known and not name.startswith("x-")
    ] or named


def _missing(fault: Fault, version: Version) -> Iterator[Finding]:
    for name in texts(fault.demand):
        if fault.message.startswith(repr(name)):
            yield Finding(
                (*fault.pointer, name),
                "missing-property",
                f"The {cited(fault.pointer, version)} has no `{name}`.",
                f"Add `{name}`.",
            )


def _wrong_type(fault: Fault, version: Version) -> Iterator[Finding]:
    expected = [fault.demand] if isinstance(fault.demand, str) else texts(fault.demand)
    wanted = " or ".join(article(name) for name in expected)
    yield Finding(
        fault.pointer,
        "wrong-type",
        f"{subject(fault.pointer, version)} must be {wanted}, not {type_name(fault.value)}.",
        _type_hint(fault, expected) or f"Write {wanted} here.",
    )


def _type_hint(fault: Fault, expected: list[str]) -> str:
    name = fault.pointer[-1] if fault.pointer else ""
    if name in ("exclusiveMinimum", "exclusiveMaximum") and "number" in expected:
        bound = "minimum" if name == "exclusiveMinimum" else "maximum"
        return f"Since OpenAPI 3.1 `{name}` is the bound itself, in place of `{bound}`."
    if "string" in expected and isinstance(fault.value, int | float):
        return f'Write it in quotes: "{str(fault.value).lower()}".'
    if "boolean" in expected and isinstance(fault.value, str):
        return "Write true or false, without quotes."
    return ""


def _choice(fault: Fault, version: Version) -> Iterator[Finding]:
    choices = [fault.demand] if fault.keyword == "const" else listing(fault.demand)
    choices = [one for at, one in enumerate(choices) if one not in choices[:at]]
    known = ", ".join(map(shown, choices[:_SHOWN_AT_MOST]))
    more = ", ..." if len(choices) > _SHOWN_AT_MOST else ""
    demand = f"must be one of {known}{more}" if choices[1:] else f"must be {known}"
    yield Finding(
        fault.pointer,
        "unknown-value",
        f"{subject(fault.pointer, version)} {demand}; it is {shown(fault.value)}.",
        _choice_hint(fault)
        or meant(
            str(fault.value),
            texts(choices),
            f"Use {'one of these' if choices[1:] else known}.",
        ),
        key=fault.of_key,
    )


def _choice_hint(fault: Fault) -> str:
    key = fault.pointer[-1] if fault.pointer else ""
    if key == "in" and "path" not in texts(fault.demand):
        return ""
    return _MOVED.get((str(key), str(fault.value)), "")


_MOVED: Final = {
    ("in", "body"): "Since OpenAPI 3.0 the body of a request is `requestBody`.",
    ("in", "formData"): "Since OpenAPI 3.0 a form is a media type of `requestBody`.",
    ("in", "querystring"): "It came with OpenAPI 3.2.",
    ("type", "file"): "Since OpenAPI 3.0 a file is `type: string, format: binary`.",
    ("type", "null"): "In OpenAPI 3.0 write `nullable: true` next to the other type.",
    ("type", "basic"): "Since OpenAPI 3.0 this is `type: http, scheme: basic`.",
    ("type", "mutualTLS"): "It came with OpenAPI 3.1.",
}


def _pattern(fault: Fault, version: Version) -> Iterator[Finding]:
    pattern = str(fault.demand)
    demand = _PATTERNS.get(pattern, f"must match `{pattern}`")
    name = f"The name {shown(fault.value)}"
    if not fault.of_key:
        name = f"{subject(fault.pointer, version)}, {shown(fault.value)},"
    yield Finding(
        fault.pointer,
        "malformed-value",
        f"{name} {demand}.",
        "Correct it.",
        key=fault.of_key,
    )


def _limit(fault: Fault, version: Version) -> Finding:
    return Finding(
        fault.pointer,
        "out-of-range",
        f"{subject(fault.pointer, version)} {limit_of(fault)}.",
        "Correct it, or remove it if it may be left out.",
        key=fault.of_key,
    )


def _repeated(fault: Fault, version: Version) -> Iterator[Finding]:
    harmless = fault.pointer[-1:] == ("required",)
    seen: set[str] = set()
    for index, entry in enumerate(listing(fault.value)):
        if identity(entry) not in seen:
            seen.add(identity(entry))
        else:
            yield Finding(
                (*fault.pointer, index),
                "duplicate-entry",
                f"{subject(fault.pointer, version)} has this entry twice.",
                "Remove one of them.",
                severity="warning" if harmless else "error",
            )


def _excluded(fault: Fault, version: Version) -> Iterator[Finding]:
    names = texts(mapping(fault.demand).get("required"))
    cite = f"the {cited(fault.pointer, version)}"
    if fault.of_key:
        yield Finding(
            fault.pointer,
            "unexpected-property",
            f"`{fault.value}` has a field of its own in {cite}.",
            f"Use `{str(fault.value).lower()}`.",
            key=True,
        )
    elif len(names) > 1:
        yield Finding(
            (*fault.pointer, names[-1]),
            "exclusive-properties",
            f"{quoted(names)} exclude each other in {cite}.",
            "Keep one of them.",
            key=True,
        )
    elif names:
        yield _misplaced(fault.pointer, names[0], version)
    else:
        yield from _other(fault, version)


def _alternatives(fault: Fault, version: Version) -> Iterator[Finding]:
    names = [
        name
        for one in listing(fault.demand)
        for name in texts(mapping(one).get("required"))
    ]
    cite = f"The {cited(fault.pointer, version)}"
    present = [name for name in names if name in mapping(fault.value)]
    if not names:
        yield from _other(fault, version)
    elif len(present) > 1:
        yield Finding(
            (*fault.pointer, present[-1]),
            "exclusive-properties",
            f"{cite} has {quoted(present)}, which exclude each other.",
            "Keep one of them.",
            key=True,
        )
    else:
        yield Finding(
            fault.pointer,
            "missing-property",
            f"{cite} has none of {quoted(names)}.",
            "Add one of them.",
        )


def _forbidden(fault: Fault, version: Version) -> Iterator[Finding]:
    *parent, name = fault.pointer or ("",)
    yield _misplaced(tuple(parent), str(name), version)


def _misplaced(pointer: Pointer, name: str, version: Version) -> Finding:
    return Finding(
        (*pointer, name),
        MISPLACED,
        f"`{name}` cannot stand next to the other fields of this "
        f"{cited(pointer, version)}.",
        "Remove it, or the field that excludes it.",
        key=True,
    )


def _other(fault: Fault, version: Version) -> Iterator[Finding]:
    yield Finding(
        fault.pointer,
        UNSPECIFIC,
        f"{subject(fault.pointer, version)} is not what the standard describes "
        f"(`{fault.keyword}` of its schema).",
        "Compare it with the standard.",
        key=fault.of_key,
    )


_WORDINGS: Final[Mapping[str, Callable[[Fault, Version], Iterator[Finding]]]] = {
    "additionalProperties": _unexpected,
    "unevaluatedProperties": _unexpected,
    "required": _missing,
    "type": _wrong_type,
    "enum": _choice,
    "const": _choice,
    "pattern": _pattern,
    "uniqueItems": _repeated,
    "not": _excluded,
    "anyOf": _alternatives,
    "oneOf": _alternatives,
    "false": _forbidden,
}
