"""Where an API is: the URLs of its servers, with their variables."""

import re
from collections.abc import Mapping
from urllib.parse import quote

import httpx2

_VARIABLE = re.compile(r"\{([^{}]+)\}")
_AUTHORITY = re.compile(r"[^/{}]*(\{[^{}]+\})?:?//[^/]*")
_IN_AUTHORITY = re.compile(r"[^\s/?#@\\]*")


def expand(
    url: str, variables: Mapping[str, str], spanning: frozenset[str] = frozenset()
) -> str:
    """Put values in the place of a server's variables (OpenAPI 3.1 §4.8.5).

    In the path a value is one segment, or several if its name is `spanning`: then it may also
    begin in the authority and go on in the path. Raises ValueError for any other value in the
    authority that would end it, and for a URL that is none.
    """
    authority = _AUTHORITY.match(url)
    ends = authority.end() if authority else url.find("/")

    def put(found: re.Match[str]) -> str:
        name, value = found[1], variables.get(found[1], found[0])
        if found.start() >= ends:
            text = quote(value, safe="/" if name in spanning else "")
            return text.replace(".", "%2E") if text in {".", ".."} else text
        if not authority:
            return value
        host, *path = value.split("/", 1) if name in spanning else [value]
        if not _IN_AUTHORITY.fullmatch(host):
            message = f"{value!r} cannot be the server variable {name!r}"
            raise ValueError(message)
        return "/".join([host, *(quote(each, safe="/") for each in path)])

    return checked(_VARIABLE.sub(put, url))


def checked(url: str) -> str:
    """Give a URL that requests can be sent to; raises ValueError for any other."""
    try:
        httpx2.URL(url)
    except httpx2.InvalidURL as error:
        message = f"{url!r} is no URL: {error}"
        raise ValueError(message) from error
    return url
