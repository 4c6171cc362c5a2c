"""`host`, `basePath` and `schemes` of Swagger 2.0."""

from bothends.document.swagger.trail import texts_of
from bothends.document.tree import Json

_DEFAULT = "https"
"""By the letter the scheme is the one by which the description was read, if none is named."""


def servers_of(root: dict[str, Json], schemes: Json) -> list[Json]:
    """Give the servers of the description, by some schemes; none if it names no place at all."""
    host, path = root.get("host"), root.get("basePath")
    base = path.rstrip("/") if isinstance(path, str) else ""
    if not isinstance(host, str):
        return [{"url": base or "/"}] if isinstance(path, str) else []
    names = texts_of(schemes) or [_DEFAULT]
    over_http = [name for name in names if not name.startswith("ws")] or names
    return [{"url": f"{name}://{host}{base}"} for name in over_http]
