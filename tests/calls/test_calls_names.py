"""Names of every kind: whatever a thing is called in Python, the wire knows it by its own name."""

from collections.abc import Awaitable, Callable
from typing import Any

import golden_names
import pytest
from ends import URL, done, sync_wire, wire
from golden_names import AllOfThem, AsyncClient, Client, OddProperties, create_app
from golden_names.api import DefaultOperations, ShopWindowApi


class Anyone:
    """Answers every operation, and notes which it was."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def answer(**arguments: Any) -> Any:
            self.seen.append((name, arguments))
            return arguments.get("body")

        return answer


ANYONE: Any = Anyone()
APP = create_app(ANYONE, ANYONE, ANYONE, ANYONE, ANYONE)
SYNC = Client(base_url=URL, http=sync_wire(APP))
ASYNC = AsyncClient(base_url=URL, http=wire(APP))

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("get_pets", {}),
    ("create_pet", {}),
    ("get_pets_id", {"id": "a"}),
    ("replace_pet", {"id": "a"}),
    ("update_pet", {"id": "ü/"}),
    ("delete_pet", {"id": "a"}),
    ("get_v2_pets_id", {"id": "a"}),
    ("list_owners_pets", {"owner": "a"}),
    ("get_root", {}),
    ("get_thing", {}),
    ("get_thing_2", {}),
    ("get_thing_3", {}),
    ("import_", {}),
    ("close_", {}),
    ("n2fa", {}),
    ("取得", {"größe": "groß", "数": 7}),
    ("получить_список", {}),
    ("unnamed", {}),
    ("init", {}),
    ("self_", {}),
    ("gethttp_response", {}),
    ("every_model", {"body": AllOfThem()}),
]


@pytest.mark.parametrize(("name", "arguments"), CALLS)
def test_every_operation_reaches_its_method(
    name: str, arguments: dict[str, Any]
) -> None:
    for api in (SYNC, ASYNC):
        done(getattr(api, name)(**arguments))
        assert ANYONE.seen.pop() == (name, arguments)


def test_every_operation_has_a_call() -> None:
    named = {name for name, _ in CALLS}
    for client in (Client, AsyncClient, type(SYNC.raw), type(ASYNC.raw)):
        public = {name for name in vars(client) if not name.startswith("_")}
        assert public - {"close", "aclose", "raw"} == named


def test_everything_that_the_package_gives_is_there() -> None:
    assert golden_names.__all__ == sorted(golden_names.__all__)
    assert dir(golden_names) == golden_names.__all__
    for name in golden_names.__all__:
        assert getattr(golden_names, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = golden_names.nothing


def test_groups_have_the_names_of_their_tags() -> None:
    """The type checker proves that the client satisfies them all the same."""
    window: ShopWindowApi = ASYNC
    rest: DefaultOperations = ASYNC
    assert (window, rest) == (ASYNC, ASYNC)


ODD: dict[str, Any] = {
    "class": "class",
    "def": "def",
    "self": "self",
    "2nd": "second",
    "": "empty",
    "-": "minus",
    "größe": "size",
    "数": "number",
    "model_config": "config",
    "model_fields": "fields",
    "copy": "copy",
    "json": "json",
    "dict": "dict",
    "schema": "schema",
    "Field": "Field",
    "MISSING": "MISSING",
    "str": "str",
    "date": "2024-02-29",
    "datetime": "2024-02-29T00:00:00Z",
    "list": ["a"],
    "camelCase": "camel",
    "camel_case": "snake",
    "_private": "private",
    "__dunder__": "dunder",
    "with space": "space",
    "$ref": "ref",
    "@type": "type",
}


def test_properties_keep_their_names_on_the_wire() -> None:
    odd = OddProperties.model_validate(ODD)
    assert odd.model_extra == {}
    assert odd.model_dump(mode="json") == ODD
    assert (odd.class_, odd.camel_case, odd.self) == ("class", "camel", "self")
    body = AllOfThem(odd=odd)
    for api in (SYNC, ASYNC):
        assert done(api.every_model(body)) == body
    with sync_wire(APP) as http:
        assert http.put("/models", json={"odd": ODD}).json() == {"odd": ODD}


@pytest.mark.parametrize("key", "abcdefghijklmno")
def test_components_with_names_that_are_taken_are_models_like_others(key: str) -> None:
    body = AllOfThem.model_validate({key: {"x": "1", "y": "2", "z": "3"}})
    for api in (SYNC, ASYNC):
        assert done(api.every_model(body)) == body
