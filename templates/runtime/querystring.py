"""The whole query as one value: a parameter `in: querystring` (OpenAPI 3.2 §4.12.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote, unquote

from .content import Whole
from .forms import Form
from .styles import ABSENT


@dataclass(frozen=True)
class QueryString:
    """A value of a media type in the place of the query: a form as it is, others percent-encoded."""

    name: str
    argument: str
    contents: tuple[Whole]
    required: bool = False
    place: Literal["querystring"] = "querystring"
    style: None = None
    default: Any = ABSENT

    @property
    def content(self) -> Whole:
        """Its one media type."""
        return self.contents[0]

    @property
    def type(self) -> Any:
        """The type of its value."""
        return getattr(self.content, "type", str)

    @property
    def is_free(self) -> bool:
        """Whether it takes all that is in the query."""
        return True

    def write(self, value: Any) -> list[str]:
        """Give the parts of the query that say a value, as the client sends them.

        Raises ValueError for an empty text: a query that is empty is none.
        """
        text = self.content.encode(value)[0].decode()
        if not isinstance(self.content, Form):
            if not text:
                message = "an empty text is no query"
                raise ValueError(message)
            return [quote(text, safe="")]
        return text.split("&") if text else []

    def read(self, found: Sequence[str]) -> Any:
        """Give the value that the parts of a query say, or ABSENT where there are none.

        A form without pairs is an object without properties, if there has to be one.
        Raises pydantic's `ValidationError` for what is no valid value.
        """
        text = "&".join(found)
        if not isinstance(self.content, Form):
            text = unquote(text)
        elif not text and self.required:
            return self.content.decode(b"", "", strict=True)
        return self.content.decode(text.encode(), "", strict=True) if text else ABSENT
