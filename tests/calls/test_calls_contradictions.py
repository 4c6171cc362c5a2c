"""A description that says a thing twice, and differently: what can hold of it holds."""

from collections.abc import Mapping
from typing import Any

import pytest
from ends import URL, done, sync_wire, wire
from golden_contradictions import (
    AsyncClient,
    Client,
    FieldFlaw,
    FileFlaw,
    Flaw,
    Note,
    PutFileResponse,
    Response,
)
from golden_contradictions.api import DefaultApi
from golden_contradictions.server import create_app


class Handler:
    """Keeps what it got."""

    def __init__(self) -> None:
        self.got: Any = None

    async def list_aliases(self, *, domain: list[str] | str | None = None) -> None:
        self.got = domain

    async def put_file(
        self, body: Any, *, content_length: int, accept_encoding: str = "identity"
    ) -> Any:
        self.got = content_length, await body.read()
        form = PutFileResponse(name="a", note=Note(text="b"))
        return Response(200, form, {"Content-Type": "multipart/form-data"})

    async def report_flaw(self, body: Flaw) -> None:
        self.got = body


HANDLER = Handler()
TYPED: DefaultApi = HANDLER
APP = create_app(HANDLER)
ENDS = [
    pytest.param(Client(base_url=URL, http=sync_wire(APP)), id="sync"),
    pytest.param(AsyncClient(base_url=URL, http=wire(APP)), id="async"),
]


@pytest.mark.parametrize("api", ENDS)
@pytest.mark.parametrize("domain", ["a", ["a", "b"], None])
def test_items_are_those_of_the_array_only(api: Any, domain: Any) -> None:
    done(api.list_aliases(domain=domain))
    assert HANDLER.got == domain


@pytest.mark.parametrize("api", ENDS)
def test_the_media_type_that_a_handler_names_keeps_its_boundary(api: Any) -> None:
    body = done(api.put_file(b"abc", content_length=3))
    assert body == PutFileResponse(name="a", note=Note(text="b"))
    assert HANDLER.got == (3, b"abc")


@pytest.mark.parametrize("api", ENDS)
@pytest.mark.parametrize(
    "flaw",
    [FieldFlaw(type="passport", field="a"), FileFlaw(type="passport", file="a")],
)
def test_a_mapping_that_no_member_obeys_tells_nothing(api: Any, flaw: Flaw) -> None:
    done(api.report_flaw(flaw))
    assert HANDLER.got == flaw


@pytest.mark.parametrize(
    "flaw",
    [
        {"type": "field", "field": "a"},
        {"type": "passport"},
    ],
)
def test_what_is_no_member_is_refused(flaw: Mapping[str, str]) -> None:
    with sync_wire(APP) as http:
        assert http.post("/flaws", json=flaw).status_code == 422
