"""Server Objects -> the URLs that a client can call and a server can stand at."""

import re
from urllib.parse import urlsplit

from bothends.ir import Server, Variable
from bothends.lower.reading import Reading
from bothends.names import Scope, snake_case
from bothends.tree import Tree


def lower_servers(reading: Reading, arguments: Scope) -> tuple[Server, ...]:
    """Give the servers of the API; without any, the one at `/` (OpenAPI 3.1 §4.8.1).

    The variables of the first claim their arguments of the client in `arguments`.
    """
    nodes: list[Tree] = reading.tree.get("servers") or [{"url": "/"}]
    first, *others = nodes
    return (_server(first, arguments), *(_server(node, Scope()) for node in others))


def _server(node: Tree, arguments: Scope) -> Server:
    variables: dict[str, Tree] = node.get("variables", {})
    return Server(
        url=str(node["url"]),
        path=_path(str(node["url"]), variables),
        description=str(node.get("description", "")),
        variables=tuple(
            Variable(
                name=name,
                argument=arguments.claim(
                    snake_case(name), snake_case(f"server {name}")
                ),
                default=str(variable["default"]),
                choices=tuple(map(str, variable.get("enum", ()))),
                spans=_spans(variable),
                description=str(variable.get("description", "")),
            )
            for name, variable in variables.items()
        ),
    )


def _spans(variable: Tree) -> bool:
    return any(
        "/" in str(value) for value in (variable["default"], *variable.get("enum", []))
    )


def _path(url: str, variables: dict[str, Tree]) -> str:
    """Take the path out of a URL template; a variable that can hold several segments is put in."""
    path = re.sub(r"^(\w+:|\{\w+\}:)?//[^/]*", "", url)
    for name, variable in variables.items():
        if _spans(variable):
            default = urlsplit(str(variable["default"])).path
            path = path.replace(f"{{{name}}}", default)
    return path.rstrip("/") if path.startswith("/") else ""
