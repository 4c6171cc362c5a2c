"""The description that a mock serves: its servers are where the mock is, so that pages call it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bothends.servers import default_of, path_of
from bothends.tree import Tree, is_array, is_object


def localise(description: Path) -> None:
    """Leave of every server in an openapi.json the path, which is relative to this one."""
    document: Tree = json.loads(description.read_bytes())
    for key in ("host", "schemes"):  # Swagger 2.0
        document.pop(key, None)
    for holder in _holders(document):
        servers = holder.get("servers")
        if is_array(servers):
            holder["servers"] = [_local(each) for each in servers]
    text = json.dumps(document, ensure_ascii=False, indent=2)
    description.write_text(f"{text}\n", "utf-8")


def _holders(document: Tree) -> Iterator[Tree]:
    """Give what may have servers: the document, path items and operations."""
    yield document
    paths: Tree = document.get("paths", {})
    shared: Tree = document.get("components", {}).get("pathItems", {})
    for item in [*paths.values(), *shared.values()]:
        inner: list[Any] = [item, *item.values()] if is_object(item) else []
        yield from (each for each in inner if is_object(each))


def _local(server: Any) -> Any:
    variables: Tree = server.get("variables", {})
    url = path_of(str(server["url"]), variables) or "/"
    kept = {name: each for name, each in variables.items() if f"{{{name}}}" in url}
    return {**server, "url": url, **({"variables": kept} if variables else {})}


def base_path(tree: Tree) -> str:
    """Give the path of a description's first server, with the default of each variable."""
    server: Any = next(iter(tree.get("servers", [])), {"url": "/"})
    path = re.split(r"[?#]", str(server["url"]))[0]
    for name, variable in server.get("variables", {}).items():
        path = path.replace(f"{{{name}}}", default_of(name, variable))
    return path.rstrip("/")
