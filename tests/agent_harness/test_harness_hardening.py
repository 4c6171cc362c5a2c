"""What goes wrong between a client and servers that are not ours, or arguments that are odd."""

import gzip
import json
from typing import Any

import pytest
from harness import (
    REQUEST,
    created,
    failure,
    in_process,
    posted,
    served,
)
from starlette.responses import Response as HttpResponse
from test_harness_answers import sent

from agent_harness import ApiError, AsyncClient, Client, CreateSessionRequest


# A proxy sends its upstream's content-length, content-encoding, connection...: a body that is
#    re-encoded differently breaks the connection (uvicorn: "Response content longer/shorter").
@pytest.mark.parametrize("raw", [False, True])
@pytest.mark.parametrize("status", [201, 404])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_proxy_of_a_server_that_is_not_ours(
    raw: bool, status: int, encoding: str
) -> None:
    body = created() if status == 201 else failure(404).body
    data = json.dumps(body.model_dump(), indent=2).encode()
    headers = {"content-encoding": encoding} if encoding == "gzip" else {}
    data = gzip.compress(data) if encoding == "gzip" else data
    app = HttpResponse(
        data, status, {**headers, "connection": "close"}, "application/json"
    )
    api = AsyncClient(http=in_process(app))

    class Raw:
        async def create_session(self, body: CreateSessionRequest) -> Any:
            return await api.raw.create_session(body)

    response = posted(served(Raw() if raw else api))
    assert response.status_code == status
    assert response.json() == body.model_dump()
    assert int(response.headers["content-length"]) == len(response.content)
    assert "connection" not in response.headers


# A token with a newline at its end, as one that is read from a file.
def test_no_failure_tells_the_token() -> None:
    from_file = "hidden\n"
    api = Client(token=from_file, base_url="http://localhost/acme")
    with api, pytest.raises(ValueError, match="AuthorizationBearer") as caught:
        api.create_session(REQUEST)
    assert "hidden" not in str(caught.value) + str(caught.value.__cause__)


# An address that can't be parsed: httpx2.InvalidURL, which no `except ApiError` catches.
@pytest.mark.parametrize("url", ["http://host:port", "http://a\n/"])
def test_one_except_for_a_bad_address_too(url: str) -> None:
    with pytest.raises((ApiError, ValueError)), Client(base_url=url) as api:
        api.create_session(REQUEST)


# A server variable within the path is not percent-encoded; the server reads it as one segment.
@pytest.mark.parametrize(
    ("tenant", "path"),
    [
        ("a/b", "/a%2Fb"),
        ("a?b", "/a%3Fb"),
        ("a#b", "/a%23b"),
        ("../x", "/..%2Fx"),
        ("..", "/%2E%2E"),
    ],
)
def test_a_variable_is_one_segment(tenant: str, path: str) -> None:
    assert (
        sent(tenant_name=tenant).url.raw_path.decode() == f"{path}/v1/agents/sessions"
    )


# A variable whose value looks like another one is replaced again.
def test_a_value_is_not_a_template() -> None:
    url = sent(
        scheme="http", gateway_base_url="{tenantName}.example", tenant_name="acme"
    ).url
    assert url.host != "acme.example"
