"""Operations as most descriptions have them, called through both clients.

What the client sends is what the handler gets; what the handler returns or raises is what
the client returns or raises.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from ends import URL, done, sync_wire, wire
from golden_pets import (
    ApiError,
    AsyncClient,
    Client,
    Conflict,
    ConflictError,
    DocumentedError,
    Failure,
    FailureError,
    NewPet,
    Order,
    OrderAddress,
    Pet,
    Response,
    StatusError,
    Ticket,
    create_app,
)
from golden_pets.api import DefaultApi, OrdersApi, PetsApi
from shop import Shop
from starlette.applications import Starlette
from starlette.requests import Request

End = Client | AsyncClient
Whole = Response[Any] | Awaitable[Response[Any]]


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def app(shop: Shop) -> Starlette:
    return create_app(shop, shop, shop)


@pytest.fixture(params=["sync", "async", "proxy"])
def api(request: pytest.FixtureRequest, app: Starlette) -> Iterator[End]:
    """Each client in turn, and one whose server passes every call on to another server."""
    match request.param:
        case "sync":
            with Client(base_url=URL, http=sync_wire(app), retries=0) as client:
                yield client
        case "async":
            yield AsyncClient(base_url=URL, http=wire(app), retries=0)
        case _:
            behind = AsyncClient(base_url=URL, http=wire(app), retries=0)
            proxy = create_app(behind, behind, behind)
            yield AsyncClient(base_url=URL, http=wire(proxy), retries=0)


def test_a_client_is_what_a_handler_is(app: Starlette) -> None:
    """The type checker proves it, here and where a client is passed to `create_app`."""
    client = AsyncClient(base_url=URL, http=wire(app))
    pets: PetsApi = client
    orders: OrdersApi = client
    default: DefaultApi = client
    assert (pets, orders, default) == (client, client, client)


PET = Pet(name="Tom", id="p1", kind="cat", owner=None, born_on=date(2024, 2, 29))
ORDER = Order(
    pets=["p1"],
    placed_at=datetime(2024, 2, 29, 12, 30, tzinfo=UTC),
    address=OrderAddress(street="Straße 1", floor=-1),
)

SENT: list[tuple[Callable[[End], object], object, list[object]]] = [
    (lambda api: api.list_pets(), [], [None, 20, None, None, None, "asc", None]),
    (
        lambda api: api.list_pets(
            x_trace="t 1",
            limit=1,
            kind="owl",
            names=["a b", "ü,&="],
            born=date(2024, 2, 29),
            order="desc",
            wild=False,
        ),
        [PET, PET],
        ["t 1", 1, "owl", ["a b", "ü,&="], date(2024, 2, 29), "desc", False],
    ),
    (
        lambda api: api.create_pet(NewPet(name="Tom", owner=None), x_trace="x"),
        PET,
        [NewPet(name="Tom", kind="cat", owner=None), "x"],
    ),
    (
        lambda api: api.create_pet(NewPet(name="Tom", kind="dog", weight=0.5)),
        Ticket(ticket=7),
        [NewPet(name="Tom", kind="dog", weight=0.5), None],
    ),
    (lambda api: api.get_pet("a/b?c#d%2F"), PET, ["a/b?c#d%2F"]),
    (lambda api: api.get_pet("..."), None, ["..."]),
    (lambda api: api.delete_pet("p1"), None, ["p1"]),
    (lambda api: api.place_order(ORDER), ORDER, [ORDER]),
    (lambda api: api.place_order(), None, [None]),
    (lambda api: api.check_health(), None, []),
]


@pytest.mark.parametrize(("call", "answer", "seen"), SENT)
def test_what_one_end_says_the_other_hears(
    api: End,
    shop: Shop,
    call: Callable[[End], object],
    answer: object,
    seen: list[object],
) -> None:
    shop.answer = answer
    assert done(call(api)) == answer
    assert shop.seen == seen


RAW: list[tuple[Callable[[End], Whole], object, int]] = [
    (lambda api: api.raw.list_pets(), [PET], 200),
    (lambda api: api.raw.create_pet(NewPet(name="Tom")), PET, 200),
    (lambda api: api.raw.create_pet(NewPet(name="Tom")), Ticket(ticket=1), 202),
    (lambda api: api.raw.get_pet("p1"), PET, 200),
    (lambda api: api.raw.get_pet("p1"), None, 304),
    (lambda api: api.raw.delete_pet("p1"), None, 204),
    (lambda api: api.raw.place_order(ORDER), ORDER, 200),
    (lambda api: api.raw.check_health(), None, 200),
]


@pytest.mark.parametrize(("call", "answer", "status"), RAW)
def test_a_body_goes_out_with_the_status_it_is_documented_for(
    api: End,
    shop: Shop,
    call: Callable[[End], Whole],
    answer: object,
    status: int,
) -> None:
    shop.answer = answer
    whole = done(call(api))
    assert (whole.status, whole.body) == (status, answer)


SAID: list[tuple[Callable[[End], Whole], Response[Any]]] = [
    (lambda api: api.raw.list_pets(), Response(200, [PET], {"x-total": "17"})),
    (
        lambda api: api.raw.create_pet(NewPet(name="Tom")),
        Response(201, PET, {"x-request-id": "r1"}),
    ),
    (lambda api: api.raw.get_pet("p1"), Response(304, None, {"etag": '"1"'})),
]


@pytest.mark.parametrize(("call", "answer"), SAID)
def test_status_and_headers_are_those_of_the_handler(
    app: Starlette,
    shop: Shop,
    call: Callable[[End], Whole],
    answer: Response[Any],
) -> None:
    shop.answer = answer
    for api in (
        Client(base_url=URL, http=sync_wire(app)),
        AsyncClient(base_url=URL, http=wire(app)),
    ):
        whole = done(call(api))
        assert (whole.status, whole.body) == (answer.status, answer.body)
        assert answer.headers.items() <= whole.headers.items()
        assert answer.headers.get("x-request-id") in {None, whole.request_id}


RAISED: list[tuple[Callable[[End], object], DocumentedError[Any]]] = [
    (
        lambda api: api.list_pets(),
        FailureError(500, Failure(message="ä"), {"retry-after": "3"}),
    ),
    (lambda api: api.list_pets(), FailureError(404, Failure(message="default"))),
    (
        lambda api: api.create_pet(NewPet(name="Tom")),
        ConflictError(409, Conflict(message="no", taken="Tom")),
    ),
    (
        lambda api: api.create_pet(NewPet(name="Tom")),
        FailureError(422, Failure(message="no")),
    ),
    (lambda api: api.create_pet(NewPet(name="Tom")), StatusError(429, None)),
    (
        lambda api: api.create_pet(NewPet(name="Tom")),
        FailureError(503, Failure(message="5XX"), {"x-request-id": "r2"}),
    ),
    (lambda api: api.get_pet("p1"), StatusError(404, None)),
    (lambda api: api.delete_pet("p1"), FailureError(418, Failure(message="4XX"))),
]


@pytest.mark.parametrize(("call", "error"), RAISED)
def test_an_error_is_raised_again(
    api: End,
    shop: Shop,
    call: Callable[[End], object],
    error: DocumentedError[Any],
) -> None:
    shop.answer = error
    with pytest.raises(ApiError) as raised:
        done(call(api))
    assert type(raised.value) is type(error)
    assert isinstance(raised.value, DocumentedError)
    assert (raised.value.status, raised.value.body) == (error.status, error.body)
    assert error.headers.items() <= raised.value.headers.items()
    assert error.request_id in {None, raised.value.request_id}


def test_unknown_properties_are_kept(app: Starlette, shop: Shop) -> None:
    new = NewPet.model_validate({"name": "Tom", "colour": "grey", "deep": {"a": [1]}})
    shop.answer = PET.model_copy(update={"colour": "grey"})
    with sync_wire(app) as http:
        api = Client(base_url=URL, http=http)
        api.create_pet(new, x_trace="t")
        assert shop.seen == [new, "t"]
        found = api.get_pet("p1")
    assert found
    assert found.model_extra == {"colour": "grey"}


def test_a_handler_can_be_made_for_each_request(shop: Shop) -> None:
    made: list[str] = []

    def plain(request: Request) -> Shop:
        made.append(request.url.path)
        return shop

    async def waiting(request: Request) -> Shop:
        return plain(request)

    api = AsyncClient(base_url=URL, http=wire(create_app(plain, waiting, shop)))
    asyncio.run(api.delete_pet("p1"))
    asyncio.run(api.place_order())
    asyncio.run(api.check_health())
    assert made == ["/pets/p1", "/orders"]
