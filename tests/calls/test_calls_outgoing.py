"""Webhooks and callbacks: what the API sends, a subscriber receives."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from ends import URL, done, sync_wire, wire
from golden_outgoing import (
    ApiConnectionError,
    AsyncCallbackSender,
    AsyncWebhookSender,
    CallbackSender,
    Exchange,
    Parcel,
    PostOnMoveRequest,
    PostOnMoveResponse,
    StatusError,
    Subscription,
    SubscriptionTarget,
    Trouble,
    TroubleError,
    WebhookSender,
    create_callbacks_app,
    create_webhooks_app,
    operations,
)
from golden_outgoing.api import CallbacksApi, WebhooksReceiver
from golden_outgoing.server import Auth
from starlette.applications import Starlette
from starlette.requests import Request

HEARD: list[Any] = []


class Lost:
    """Keeps what it hears of lost and new parcels."""

    def __init__(self, request: Request) -> None:
        self.user: str | None = request.user

    async def post_parcel_lost(
        self, body: Parcel, *, x_attempt: int | None = None
    ) -> None:
        if body.id < 0:
            raise TroubleError(422, Trouble(reason="negative"))
        HEARD.append((body.id, x_attempt, self.user))

    async def parcel_new(self, body: Parcel | None = None) -> None:
        HEARD.append(body)

    async def parcel_gone(self, *, id: int) -> None:
        HEARD.append(id)


class Moves:
    """Keeps what it hears of moves."""

    async def post_on_move(self, body: PostOnMoveRequest) -> PostOnMoveResponse:
        if body.parcel == "unknown":
            raise StatusError(410, None)
        return PostOnMoveResponse(stop=body.place == "home")

    async def replace_move(self, body: str | None = None) -> None:
        HEARD.append(body)

    async def mirror(self, body: Parcel | None = None) -> None:
        HEARD.append(body)

    async def again(self) -> None:
        HEARD.append("again")


class Signatures:
    """Knows one signature."""

    async def key(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return None

    async def signature(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return "the API" if credential == "signed" else None


LOST: type[WebhooksReceiver] = Lost
MOVES: CallbacksApi = Moves()
AUTH: Auth = Signatures()
WEBHOOKS: Starlette = create_webhooks_app(
    LOST, auth=AUTH, paths={"post_parcel_lost": "/hooks/lost"}
)
CALLBACKS: Starlette = create_callbacks_app(MOVES, base_path="/in")

Webhooks = WebhookSender | AsyncWebhookSender
Callbacks = CallbackSender | AsyncCallbackSender
WEBHOOK_ENDS: list[Webhooks] = [
    WebhookSender(signature="signed", http=sync_wire(WEBHOOKS)),
    AsyncWebhookSender(signature="signed", http=wire(WEBHOOKS)),
]
CALLBACK_ENDS: list[Callbacks] = [
    CallbackSender(http=sync_wire(CALLBACKS)),
    AsyncCallbackSender(http=wire(CALLBACKS)),
]


@pytest.fixture(autouse=True)
def _silence() -> None:
    HEARD.clear()


@pytest.mark.parametrize("api", WEBHOOK_ENDS)
def test_a_webhook_goes_to_the_url_of_its_subscriber(api: Webhooks) -> None:
    done(api.post_parcel_lost(f"{URL}/hooks/lost?a=b", Parcel(id=1), x_attempt=3))
    done(api.parcel_new(f"{URL}/new%2Fparcel%20ü", Parcel(id=2)))
    done(api.parcel_new(f"{URL}/new%2Fparcel%20%C3%BC"))
    done(api.parcel_gone(f"{URL}/new%2Fparcel%20ü?a=b", id=7))
    assert [(1, 3, "the API"), Parcel(id=2), None, 7] == HEARD


@pytest.mark.parametrize("api", WEBHOOK_ENDS)
def test_a_subscriber_answers_as_documented(api: Webhooks) -> None:
    with pytest.raises(TroubleError) as raised:
        done(api.post_parcel_lost(f"{URL}/hooks/lost", Parcel(id=-1)))
    assert raised.value.status == 422
    assert raised.value.body == Trouble(reason="negative")
    raw = done(api.raw.parcel_gone(f"{URL}/new%2Fparcel%20ü", id=1))
    assert (raw.status, raw.body) == (204, None)


def test_what_the_description_forbids_is_refused() -> None:
    with sync_wire(WEBHOOKS) as http:
        assert http.post("/hooks/lost", json={"id": "x"}).status_code == 422
        assert http.delete("/new%2Fparcel%20ü").status_code == 422
        assert http.get("/hooks/lost").status_code == 405
        assert http.post("/parcel.lost", json={"id": 1}).status_code == 404
    assert HEARD == []


def test_the_apis_own_requirements_do_not_hold_for_its_calls() -> None:
    assert operations.parcel_new().security == ()
    assert len(operations.post_parcel_lost().security) == 2
    assert len(operations.subscribe().security) == 1


@pytest.mark.parametrize("api", CALLBACK_ENDS)
def test_a_callback_goes_where_the_request_wanted_it(api: Callbacks) -> None:
    target = SubscriptionTarget(url=f"{URL}/in/onMove")
    exchange = Exchange(
        body=Subscription(target=target), query={"mirror": f"{URL}/in/mirror"}
    )
    answer = done(
        api.post_on_move(exchange, PostOnMoveRequest(parcel="1", place="home"))
    )
    assert answer == PostOnMoveResponse(stop=True)
    done(api.replace_move(exchange, "ü"))
    with pytest.raises(StatusError) as raised:
        done(api.post_on_move(target.url, PostOnMoveRequest(parcel="unknown")))
    assert raised.value.status == 410
    done(api.again(f"{URL}/in/again"))
    assert HEARD == ["ü", "again"]


def test_a_callback_is_one_however_many_operations_share_it() -> None:
    assert not hasattr(operations, "again_2")
    assert operations.again().expression == "https://fixed.example/again/{$method}"


@pytest.mark.parametrize("url", ["", "ftp://x", "//x/y", "javascript:alert(1)"])
def test_only_http_urls_are_called(url: str) -> None:
    for api in CALLBACK_ENDS:
        with pytest.raises(ValueError, match="no http or https URL"):
            done(api.again(url))


def test_a_subscriber_that_is_gone_is_a_connection_error() -> None:
    def gone(request: httpx2.Request) -> httpx2.Response:
        message = f"nobody at {request.url}"
        raise httpx2.ConnectError(message)

    http = httpx2.Client(transport=httpx2.MockTransport(gone))
    with pytest.raises(ApiConnectionError, match="nobody at http://x/"):
        CallbackSender(http=http).again("http://x/")


EXCHANGE = Exchange(
    url="https://api.example/a?b=c",
    method="POST",
    status=201,
    path={"id": "p"},
    query={"q.r": "v w"},
    headers={"x-to": "http://h"},
    body={"a": [{"b/c": 5}, True], "~": "t"},
    response_headers={"location": "/l"},
    response_body=Parcel(id=9),
)

EXPRESSIONS = [
    ("$url", "https://api.example/a?b=c"),
    ("$method", "POST"),
    ("$statusCode", "201"),
    ("{$request.header.X-To}/a", "http://h/a"),
    ("http://x/{$request.path.id}?q={$request.query.q.r}", "http://x/p?q=v%20w"),
    ("http://x/{$request.body#/a/0/b~1c}/{$request.body#/a/1}", "http://x/5/true"),
    ("http://x/{$request.body#/~0}{$response.header.Location}", "http://x/t%2Fl"),
    ("http://x/{$response.body#/id}", "http://x/9"),
    ("http://x/{id}", "http://x/{id}"),
]


@pytest.mark.parametrize(("expression", "url"), EXPRESSIONS)
def test_expressions_have_the_values_of_the_exchange(expression: str, url: str) -> None:
    assert EXCHANGE.expand(expression) == url


NOTHING: list[str] = [
    "$request.body#/a",
    "$request.body#/a/7",
    "$request.body#/no/where",
    "$request.query.z",
    "{$nonsense}",
    "$request.cookie.a",
]


@pytest.mark.parametrize("expression", NOTHING)
def test_an_expression_without_a_value_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"expression|no single value"):
        EXCHANGE.expand(expression)


def test_a_handler_has_its_exchange_from_its_request() -> None:
    seen: list[Exchange] = []

    class Watching(Moves):
        def __init__(self, request: Request) -> None:
            self.request = request

        async def mirror(self, body: Parcel | None = None) -> None:
            seen.append(Exchange.of(self.request, body))

    make: Callable[[Request], CallbacksApi] = Watching
    app = create_callbacks_app(make)
    CallbackSender(http=sync_wire(app)).mirror(f"{URL}/mirror?a=b", Parcel(id=4))
    assert seen[0].expand("$url") == f"{URL}/mirror?a=b"
    assert seen[0].expand("{$request.query.a}") == "b"
    assert seen[0].expand("{$request.body#/id}") == "4"
    assert seen[0].expand("$method") == "POST"
