"""The URLs of servers: which path comes before those of the operations."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from bothends.tree import Tree

_AUTHORITY = re.compile(r"(\w+:|\{\w+\}:)?//[^/]*")


def path_of(url: str, variables: Mapping[str, Tree]) -> str:
    """Take the path out of a URL template; a variable that can hold several segments is put in.

    Such a one may also begin in the authority: `https://example.com{basePath}`.
    """
    found = _AUTHORITY.match(url)
    authority, path = (found[0], url[found.end() :]) if found else ("", url)
    for name, variable in variables.items():
        if spans(name, variable):
            default = default_of(name, variable)
            authority = authority.replace(f"{{{name}}}", default)
            path = path.replace(f"{{{name}}}", urlsplit(default).path)
    path = _AUTHORITY.sub("", authority, count=1) + path
    return path.rstrip("/") if path.startswith("/") else ""


def default_of(name: str, variable: Tree) -> str:
    """Give what a variable is by default; without a default its name stands for it."""
    choices: list[object] = variable.get("enum") or [name]
    return str(variable.get("default", choices[0]))


def spans(name: str, variable: Tree) -> bool:
    """Tell whether a variable can hold several segments of a path."""
    values = [default_of(name, variable), *variable.get("enum", [])]
    return any("/" in str(value) for value in values)
