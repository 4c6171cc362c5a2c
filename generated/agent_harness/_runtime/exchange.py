"""Where a callback goes to: runtime expressions over the exchange that asked for it.

OpenAPI 3.1 §4.8.20.4: `{$request.body#/callbackUrl}` is a value of the request, put into a URL.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote

from pydantic import TypeAdapter

from .faults import is_array, is_object
from .pointers import steps_of

_EMBEDDED = re.compile(r"\{(\$[^{}]*)\}")
_ANY: TypeAdapter[Any] = TypeAdapter(Any)


class Request(Protocol):
    """A request as a handler has it: Starlette's is one."""

    @property
    def url(self) -> object: ...
    @property
    def method(self) -> str: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def query_params(self) -> Mapping[str, str]: ...
    @property
    def path_params(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request to the API and its response, as far as expressions may speak of them."""

    url: str = ""
    method: str = ""
    status: int | None = None
    path: Mapping[str, Any] = field(default_factory=dict[str, Any])
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names are in lower case."""
    body: Any = None
    """Of the request: a model, or any value of JSON."""
    response_headers: Mapping[str, str] = field(default_factory=dict[str, str])
    response_body: Any = None

    @classmethod
    def of(cls, request: Request, body: Any = None) -> "Exchange":
        """Give the exchange that a handler is in, with the body that it got."""
        return cls(
            url=str(request.url),
            method=request.method,
            path=request.path_params,
            query=request.query_params,
            headers=request.headers,
            body=body,
        )

    def expand(self, template: str) -> str:
        """Put values in the place of expressions; raises ValueError for one that has none.

        A value at the beginning is the beginning of a URL, any other is percent-encoded.
        """
        if template.startswith("$"):
            return self._value(template)
        return _EMBEDDED.sub(
            lambda found: (
                quote(self._value(found[1]), safe="")
                if found.start()
                else self._value(found[1])
            ),
            template,
        )

    def _value(self, expression: str) -> str:
        value = self._find(expression)
        if value is None or isinstance(value, dict | list):
            message = f"the exchange has no single value for {expression!r}"
            raise ValueError(message)
        return value if isinstance(value, str) else str(_ANY.dump_json(value), "utf-8")

    def _find(self, expression: str) -> Any:
        match expression.split(".", 2):
            case ["$url"]:
                return self.url
            case ["$method"]:
                return self.method
            case ["$statusCode"]:
                return self.status
            case ["$request", "path", name]:
                return self.path.get(name)
            case ["$request", "query", name]:
                return self.query.get(name)
            case ["$request", "header", name]:
                return self.headers.get(name.lower())
            case ["$response", "header", name]:
                return self.response_headers.get(name.lower())
            case _:
                pass
        whole, _, pointer = expression.partition("#")
        match whole:
            case "$request.body":
                return _at(self.body, pointer)
            case "$response.body":
                return _at(self.response_body, pointer)
            case _:
                message = f"{expression!r} is no runtime expression"
                raise ValueError(message)


def destination(url: str | Exchange, expression: str) -> str:
    """Give the URL that a webhook or callback goes to; raises ValueError for none."""
    found = url.expand(expression) if isinstance(url, Exchange) else url
    if not found.startswith(("http://", "https://")):
        message = f"{found!r} is no http or https URL"
        raise ValueError(message)
    return found


def _at(body: Any, pointer: str) -> Any:
    """Follow a JSON pointer (RFC 6901 §4); None where it leads to nothing."""
    node: Any = _ANY.dump_python(body, mode="json", by_alias=True)
    for step in steps_of(pointer):
        node = _child(node, step)
    return node


def _child(node: Any, key: str) -> Any:
    if is_array(node):
        return {str(index): item for index, item in enumerate(node)}.get(key)
    return node.get(key) if is_object(node) else None
