"""Pages: what an operation gives a part of at a time, and how its parts are walked."""

from bothends.ir.types import Type
from bothends.records import dataclass


@dataclass(frozen=True, slots=True)
class ByOffset:
    """A parameter says how many items come before the page."""

    argument: str
    items: str
    """A JSON pointer into the body, as are all that follow (RFC 6901); empty for the body."""
    total: str | None = None
    more: str | None = None


@dataclass(frozen=True, slots=True)
class ByNumber:
    """A parameter is the number of the page."""

    argument: str
    items: str
    first: int
    pages: str | None = None
    more: str | None = None


@dataclass(frozen=True, slots=True)
class ByCursor:
    """A parameter is what the page before said: in its body, a header, or its last item."""

    argument: str
    items: str
    next: str | None = None
    header: str | None = None
    last: str | None = None
    """A pointer into the last item."""
    more: str | None = None


@dataclass(frozen=True, slots=True)
class ByLink:
    """The `Link` header of a page leads to the next one (RFC 8288)."""

    items: str


@dataclass(frozen=True, slots=True)
class ByUrl:
    """The body of a page has the URL of the next one."""

    items: str
    next: str


Walk = ByOffset | ByNumber | ByCursor | ByLink | ByUrl


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of an operation, and the method that walks them."""

    name: str
    walk: Walk
    item: Type
