"""A handler that answers with what it got, in whatever media type that came."""

from typing import Any

from golden_contents import (
    DocumentedError,
    MultipartRequest,
    Note,
    Problem,
    ProblemError,
    ProblemOrTextError,
    TextError,
    create_app,
)
from golden_contents.api import DefaultApi
from starlette.requests import Request


class Echo:
    """Answers with what it got, or raises what the text of a note names."""

    def __init__(self, request: Request) -> None:
        self.request = request

    async def _same(self, body: Any) -> Any:
        return body

    text = binary = picture = several = anything = any_json = any_schema = _same
    scalar = list_of_notes = form = _same

    async def multipart(self, body: MultipartRequest) -> dict[str, str]:
        return {name: repr(value) for name, value in body}

    async def vendor(self, body: Note) -> Note:
        if body.text in ERRORS:
            raise ERRORS[body.text]
        return body

    async def optional(self, body: Note | None = None) -> Note | None:
        return body

    async def nothing(self) -> None: ...

    head_of_nothing = copy_nothing = nothing

    async def query_nothing(self, body: Note) -> str:
        return f"{self.request.method} {body.text}"


ERRORS: dict[str, DocumentedError[Any]] = {
    "400": ProblemError(400, Problem(title="ä", status=400)),
    "404": TextError(404, "nöthing"),
    "418 json": ProblemOrTextError(418, Problem(title="tea")),
    "418 text": ProblemOrTextError(418, "tea"),
}

HANDLER: type[DefaultApi] = Echo
APP = create_app(HANDLER)
