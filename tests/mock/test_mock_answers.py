"""What a mock answers: examples, drawn values, and what a request prefers; over a socket."""

from collections.abc import Generator
from pathlib import Path

import httpx2
import pytest
from mocks import SPEC, mock_of

from bothends.cli.served import MockServer

Shop = tuple[MockServer, httpx2.Client]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Generator[Shop]:
    with mock_of(tmp_path_factory.mktemp("shop")) as mock:
        yield mock


@pytest.fixture
def client(shop: Shop) -> httpx2.Client:
    return shop[1]


def test_an_answer_is_the_first_example(client: httpx2.Client) -> None:
    answer = client.get("/pets/1")
    assert (answer.status_code, answer.json()) == (200, {"name": "Tom", "kind": "cat"})
    assert "preference-applied" not in answer.headers


def test_without_an_example_values_are_drawn_and_stay(client: httpx2.Client) -> None:
    first, second = (client.put("/pets/1", json={"name": "x"}) for _ in range(2))
    assert first.json() == second.json()
    assert first.json()["name"] == "Bello"
    assert first.json()["age"] >= 3


def test_a_schema_may_have_a_default(client: httpx2.Client) -> None:
    assert client.get("/default").json() == {"a": 1}


def test_documented_headers_are_sent(client: httpx2.Client) -> None:
    headers = client.get("/pets/1").headers
    assert (headers["x-left"], headers["x-drawn"]) == ("7", "drawn")


def test_another_documented_answer_can_be_asked_for(client: httpx2.Client) -> None:
    answer = client.get("/pets/1", headers={"prefer": "code=404"})
    assert answer.status_code == 404
    assert answer.json() == {"message": "There is no such pet."}
    assert answer.headers["preference-applied"] == "code=404"
    assert "Prefer" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("method", "code"), [("GET", 503), ("GET", 500), ("PUT", 418), ("PUT", 502)]
)
def test_a_range_or_the_default_documents_a_code(
    client: httpx2.Client, method: str, code: int
) -> None:
    headers = {"prefer": f"code={code}"}
    body = {"name": "x"} if method == "PUT" else None
    answer = client.request(method, "/pets/1", headers=headers, json=body)
    assert answer.status_code == code
    assert answer.json() == {"message": "text"}


@pytest.mark.parametrize("code", ["418", "x", "99", "1000", "100", "²00"])
def test_an_undocumented_code_is_refused_with_those_there_are(
    client: httpx2.Client, code: str
) -> None:
    headers = {b"prefer": f"code={code}".encode()}
    answer = client.get("/pets/1", headers=headers)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "undocumented-preference"
    assert "200, 404, 5XX" in answer.json()["detail"]


def test_an_example_can_be_asked_for_by_its_name(client: httpx2.Client) -> None:
    answer = client.get("/pets/1", headers={"prefer": 'example="dog"'})
    assert answer.json()["name"] == "Rex"
    assert answer.headers["preference-applied"] == "example=dog"


@pytest.mark.parametrize(
    ("prefer", "known"), [("example=cow", "cat, dog"), ("example=a, code=404", "none")]
)
def test_an_unknown_example_is_refused_with_those_there_are(
    client: httpx2.Client, prefer: str, known: str
) -> None:
    answer = client.get("/pets/1", headers={"prefer": prefer})
    assert answer.status_code == 400
    assert answer.json()["detail"].endswith(f"its examples: {known}")


def test_an_answer_without_a_body_has_no_example(client: httpx2.Client) -> None:
    answer = client.delete("/pets/1", headers={"prefer": "example=cat"})
    assert answer.status_code == 400
    assert client.delete("/pets/1").status_code == 204


def test_values_can_be_drawn_anew(client: httpx2.Client) -> None:
    headers = {"prefer": "dynamic=true"}
    answers = [client.get("/pets/1", headers=headers) for _ in range(40)]
    assert len({answer.content for answer in answers}) > 3
    assert all("name" in answer.json() for answer in answers)
    assert answers[0].headers["preference-applied"] == "dynamic=true"


def test_an_example_that_does_not_fit_is_served_as_it_stands(
    client: httpx2.Client,
) -> None:
    assert client.get("/odd").json() == {"name": 7, "more": [1]}


def test_the_reader_chooses_the_media_type(client: httpx2.Client) -> None:
    assert client.get("/kinds").json()["name"] == "Bello"
    text = client.get("/kinds", headers={"accept": "text/plain"})
    assert text.text == "just text"
    xml = client.get("/kinds", headers={"accept": "application/xml"})
    assert "<Pet><name>Bello</name>" in xml.text
    picture = client.get("/kinds", headers={"accept": "image/webp, image/*;q=0.5"})
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert client.get("/kinds", headers={"accept": "audio/*"}).status_code == 406


def test_streams_have_a_few_items_and_end(client: httpx2.Client) -> None:
    events = client.get("/events").text.strip().split("\n\n")
    assert 1 < len(events) < 5
    assert '"name":"Bello"' in events[0]
    assert len(client.get("/lines").text.splitlines()) > 1


def test_where_no_success_is_documented_there_is_one_without_a_body(
    client: httpx2.Client,
) -> None:
    assert client.get("/nothing").status_code == 204


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("HEAD", "/pets/1", 200),
        ("OPTIONS", "/pets/1", 204),
        ("PATCH", "/pets/1", 405),
        ("GET", "/cats", 404),
        ("GET", "/pets/one", 422),
        ("PUT", "/pets/1", 422),
    ],
)
def test_routing_and_validation_are_those_of_the_server(
    client: httpx2.Client, method: str, path: str, status: int
) -> None:
    assert client.request(method, path).status_code == status


def test_credentials_are_asked_for_and_any_will_do(client: httpx2.Client) -> None:
    assert client.get("/pets/1", headers={"authorization": ""}).status_code == 401
    other = client.get("/pets/1", headers={"authorization": "Bearer another"})
    assert other.status_code == 200


def test_without_auth_none_are_asked_for(tmp_path: Path) -> None:
    with mock_of(tmp_path, "--no-auth") as (server, _):
        assert httpx2.get(f"{server.base_url}/pets/1").status_code == 200


def test_another_seed_draws_other_values(tmp_path: Path) -> None:
    bare = SPEC.replace(", examples: [Bello]", ", pattern: '^[a-z]{12}$'")
    body = {"name": "abcdefghijkl"}
    names: set[str] = set()
    for seed in ("0", "1"):
        with mock_of(tmp_path, "--seed", seed, spec=bare) as (_, client):
            names.add(client.put("/pets/1", json=body).json()["name"])
    assert len(names) == 2


def test_a_page_from_anywhere_may_call_it(client: httpx2.Client) -> None:
    asked = {
        "origin": "https://elsewhere.example",
        "access-control-request-method": "PUT",
        "access-control-request-headers": "prefer",
    }
    assert client.options("/pets/1", headers=asked).status_code == 200
    answer = client.get("/pets/1", headers={"origin": asked["origin"]})
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_page_calls_the_mock_and_not_the_real_server(shop: Shop) -> None:
    server, _ = shop
    root = server.base_url.removesuffix("/v1/api")
    assert root == server.url
    page = httpx2.get(f"{server.base_url}/docs", follow_redirects=True)
    described = httpx2.get(f"{server.url}/openapi.json").json()
    assert httpx2.get(f"{server.url}/docs").status_code == 200, page
    assert described["servers"] == [
        {"url": "/{stage}/api", "variables": {"stage": {"default": "v1"}}}
    ]


def test_an_impossible_answer_says_why(tmp_path: Path) -> None:
    spec = SPEC.replace("minimum: 3", "minimum: 3, maximum: 2")
    spec = spec.replace("required: [name]", "required: [name, age]")
    with mock_of(tmp_path, spec=spec) as (_, client):
        answer = client.get("/lines")
    assert answer.status_code == 500
    assert "No value is valid" in answer.json()["detail"]
