"""Tokens that are not good let nobody in, whatever is wrong with them."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from asking_by_hand import at, posted, told
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from signing import ALGORITHMS, KEYS, RSA, jwk
from starlette.testclient import TestClient
from tenants import SHARED, claims, settings, signed, token

from agent_harness_service.settings import Settings
from agent_harness_service.store import Grantee


def jwks() -> bytes:
    """Give the JWKS of all keys, each with its algorithm for an id."""
    keys = [jwk(each, each) for each in ALGORITHMS]
    oct_key = {
        "kty": "oct",
        "kid": "shared",
        "k": base64.urlsafe_b64encode(SHARED.encode()).decode().rstrip("="),
    }
    return json.dumps({"keys": [*keys, oct_key]}).encode()


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the JWKS."""
    path = tmp_path_factory.mktemp("keys") / "jwks.json"
    path.write_bytes(jwks())
    return path


@pytest.fixture(scope="module")
def both(settled: Settings, keyed: Path) -> Generator[TestClient]:
    """Open an application with the secret and a JWKS."""
    given = settings(settled.database_url, token_keys_file=keyed)
    with at(given) as http:
        yield http


@pytest.fixture(scope="module")
def keys_only(settled: Settings, keyed: Path) -> Generator[TestClient]:
    """Open an application with a JWKS and no secret."""
    given = settings(settled.database_url, token_keys_file=keyed, token_secret=None)
    with at(given) as http:
        yield http


def answer(http: TestClient, token: str) -> tuple[int, str]:
    """Ask with a token."""
    response = posted(http, authorization=f"Bearer {token}")
    return (201, "") if response.status_code == 201 else told(response)


def by(algorithm: str, key_id: str | None = None, **more: Any) -> str:
    """Sign a good token with the key of an algorithm."""
    headers = {"kid": key_id} if key_id else None
    return signed(claims(**more), KEYS[algorithm], algorithm, headers)


# Good ones --------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("key_id", [None, "its own"])
def test_a_key_of_the_set(both: TestClient, algorithm: str, key_id: str | None) -> None:
    given = by(algorithm, algorithm if key_id else None)
    assert answer(both, given) == (201, "")


def test_the_secret_beside_a_set(both: TestClient) -> None:
    assert answer(both, token()) == (201, "")


@pytest.mark.parametrize(
    ("more", "slug"),
    [
        ({}, "ada@acme.test"),
        ({"subjectSlug": None, "username": "ada l", "email": "a@b"}, "ada l"),
        ({"subjectSlug": None, "email": "a@b"}, "a@b"),
        ({"subjectSlug": None}, "ada"),
    ],
)
def test_the_slug_is_always_a_text(
    both: TestClient, more: dict[str, Any], slug: str
) -> None:
    response = posted(both, authorization=f"Bearer {token(**more)}")
    assert response.json()["data"]["created_by_subject"]["subject_slug"] == slug


def test_a_service_account_is_a_virtual_account(both: TestClient) -> None:
    given = token(subject=Grantee("serviceaccount", "robot"))
    response = posted(both, authorization=f"Bearer {given}")
    subject = response.json()["data"]["created_by_subject"]
    assert (subject["subject_type"], subject["subject_id"]) == (
        "virtualaccount",
        "robot",
    )


# Bad ones ---------------------------------------------------------------------------


def encoded(part: dict[str, Any] | bytes) -> str:
    """Write a part of a token by hand."""
    data = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def by_hand(header: dict[str, Any], secret: bytes | None = None) -> str:
    """Write a whole token by hand; what no library would sign."""
    text = f"{encoded(header)}.{encoded(claims())}"
    if secret is None:
        return f"{text}."
    signature = hmac.new(secret, text.encode(), hashlib.sha256).digest()
    return f"{text}.{encoded(signature)}"


ENCODINGS = {"PEM": serialization.Encoding.PEM, "DER": serialization.Encoding.DER}


def public(algorithm: str, encoding: str) -> bytes:
    """Write a public key in the way that an attacker takes for a secret."""
    found: bytes = (
        KEYS[algorithm]
        .public_key()
        .public_bytes(
            ENCODINGS[encoding],
            serialization.PublicFormat.SubjectPublicKeyInfo,
        )
    )
    return found


def tampered(place: int) -> str:
    """Change one character in a part of a good token."""
    parts = token().split(".")
    middle = len(parts[place]) // 2
    other = "A" if parts[place][middle] != "A" else "B"
    parts[place] = parts[place][:middle] + other + parts[place][middle + 1 :]
    return ".".join(parts)


NOW = int(time.time())
BAD: dict[str, str] = {
    "none": by_hand({"alg": "none"}),
    "None": by_hand({"alg": "None", "typ": "JWT"}),
    "nOnE with a signature": by_hand({"alg": "nOnE"}, SHARED.encode()),
    "empty algorithm": by_hand({"alg": ""}, SHARED.encode()),
    "no algorithm": by_hand({"typ": "JWT"}, SHARED.encode()),
    "algorithm is a list": by_hand({"alg": ["HS256"]}, SHARED.encode()),
    "algorithm is a number": by_hand({"alg": 256}, SHARED.encode()),
    "HS384 with the secret": signed(claims(), SHARED, "HS384"),
    "HS512 with the secret": signed(claims(), SHARED, "HS512"),
    "PS256": signed(claims(), RSA, "PS256"),
    "RS384": signed(claims(), RSA, "RS384"),
    **{
        f"confusion: {algorithm} as {encoding}": by_hand(
            {"alg": "HS256", "kid": algorithm}, public(algorithm, encoding)
        )
        for algorithm in ALGORITHMS
        for encoding in ENCODINGS
    },
    "RS256 claimed, HMAC signed": by_hand(
        {"alg": "RS256", "kid": "RS256"}, SHARED.encode()
    ),
    "the oct key of the set": by_hand({"alg": "HS256", "kid": "shared"}, b"x" * 32),
    "another secret": signed(claims(), "x" * 40),
    "another RSA key": signed(
        claims(), rsa.generate_private_key(65537, 2048), "RS256", {"kid": "RS256"}
    ),
    "a key of another id": by("RS256", "ES256"),
    "a key that nobody knows": by("RS256", "unknown"),
    "kid is a path": by("RS256", "../../etc/passwd"),
    "kid is a number": by_hand({"alg": "RS256", "kid": 5}, b"x" * 256),
    "kid is a list": by_hand({"alg": "ES256", "kid": ["ES256"]}, b"x" * 64),
    "kid is an object": by_hand({"alg": "HS256", "kid": {}}, SHARED.encode()),
    "crit": by_hand(
        {"alg": "HS256", "crit": ["b64"], "b64": False, "exp": 1}, SHARED.encode()
    ),
    "its own key": by_hand(
        {"alg": "RS256", "jwk": jwk("RS256", "mine"), "jku": "https://x.test"}, b"x"
    ),
    "header tampered": tampered(0),
    "claims tampered": tampered(1),
    "signature tampered": tampered(2),
    "signature cut": token()[:-2],
    "two parts": token().rpartition(".")[0],
    "four parts": token() + ".x",
    "not yet valid": token(nbf=NOW + 86_400),
    "wrong issuer": token(iss="others"),
    "no issuer": token(iss=None),
    "wrong audience": token(aud="others"),
    "no audience": token(aud=None),
    "no expiry": token(exp=None),
    "expiry is a text": token(exp="tomorrow"),
    "expiry is infinite": token(exp=float("inf")),
    "expiry is no number": token(exp=float("nan")),
    "expiry is a list": token(exp=[NOW + 60]),
    "valid from infinity": token(nbf=float("inf")),
    "issued tomorrow": token(iat=NOW + 86_400),
    "audience is an object": token(aud={"sessions": 1}),
    "no subject": token(sub=None),
    "empty subject": token(sub=""),
    "subject is a number": signed({**claims(), "sub": 5}),
    "subject with a NUL": token(sub="a\0b"),
    "long subject": token(sub="a" * 256),
    "no tenant": token(tenantName=None),
    "tenant is a list": token(tenantName=["acme"]),
    "no subject type": token(subjectType=None),
    "subject type is an object": token(subjectType={}),
    "slug is a number": token(subjectSlug=5),
    "another tenant": token("globex"),
    "tenant in upper case": token("ACME"),
    "claims are a list": signed({}).split(".")[0] + "." + encoded(b"[]") + ".x",
    "no token": "x",
    "dots": "...",
    "not ASCII in base64": "é.é.é",
    "deep": encoded(b"[" * 5000) + ".x.x",
    "deep claims": ".".join(("e30", encoded(b"[" * 5000), "x")),
    "long": "a" * 9000,
    "long and good": token(more="x" * 8000),
}


@pytest.mark.parametrize("given", BAD.values(), ids=BAD)
def test_nobody_gets_in_with_it(both: TestClient, given: str) -> None:
    response = posted(both, authorization=f"Bearer {given}")
    assert told(response) == (401, "token_invalid")
    assert response.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert given not in response.text


def test_a_token_that_has_expired(both: TestClient) -> None:
    assert answer(both, token(exp=NOW - 1)) == (401, "token_expired")
    assert answer(both, by("ES256", exp=NOW - 1)) == (401, "token_expired")


def test_expired_and_of_another_key_is_just_wrong(both: TestClient) -> None:
    given = signed(claims(exp=NOW - 1), "x" * 40)
    assert answer(both, given) == (401, "token_invalid")


def test_the_secret_alone_lets_nobody_in_where_there_are_keys(
    keys_only: TestClient,
) -> None:
    assert answer(keys_only, token()) == (401, "token_invalid")
    empty = by_hand({"alg": "HS256"}, b"")
    assert answer(keys_only, empty) == (401, "token_invalid")
    assert answer(keys_only, by("EdDSA")) == (201, "")


@pytest.mark.parametrize(
    "authorization",
    ["", "Basic YTpi", "Bearer", "Bearer ", f"Token {token()}", token()],
    ids=["none", "basic", "bearer", "empty", "other scheme", "bare"],
)
def test_no_token_at_all(both: TestClient, authorization: str) -> None:
    response = posted(both, authorization=authorization)
    assert told(response)[0] == 401
    assert response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("kind", ["team", "agent-identity", "User", "USER", "admin"])
def test_other_types_of_subjects_create_no_sessions(
    both: TestClient, kind: str
) -> None:
    given = token(subject=Grantee(kind, "x"))
    assert answer(both, given) == (400, "unsupported_subject_type")
