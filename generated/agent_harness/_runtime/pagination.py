"""What a page says of the next one, and where its items are, as the description declares it.

Where something is in a body is a JSON pointer (RFC 6901); an empty one is the body itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from pydantic import MISSING, BaseModel

from .faults import is_array, is_object
from .links import next_link
from .pointers import steps_of
from .response import Response


@dataclass(frozen=True, slots=True)
class Step:
    """What a page is asked for with: the arguments of its operation, or a URL in their place."""

    arguments: Mapping[str, Any]
    url: str | None = None
    mark: str | None = None
    """What two pages of one walk cannot both be asked for with."""

    def with_argument(self, name: str, value: Any, mark: str | None = None) -> "Step":
        """Give the step that has another value for an argument."""
        return replace(self, arguments={**self.arguments, name: value}, mark=mark)

    def to(self, url: str) -> "Step":
        """Give the step to a URL."""
        return replace(self, url=url, mark=url)


@dataclass(frozen=True, slots=True)
class ByOffset:
    """A parameter says how many items come before the page."""

    argument: str
    items: str = ""
    total: str | None = None
    more: str | None = None

    def after(self, step: Step, page: Response[Any], items: list[Any]) -> Step | None:
        """Give the next step: until a page is empty, or says that it is the last."""
        offset = (step.arguments.get(self.argument) or 0) + len(items)
        total = at(page.body, self.total)
        is_last = isinstance(total, int | float) and offset >= total
        if not items or is_last or at(page.body, self.more) is False:
            return None
        return step.with_argument(self.argument, offset)


@dataclass(frozen=True, slots=True)
class ByNumber:
    """A parameter is the number of the page."""

    argument: str
    items: str = ""
    first: int = 1
    pages: str | None = None
    more: str | None = None

    def after(self, step: Step, page: Response[Any], items: list[Any]) -> Step | None:
        """Give the next step: until a page is empty, or says that it is the last."""
        asked = step.arguments.get(self.argument)
        number = self.first if asked is None else asked
        pages = at(page.body, self.pages)
        is_last = isinstance(pages, int | float) and number - self.first + 1 >= pages
        if not items or is_last or at(page.body, self.more) is False:
            return None
        return step.with_argument(self.argument, number + 1)


@dataclass(frozen=True, slots=True)
class ByCursor:
    """A parameter is what the page before said: in its body, a header, or its last item."""

    argument: str
    items: str = ""
    next: str | None = None
    header: str | None = None
    last: str | None = None
    more: str | None = None

    def after(self, step: Step, page: Response[Any], items: list[Any]) -> Step | None:
        """Give the next step: until there is no cursor; a page may well be empty before."""
        cursor = self._cursor(page, items)
        if cursor is None or cursor == "" or at(page.body, self.more) is False:
            return None
        return step.with_argument(self.argument, cursor, mark=str(cursor))

    def _cursor(self, page: Response[Any], items: list[Any]) -> Any:
        if self.header is not None:
            return page.headers.get(self.header.lower())
        if self.last is not None:
            return at(items[-1], self.last) if items else None
        return at(page.body, self.next)


@dataclass(frozen=True, slots=True)
class ByLink:
    """The `Link` header of a page leads to the next one (RFC 8288)."""

    items: str = ""

    def after(self, step: Step, page: Response[Any], _: list[Any]) -> Step | None:
        """Give the next step: until there is no link."""
        url = next_link(page.headers.get("link", ""))
        return step.to(url) if url is not None else None


@dataclass(frozen=True, slots=True)
class ByUrl:
    """The body of a page has the URL of the next one."""

    next: str
    items: str = ""

    def after(self, step: Step, page: Response[Any], _: list[Any]) -> Step | None:
        """Give the next step: until there is no URL."""
        url = at(page.body, self.next)
        return step.to(str(url)) if url is not None and url != "" else None


Pagination: TypeAlias = ByOffset | ByNumber | ByCursor | ByLink | ByUrl


def first_step(pages: Pagination, arguments: Mapping[str, Any]) -> Step:
    """Give the step to the page that a walk begins with: the first, or that of an argument."""
    start = arguments.get(pages.argument) if isinstance(pages, ByCursor) else None
    return Step(arguments, mark=None if start is None else str(start))


def at(body: Any, pointer: str | None) -> Any:
    """Follow a JSON pointer into a body, as it was read; None where it leads to nothing."""
    if pointer is None:
        return None
    node = body
    for step in steps_of(pointer):
        node = _child(node, step)
    return None if node is MISSING else node


def _child(node: Any, key: str) -> Any:
    if isinstance(node, BaseModel):
        for name, field in type(node).model_fields.items():
            if (field.alias or name) == key:
                return getattr(node, name)
        return (node.model_extra or {}).get(key)
    if is_array(node):
        return node[int(key)] if key.isdecimal() and int(key) < len(node) else None
    return node.get(key) if is_object(node) else None
