"""Answers held against what is documented: an error where it is looked for, a line in the log."""

import logging
from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from .content import Content, Json, matching
from .events import Events
from .faults import FaultsError
from .forms import Form
from .lines import Lines
from .multipart import Multipart
from .operation import Reply
from .positional import Positional
from .problem import violations_of, violations_of_faults
from .request_ids import of_request
from .streams import closing

ResponseChecks = Literal["strict", "log", "off"]
"""What becomes of an answer that is not documented: a 500, the answer and a line in the log,
or that without a look at values, which costs nothing.
"""


class UndocumentedAnswer(Exception):
    """A handler answered what the API does not document: a mistake in the handler."""


_CHECKED = (Json, Form, Multipart, Positional)
"""What carries a value as a whole that can be wrong."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the answers of one operation."""

    name: str
    logger: logging.Logger
    checks: ResponseChecks

    def undocumented(self, what: str, cause: Exception | None = None) -> None:
        """Raise `UndocumentedAnswer`, or say it in the log."""
        message = f"{self.name} answered what is not documented: {what}"
        if self.checks == "strict":
            raise UndocumentedAnswer(message) from cause
        self.logger.error("%s%s", message, of_request(), exc_info=cause)

    def head(self, reply: Reply, status: int, headers: Mapping[str, str]) -> None:
        """Judge the headers of a response, whose names are in lower case."""
        if lacking := [name for name in reply.headers if name not in headers]:
            self.undocumented(f"{status} without the header {', '.join(lacking)}")
        named = headers.get("content-type")
        if named and reply.content and not matching(reply.content, named):
            self.undocumented(f"{status} as {named}")

    def value(self, content: Content, status: int, data: bytes, named: str) -> None:
        """Judge a body by what is sent, as a reader would who takes nothing else."""
        if isinstance(content, _CHECKED):
            self._read(content, f"{status}, ", data, named)

    def items(self, content: Content, value: Any) -> Any:
        """Judge the items of a stream while they are sent."""
        if isinstance(content, Lines | Events) and content.accepts(value):
            return self._judged(content, value)
        return value

    async def _judged(
        self, content: Lines | Events, value: AsyncIterable[Any] | Iterable[Any]
    ) -> AsyncGenerator[Any]:
        found = value if isinstance(value, AsyncIterable) else _given(value)
        async with closing(found) as items:
            async for item in items:
                self._read(content.item, "item, ", *content.item.encode(item))
                yield item

    def _read(self, content: Any, what: str, data: bytes, named: str) -> None:
        try:
            content.decode(data, named, strict=True)
        except ValidationError as error:
            found = violations_of("body", error.errors(include_url=False))
            self.undocumented(what + "; ".join(map(str, found)))
        except FaultsError as error:
            found = violations_of_faults("body", error.faults)
            self.undocumented(what + "; ".join(map(str, found)))


async def _given(items: Iterable[Any]) -> AsyncGenerator[Any]:
    for item in items:
        yield item
