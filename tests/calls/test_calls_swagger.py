"""A package that is made from a description of Swagger 2.0."""

from datetime import date
from typing import Any

import golden_swagger as pets
import pytest
from ends import URL, done, sync_wire, wire
from golden_swagger.api import DefaultApi, PetsApi
from golden_swagger.server import create_app
from starlette.requests import Request

TOM = pets.Pet(kind="cat", name="Tom", born=None)


class Animals:
    """Answers with what it got."""

    async def list_pets(
        self,
        *,
        limit: int = 20,
        tags: list[str] | None = None,
        ids: list[int] | None = None,
        x_colours: list[str] | None = None,
    ) -> list[pets.Pet] | pets.Response[list[pets.Pet]]:
        if limit == 1:
            raise pets.FailureError(418, pets.Failure(why="one", pet=TOM))
        return [pets.Pet(kind=repr(tags), name=repr((ids, x_colours, limit)))]

    async def create_pet(self, body: pets.PetRequest) -> pets.Pet:
        return pets.Pet(kind=body.kind, name=body.name, born=body.born, id="1")


class Others:
    """Answers with what it got."""

    async def replace_pet(
        self, id: str, body: pets.PetRequest | None = None
    ) -> pets.Pet:
        return pets.Pet(kind=id, name=body.name if body else "none")

    async def delete_pet(self, id: str, body: pets.DeletePetRequest) -> None:
        assert (id, body.why) == ("a", "old")

    async def add_photo(
        self, id: str, body: pets.AddPhotoRequest
    ) -> pets.AddPhotoResponse:
        return pets.AddPhotoResponse(size=len(body.photo), note=body.note)

    async def get_photo(self, id: str) -> bytes:
        if id == "none":
            raise pets.FailureError(404, pets.Failure(why="none"))
        return b"\x89PNG\xff\x00"

    async def search(self, body: pets.SearchRequest) -> list[pets.Pet]:
        return [pets.Pet(kind=repr(body.kinds), name=body.text)]


class Watch:
    """Lets in whoever has the right credential."""

    async def key(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return credential if credential == "k" else None

    async def login(
        self, request: Request, username: str, password: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return None

    async def app(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return credential if scopes == ("write",) else None


ANIMALS: PetsApi = Animals()
OTHERS: DefaultApi = Others()
APP = create_app(ANIMALS, OTHERS, auth=Watch())
HELD: dict[str, Any] = {"base_url": f"{URL}/v1", "api_key": "k", "token": "token"}
ENDS: list[pets.Client | pets.AsyncClient] = [
    pets.Client(**HELD, http=sync_wire(APP)),
    pets.AsyncClient(**HELD, http=wire(APP)),
]


def test_arrays_are_separated_as_they_were() -> None:
    for api in ENDS:
        [found] = done(
            api.list_pets(tags=["a,b", "c"], ids=[1, 2], x_colours=["d", "e"])
        )
        assert found.kind == "['a,b', 'c']"
        assert found.name == "([1, 2], ['d', 'e'], 20)"
    with sync_wire(APP) as http:
        answer = http.get(
            "/v1/pets?tags=a&tags=b&ids=1|2", headers={"X-Colours": "d,e", "X-Key": "k"}
        )
    assert answer.json() == [{"kind": "['a', 'b']", "name": "([1, 2], ['d', 'e'], 20)"}]


def test_bodies_of_parameters_and_of_paths() -> None:
    body = pets.PetRequest(kind="cat", name="Tom", born=date(2020, 1, 2))
    for api in ENDS:
        assert done(api.create_pet(body)).born == date(2020, 1, 2)
        assert done(api.replace_pet("a", body)).name == "Tom"
        assert done(api.replace_pet("a")).name == "none"
        done(api.delete_pet("a", pets.DeletePetRequest(why="old")))


def test_forms_and_files() -> None:
    for api in ENDS:
        body = pets.AddPhotoRequest(photo=b"12345", note="n")
        assert done(api.add_photo("a", body)) == pets.AddPhotoResponse(size=5, note="n")
        assert done(api.get_photo("a")) == b"\x89PNG\xff\x00"
        search = pets.SearchRequest(text="t", kinds=["cat", "dog"])
        assert done(api.search(search)) == [pets.Pet(kind="['cat', 'dog']", name="t")]


def test_a_shared_response_is_an_error() -> None:
    for api in ENDS:
        with pytest.raises(pets.FailureError) as failure:
            done(api.list_pets(limit=1))
        assert failure.value.body == pets.Failure(why="one", pet=TOM)
        with pytest.raises(pets.FailureError) as missing:
            done(api.get_photo("none"))
        assert (missing.value.status, missing.value.body.why) == (404, "none")


def test_what_is_served_is_openapi_3() -> None:
    with sync_wire(APP) as http:
        served = http.get("/openapi.json").json()
    assert served["openapi"] == "3.0.3"
    assert "swagger" not in served
