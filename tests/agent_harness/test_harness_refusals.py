"""Requests that no handler gets to see, and in whose words they are refused."""

import json

import pytest
from harness import (
    CALLERS,
    CREDENTIAL,
    PATH,
    Answer,
    Caller,
    Tokens,
    created,
    posted,
    refused,
    served,
)
from starlette.testclient import TestClient

from agent_harness import RequestError, UnexpectedResponse
from agent_harness.server import create_app

JSON = "application/json"


@pytest.fixture
def handler() -> Answer:
    """A handler that is not called at all."""
    return Answer(created())


# The body ---------------------------------------------------------------------------

MALFORMED = {
    "nothing": b"",
    "no end": b'{"agent_name": "a"',
    "more": b'{"agent_name": "a"} x',
    "no JSON": b"agent_name=a",
    "no UTF-8": b'{"agent_name": "\xff"}',
    "UTF-16": '{"agent_name": "a"}'.encode("utf-16"),
    "half a surrogate pair": b'{"agent_name": "\\ud800"}',
    "a control character": b'{"agent_name": "\n"}',
    "too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("content", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_body_that_is_no_json(handler: Answer, content: bytes) -> None:
    response = posted(served(handler, invalid=refused), content)
    assert response.status_code == 400
    assert response.headers["content-type"] == JSON
    assert response.json()["error"]["code"] == "malformed-body"
    assert not handler.asked


INVALID: dict[str, tuple[object, str]] = {
    "null": (None, ""),
    "an array": ([{"agent_name": "a"}], ""),
    "a string": ("a", ""),
    "no name": ({}, "agent_name"),
    "another case": ({"agentName": "a", "AGENT_NAME": "a"}, "agent_name"),
    "null for a name": ({"agent_name": None}, "agent_name"),
    "a number for a name": ({"agent_name": 5}, "agent_name"),
    "a boolean for a name": ({"agent_name": True}, "agent_name"),
    "an object for a name": ({"agent_name": {}}, "agent_name"),
    "a short name": ({"agent_name": ""}, "agent_name"),
    "a long name": ({"agent_name": "a" * 256}, "agent_name"),
}


@pytest.mark.parametrize(("content", "param"), INVALID.values(), ids=INVALID.keys())
def test_a_body_that_the_api_forbids(
    handler: Answer, content: object, param: str
) -> None:
    response = posted(served(handler, invalid=refused), json.dumps(content))
    assert response.status_code == 422
    error = response.json()["error"]
    assert (error["code"], error["param"]) == ("invalid-request", param)
    assert error["message"].startswith(f"body.{param}: " if param else "body: ")
    assert not handler.asked


def test_a_body_is_required(handler: Answer) -> None:
    response = posted(served(handler), b"", media_type=None)
    assert response.status_code == 422
    assert response.json()["violations"] == ["body: A body is required"]


@pytest.mark.parametrize(
    "media_type",
    [
        JSON,
        "application/json; charset=utf-8",
        "Application/JSON;charset=UTF-8",
        "",
        None,
    ],
)
def test_media_types_of_json(handler: Answer, media_type: str | None) -> None:
    assert posted(served(handler), media_type=media_type).status_code == 201


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "json", "*/*"]
)
def test_another_media_type(handler: Answer, media_type: str) -> None:
    response = posted(served(handler, invalid=refused), media_type=media_type)
    assert response.status_code == 415
    assert response.headers["accept"] == JSON
    assert response.json()["error"]["code"] == "unsupported-media-type"
    assert not handler.asked


# Credentials ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        CREDENTIAL,
        f"Basic {CREDENTIAL}",
        f"Bearer:{CREDENTIAL}",
        f"Bearer {CREDENTIAL} {CREDENTIAL}",
    ],
)
def test_credentials_that_do_not_let_in(
    handler: Answer, authorization: str | None
) -> None:
    app = served(handler, invalid=refused)
    response = posted(app, b"{", authorization=authorization)
    assert response.status_code == 401
    shown = (authorization or "").startswith("Bearer ") and authorization != "Bearer "
    challenge = 'Bearer error="invalid_token"' if shown else "Bearer"
    assert response.headers["www-authenticate"] == challenge
    assert response.json()["error"]["code"] == "unauthorized"
    assert not handler.asked


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_scheme_has_no_case(handler: Answer, scheme: str) -> None:
    response = posted(served(handler), authorization=f"{scheme} {CREDENTIAL}")
    assert response.status_code == 201


@pytest.mark.parametrize("token", [None, "wrong"])
@pytest.mark.parametrize("call", CALLERS)
def test_a_client_raises_that_it_was_not_let_in(
    handler: Answer, call: Caller, token: str | None
) -> None:
    with pytest.raises(RequestError) as caught:
        call(served(handler, invalid=refused), token=token)
    assert caught.value.status == 401
    challenge = 'Bearer error="invalid_token"' if token else "Bearer"
    assert caught.value.headers["www-authenticate"] == challenge


def test_credentials_are_of_one_tenant(handler: Answer) -> None:
    response = posted(served(handler), path=PATH.replace("acme", "other"))
    assert response.status_code == 401


# Paths and methods ------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/v1/agents/sessions",
        f"{PATH}/",
        f"{PATH}/1",
        f"/{PATH}",
        PATH.replace("acme", ""),
        PATH.replace("acme", "a/b"),
        PATH.upper(),
    ],
)
def test_a_path_that_leads_nowhere(handler: Answer, path: str) -> None:
    app = served(handler, invalid=refused)
    response = TestClient(app).post(f"http://testserver{path}")
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not-found"


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
def test_a_method_that_is_not_there(handler: Answer, method: str) -> None:
    app = served(handler, invalid=refused)
    response = TestClient(app).request(method, PATH)
    assert response.status_code == 405
    assert response.headers["allow"] == "OPTIONS, POST"
    if method != "HEAD":
        assert response.json()["error"]["code"] == "method-not-allowed"


def test_a_path_says_what_it_answers(handler: Answer) -> None:
    response = TestClient(served(handler)).options(PATH)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["allow"] == "OPTIONS, POST"


# Words ------------------------------------------------------------------------------


def test_problem_details_unless_the_application_has_words_of_its_own(
    handler: Answer,
) -> None:
    response = posted(create_app(handler, auth=Tokens()), b"{}")
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "title": "Invalid request",
        "status": 422,
        "detail": "body.agent_name: Field required",
        "code": "invalid-request",
        "violations": ["body.agent_name: Field required"],
    }


@pytest.mark.parametrize("call", CALLERS)
def test_problem_details_are_not_what_this_api_documents(
    handler: Answer, call: Caller
) -> None:
    with pytest.raises(UnexpectedResponse) as caught:
        call(served(handler), token=None)
    assert caught.value.status == 401
    assert caught.value.headers["content-type"] == "application/problem+json"
    assert json.loads(caught.value.content)["code"] == "unauthorized"


def test_no_refusal_tells_a_credential(handler: Answer) -> None:
    for authorization in (f"Bearer {CREDENTIAL}x", f"Basic {CREDENTIAL}x"):
        response = posted(served(handler), authorization=authorization)
        assert CREDENTIAL not in response.text + str(response.headers)
