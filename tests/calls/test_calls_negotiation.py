"""What an answer looks like is what its reader asked for, among what is documented."""

from collections.abc import Callable
from typing import Any

import pytest
from ends import URL, done, sync_wire, wire
from golden_negotiation import (
    AsyncClient,
    ByteStream,
    Client,
    Problem,
    ProblemOrTextError,
    Report,
    Response,
    StatusError,
    create_app,
)
from golden_negotiation.api import DefaultApi
from starlette.requests import Request

PICTURES: dict[str, bytes | None] = {"picture": None}
LEFT = {"X-Rate-Limit": "5", "Link": "</next>"}


class Reports:
    """Answers in whatever form is asked for."""

    def __init__(self, request: Request) -> None:
        self.request = request

    async def get_report(self, *, fail: int = 0) -> Response[Report | str]:
        if fail == 1:
            raise ProblemOrTextError(429, Problem(title="slow"), {"Retry-After": "9"})
        if fail == 2:
            raise ProblemOrTextError(429, "slow down", {"Retry-After": "9"})
        if "text/" in self.request.headers["accept"].partition(",")[0]:
            return Response(200, "a,b", LEFT)
        return Response(200, Report(title="x"), LEFT)

    async def report_options(self) -> str:
        return "GET"

    async def trace_report(self) -> bytes:
        return b"TRACE /report HTTP/1.1"

    async def get_picture(self) -> bytes | None | Response[bytes | None]:
        picture = PICTURES["picture"]
        if picture and picture.startswith(b"GIF"):
            return Response(200, picture, {"content-type": "image/gif"})
        return picture

    async def replace_picture(self, body: ByteStream) -> int:
        picture = PICTURES["picture"] = await body.read()
        return len(picture)

    async def purge_picture(self) -> None:
        PICTURES["picture"] = None

    async def link_picture(self) -> None: ...

    async def find_reports(self, body: dict[str, Any]) -> list[int]:
        return [len(body)]

    async def has_reports(self) -> None | Response[None]:
        if "missing" in self.request.headers:
            raise StatusError(404, None)
        return Response(200, None, {"X-Count": "3"})


HANDLER: type[DefaultApi] = Reports
APP = create_app(HANDLER)
ENDS: list[Client | AsyncClient] = [
    Client(base_url=URL, http=sync_wire(APP), retries=0),
    AsyncClient(base_url=URL, http=wire(APP), retries=0),
]
JSON = "application/json"
VERSIONED = "application/vnd.report+json;version=2"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (JSON, JSON),
        ("*/*", JSON),
        (VERSIONED, VERSIONED),
        (f"{JSON};q=0.1, {VERSIONED}", VERSIONED),
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/plain;q=0.5, text/csv;q=0.6", "text/csv; charset=utf-8"),
        # A handler that gives something else is not contradicted.
        (f"text/html, {JSON};q=0.5", "text/csv; charset=utf-8"),
    ],
)
def test_the_reader_chooses(accept: str, media_type: str) -> None:
    with sync_wire(APP) as http:
        answer = http.get("/report", headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["vary"] == "Accept"
    assert (answer.headers["x-rate-limit"], answer.headers["link"]) == ("5", "</next>")


def test_what_nobody_can_give_is_refused_before_anything_happens() -> None:
    with sync_wire(APP) as http:
        refused = http.get("/report?fail=1", headers={"accept": "text/html"})
        picture = http.get("/picture", headers={"accept": "text/html"})
    assert (refused.status_code, refused.json()["code"]) == (406, "not-acceptable")
    assert picture.status_code == 204


@pytest.mark.parametrize(
    ("fail", "accept", "media_type"),
    [
        (1, JSON, "application/problem+json"),
        (1, "text/plain", "application/problem+json"),
        (2, JSON, "text/plain; charset=utf-8"),
    ],
)
def test_an_error_says_what_it_has_to(fail: int, accept: str, media_type: str) -> None:
    with sync_wire(APP) as http:
        answer = http.get(f"/report?fail={fail}", headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (429, media_type)
    assert answer.headers["retry-after"] == "9"


def test_a_client_asks_for_successes_first() -> None:
    for api in ENDS:
        response = done(api.raw.get_report())
        assert response.body == Report(title="x")
        assert response.headers["x-rate-limit"] == "5"
        with pytest.raises(ProblemOrTextError) as raised:
            done(api.get_report(fail=1))
        assert raised.value.body == Problem(title="slow")
        assert raised.value.headers["retry-after"] == "9"
        with pytest.raises(ProblemOrTextError) as raised:
            done(api.get_report(fail=2))
        assert raised.value.body == "slow down"


def test_bytes_are_of_the_type_that_is_asked_for_or_named() -> None:
    with sync_wire(APP) as http:
        for api in ENDS:
            assert done(api.get_picture()) is None
            assert done(api.replace_picture(b"PNG")) == 3
            jpeg = http.get("/picture", headers={"accept": "image/jpeg"})
            assert jpeg.headers["content-type"] == "image/jpeg"
            assert done(api.replace_picture(b"GIF")) == 3
            gif = http.get("/picture", headers={"accept": "image/jpeg"})
            assert gif.headers["content-type"] == "image/gif"
            assert done(api.get_picture()) == b"GIF"
            assert done(api.purge_picture()) is None


CALLS: list[tuple[Callable[[Client | AsyncClient], Any], Any]] = [
    (lambda api: api.report_options(), "GET"),
    (lambda api: api.trace_report(), b"TRACE /report HTTP/1.1"),
    (lambda api: api.find_reports({"a": 1, "b": 2}), [2]),
    (lambda api: api.link_picture(), None),
    (lambda api: api.has_reports(), None),
]


@pytest.mark.parametrize(("call", "answer"), CALLS)
def test_methods_of_every_kind(
    call: Callable[[Client | AsyncClient], Any], answer: Any
) -> None:
    for api in ENDS:
        assert done(call(api)) == answer


def test_a_head_has_headers_and_failures() -> None:
    for api in ENDS:
        assert done(api.raw.has_reports()).headers["x-count"] == "3"
    with sync_wire(APP) as http:
        http.headers["missing"] = "yes"
        with pytest.raises(StatusError):
            Client(base_url=URL, http=http).has_reports()


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("OPTIONS", "/report", 200, None),
        ("OPTIONS", "/picture", 204, "GET, HEAD, LINK, OPTIONS, POST, purge"),
        ("OPTIONS", "/found", 204, "HEAD, OPTIONS, QUERY"),
        ("OPTIONS", "/elsewhere", 404, None),
        ("DELETE", "/found", 405, "HEAD, OPTIONS, QUERY"),
        ("HEAD", "/report", 200, None),
    ],
)
def test_a_path_says_what_it_answers(
    method: str, path: str, status: int, allow: str | None
) -> None:
    with sync_wire(APP) as http:
        answer = http.request(method, path)
    assert (answer.status_code, answer.headers.get("allow")) == (status, allow)
    assert method != "HEAD" or answer.content == b""


def test_documented_headers_are_told() -> None:
    doc = str(DefaultApi.get_report.__doc__)
    assert "Headers: `X-Rate-Limit` (int, always), `Link` (str)." in " ".join(
        doc.split()
    )
    assert "ProblemOrTextError: 429. Headers: `Retry-After` (int)." in doc
