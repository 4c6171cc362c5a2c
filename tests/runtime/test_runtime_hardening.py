"""What goes wrong in a server: hostile input, odd mounts, handlers and words that fail."""

from typing import Any
from urllib.parse import urljoin

import pytest
from harness import PATH, Answer, Tokens, created, failure, posted, served
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient
from test_harness_places import linked
from test_runtime_security import request
from test_runtime_server import application_of, operation, who

from agent_harness import Response
from agent_harness._runtime.parameters import Parameter
from agent_harness._runtime.security import ApiKey, Bearer, Credentials, Use
from agent_harness.server import create_app


# A header parameter that is absent is read as "" (required: accepted; optional int: 422).
@pytest.mark.parametrize("type_", [str, int, list[str], dict[str, int]])
@pytest.mark.parametrize("required", [True, False])
def test_an_absent_header_is_absent(type_: Any, required: bool) -> None:
    kind = Parameter("X-Kind", "header", "kind", type_, required=required)
    response = TestClient(application_of(operation(parameters=(kind,)))).get("/")
    assert response.status_code == (422 if required else 200)
    if required:
        assert response.json()["violations"] == [
            "header.X-Kind: This parameter is required"
        ]
    else:
        assert response.json() == {}


# A handler that returns nothing, or another model of the API, is answered with 201.
class Wrong:
    def __init__(self, answer: object) -> None:
        self.answer = answer

    async def create_session(self, body: object) -> Any:
        return self.answer


@pytest.mark.parametrize(
    "answer", [None, Response(201, None), failure(404).body, created().data], ids=repr
)
def test_another_body_than_the_documented_is_a_500(answer: object) -> None:
    assert posted(served(Wrong(answer))).status_code == 500


# `security: [{}, {Bearer: []}]`: the server never looks at the token (the client sends it).
def test_anonymous_is_the_last_resort() -> None:
    response = who(
        [[], [Use(Bearer("Token", "token"))]], {"authorization": "Bearer good"}
    )
    assert response.json() == ["by token", {"Token": "by token"}]


# Input that only an attacker sends: each is a 500 with a traceback in the log, not 4xx.
class Inner(BaseModel):
    b: str


class Outer(BaseModel):
    a: Inner


class Node(BaseModel):
    child: "Node | None" = None
    v: int = 0


@pytest.mark.parametrize(
    ("type_", "style", "query"),
    [
        (int, "form", "limit=" + "1" * 5000),
        (dict[str, list[int]], "form", "limit=" + "[" * 3000),
        (list[list[int]], "form", "limit=" + "[" * 3000),
        (Outer, "deepObject", "limit[a]=1&limit[a][b]=2"),
        (Node, "deepObject", "limit[v]=x"),
        (float, "form", "limit=1e999"),
    ],
    ids=lambda each: str(each)[:20],
)
def test_hostile_parameters(type_: Any, style: Any, query: str) -> None:
    made = Parameter("limit", "query", "limit", type_, style=style, explode=True)
    response = TestClient(application_of(operation(parameters=(made,)))).get(
        f"/?{query}"
    )
    assert response.status_code in {400, 422}


def test_a_recursive_model_in_a_parameter() -> None:
    made = Parameter("n", "query", "n", Node, style="deepObject", explode=True)
    response = TestClient(application_of(operation(parameters=(made,)))).get("/?n[v]=5")
    assert response.status_code == 200


@pytest.mark.parametrize("kind", ["multipart/mixed; boundary=y", "message/rfc822"])
def test_parts_within_parts(kind: str) -> None:
    from pydantic import ValidationError

    from agent_harness._runtime.multipart import Multipart

    data = (
        "--x\r\ncontent-disposition: form-data; name=name\r\n"
        f"content-type: {kind}\r\n\r\na\r\n--x--\r\n"
    )
    form = Multipart(dict[str, int])
    with pytest.raises(ValidationError):
        form.decode(data.encode(), "multipart/form-data; boundary=x", strict=True)


# Mounted below a prefix with `:`, `@`, `+`, `,`, `!`... everything is 404.
@pytest.mark.parametrize(
    ("route", "prefix"),
    [("/v1:beta", "/v1:beta"), ("/{org}", "/a@b"), ("/a b", "/a%20b"), ("/a", "/%61")],
)
def test_under_another_application(route: str, prefix: str) -> None:
    outer = Starlette(
        routes=[Mount(route, create_app(Answer(created()), auth=Tokens()))]
    )
    assert posted(outer, path=f"{prefix}{PATH}").status_code == 201


# A websocket to a path of the API: KeyError('method') out of the application.
def test_a_websocket_is_refused() -> None:
    from starlette.testclient import WebSocketDenialResponse
    from starlette.websockets import WebSocketDisconnect

    http = TestClient(served(Answer(created())))
    refused = pytest.raises((WebSocketDisconnect, WebSocketDenialResponse))
    with refused, http.websocket_connect(PATH):
        pass


# `docs="/"` and `docs="/docs/"`: a page whose assets are 404.
@pytest.mark.parametrize("docs", ["/", "/docs/"])
def test_docs_with_a_slash(docs: str) -> None:
    http = TestClient(create_app(Answer(created()), auth=Tokens(), docs=docs))
    page = http.get(docs)
    for address in linked(page.text):
        assert http.get(urljoin(docs, address)).status_code == 200


# A key in a header is written in UTF-8 and read in Latin-1.
def test_a_key_in_a_header_in_utf_8() -> None:
    key = ApiKey("K", "k", "header", "X-Key")
    into = Credentials()
    key.write("ключ", into)
    assert key.read(request(into)) == ("ключ",)


# Text in a templated segment that is sent percent-encoded is not found.
def test_encoded_text_beside_a_parameter() -> None:
    from agent_harness._runtime.router import Router

    router: Router[int] = Router()
    router.add("/é{id}", 1)
    router.add("/a b{id}", 2)
    assert router.match("/%C3%A95")
    assert router.match("/a%20b5")


# An empty string in the style `label` is sent as %2E and read as ".".
def test_an_empty_label() -> None:
    made = Parameter("c", "path", "c", str, style="label")
    assert made.read(made.write_text("")) == ""


# `text/plain; charset=iso-8859-1` is read as UTF-8.
def test_the_charset_that_is_named() -> None:
    from agent_harness._runtime.content import Text

    assert Text().decode(b"\xe9", "text/plain; charset=iso-8859-1", strict=True) == "é"


# `invalid` that fails, or returns nothing: an exception out of the application
#     ("Answer a request, whatever happens").
def test_words_that_fail() -> None:
    def invalid(_: object) -> Any:
        raise RuntimeError

    assert posted(served(Answer(created()), invalid=invalid), b"{").status_code == 500


# A header cannot hold a list whose item has a comma: it arrives as two items.
def test_a_comma_in_a_header() -> None:
    made = Parameter("h", "header", "h", list[str])
    with pytest.raises(ValueError, match="cannot hold"):
        made.write_text(["a,b"])
