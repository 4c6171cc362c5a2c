"""What is read-only stays out of requests, what is write-only out of responses."""

from datetime import UTC, datetime
from typing import Any

import golden_variants as api
import pytest
from ends import URL, done, sync_wire, wire
from golden_variants import models
from golden_variants.api import DefaultApi
from starlette.applications import Starlette

MADE = datetime(2024, 2, 29, tzinfo=UTC)
CAT = models.Cat(type="cat", made=MADE, lives=9)


class Shelter:
    """Takes pets as requests describe them, and gives them as responses do."""

    def __init__(self) -> None:
        self.bodies: list[Any] = []

    async def add_pet(self, body: models.PetRequest) -> models.Pet:
        self.bodies.append(body)
        if body.pin == "0000":
            raise api.ProblemError(409, models.Problem(code=7))
        chip = models.Chip(code="c", serial=1)
        return models.Pet(id=1, name=body.name, tag=body.tag, kind=CAT, chip=chip)

    async def list_pets(
        self, *, filter: models.Filter | None = None
    ) -> list[models.Pet]:
        self.bodies.append(filter)
        return [models.Pet(id=1, name="a")]

    async def put_owner(self, body: models.OwnerRequest) -> models.Owner:
        return models.Owner(number=5, name=body.name)

    async def put_credentials(self, body: models.Credentials) -> None:
        self.bodies.append(body)


SHELTER = Shelter()
HANDLER: DefaultApi = SHELTER
APP: Starlette = api.create_app(HANDLER)
ENDS: list[api.Client | api.AsyncClient] = [
    api.Client(base_url=URL, http=sync_wire(APP)),
    api.AsyncClient(base_url=URL, http=wire(APP)),
]


@pytest.fixture(autouse=True)
def _forget() -> None:
    SHELTER.bodies.clear()


@pytest.mark.parametrize("end", ENDS)
def test_both_ends_speak_in_the_forms_of_their_way(
    end: api.Client | api.AsyncClient,
) -> None:
    pet = models.PetRequest(
        name="Ada",
        pin="1234",
        tag=models.Tag(text="t"),
        kind=models.CatRequest(type="cat"),
        chip=models.ChipRequest(code="c"),
        friends=[models.PetRequest(name="Bob", pin="5678")],
    )
    made = done(end.add_pet(pet))
    assert SHELTER.bodies == [pet]
    assert (made.id, made.name, made.tag, made.kind) == (1, "Ada", pet.tag, CAT)
    owner = done(end.put_owner(models.OwnerRequest(name="a")))
    assert owner == models.Owner(number=5, name="a")
    done(end.put_credentials(models.Credentials(user="u")))
    [pets] = [done(end.list_pets(filter=models.Filter(name="n")))]
    assert [each.id for each in pets] == [1]
    assert SHELTER.bodies[1:] == [models.Credentials(user="u"), models.Filter(name="n")]


@pytest.mark.parametrize("end", ENDS)
def test_errors_are_responses(end: api.Client | api.AsyncClient) -> None:
    with pytest.raises(api.ProblemError) as caught:
        done(end.add_pet(models.PetRequest(name="a", pin="0000")))
    assert caught.value.body == models.Problem(code=7)


def put(path: str, json: Any) -> Any:
    with sync_wire(APP) as http:
        method = http.post if path == "/pets" else http.put
        return method(path, json=json)


@pytest.mark.parametrize(
    "extra",
    [
        {},
        {"id": 5},
        {"id": "anything"},
        {"kind": {"type": "cat", "made": "never"}},
        {"prey": {"type": "bird", "flies": True, "ring": "r"}},
        {"chip": {"code": "c", "serial": 1}},
    ],
)
def test_what_clients_send_back_is_not_refused(extra: dict[str, Any]) -> None:
    answer = put("/pets", {"name": "a", "pin": "1234", **extra})
    assert answer.status_code == 201, answer.text


def test_a_tag_may_mean_a_union() -> None:
    bird = {"type": "bird", "wings": "two", "flies": "no"}
    answer = put("/pets", {"name": "a", "pin": "1234", "prey": bird})
    assert answer.status_code == 422
    places = [each.partition(": ")[0] for each in answer.json()["violations"]]
    assert all(place.startswith("body.prey.bird.") for place in places), places
    assert {place.rpartition(".")[2] for place in places} == {"wings", "flies"}


@pytest.mark.parametrize(
    ("json", "place"),
    [
        ({"name": "a"}, "pin"),
        ({"name": "a", "pin": "123"}, "pin"),
        ({"name": "a", "pin": "1234", "chip": {"serial": 1}}, "chip.code"),
        ({"name": "a", "pin": "1234", "chip": {"code": "c", "x": 1}}, "chip.x"),
        ({"name": "a", "pin": "1234", "kind": {"type": "dog"}}, "kind.dog.bark"),
        ({"name": "a", "pin": "1234", "friends": [{"name": "b"}]}, "friends.0.pin"),
    ],
)
def test_what_requests_need_is_still_demanded(json: Any, place: str) -> None:
    answer = put("/pets", json)
    assert answer.status_code == 422
    assert [each.partition(":")[0] for each in answer.json()["violations"]] == [
        f"body.{place}"
    ]


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (models.Pet, ["id", "name", "tag", "kind", "prey", "chip", "friends"]),
        (models.PetRequest, ["name", "pin", "tag", "kind", "prey", "chip", "friends"]),
        (models.Owner, ["number", "name"]),
        (models.OwnerRequest, ["name"]),
        # Carried one way only: one class, in the form of that way.
        (models.Credentials, ["user"]),
        (models.Filter, ["name"]),
        (models.Problem, ["code"]),
        # A webhook's body comes from the API, the answer to a callback goes to it.
        (models.Event, ["pet"]),
        (models.Receipt, ["note"]),
        # Carried by no message: as it is described.
        (models.Person, ["number", "name"]),
    ],
)
def test_a_form_has_what_its_messages_carry(model: Any, fields: list[str]) -> None:
    assert list(model.model_fields) == fields


def test_only_what_differs_is_split() -> None:
    assert not {"TagRequest", "DogRequest", "IdRequest", "CredentialsRequest"} & set(
        dir(models)
    )
    assert models.Event.model_fields["pet"].annotation is models.Pet
