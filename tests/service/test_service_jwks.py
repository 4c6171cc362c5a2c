"""A service with the keys of a JWKS, from a file or an address: rotated, gone, and back."""

import asyncio
import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from asking_by_hand import at, posted, told
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from serving import serving
from signing import KEYS, jwk
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from tenants import claims, settings, signed

from agent_harness_service.settings import Settings

OLD, NEW = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
OTHER = rsa.generate_private_key(65537, 2048)


class Place:
    """Where a JWKS is: what is there can change, and go."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, *keys: dict[str, Any]) -> None:
        """Put keys there."""
        self.path.write_text(json.dumps({"keys": keys}), "utf-8")

    def clear(self) -> None:
        """Let nothing be there any more."""
        self.path.unlink()


@contextmanager
def by_file(path: Path) -> Generator[dict[str, Any]]:
    """Give the setting that names the file."""
    yield {"token_keys_file": path}


@contextmanager
def by_url(path: Path) -> Generator[dict[str, Any]]:
    """Serve the file; give the setting that names its address."""

    async def read(_: Request) -> Response:
        try:
            return Response(await asyncio.to_thread(path.read_bytes))
        except FileNotFoundError:
            return Response(status_code=500)

    with serving(Starlette(routes=[Route("/jwks", read)]), lifespan=False) as url:
        yield {"token_keys_url": f"{url}/jwks"}


Source = Callable[[Path], Any]
sources = pytest.mark.parametrize("source", [by_file, by_url])


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Give a place for a JWKS."""
    return Place(tmp_path / "jwks.json")


def given(fresh: Settings, where: dict[str, Any], **more: object) -> Settings:
    """Give settings without a secret, whose keys are read at every request."""
    known = {"token_secret": None, "token_keys_lifetime": 1e-9}
    return settings(fresh.database_url, **{**known, **where, **more})


def answer(
    http: httpx2.Client, key: Any, key_id: str | None, algorithm: str = "ES256"
) -> tuple[int, str]:
    """Ask with a token that a key has signed."""
    headers = {"kid": key_id} if key_id else None
    text = signed(claims(), key, algorithm, headers)
    response = posted(http, authorization=f"Bearer {text}")
    return (201, "") if response.status_code == 201 else told(response)


@sources
def test_keys_are_rotated(fresh: Settings, place: Place, source: Source) -> None:
    place.put(jwk("ES256", "old", OLD))
    with source(place.path) as where, at(given(fresh, where)) as http:
        assert answer(http, OLD, "old") == (201, "")
        assert answer(http, NEW, "new") == (401, "token_invalid")
        place.put(jwk("ES256", "old", OLD), jwk("ES256", "new", NEW))
        assert answer(http, OLD, "old") == (201, "")
        assert answer(http, NEW, "new") == (201, "")
        place.put(jwk("ES256", "new", NEW))
        assert answer(http, OLD, "old") == (401, "token_invalid")
        assert answer(http, NEW, "new") == (201, "")


@sources
def test_keys_that_are_gone(fresh: Settings, place: Place, source: Source) -> None:
    """Nobody can tell whether a token is good; known keys stay good for a while."""
    with source(place.path) as where, at(given(fresh, where)) as http:
        assert answer(http, OLD, "old") == (503, "unavailable")
        place.put(jwk("ES256", "old", OLD))
        assert answer(http, OLD, "old") == (201, "")
        place.clear()
        assert answer(http, OLD, "old") == (201, "")
        assert answer(http, NEW, "old") == (401, "token_invalid")
        place.put()
        assert answer(http, OLD, "old") == (401, "token_invalid")


def test_nothing_answers_at_the_address(fresh: Settings) -> None:
    nowhere = {"token_keys_url": "http://127.0.0.1:9/jwks"}
    with at(given(fresh, nowhere)) as http:
        text = signed(claims(), OLD, "ES256", {"kid": "old"})
        response = posted(http, authorization=f"Bearer {text}")
        assert told(response) == (503, "unavailable")
        assert response.headers["retry-after"]
        assert "127.0.0.1" not in response.text


def test_a_token_that_names_no_key_may_be_of_any(fresh: Settings, place: Place) -> None:
    place.put(jwk("ES256", "old", OLD), jwk("ES256", "new", NEW))
    with at(given(fresh, {"token_keys_file": place.path})) as http:
        assert answer(http, OLD, None) == (201, "")
        assert answer(http, NEW, None) == (201, "")
        assert answer(http, KEYS["ES256"], None) == (401, "token_invalid")


def test_a_key_that_does_not_say_what_it_is_for(fresh: Settings, place: Place) -> None:
    """It is good for the one algorithm of its kind; one that says another is not."""
    said = {**jwk("RS256", "said", OTHER), "alg": "RS512"}
    unsaid = [jwk("ES256", "unsaid", OLD), jwk("RS256", "unsaid", OTHER)]
    for each in unsaid:
        del each["alg"]
        del each["use"]
    place.put(said, *unsaid)
    with at(given(fresh, {"token_keys_file": place.path})) as http:
        assert answer(http, OLD, "unsaid") == (201, "")
        assert answer(http, OTHER, "unsaid", "RS256") == (201, "")
        assert answer(http, OTHER, "said", "RS256") == (401, "token_invalid")
        assert answer(http, OTHER, "said", "RS512") == (401, "token_invalid")
