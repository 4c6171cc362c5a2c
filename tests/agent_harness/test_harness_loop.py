"""What a handler returns or raises is what the client returns or raises."""

import asyncio
import copy
import json

import pytest
from harness import (
    ADA,
    CALLERS,
    CREDENTIAL,
    FAILURES,
    REQUEST,
    TENANT,
    Answer,
    Caller,
    created,
    failure,
    fixed,
    in_process,
    posted,
    served,
)
from pydantic import MISSING
from starlette.testclient import TestClient

from agent_harness import (
    AsyncClient,
    Client,
    CreateSessionRequest,
    GetSessionResponse,
    RequestError,
    RequestErrorResponse,
    Subject,
    UnexpectedResponse,
)

at_both_ends = pytest.mark.parametrize("call", CALLERS)
absent_null_or_value = [MISSING, None, "a value"]


@at_both_ends
def test_a_success_is_returned(call: Caller) -> None:
    handler = Answer(created())
    response = call(served(handler))
    assert response.body == created()
    assert isinstance(response.body, GetSessionResponse)
    assert handler.asked == [REQUEST]


@at_both_ends
@pytest.mark.parametrize("status", FAILURES)
def test_a_documented_failure_is_raised(call: Caller, status: int) -> None:
    sent = failure(status, "No.", kind="t", code="c", param="p")
    with pytest.raises(RequestError) as caught:
        call(served(Answer(sent)))
    assert type(caught.value) is type(sent)
    assert (caught.value.status, caught.value.body) == (status, sent.body)
    assert isinstance(caught.value.body, RequestErrorResponse)


@at_both_ends
@pytest.mark.parametrize("slug", absent_null_or_value)
@pytest.mark.parametrize("title", [None, "a title"])
def test_absent_null_and_value_stay_apart_in_a_success(
    call: Caller, slug: str | None | MISSING, title: str | None
) -> None:
    subject = Subject(subject_id="u1", subject_type="user", subject_slug=slug)
    body = call(served(Answer(created(subject, title)))).body
    assert body == created(subject, title)
    assert body.data.created_by_subject.subject_slug is slug or slug == "a value"
    assert body.data.title == title


@at_both_ends
@pytest.mark.parametrize("code", absent_null_or_value)
@pytest.mark.parametrize("param", absent_null_or_value)
@pytest.mark.parametrize("kind", [MISSING, "a type"])
def test_absent_null_and_value_stay_apart_in_a_failure(
    call: Caller,
    kind: str | MISSING,
    code: str | None | MISSING,
    param: str | None | MISSING,
) -> None:
    sent = failure(409, kind=kind, code=code, param=param)
    with pytest.raises(RequestError) as caught:
        call(served(Answer(sent)))
    found = caught.value.body.error
    assert (found.type, found.code, found.param) == (kind, code, param)
    assert found == sent.body.error


def test_what_is_absent_does_not_go_over_the_wire() -> None:
    subject = Subject(subject_id="u1", subject_type="user")
    data = posted(served(Answer(created(subject)))).json()["data"]
    assert data["created_by_subject"] == {"subject_id": "u1", "subject_type": "user"}
    assert data["title"] is None
    answer = posted(served(Answer(failure(404, "No.", code=None))))
    assert answer.json() == {"error": {"message": "No.", "code": None}}


@at_both_ends
@pytest.mark.parametrize("name", ["x", "ü" * 255, "\U0001f916" * 255, '"\\\n\0 &<é>'])
def test_any_name_that_is_allowed_arrives(call: Caller, name: str) -> None:
    handler = Answer(created())
    call(served(handler), CreateSessionRequest(agent_name=name))
    assert handler.asked == [CreateSessionRequest(agent_name=name)]


@at_both_ends
def test_properties_that_the_api_does_not_describe_go_through(call: Caller) -> None:
    request = CreateSessionRequest.model_validate({"agent_name": "a", "more": [1, {}]})
    subject = Subject.model_validate({**ADA.model_dump(), "email": None})
    handler = Answer(created(subject))
    response = call(served(handler), request)
    assert handler.asked[0].model_extra == {"more": [1, {}]}
    assert response.body.data.created_by_subject.model_extra == {"email": None}


@at_both_ends
def test_the_whole_response(call: Caller) -> None:
    headers = {"X-Request-Id": "r-1"}
    response = call(fixed(201, created().model_dump(), headers=headers))
    assert response.status == 201
    assert response.headers["content-type"] == "application/json"
    assert response.request_id == "r-1"
    assert call(served(Answer(created()))).request_id


@at_both_ends
def test_a_failure_has_its_headers(call: Caller) -> None:
    sent = failure(409, headers={"X-Request-Id": "r-2", "Retry-After": "5"})
    with pytest.raises(RequestError) as caught:
        call(served(Answer(sent)))
    assert caught.value.request_id == "r-2"
    assert caught.value.headers["retry-after"] == "5"
    assert str(caught.value).startswith("409: ")


@at_both_ends
def test_an_unexpected_response_has_its_request_id(call: Caller) -> None:
    with pytest.raises(UnexpectedResponse) as caught:
        call(fixed(500, {}, headers={"X-Request-Id": "r-3"}))
    assert caught.value.request_id == "r-3"


def test_a_call_gives_the_body_alone() -> None:
    app = served(Answer(created()))
    api = Client(token=CREDENTIAL, tenant_name=TENANT, http=TestClient(app))
    assert api.create_session(REQUEST) == created()

    async def call() -> GetSessionResponse:
        http = in_process(app)
        api = AsyncClient(token=CREDENTIAL, tenant_name=TENANT, http=http)
        return await api.create_session(REQUEST)

    assert asyncio.run(call()) == created()


def test_a_failure_can_be_copied() -> None:
    sent = failure(409, code=None, headers={"a": "b"})
    for other in (copy.copy(sent), copy.deepcopy(sent)):
        assert type(other) is RequestError
        assert (other.status, other.body, other.headers) == (
            sent.status,
            sent.body,
            sent.headers,
        )


def test_a_request_is_json_of_what_is_given() -> None:
    handler = Answer(created())
    posted(served(handler), json.dumps({"agent_name": "a", "x": None}))
    assert handler.asked[0].model_dump() == {"agent_name": "a", "x": None}
