"""A package whose description is in several files: both ends know what they bring together."""

import golden_several_files as shop
import pytest
from ends import URL, done, sync_wire, wire
from golden_several_files.api import DefaultApi

ADA = shop.TheOwner(name="Ada")
REX = shop.Dog(kind="dog", name="Rex", owner=ADA)
TOM = shop.Cat(kind="cat", name="Tom", friends=[shop.Cat(kind="cat", name="Kit")])


class Handler:
    """Answers with what it got."""

    async def list_pets(self, *, x_trace: str | None = None) -> shop.Page:
        return shop.Page(items=[REX, None, TOM], next=x_trace or "end")

    async def create_pet(
        self, body: shop.Pet, *, x_trace: str | None = None
    ) -> shop.Pet:
        if x_trace == "conflict":
            raise shop.HttpError(409, shop.Error(code=7))
        if x_trace:
            raise shop.HttpResponsesError(500, shop.ResponsesError(why=x_trace))
        return body

    async def get_owner(self, id: shop.PetName) -> shop.TheOwner:
        return shop.TheOwner(name=id, pets=[REX])


HANDLER: DefaultApi = Handler()
APP = shop.create_app(HANDLER)
ENDS: list[shop.Client | shop.AsyncClient] = [
    shop.Client(base_url=URL, http=sync_wire(APP)),
    shop.AsyncClient(base_url=URL, http=wire(APP)),
]


def test_parts_of_other_files_are_models_like_any_other() -> None:
    for api in ENDS:
        page = done(api.list_pets(x_trace="a"))
        assert page == shop.Page(items=[REX, None, TOM], next="a")
        assert done(api.get_owner("Ada")) == shop.TheOwner(name="Ada", pets=[REX])


def test_a_mapping_of_files_tells_variants_apart() -> None:
    for api in ENDS:
        assert done(api.create_pet(REX)) == REX
        assert done(api.create_pet(TOM)) == TOM


def test_two_models_of_one_name_are_two() -> None:
    for api in ENDS:
        with pytest.raises(shop.HttpError) as conflict:
            done(api.create_pet(REX, x_trace="conflict"))
        with pytest.raises(shop.HttpResponsesError) as failure:
            done(api.create_pet(REX, x_trace="broken"))
        assert conflict.value.body == shop.Error(code=7)
        assert failure.value.body == shop.ResponsesError(why="broken")


def test_the_server_keeps_to_what_other_files_demand() -> None:
    with sync_wire(APP) as http:
        assert http.post("/pets", json={"kind": "dog", "name": ""}).status_code == 422
        assert http.post("/pets", json={"kind": "fish", "name": "a"}).status_code == 422


def test_what_is_served_stands_alone() -> None:
    with sync_wire(APP) as http:
        served = http.get("/openapi.json").json()
    assert served["openapi"] == "3.1.0"
    assert served["components"]["schemas"]["Pet"]["discriminator"]["mapping"] == {
        "dog": "#/components/schemas/dog",
        "cat": "#/components/schemas/Cat",
    }
    assert ".yaml" not in str(served)
    assert ".json'" not in str(served)
