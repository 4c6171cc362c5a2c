"""Server Objects -> the URLs that a client can call and a server can stand at."""

import re
from dataclasses import replace
from urllib.parse import urljoin

from bothends.ir import Server, Variable
from bothends.lower.reading import Reading
from bothends.names import Scope, snake_case
from bothends.operations import EXPRESSION, Found
from bothends.servers import default_of, path_of, spans
from bothends.tree import Pointer, Tree


def lower_servers(reading: Reading, arguments: Scope) -> tuple[Server, ...]:
    """Give the servers of the API; without any, the one at `/` (OpenAPI 3.1 §4.8.1).

    The variables of the first claim their arguments of the client in `arguments`.
    """
    nodes: list[Tree] = reading.tree.get("servers") or [{"url": "/"}]
    scopes = (arguments, *(Scope() for _ in nodes[1:]))
    return tuple(
        _server(reading, node, ("servers", index), scope)
        for index, (node, scope) in enumerate(zip(nodes, scopes, strict=True))
    )


def lower_own_servers(reading: Reading, found: Found) -> tuple[Server, ...]:
    """Give the servers of an operation or its path item, which take the place of the API's.

    Their variables have their defaults: a client has no arguments for each of them.
    """
    for holder, at in ((found.node, found.pointer), (found.item, found.item_pointer)):
        if nodes := holder.get("servers"):
            return tuple(
                _beside(
                    reading, _server(reading, node, (*at, "servers", index), Scope())
                )
                for index, node in enumerate(nodes)
            )
    return ()


def _beside(reading: Reading, server: Server) -> Server:
    """Let a relative URL, of a document that has none itself, begin at the API's first server."""
    if not server.path and not _is_absolute(server.url):
        nodes: list[Tree] = reading.tree.get("servers") or [{"url": "/"}]
        first = re.split(r"[?#]", str(nodes[0]["url"]), maxsplit=1)[0]
        path = urljoin(f"{path_of(first, {})}/", server.url)
        return replace(server, path=path.rstrip("/"))
    return server


def _is_absolute(url: str) -> bool:
    return url.startswith("{") or "://" in url


def _server(reading: Reading, node: Tree, pointer: Pointer, arguments: Scope) -> Server:
    variables: dict[str, Tree] = node.get("variables", {})
    url = _url(reading, str(node["url"]), pointer)
    return Server(
        url=url,
        path=path_of(url, variables),
        description=str(node.get("description", "")),
        variables=tuple(
            Variable(
                name=name,
                argument=arguments.claim(
                    snake_case(name), snake_case(f"server {name}")
                ),
                default=default_of(name, variable),
                choices=tuple(map(str, variable.get("enum", ()))),
                spans=spans(name, variable),
                description=str(variable.get("description", "")),
            )
            for name, variable in (variables | _missing(url, variables)).items()
        ),
    )


def _url(reading: Reading, url: str, pointer: Pointer) -> str:
    """Make a relative URL absolute, if the document has one, without query and fragment."""
    plain = re.split(r"[?#]", url, maxsplit=1)[0]
    if plain != url:
        reading.report(
            (*pointer, "url"),
            "server-query",
            f"the query or fragment of `{url}` is left out: paths are appended to a server",
            "declare parameters or a security scheme in the query",
            "warning",
        )
    return plain if _is_absolute(plain) else urljoin(reading.location, plain)


def _missing(url: str, variables: dict[str, Tree]) -> dict[str, Tree]:
    """Give the variables of a URL that nothing declares."""
    return {name: {} for name in EXPRESSION.findall(url) if name not in variables}
