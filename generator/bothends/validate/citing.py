"""Naming fields and Objects in messages, with the clause of the standard."""

from bothends.document import Pointer
from bothends.validate.objects import Kind, Version, kind_at, section


def cited(pointer: Pointer, version: Version) -> str:
    """Name the Object at or around a pointer: `Info Object (OpenAPI 3.1 §4.8.2)`."""
    kind = enclosing(pointer, version)
    is_old_root = version == "2.0" and kind is Kind.OPENAPI
    name = "Swagger Object" if is_old_root else kind
    return f"{name} ({section(kind, version)})"


def subject(pointer: Pointer, version: Version) -> str:
    """Begin a sentence about a value: the Object that it is, or its field in one."""
    if isinstance(kind_at(pointer, version), Kind):
        return f"The {cited(pointer, version)}"
    return f"{_step(pointer)} of the {cited(pointer[:-1], version)}"


def _step(pointer: Pointer) -> str:
    names = [step for step in pointer if isinstance(step, str)]
    name = f"`{names[-1]}`" if names else "the document"
    return f"An entry in {name}" if isinstance(pointer[-1], int) else name


def enclosing(pointer: Pointer, version: Version) -> Kind:
    """Find the Object that a pointer leads to, or the one around it."""
    for length in range(len(pointer), 0, -1):
        kind = kind_at(pointer[:length], version)
        if isinstance(kind, Kind):
            return kind
    return Kind.OPENAPI


def quoted(names: list[str]) -> str:
    """List names as `a`, `b` and `c`."""
    quoted = [f"`{name}`" for name in dict.fromkeys(names)]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)


def article(name: str) -> str:
    """Put an article in front of a type's name, except null's."""
    if name == "null":
        return name
    return f"an {name}" if name[0] in "aio" else f"a {name}"
