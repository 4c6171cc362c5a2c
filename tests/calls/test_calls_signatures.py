"""Webhooks and callbacks with signatures (Standard Webhooks), signed and verified over sockets."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx2
import pytest
from golden_outgoing import (
    AsyncCallbackSender,
    AsyncWebhookSender,
    CallbackSender,
    Parcel,
    PostOnMoveRequest,
    PostOnMoveResponse,
    Retries,
    StatusError,
    UnexpectedResponse,
    WebhookSecrets,
    WebhookSender,
    WebhookSignatureError,
    create_callbacks_app,
    create_webhooks_app,
)
from golden_outgoing._runtime.signatures import HEADERS
from golden_outgoing.server import RequestProblem
from hostile import Hostile, hangs_up, header, says
from pydantic import TypeAdapter, ValidationError
from serving import serving
from test_calls_outgoing import AUTH, HEARD, MOVES, Lost

OLD, NEW = "whsec_b2xkIHNlY3JldA==", "whsec_bmV3IHNlY3JldA=="
SECRETS = WebhookSecrets(NEW)
BODY = b'{"id": 1}'
JSON = {"content-type": "application/json"}

WEBHOOK_ENDS = [
    pytest.param(WebhookSender, id="sync"),
    pytest.param(AsyncWebhookSender, id="async"),
]
CALLBACK_ENDS = [
    pytest.param(CallbackSender, id="sync"),
    pytest.param(AsyncCallbackSender, id="async"),
]


def refused(problem: RequestProblem) -> StatusError:
    return StatusError(problem.status, None, {"x-why": problem.detail})


@pytest.fixture(scope="module")
def urls() -> Iterator[tuple[str, str]]:
    """Give the URLs of receivers of webhooks and of callbacks, on sockets."""
    webhooks = create_webhooks_app(
        Lost, auth=AUTH, signatures=WebhookSecrets(OLD, NEW), invalid=refused
    )
    callbacks = create_callbacks_app(MOVES, signatures=SECRETS, invalid=refused)
    with ExitStack() as stack:
        servers = (serving(webhooks), serving(callbacks))
        first, second = (stack.enter_context(each) for each in servers)
        yield first, second


@pytest.fixture(autouse=True)
def _silence() -> None:
    HEARD.clear()


def sent(end: Any, *calls: Callable[[Any], Any], **told: Any) -> list[Any]:
    """Make calls by a sender of their own, which does not wait long."""
    told = {"retries": Retries(first_wait=0.001), **told}

    async def sending() -> list[Any]:
        async with end(**told) as api:
            return [await call(api) for call in calls]

    if end in {AsyncWebhookSender, AsyncCallbackSender}:
        return asyncio.run(sending())
    with end(**told) as api:
        return [call(api) for call in calls]


def lost(url: str, **options: Any) -> Callable[[Any], Any]:
    """Send a lost parcel."""
    return lambda api: api.post_parcel_lost(url, Parcel(id=1), options=options)


# Both ends -----------------------------------------------------------------------------


@pytest.mark.parametrize("end", WEBHOOK_ENDS)
@pytest.mark.parametrize("secret", [OLD, NEW])
def test_what_is_signed_comes_over(
    end: Any, secret: str, urls: tuple[str, str]
) -> None:
    lost, gone = f"{urls[0]}/parcel.lost", f"{urls[0]}/new%2Fparcel%20%C3%BC"
    sent(
        end,
        lambda api: api.post_parcel_lost(lost, Parcel(id=1), x_attempt=3),
        lambda api: api.parcel_gone(gone, id=7),
        signing=WebhookSecrets(secret),
    )
    assert list(HEARD) == [(1, 3, None), 7]


@pytest.mark.parametrize("end", CALLBACK_ENDS)
def test_callbacks_are_signed_alike(end: Any, urls: tuple[str, str]) -> None:
    body, url = PostOnMoveRequest(parcel="1", place="home"), f"{urls[1]}/onMove"
    answers = sent(
        end,
        lambda api: api.post_on_move(url, body),
        lambda api: api.replace_move(url, "ü"),
        signing=SECRETS,
    )
    assert answers == [PostOnMoveResponse(stop=True), None]
    with pytest.raises(UnexpectedResponse, match="401"):
        sent(end, lambda api: api.post_on_move(url, body))
    assert list(HEARD) == ["ü"]


@pytest.mark.parametrize("end", WEBHOOK_ENDS)
def test_each_subscriber_may_have_a_secret_of_its_own(
    end: Any, urls: tuple[str, str]
) -> None:
    url = f"{urls[0]}/new%2Fparcel%20%C3%BC"
    other = WebhookSecrets("whsec_b3RoZXI=")
    with pytest.raises(UnexpectedResponse, match="401"):
        sent(end, lambda api: api.parcel_gone(url, id=7), signing=other)
    sent(
        end,
        lambda api: api.parcel_gone(url, id=8, options={"signing": SECRETS}),
        lambda api: api.with_options(signing=SECRETS).parcel_gone(url, id=9),
        signing=other,
    )
    with pytest.raises(UnexpectedResponse, match="401"):
        sent(
            end,
            lambda api: api.parcel_gone(url, id=10, options={"signing": None}),
            signing=SECRETS,
        )
    assert list(HEARD) == [8, 9]


@pytest.mark.parametrize("end", WEBHOOK_ENDS)
def test_a_message_has_one_id_in_all_its_tries(end: Any) -> None:
    """So it may come twice, whatever its method: who receives it knows it by its id."""
    with Hostile(hangs_up, says(503), says(204)) as server:
        sent(end, lost(server.url), lost(server.url), signing=SECRETS)
    first, second, third, other = server.headers("webhook-id")
    assert first == second == third != other
    for request in server.requests:
        headers = {name: header(request, name) for name in HEADERS}
        body = request.partition(b"\r\n\r\n")[2]
        assert SECRETS.verify(headers, body) in {first, other}


@pytest.mark.parametrize("end", WEBHOOK_ENDS)
def test_a_message_may_have_an_id_of_the_callers(end: Any) -> None:
    told = {"Webhook-Id": "m1", "Webhook-Timestamp": "5"}
    with Hostile(says(204)) as server:
        sent(end, lost(server.url, headers=told), signing=SECRETS)
        with pytest.raises(ValueError, match="id of a message"):
            sent(end, lost(server.url, headers={"Webhook-Id": "ü"}), signing=SECRETS)
    assert server.headers("webhook-id") == ["m1"]
    assert abs(int(server.headers("webhook-timestamp")[0]) - time.time()) < 300


# What is not signed, or not rightly ----------------------------------------------------

TIME = "webhook-timestamp"

Change = Callable[[dict[str, str]], dict[str, str]]


def without(name: str) -> Change:
    return lambda headers: {key: headers[key] for key in headers if key != name}


def having(**changes: str) -> Change:
    named = {f"webhook-{name}": text for name, text in changes.items()}
    return lambda headers: headers | named


def later(headers: dict[str, str]) -> str:
    return str(int(headers[TIME]) + 1)


def at(seconds: float) -> Change:
    """Sign for another time than now."""
    return lambda _: SECRETS.sign(BODY, timestamp=int(time.time() + seconds))


REFUSED: list[tuple[str, Change, str]] = [
    ("none", lambda _: {}, "not signed"),
    ("no id", without("webhook-id"), "not signed"),
    ("no timestamp", without("webhook-timestamp"), "not signed"),
    ("no signature", without("webhook-signature"), "not signed"),
    ("another id", having(id="m2"), "signature"),
    ("another time", lambda headers: headers | {TIME: later(headers)}, "signature"),
    ("no number", having(timestamp="soon"), "number"),
    ("a fraction", having(timestamp="1.5"), "number"),
    ("a sign", having(timestamp="-5"), "number"),
    ("many digits", having(timestamp="9" * 400), "number"),
    ("the past", at(-310), "too old"),
    ("the future", at(310), "too new"),
    ("another secret", lambda _: WebhookSecrets("whsec_YQ==").sign(BODY), "signature"),
    ("another body", lambda _: SECRETS.sign(b"{}"), "signature"),
    ("no version", having(signature="AAAA"), "signature"),
    ("another version", having(signature="v1a,AAAA v2,AAAA"), "signature"),
    ("no base64", having(signature="v1,! v1, , v1"), "signature"),
]
IDS = [row[0] for row in REFUSED]


@pytest.mark.parametrize(("change", "why"), [row[1:] for row in REFUSED], ids=IDS)
def test_what_is_not_signed_rightly_is_refused(
    change: Change, why: str, urls: tuple[str, str]
) -> None:
    headers = change(SECRETS.sign(BODY, id="m1"))
    url = f"{urls[0]}/parcel.lost"
    answer = httpx2.post(url, content=BODY, headers={**JSON, **headers})
    assert answer.status_code == 401
    assert why in answer.headers["x-why"]
    with pytest.raises(WebhookSignatureError, match=why):
        SECRETS.verify(headers, BODY)
    assert HEARD == []


def test_nothing_is_read_of_what_is_not_signed(urls: tuple[str, str]) -> None:
    """What is malformed, and what has a wrong credential, is a 401 for its signature first."""
    headers = {**JSON, "x-signature": "wrong"}
    answer = httpx2.post(f"{urls[0]}/parcel.lost", content=b"{", headers=headers)
    assert (answer.status_code, answer.headers["x-why"]) == (
        401,
        "The message is not signed",
    )
    signed = {**JSON, **SECRETS.sign(b"{")}
    answer = httpx2.post(f"{urls[0]}/parcel.lost", content=b"{", headers=signed)
    assert answer.status_code == 400


@pytest.mark.parametrize("seconds", [-290, 0, 290])
def test_clocks_may_differ(seconds: float, urls: tuple[str, str]) -> None:
    headers = {**JSON, **at(seconds)({})}
    answer = httpx2.post(f"{urls[0]}/parcel.lost", content=BODY, headers=headers)
    assert answer.status_code == 204
    assert len(HEARD) == 1


def test_the_tolerance_may_be_another() -> None:
    strict, wide = (WebhookSecrets(NEW, tolerance=each) for each in (5, 1e6))
    signed = at(-60)({})
    with pytest.raises(WebhookSignatureError, match="too old"):
        strict.verify(signed, BODY)
    assert wide.verify(at(-900)({}), BODY)


# By itself -----------------------------------------------------------------------------


def test_the_example_of_the_standard() -> None:
    secrets = WebhookSecrets("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", tolerance=1e12)
    body, id = b'{"test": 2432232314}', "msg_p5jXN8AQM9LWM0D4loKWxJek"
    signed = secrets.sign(body, id=id, timestamp=1614265330)
    assert signed == {
        "webhook-id": id,
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    upper = {name.upper(): text for name, text in signed.items()}
    upper["WEBHOOK-SIGNATURE"] = f"v1,AAAA v1a,x {upper['WEBHOOK-SIGNATURE']}"
    assert secrets.verify(upper, body) == id


def test_secrets_are_replaced_without_a_gap() -> None:
    both, old, new = WebhookSecrets(OLD, NEW), WebhookSecrets(OLD), WebhookSecrets(NEW)
    signed = both.sign(BODY)
    assert signed["webhook-signature"].count("v1,") == 2
    assert old.verify(signed, BODY) == new.verify(signed, BODY) == signed["webhook-id"]
    assert both.verify(old.sign(BODY), BODY)
    with pytest.raises(WebhookSignatureError):
        new.verify(old.sign(BODY), BODY)


def test_a_body_is_read_as_what_it_is() -> None:
    signed = SECRETS.sign(BODY)
    assert SECRETS.read(Parcel, signed, BODY) == Parcel(id=1)
    adapter: TypeAdapter[Parcel | str] = TypeAdapter(Parcel | str)
    assert SECRETS.read(adapter, signed, BODY) == Parcel(id=1)
    with pytest.raises(WebhookSignatureError):
        SECRETS.read(Parcel, signed, b'{"id": 2}')
    wrong = b'{"id": "1"}'
    with pytest.raises(ValidationError):
        SECRETS.read(Parcel, SECRETS.sign(wrong), wrong)


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "whsec_!!!!", "whpk_AAAA", "a b", b""]
)
def test_what_is_no_secret(secret: str | bytes) -> None:
    with pytest.raises(ValueError, match="whsec_ and Base64") as caught:
        WebhookSecrets(secret)
    assert not secret or len(secret) < 7 or str(secret) not in str(caught.value)
    with pytest.raises(ValueError, match="no secret"):
        WebhookSecrets()


def test_secrets_do_not_show() -> None:
    secrets = WebhookSecrets(b"old secret", NEW)
    assert repr(secrets) == "WebhookSecrets(<2>, tolerance=300.0)"
    assert secrets.verify(WebhookSecrets(OLD).sign(BODY), BODY)
