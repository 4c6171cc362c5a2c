"""Keys of a JWKS: kept, read again, rotated, and outlived for a while by their source."""

import asyncio
import json
from collections.abc import Sequence

import pytest
from serving import serving
from signing import EC, RSA, jwk
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from agent_harness_service.keys import Keys, KeysUnavailableError, from_url, keys_of


class Source:
    """A JWKS that changes, and may fail."""

    def __init__(self, *key_ids: str) -> None:
        self.key_ids: Sequence[str] = key_ids
        self.fails = False
        self.read = 0
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    async def __call__(self) -> bytes:
        """Read it."""
        self.read += 1
        await asyncio.sleep(0)
        await self.goes_on.wait()
        if self.fails:
            raise OSError
        return json.dumps(
            {"keys": [jwk("ES256", each) for each in self.key_ids]}
        ).encode()


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


async def ids(keys: Keys, key_id: str | None = None) -> list[str | None]:
    """List the ids of the keys that are found."""
    return [key.key_id for key in await keys.named(key_id, "ES256")]


def test_keys_are_read_once_in_their_lifetime() -> None:
    async def use() -> None:
        source, clock = Source("a"), Clock()
        keys = Keys(source, lifetime=300, clock=clock)
        found = await asyncio.gather(*(ids(keys, "a") for _ in range(50)))
        assert found == [["a"]] * 50
        clock.now += 299
        assert await ids(keys, "a") == ["a"]
        assert source.read == 1
        clock.now += 2
        assert await ids(keys, "a") == ["a"]
        assert source.read == 2

    asyncio.run(use())


def test_a_new_key_is_found_at_once_and_an_old_one_goes() -> None:
    async def use() -> None:
        source, clock = Source("a"), Clock()
        keys = Keys(source, lifetime=300, clock=clock)
        assert await ids(keys, "a") == ["a"]
        source.key_ids = ("b",)
        clock.now += 11
        assert await ids(keys, "b") == ["b"]
        assert await ids(keys, "a") == []
        assert await ids(keys) == ["b"]

    asyncio.run(use())


def test_unknown_ids_do_not_make_the_source_suffer() -> None:
    async def use() -> None:
        source, clock = Source("a"), Clock()
        keys = Keys(source, lifetime=300, clock=clock)
        for number in range(100):
            assert await ids(keys, f"x{number}") == []
        assert source.read == 1
        clock.now += 11
        await asyncio.gather(*(ids(keys, f"y{number}") for number in range(100)))
        assert source.read == 2

    asyncio.run(use())


def test_keys_outlive_their_source_for_an_hour() -> None:
    async def use() -> None:
        source, clock = Source("a"), Clock()
        keys = Keys(source, lifetime=300, clock=clock)
        assert await ids(keys, "a") == ["a"]
        source.fails = True
        clock.now += 3000
        assert await ids(keys, "a") == ["a"]
        assert await ids(keys, "a") == ["a"]
        assert source.read == 2
        clock.now += 601
        with pytest.raises(KeysUnavailableError):
            await ids(keys, "a")
        source.fails = False
        clock.now += 11
        assert await ids(keys, "a") == ["a"]

    asyncio.run(use())


def test_nobody_else_waits_for_a_slow_source() -> None:
    async def use() -> None:
        source, clock = Source("a"), Clock()
        keys = Keys(source, lifetime=300, clock=clock)
        assert await ids(keys, "a") == ["a"]
        clock.now += 301
        source.goes_on.clear()
        waiting = asyncio.create_task(ids(keys, "a"))
        await asyncio.sleep(0)
        assert await ids(keys, "a") == ["a"]
        assert not waiting.done()
        source.goes_on.set()
        assert await waiting == ["a"]
        assert source.read == 2

    asyncio.run(use())


def test_no_keys_from_the_start() -> None:
    async def use() -> None:
        source = Source()
        source.fails = True
        with pytest.raises(KeysUnavailableError):
            await Keys(source, lifetime=300).named("a", "ES256")

    asyncio.run(use())


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{}", b'{"keys": 1}', b'{"keys": [1]}', b"\xff"]
)
def test_what_is_no_set_is_a_value_error(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"keys|JSON|object|valid"):
        keys_of(text)


def test_only_public_keys_for_signatures_are_taken() -> None:
    keys = [
        {"kty": "oct", "kid": "s", "k": "AAAA"},
        {**jwk("ES256", "encrypts"), "use": "enc"},
        {"kty": "EC", "kid": "broken", "crv": "P-256", "x": "!"},
        jwk("ES256", "good", EC),
        jwk("RS256", "good too", RSA),
    ]
    found = keys_of(json.dumps({"keys": keys}).encode())
    assert [key.key_id for key in found] == ["good", "good too"]


def test_keys_from_an_address() -> None:
    text = json.dumps({"keys": [jwk("ES256", "a")]}).encode()

    async def good(_: Request) -> Response:
        return Response(text)

    async def long(_: Request) -> Response:
        return Response(b" " * 2_000_000)

    async def elsewhere(_: Request) -> Response:
        return RedirectResponse("/good")

    app = Starlette(
        routes=[
            Route("/good", good),
            Route("/long", long),
            Route("/elsewhere", elsewhere),
        ]
    )

    async def read(url: str) -> list[str | None]:
        return await ids(Keys(from_url(url), lifetime=300), "a")

    with serving(app, lifespan=False) as url:
        assert asyncio.run(read(f"{url}/good")) == ["a"]
        for wrong in ("/long", "/elsewhere", "/nothing"):
            with pytest.raises(KeysUnavailableError):
                asyncio.run(read(f"{url}{wrong}"))
    with pytest.raises(KeysUnavailableError):
        asyncio.run(read("http://127.0.0.1:9/"))
