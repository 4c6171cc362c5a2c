"""Credentials: written by the client, found by the server, and asked for in the right words."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from starlette.requests import Request

from agent_harness._runtime.security import (
    ApiKey,
    Authorization,
    Basic,
    Bearer,
    Credentials,
    Malformed,
    MutualTls,
    Scheme,
    Use,
    chosen,
)

BEARER = Bearer("Token", "token")
BASIC = Basic("User", "user")
DIGEST = Authorization("Hash", "hash", "Digest")
KEYS = (
    ApiKey("InHeader", "in_header", "header", "X-Api-Key"),
    ApiKey("InQuery", "in_query", "query", "api key"),
    ApiKey("InCookie", "in_cookie", "cookie", "sid"),
)
TLS = MutualTls("Certificate", "certificate")


def credentials_for(
    security: Sequence[Sequence[Use]], held: Mapping[str, Any]
) -> Credentials:
    """Write the credentials of the alternative that those held are enough for."""
    into = Credentials()
    for use in chosen(security, held):
        use.scheme.write(held[use.scheme.key], into)
    return into


def request(credentials: Credentials) -> Request:
    """Make the request that carries credentials, as it arrives at a server."""
    headers = dict(credentials.headers)
    if credentials.cookies:
        headers["cookie"] = "; ".join(credentials.cookies)
    return Request(
        {
            "type": "http",
            "headers": [
                (name.lower().encode(), text.encode()) for name, text in headers.items()
            ],
            "query_string": "&".join(credentials.query).encode(),
        }
    )


def with_authorization(text: str) -> Request:
    """Make a request with this Authorization header."""
    return request(Credentials(headers={"Authorization": text}))


def there_and_back(scheme: Scheme, credential: object) -> tuple[str, ...] | None:
    """Write a credential and read it again."""
    return scheme.read(
        request(credentials_for([[Use(scheme)]], {scheme.key: credential}))
    )


@pytest.mark.parametrize("scheme", [BEARER, DIGEST, *KEYS])
@pytest.mark.parametrize("credential", ["a", "a.b-c_d~e+f/g==", "a b", "a, b", "a=b&c"])
def test_a_secret_there_and_back(scheme: Scheme, credential: str) -> None:
    assert there_and_back(scheme, credential) == (credential,)


@pytest.mark.parametrize("scheme", KEYS[1:])
@pytest.mark.parametrize(
    "credential", ["ключ", "\U0001f511;", '"a"', "100%", "%41", "+"]
)
def test_any_key_in_query_and_cookie(scheme: Scheme, credential: str) -> None:
    assert there_and_back(scheme, credential) == (credential,)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("ada", "a"),
        ("", ""),
        ("ada", ""),
        ("", "a"),
        ("ада", "ключ\U0001f511"),
        ("a", ":b:"),
    ],
)
def test_a_name_and_a_password_there_and_back(name: str, password: str) -> None:
    assert there_and_back(BASIC, (name, password)) == (name, password)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Basic",
        "Basic ",
        "Bearer YTpi",
        "YTpi",
    ],
)
def test_what_is_no_name_and_password(text: str) -> None:
    assert BASIC.read(with_authorization(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Basic !!!",
        "Basic YQ",  # No padding.
        "Basic YWRh",  # `ada`, no colon.
        "Basic /zo=",  # A byte that is no UTF-8, and a colon.
        "Basic YTpi YTpi",
        "Basic YTpi\u00e9",
    ],
)
def test_what_can_be_no_name_and_password(text: str) -> None:
    with pytest.raises(Malformed):
        BASIC.read(with_authorization(text))


@pytest.mark.parametrize("text", ["", "Bearer", "Bearer ", "Bearer   ", "Bearerx", "x"])
def test_what_is_no_token(text: str) -> None:
    assert BEARER.read(with_authorization(text)) is None


@pytest.mark.parametrize("text", ["bearer x", "BEARER x", "Bearer  x", "Bearer x "])
def test_case_and_spaces_do_not_matter(text: str) -> None:
    assert BEARER.read(with_authorization(text)) == ("x",)
    assert DIGEST.read(with_authorization(text.replace("earer", "igest"))) is None
    digest = text.lower().replace("bearer", "digest")
    assert DIGEST.read(with_authorization(digest)) == ("x",)


def test_rfc_7617_by_its_examples() -> None:
    pair = ("Aladdin", "open sesame")
    into = Credentials()
    BASIC.write(pair, into)
    assert into.headers == {"authorization": "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}
    assert BASIC.read(with_authorization("Basic dGVzdDoxMjPCow==")) == ("test", "123£")


@pytest.mark.parametrize("scheme", [BEARER, BASIC, DIGEST, *KEYS])
def test_nothing_is_found_where_nothing_is(scheme: Scheme) -> None:
    assert scheme.read(request(Credentials())) is None


def test_a_certificate_is_the_affair_of_the_connection() -> None:
    assert there_and_back(TLS, True) == ()
    assert credentials_for([[Use(TLS)]], {"Certificate": True}) == Credentials()


def test_what_the_server_asks_for() -> None:
    schemes = (BEARER, BASIC, DIGEST, *KEYS, TLS)
    assert BEARER.challenge(wrong=True) == 'Bearer error="invalid_token"'
    assert [scheme.challenge(wrong=False) for scheme in schemes] == [
        "Bearer",
        'Basic realm="api", charset="UTF-8"',
        "Digest",
        *(None, None, None),
        None,
    ]


def test_credentials_do_not_show() -> None:
    into = Credentials()
    for scheme in (BEARER, *KEYS):
        scheme.write("hidden", into)
    assert "hidden" not in repr(into)


# Alternatives -----------------------------------------------------------------------

ANONYMOUS: tuple[Use, ...] = ()
TOKEN = (Use(BEARER),)
KEY = (Use(KEYS[0]),)
BOTH = (Use(BEARER), Use(KEYS[0]))


SENT: list[tuple[list[tuple[Use, ...]], set[str], set[str]]] = [
    ([], {"Token"}, set()),
    ([TOKEN], set(), set()),
    ([TOKEN], {"Token"}, {"authorization"}),
    ([TOKEN], {"InHeader"}, set()),
    ([TOKEN, KEY], {"InHeader"}, {"x-api-key"}),
    ([TOKEN, KEY], {"Token", "InHeader"}, {"authorization"}),
    ([KEY, TOKEN], {"Token", "InHeader"}, {"x-api-key"}),
    ([BOTH], {"Token"}, set()),
    ([BOTH], {"Token", "InHeader"}, {"authorization", "x-api-key"}),
    ([BOTH, KEY], {"InHeader"}, {"x-api-key"}),
    ([ANONYMOUS, TOKEN], {"Token"}, {"authorization"}),
    ([ANONYMOUS, TOKEN], set(), set()),
    ([TOKEN, ANONYMOUS], {"Token"}, {"authorization"}),
]


@pytest.mark.parametrize(("security", "held", "sent"), SENT)
def test_the_first_alternative_that_the_credentials_are_enough_for(
    security: list[tuple[Use, ...]], held: set[str], sent: set[str]
) -> None:
    credentials = {key: "x" if key in held else None for key in ("Token", "InHeader")}
    assert set(credentials_for(security, credentials).headers) == sent
