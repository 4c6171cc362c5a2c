"""Media types that differ by their parameters only: each has a schema of its own."""

from typing import Any

import httpx2
import pytest
from ends import URL, done, sync_wire, wire
from golden_media_parameters import AsyncClient, Client, New, Old, create_app
from golden_media_parameters.api import DefaultApi


class Echo:
    """Answers with what it got."""

    async def put_thing(self, body: Old | New) -> Old | New:
        return body


HANDLER: DefaultApi = Echo()
APP = create_app(HANDLER)
VERSIONS = [(Old(name="a"), "1"), (New(title="b"), "2")]


@pytest.mark.parametrize(("thing", "version"), VERSIONS, ids=["old", "new"])
def test_each_goes_there_and_back_by_its_own(thing: Any, version: str) -> None:
    with Client(base_url=URL, http=sync_wire(APP)) as client:
        responses = [client.raw.put_thing(thing)]
    responses += [done(AsyncClient(base_url=URL, http=wire(APP)).raw.put_thing(thing))]
    for response in responses:
        assert response.body == thing
        assert response.headers["content-type"] == f"application/json;v={version}"


@pytest.mark.parametrize(
    ("version", "content", "status"),
    [
        ("1", b'{"name":"a"}', 200),
        ("2", b'{"title":"b"}', 200),
        ("1", b'{"title":"b"}', 422),
        ("2", b'{"name":"a"}', 422),
    ],
)
def test_the_parameter_says_which_is_read(
    version: str, content: bytes, status: int
) -> None:
    headers = {"content-type": f"application/json; v={version}"}
    http: httpx2.Client = sync_wire(APP)
    answer = http.put(f"{URL}/thing", content=content, headers=headers)
    assert answer.status_code == status
