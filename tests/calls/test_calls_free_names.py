"""Exploded free objects: two in one query take each other's names, as generation warns."""

from typing import Any

from ends import URL, done, sync_wire, wire
from golden_free_names import AsyncClient, Came, Client, create_app
from golden_free_names.api import DefaultApi


class Kept:
    """Keeps what it is asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    async def both(
        self,
        *,
        first: dict[str, str] | None = None,
        second: dict[str, str] | None = None,
        page: int | None = None,
    ) -> Came:
        self.asked.append({"first": first, "second": second, "page": page})
        return Came(first=first or {}, second=second or {}, page=page or 0)

    async def told_apart(
        self,
        *,
        first: dict[str, str] | None = None,
        second: dict[str, str] | None = None,
    ) -> None:
        self.asked.append({"first": first, "second": second})


def asked(name: str, **arguments: Any) -> list[dict[str, Any]]:
    """Call through both clients; give what the handler got."""
    kept = Kept()
    handler: DefaultApi = kept
    app = create_app(handler)
    with Client(base_url=URL, http=sync_wire(app)) as client:
        getattr(client, name)(**arguments)
    done(getattr(AsyncClient(base_url=URL, http=wire(app)), name)(**arguments))
    return kept.asked


def test_what_is_sent_in_one_arrives_in_both() -> None:
    got = asked("both", first={"a": "1"}, second={"b": "2"}, page=3)
    every = {"a": "1", "b": "2"}
    assert got == [{"first": every, "second": every, "page": 3}] * 2


def test_beside_a_deep_object_each_has_its_own() -> None:
    own = {"first": {"a": "1"}, "second": {"b": "2"}}
    assert asked("told_apart", **own) == [own] * 2
