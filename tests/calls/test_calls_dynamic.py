"""A package whose description refers by `$id`, `$anchor` and `$dynamicRef`."""

from typing import Any

import golden_dynamic as dynamic
import pytest
from ends import URL, done, sync_wire, wire
from golden_dynamic.api import DefaultApi

LEAF = dynamic.NamedTree(name="leaf")


class Handler:
    """Answers with what it got."""

    async def list_pets(self) -> dynamic.PetPage:
        return dynamic.PagePet(items=[dynamic.Pet(name="Tom")], next="a")

    async def list_owners(self) -> dynamic.PageOwner:
        return dynamic.PageOwner(items=[dynamic.Owner(pets=2)])

    async def grow(self, body: dynamic.NamedTree) -> dynamic.Tree:
        assert body == dynamic.NamedTree(name="root", children=[LEAF])
        return dynamic.Tree(children=[dynamic.Tree()])


HANDLER: DefaultApi = Handler()
APP = dynamic.create_app(HANDLER)
ENDS: list[dynamic.Client | dynamic.AsyncClient] = [
    dynamic.Client(base_url=URL, http=sync_wire(APP)),
    dynamic.AsyncClient(base_url=URL, http=wire(APP)),
]


def test_a_page_is_of_what_it_is_made_with() -> None:
    for api in ENDS:
        assert done(api.list_pets()).items == [dynamic.Pet(name="Tom")]
        assert done(api.list_owners()).items == [dynamic.Owner(pets=2)]
    with pytest.raises(ValueError, match="name"):
        dynamic.PagePet.model_validate({"items": [{"pets": 2}]})


def test_a_tree_is_of_trees_of_its_kind() -> None:
    for api in ENDS:
        tree = done(api.grow(dynamic.NamedTree(name="root", children=[LEAF])))
        assert tree == dynamic.Tree(children=[dynamic.Tree()])
    with sync_wire(APP) as http:
        nameless: dict[str, Any] = {"name": "root", "children": [{}]}
        assert http.post("/trees", json=nameless).status_code == 422
