"""The arguments of a call, each in its place of the request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from .operation import Operation
from .parameters import Parameter
from .paths import fill, parsed
from .querystring import QueryString
from .security import ApiKey


@dataclass(slots=True)
class Placed:
    """What a request says besides its body and its credentials."""

    path: str
    query: list[str] = field(default_factory=list[str])
    headers: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    cookies: list[str] = field(default_factory=list[str])


def place(operation: Operation[Any], arguments: Mapping[str, Any]) -> Placed:
    """Put arguments in their places; None is absent, where it is not a value that is required.

    Raises ValueError, which names the parameter, for a value that its place can't hold.
    """
    template = parsed(operation.path)
    placed = Placed(template.path)
    texts: dict[str, str] = {}
    for parameter in operation.parameters:
        value = arguments.get(parameter.argument)
        if value is None and not parameter.required:
            continue
        try:
            match parameter.place:
                case "path":
                    texts[parameter.name] = parameter.write_text(value)
                case "query" | "querystring":
                    placed.query += _parts(parameter, value, operation)
                case "header":
                    text = parameter.write_text(value)
                    placed.headers.append((parameter.name.lower(), text))
                case "cookie":
                    placed.cookies += _parts(parameter, value, operation)
        except ValueError as error:
            message = f"{parameter.place} parameter {parameter.name!r}: {error}"
            raise ValueError(message) from error
    placed.path = fill(template.path, texts)
    if template.query:
        sent = {name_of(part) for part in placed.query}
        always = template.filled_query(texts)
        placed.query[:0] = [part for part in always if name_of(part) not in sent]
    return placed


def name_of(part: str) -> str:
    """Give the name of a part of the query."""
    return unquote_plus(part.partition("=")[0])


def _parts(
    parameter: Parameter | QueryString, value: Any, operation: Operation[Any]
) -> list[str]:
    """Write a value; raises ValueError where a free property has the name of another parameter."""
    parts = parameter.write(value)
    if parameter.is_free and (kept := apart(parts, parameter, operation)) != parts:
        lost = ", ".join(part for part in parts if part not in kept)
        message = f"another parameter has the name of {lost}"
        raise ValueError(message)
    return parts


def apart(
    parts: Sequence[str], parameter: Parameter | QueryString, operation: Operation[Any]
) -> list[str]:
    """Leave out the parts of a query, or of cookies, that belong to others than a parameter.

    An object that is exploded and has free names would take them for properties of its own.
    """
    place = "cookie" if parameter.place == "cookie" else "query"
    others = [
        each
        for each in operation.parameters
        if each.place == place and each is not parameter
    ]
    names = {name_of(part) for part in parsed(operation.path).query}
    names |= {each.name for each in others if not each.is_free}
    names |= {
        use.scheme.name
        for uses in operation.security
        for use in uses
        if isinstance(use.scheme, ApiKey) and use.scheme.place == place
    }
    deep = tuple(f"{each.name}[" for each in others if each.style == "deepObject")
    return [
        part
        for part in parts
        if (name := name_of(part)) not in names and not name.startswith(deep)
    ]
