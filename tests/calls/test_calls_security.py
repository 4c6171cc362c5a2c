"""Every kind of security scheme: what the client holds is what the server checks."""

from collections.abc import Callable
from typing import Any

import pytest
from ends import URL, done, sync_wire, wire
from golden_security import (
    ApiError,
    AsyncClient,
    Client,
    Denied,
    DeniedError,
    StatusError,
)
from guard import APP

End = Client | AsyncClient


RIGHT: dict[str, Any] = {
    "token": "t0k.en~+/=",
    "api_key": "header key",
    "query_key": "quéry&=+ %",
    "cookie_key": 'cookie; "kéy"',
    "basic_auth": ("ädä", "pass:word"),
    "digest": 'username="ada", realm="x"',
    "oauth": "oauth",
    "open_id": "open",
}
WRONG: dict[str, Any] = {
    argument: ("ada", "wrong") if argument == "basic_auth" else "wrong"
    for argument in RIGHT
}


def ends(**credentials: Any) -> list[End]:
    return [
        Client(base_url=URL, http=sync_wire(APP), **credentials),
        AsyncClient(base_url=URL, http=wire(APP), **credentials),
    ]


def held(*arguments: str) -> dict[str, Any]:
    return {argument: RIGHT[argument] for argument in arguments}


LET_IN: list[tuple[Callable[[End], Any], tuple[str, ...], dict[str, str]]] = [
    (lambda api: api.by_default(), ("token",), {"bearer": "t0k.en~+/="}),
    (lambda api: api.by_header_key(), ("api_key",), {"headerKey": "header key"}),
    (lambda api: api.by_query_key(), ("query_key",), {"queryKey": "quéry&=+ %"}),
    (lambda api: api.by_cookie_key(), ("cookie_key",), {"cookieKey": 'cookie; "kéy"'}),
    (lambda api: api.by_basic(), ("basic_auth",), {"basic": "ädä/pass:word"}),
    (lambda api: api.by_digest(), ("digest",), {"digest": 'username="ada", realm="x"'}),
    (lambda api: api.by_oauth(), ("oauth",), {"oauth": "oauth pets:read pets:write"}),
    (lambda api: api.by_open_id(), ("open_id",), {"openId": "open profile"}),
    (lambda api: api.by_either(), ("api_key",), {"headerKey": "header key"}),
    (lambda api: api.by_either(), ("basic_auth",), {"basic": "ädä/pass:word"}),
    (
        lambda api: api.by_either(),
        ("api_key", "basic_auth"),
        {"headerKey": "header key"},
    ),
    (
        lambda api: api.by_both(),
        ("api_key", "query_key"),
        {"headerKey": "header key", "queryKey": "quéry&=+ %"},
    ),
    (
        lambda api: api.by_mixed(),
        ("api_key", "cookie_key", "oauth"),
        {"headerKey": "header key", "cookieKey": 'cookie; "kéy"'},
    ),
    (lambda api: api.by_mixed(), ("api_key", "oauth"), {"oauth": "oauth pets:read"}),
    (lambda api: api.by_mixed(), ("token",), {"bearer": "t0k.en~+/="}),
    (
        lambda api: api.by_key_beside_parameters(page="a&b", theme="d;k"),
        ("query_key", "cookie_key"),
        {
            "queryKey": "quéry&=+ %",
            "cookieKey": 'cookie; "kéy"',
            "page": "a&b",
            "theme": "d;k",
        },
    ),
]


@pytest.mark.parametrize(("call", "arguments", "principals"), LET_IN)
def test_whoever_holds_an_alternative_is_let_in(
    call: Callable[[End], Any], arguments: tuple[str, ...], principals: dict[str, str]
) -> None:
    for api in ends(**held(*arguments)):
        assert done(call(api)) == principals


@pytest.mark.parametrize(("call", "arguments", "principals"), LET_IN)
def test_nobody_is_let_in_for_the_wrong_credentials(
    call: Callable[[End], Any], arguments: tuple[str, ...], principals: dict[str, str]
) -> None:
    for api in ends(**{argument: WRONG[argument] for argument in arguments}):
        assert outcome(api, call) == 401, principals


ANYONE: list[tuple[Callable[[End], Any], dict[str, Any], dict[str, str]]] = [
    (lambda api: api.with_none(), {}, {}),
    (lambda api: api.with_none(), RIGHT, {}),
    (lambda api: api.by_optional(), {}, {}),
    (lambda api: api.by_optional(), held("token"), {"bearer": "t0k.en~+/="}),
    (lambda api: api.by_optional(), held("api_key", "basic_auth"), {}),
    (lambda api: api.by_optional_first(), {}, {}),
    (lambda api: api.by_optional_first(), held("token"), {"bearer": "t0k.en~+/="}),
]


@pytest.mark.parametrize(("call", "credentials", "principals"), ANYONE)
def test_anyone_is_let_in_where_credentials_are_optional(
    call: Callable[[End], Any],
    credentials: dict[str, Any],
    principals: dict[str, str],
) -> None:
    for api in ends(**credentials):
        assert done(call(api)) == principals


def test_a_wrong_credential_is_refused_where_none_is_needed() -> None:
    for api in ends(token=WRONG["token"]):
        assert outcome(api, lambda api: api.by_optional()) == 401
        assert outcome(api, lambda api: api.by_optional_first()) == 401


SHUT_OUT: list[tuple[Callable[[End], Any], tuple[str, ...]]] = [
    (lambda api: api.by_default(), ()),
    (lambda api: api.by_default(), ("api_key", "basic_auth", "digest")),
    (lambda api: api.by_header_key(), ("token", "query_key", "cookie_key")),
    (lambda api: api.by_query_key(), ("api_key",)),
    (lambda api: api.by_cookie_key(), ("api_key",)),
    (lambda api: api.by_basic(), ("token", "digest")),
    (lambda api: api.by_digest(), ("token", "basic_auth")),
    (lambda api: api.by_oauth(), ("token", "open_id")),
    (lambda api: api.by_open_id(), ("oauth",)),
    (lambda api: api.by_mutual(), ()),
    (lambda api: api.by_either(), ("token",)),
    (lambda api: api.by_both(), ("api_key",)),
    (lambda api: api.by_both(), ("query_key",)),
    (lambda api: api.by_mixed(), ("api_key",)),
    (lambda api: api.by_mixed(), ("cookie_key",)),
]


@pytest.mark.parametrize(("call", "arguments"), SHUT_OUT)
def test_whoever_holds_something_else_is_shut_out(
    call: Callable[[End], Any], arguments: tuple[str, ...]
) -> None:
    for api in ends(**held(*arguments)):
        assert outcome(api, call) == 401


def outcome(api: End, call: Callable[[End], Any]) -> Any:
    """Give what a call returns, or the status of what it raises."""
    try:
        return done(call(api))
    except StatusError as error:
        return error.status


def test_one_right_half_of_two_is_not_enough() -> None:
    for wrong in ("api_key", "query_key"):
        half = {**held("api_key", "query_key"), wrong: "wrong"}
        for api in ends(**half):
            assert outcome(api, lambda api: api.by_both()) == 401


def test_the_guard_may_raise_a_documented_error() -> None:
    for api in ends(api_key="banned"):
        with pytest.raises(ApiError) as raised:
            done(api.by_header_key())
        assert isinstance(raised.value, DeniedError)
        assert (raised.value.status, raised.value.body) == (
            403,
            Denied(reason="banned"),
        )


def test_a_secret_that_a_header_cannot_hold_is_not_sent() -> None:
    for api in ends(**{**RIGHT, "token": "a\nb: c"}):
        with pytest.raises(ValueError, match="line break"):
            done(api.by_default())


def test_a_certificate_is_looked_for_in_the_request() -> None:
    with sync_wire(APP) as http:
        http.headers["x-certificate"] = "CN=ada"
        assert Client(base_url=URL, http=http).by_mutual() == {"mutual": "CN=ada"}


SENT: list[tuple[str, str, dict[str, str], int]] = [
    ("bearer in lower case", "/default", {"authorization": "bearer t0k.en~+/="}, 200),
    ("another scheme", "/default", {"authorization": "Basic t0k.en~+/="}, 401),
    ("no token", "/default", {"authorization": "Bearer"}, 401),
    ("an empty token", "/default", {"authorization": "Bearer  "}, 401),
    ("no base64", "/basic", {"authorization": "Basic !!!"}, 401),
    ("no colon", "/basic", {"authorization": "Basic YWRh"}, 401),
    ("no UTF-8", "/basic", {"authorization": "Basic /zo="}, 401),
    ("an empty cookie", "/cookie-key", {"cookie": "session="}, 401),
]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [row[1:] for row in SENT],
    ids=[row[0] for row in SENT],
)
def test_what_others_send(path: str, headers: dict[str, str], status: int) -> None:
    with sync_wire(APP) as http:
        assert http.get(path, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("path", "challenge"),
    [
        ("/default", "Bearer"),
        ("/basic", 'Basic realm="api", charset="UTF-8"'),
        ("/digest", "Digest"),
        ("/header-key", None),
        ("/mixed", "Bearer"),
        ("/either", 'Basic realm="api", charset="UTF-8"'),
    ],
)
def test_a_refusal_says_what_is_asked_for(path: str, challenge: str | None) -> None:
    with sync_wire(APP) as http:
        answer = http.get(path)
    assert answer.status_code == 401
    assert answer.headers.get("www-authenticate") == challenge


def test_credentials_show_nowhere() -> None:
    for api in ends(**RIGHT):
        shown = f"{api!r} {api.raw!r} {vars(api)!r} {vars(api.raw)!r} {vars(vars(api.raw)['_engine'])!r}"
        for secret in ("t0k.en", "header key", "pass:word", "oauth"):
            assert secret not in shown
