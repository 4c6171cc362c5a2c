"""What goes wrong at one end, and what the other is told of it."""

from typing import Any

import httpx2
import pytest
from ends import URL, sync_wire
from golden_pets import (
    ApiConnectionError,
    ApiTimeout,
    Client,
    Conflict,
    Failure,
    FailureError,
    Pet,
    Response,
    StatusError,
    UnexpectedResponse,
    create_app,
)
from golden_pets.server import RequestProblem
from shop import Shop

PET = Pet(name="Tom", id="p1")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(ValueError("a mistake"), id="exception"),
        pytest.param(StatusError(409, None), id="error of another status"),
        pytest.param(
            FailureError(409, Failure(message="")), id="status of another error"
        ),
        pytest.param(Response(418, PET), id="status that is not documented"),
        pytest.param(
            Response(409, Conflict(message="", taken="")), id="error returned"
        ),
        pytest.param("no pet", id="body of another type"),
    ],
)
def test_a_mistake_of_the_handler_is_a_500(answer: object) -> None:
    shop = Shop(answer)
    with sync_wire(create_app(shop, shop, shop)) as http:
        answered = http.post("/pets", json={"name": "Tom"})
    assert answered.status_code == 500
    assert answered.headers["content-type"] == "application/problem+json"
    is_unexpected = isinstance(answer, ValueError)
    code = "internal-error" if is_unexpected else "undocumented-answer"
    assert answered.json()["code"] == code


REFUSED: list[tuple[str, str, dict[str, Any], int, list[str]]] = [
    ("GET", "/pets?limit=0", {}, 422, ["query.limit"]),
    ("GET", "/pets?limit=x", {}, 422, ["query.limit"]),
    ("GET", "/pets?limit=", {}, 422, ["query.limit"]),
    ("GET", "/pets?limit=1.5", {}, 422, ["query.limit"]),
    ("GET", "/pets?limit=1&kind=cow&order=", {}, 422, ["query.kind", "query.order"]),
    ("GET", "/pets?names=a&names=b&names=c&names=d", {}, 422, ["query.names"]),
    ("GET", "/pets?born=2024-02-30", {}, 422, ["query.born"]),
    ("GET", "/pets?wild=yes", {}, 422, ["query.wild"]),
    ("GET", "/pets/x", {}, 422, ["path.petId"]),
    ("POST", "/pets", {}, 422, ["body"]),
    ("POST", "/pets", {"json": {}}, 422, ["body.name"]),
    ("POST", "/pets", {"json": {"name": ""}}, 422, ["body.name"]),
    (
        "POST",
        "/pets",
        {"json": {"name": 1, "weight": 0}},
        422,
        ["body.name", "body.weight"],
    ),
    ("POST", "/pets", {"json": {"name": None}}, 422, ["body.name"]),
    ("POST", "/pets", {"json": []}, 422, ["body"]),
    (
        "POST",
        "/pets",
        {"content": b"{", "headers": {"content-type": "application/json"}},
        400,
        [],
    ),
    (
        "POST",
        "/pets",
        {"content": b"x", "headers": {"content-type": "text/plain"}},
        415,
        [],
    ),
    (
        "POST",
        "/orders",
        {"json": {"pets": [], "placedAt": "2024-02-29T12:00:00Z"}},
        422,
        ["body.pets"],
    ),
    (
        "POST",
        "/orders",
        {"json": {"pets": ["a", 1], "placedAt": "now"}},
        422,
        ["body.pets.1", "body.placedAt"],
    ),
    (
        "POST",
        "/orders",
        {"json": {"pets": ["a"], "placedAt": "2024-02-29T12:00:00Z", "address": {}}},
        422,
        ["body.address.street"],
    ),
    ("GET", "/nowhere", {}, 404, []),
    ("GET", "/pets/", {}, 404, []),
    ("PUT", "/pets", {}, 405, []),
]


@pytest.mark.parametrize(("method", "path", "more", "status", "places"), REFUSED)
def test_what_the_description_forbids_is_refused(
    method: str,
    path: str,
    more: dict[str, Any],
    status: int,
    places: list[str],
) -> None:
    shop = Shop()
    problems: list[RequestProblem] = []

    def invalid(problem: RequestProblem) -> FailureError:
        problems.append(problem)
        return FailureError(problem.status, Failure(message=problem.code))

    app = create_app(shop, shop, shop, invalid=invalid)
    with sync_wire(app) as http:
        answer = http.request(method, path, **more)
    [problem] = problems
    assert (answer.status_code, answer.json()) == (status, {"message": problem.code})
    found = [
        ".".join(map(str, (violation.place, *violation.location)))
        for violation in problem.violations
    ]
    assert found == places
    assert shop.seen == []
    assert answer.headers.get("allow") == (
        "GET, HEAD, OPTIONS, POST" if status == 405 else None
    )


@pytest.mark.parametrize(
    ("status", "content", "headers", "reason"),
    [
        (418, b"tea", {}, "documents no such status"),
        (200, b"{}", {"content-type": "application/json"}, "not as documented"),
        (200, b"{", {"content-type": "application/json"}, "not as documented"),
        (200, b"", {}, "media type"),
    ],
)
def test_an_undocumented_answer_is_told_as_it_came(
    status: int, content: bytes, headers: dict[str, str], reason: str
) -> None:
    def answer(_request: httpx2.Request) -> httpx2.Response:
        more = {**headers, "x-request-id": "r3"}
        return httpx2.Response(status, content=content, headers=more)

    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    with pytest.raises(UnexpectedResponse, match=reason) as raised:
        Client(base_url=URL, http=http).get_pet("p1")
    assert (raised.value.status, raised.value.content) == (status, content)
    assert raised.value.request_id == "r3"


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (httpx2.ConnectError("refused"), ApiConnectionError),
        (httpx2.ReadTimeout("late"), ApiTimeout),
        (httpx2.RemoteProtocolError("nonsense"), ApiConnectionError),
    ],
)
def test_no_answer_is_an_api_error_too(
    failure: Exception, error: type[ApiConnectionError]
) -> None:
    def fail(_request: httpx2.Request) -> httpx2.Response:
        raise failure

    http = httpx2.Client(transport=httpx2.MockTransport(fail))
    with pytest.raises(error) as raised:
        Client(base_url=URL, http=http).check_health()
    assert type(raised.value) is error
