"""What a JSON Schema validator finds, in the words of the OpenAPI standard."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bothends.document import Pointer
from bothends.validate.citing import article, cited, enclosing, quoted, subject
from bothends.validate.faults import Fault
from bothends.validate.fields import field_versions
from bothends.validate.findings import Finding
from bothends.validate.hints import choice_hint, type_hint
from bothends.validate.limits import LIMITS, limit_of
from bothends.validate.nearest import meant
from bothends.validate.objects import Kind, Version
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

MISTYPED: Final = "wrong-type"
"""The rule of values of another JSON type than the standard demands."""
UNSPECIFIC: Final = "invalid-structure"
"""The rule of what cannot be said better than by naming a keyword."""
EMPTY: Final = "empty-responses"
"""The rule of a Responses Object without responses, or with none that counts."""

_MISTAKEN: Final = (Kind.LINK, "server", "3.1")
"""The field that the schema of openapi-spec-validator calls `body` (OpenAPI 3.1 §4.8.20)."""
_SHOWN_AT_MOST: Final = 8
_PATTERNS: Final = {
    "^[Bb][Ee][Aa][Rr][Ee][Rr]$": "must be bearer where there is a `bearerFormat`",
    "^[a-zA-Z0-9._-]+$": "must consist of letters, digits, `.`, `_` and `-`",
    "[^/#?]+$": "must not end in `/`, `#` or `?`",
    "^[^{}]+$": "must not contain braces",
    "^[^#]*$": "must not have a fragment",
    "^[a-zA-Z0-9!#$%&'*+.^_`|~-]+$": "must be the name of a method (RFC 9110 §9.1)",
    "^3\\.0\\.\\d(-.+)?$": "must have three numbers, as in 3.0.4",
    "^3\\.1\\.\\d+(-.+)?$": "must have three numbers, as in 3.1.2",
    "^3\\.2\\.\\d+(-.+)?$": "must have three numbers, as in 3.2.0",
}


def worded(fault: Fault, version: Version) -> Iterator[Finding]:
    """Say what is wrong: one finding for each key at fault."""
    if _has_no_response(fault, version):
        yield _empty(fault, version)
    elif fault.keyword in LIMITS:
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
    known = dict(field_versions(kind))
    if version == "2.0":
        known |= dict.fromkeys(mapping(fault.schema.get("properties")), version)
    for name in _unexpected_names(fault):
        message = f"`{name}` is not a field of the {cited(fault.pointer, version)}."
        if (kind, name, version) == _MISTAKEN:
            continue
        if name in known and known[name] <= version:
            yield _misplaced(fault.pointer, name, version)
            continue
        if name in known:
            hint = f"It came with OpenAPI {known[name]}: remove it, or move to that version."
        else:
            other = f"Remove it, or call it `x-{name}` if it is an extension."
            usual = sorted(field for field in known if known[field] <= version)
            hint = meant(name, usual, other)
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


def _has_no_response(fault: Fault, version: Version) -> bool:
    is_about_absence = fault.keyword in ("required", "minProperties")
    return is_about_absence and enclosing(fault.pointer, version) is Kind.RESPONSES


def _empty(fault: Fault, version: Version) -> Finding:
    return Finding(
        fault.pointer,
        EMPTY,
        f"The {cited(fault.pointer, version)} has no response.",
        "Add one under a status code, a range or `default`.",
    )


def _wrong_type(fault: Fault, version: Version) -> Iterator[Finding]:
    expected = [fault.demand] if isinstance(fault.demand, str) else texts(fault.demand)
    wanted = " or ".join(article(name) for name in expected)
    yield Finding(
        fault.pointer,
        MISTYPED,
        f"{subject(fault.pointer, version)} must be {wanted}, not {type_name(fault.value)}.",
        type_hint(fault, expected) or f"Write {wanted} here.",
        wanted=tuple(expected),
    )


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
        choice_hint(fault)
        or meant(
            str(fault.value),
            texts(choices),
            f"Use {'one of these' if choices[1:] else known}.",
        ),
        key=fault.of_key,
    )


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
    if fault.of_key:
        yield Finding(
            fault.pointer,
            "unexpected-property",
            f"`{fault.value}` has a field of its own in the "
            f"{cited(fault.pointer[:-1], version)}.",
            f"Use `{str(fault.value).lower()}`.",
            key=True,
        )
    elif len(names) > 1:
        yield Finding(
            (*fault.pointer, names[-1]),
            "exclusive-properties",
            f"{quoted(names)} exclude each other in the {cited(fault.pointer, version)}.",
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
    """The library does not say which field the schema `false` stands for."""
    yield Finding(
        fault.pointer,
        "exclusive-properties",
        f"{subject(fault.pointer, version)} has fields that exclude each other.",
        "Keep one of them.",
    )


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
