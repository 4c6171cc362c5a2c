"""How a type and a value are written in Python."""

from bothends.ir import (
    Anything,
    Blob,
    Choice,
    Constraint,
    ListOf,
    MapOf,
    Named,
    Nothing,
    OneOf,
    Plain,
    StreamOf,
    Type,
)
from bothends.render.roles import Role, blob, stream_of
from bothends.tree import is_array, is_object


def annotation(
    type_: Type, models: str = "", *, constraints: bool = False, role: Role = "wire"
) -> str:
    """Write a type; `models` goes before the names of models, constraints are said on demand."""

    def write(inner: Type) -> str:
        return annotation(inner, models, constraints=constraints, role=role)

    match type_:
        case Named(name):
            return f"{models}{name}"
        case Plain(name, limits):
            return _annotated(name, limits if constraints else ())
        case Choice(values):
            return f"Literal[{', '.join(map(literal, values))}]"
        case ListOf(item, limits):
            return _annotated(f"list[{write(item)}]", limits if constraints else ())
        case MapOf(value):
            return f"dict[str, {write(value)}]"
        case OneOf(members):
            return " | ".join(map(write, members))
        case Anything():
            return "Any"
        case Nothing():
            return "None"
        case Blob():
            return blob(role)
        case StreamOf(item):
            return stream_of(write(item), role)


def literal(value: object) -> str:
    """Write a JSON value as Python source; no character of a string can end it early."""
    if isinstance(value, str):
        return _string(value)
    if is_array(value):
        return f"[{', '.join(literal(item) for item in value)}]"
    if is_object(value):
        pairs = (f"{literal(key)}: {literal(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    return repr(value)


def _string(value: str) -> str:
    """Write a string in double quotes, as black would, with what can't be seen escaped."""
    text = repr(value)
    if text.startswith("'"):
        inner = text[1:-1].replace("\\'", "'")
        text = f'"{inner}"' if '"' not in inner else text
    return text


def _annotated(name: str, limits: tuple[Constraint, ...]) -> str:
    if not limits:
        return name
    keywords = ", ".join(f"{limit.keyword}={literal(limit.value)}" for limit in limits)
    return f"Annotated[{name}, Field({keywords})]"
