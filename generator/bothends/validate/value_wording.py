"""What a schema demands of a value, in words."""

from typing import Final

from bothends.validate.citing import article
from bothends.validate.faults import Fault
from bothends.validate.limits import LIMITS, limit_of
from bothends.validate.reading import listing, shown, texts, type_name

_SHOWN_AT_MOST: Final = 8


def demand_of(fault: Fault) -> tuple[str, str]:
    """Return the end of a rule's name and of a sentence that begins with the value."""
    if fault.keyword in ("type", "enum", "const"):
        if fault.value is None:
            return "type", "is null, which its schema does not allow"
        if fault.keyword == "type":
            return "type", _type(fault)
        return "not-in-enum", _choice(fault)
    if fault.keyword == "format":
        return "format", f"is not of the format `{fault.demand}`: {shown(fault.value)}"
    return "mismatch", _mismatch(fault)


def _mismatch(fault: Fault) -> str:
    match fault.keyword:
        case "pattern":
            return f"{shown(fault.value)} does not match `{fault.demand}`"
        case "required":
            names = [
                name for name in texts(fault.demand) if repr(name) in fault.message
            ]
            return f"has no `{names[0]}`" if names else "lacks a property"
        case "additionalProperties" | "unevaluatedProperties":
            return "has properties that its schema does not allow"
        case keyword if keyword in LIMITS:
            return limit_of(fault)
        case keyword:
            return f"does not satisfy `{keyword}` of its schema"


def _type(fault: Fault) -> str:
    expected = texts(fault.demand) or texts([fault.demand])
    wanted = " or ".join(map(article, expected))
    value = "" if isinstance(fault.value, dict | list) else f": {shown(fault.value)}"
    return f"must be {wanted}, not {type_name(fault.value)}{value}"


def _choice(fault: Fault) -> str:
    choices = [fault.demand] if fault.keyword == "const" else listing(fault.demand)
    known = ", ".join(map(shown, choices[:_SHOWN_AT_MOST]))
    more = ", ..." if len(choices) > _SHOWN_AT_MOST else ""
    one_of = "one of " if choices[1:] else ""
    return f"{shown(fault.value)} is not {one_of}{known}{more}"
