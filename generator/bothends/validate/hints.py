"""What to do about mistakes that many make, some of them because versions differ."""

from typing import Final

from bothends.validate.faults import Fault
from bothends.validate.reading import texts


def type_hint(fault: Fault, expected: list[str]) -> str:
    """Advise on a value of the wrong type; empty if there is nothing to add."""
    name = fault.pointer[-1] if fault.pointer else ""
    if name in ("exclusiveMinimum", "exclusiveMaximum") and "number" in expected:
        bound = "minimum" if name == "exclusiveMinimum" else "maximum"
        return f"Since OpenAPI 3.1 `{name}` is the bound itself, in place of `{bound}`."
    if "string" in expected and isinstance(fault.value, int | float):
        return f'Write it in quotes: "{str(fault.value).lower()}".'
    if expected == ["boolean"] and isinstance(fault.value, str):
        return "Write true or false, without quotes."
    return ""


def choice_hint(fault: Fault) -> str:
    """Advise on a value that is not among the known ones; empty if there is nothing to add."""
    if fault.value is None and "type" in fault.pointer[-2:]:
        return 'Write it in quotes: "null".'
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
