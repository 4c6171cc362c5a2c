"""Packages of descriptions that refer to their parts, leave some out or mean harm."""

from typing import Any

import golden_filters as filters
import golden_hostile as hostile
import golden_references as refs
import pytest
from ends import URL, done, sync_wire, wire
from golden_filters.api import DefaultApi as Rest
from golden_filters.api import ReadingApi
from golden_references.api import DefaultApi
from rest import Rest as Others
from starlette.requests import Request


class Handler:
    """Answers with what it got, in the models that references lead to."""

    async def get_pet(self, id: str) -> refs.Pet:
        if id == "none":
            raise refs.BrokenError(404, refs.BrokenResponse(why=id))
        return refs.Pet(name=id, owner=refs.PetOwner(name="Ada"))

    async def create_pet(
        self, body: refs.Pet, *, x_trace: str | None = None, page: int | None = None
    ) -> refs.CreatedResponse:
        if x_trace:
            raise refs.BrokenError(400, refs.BrokenResponse(why=x_trace))
        return refs.CreatedResponse(id=f"{body.name} {page}")

    async def deep(self, body: refs.DeepRequest) -> refs.PetTagsItem:
        assert isinstance(body.tag, refs.PetTagsItem)
        return body.tag

    async def same(self, body: refs.DeepRequest | None = None) -> refs.Pet:
        return refs.Pet(name=repr(body and body.option))


HANDLER: DefaultApi = Handler()
APP = refs.create_app(HANDLER)
ENDS: list[refs.Client | refs.AsyncClient] = [
    refs.Client(base_url=URL, http=sync_wire(APP)),
    refs.AsyncClient(base_url=URL, http=wire(APP)),
]


def test_references_lead_to_the_same_models_everywhere() -> None:
    body = refs.DeepRequest(
        tag=refs.PetTagsItem(label="a"),
        owner=refs.PetOwner(name="Ada", pet=refs.Pet(name="Tom")),
        made=refs.CreatedResponse(id="ab"),
        local=refs.WithDefsInner(z=1),
        slashed=refs.PetABC(x=1),
        escaped=refs.PetWithSpace(y=1),
        option=refs.EitherOption1(which=True),
    )
    for api in ENDS:
        assert done(api.get_pet("Tom")).name == "Tom"
        assert done(api.deep(body)) == refs.PetTagsItem(label="a")
        assert done(api.same(body)).name == "EitherOption1(which=True)"
        assert done(api.same()).name == "None"


def test_a_default_behind_references_is_filled_in() -> None:
    for api in ENDS:
        assert done(api.create_pet(refs.Pet(name="Tom"))).id == "Tom 1"
        assert done(api.create_pet(refs.Pet(name="Tom"), page=2)).id == "Tom 2"


def test_a_response_that_is_shared_is_one_error() -> None:
    for api in ENDS:
        with pytest.raises(refs.BrokenError) as from_get:
            done(api.get_pet("none"))
        with pytest.raises(refs.BrokenError) as from_post:
            done(api.create_pet(refs.Pet(name=""), x_trace="bad"))
        assert (from_get.value.status, from_get.value.body.why) == (404, "none")
        assert (from_post.value.status, from_post.value.body.why) == (400, "bad")


class Kept:
    """Answers the operations that the filters keep."""

    async def list_pets(self, *, page: int | None = None) -> filters.Pet:
        return filters.Pet(home=filters.Home(street=str(page)))

    async def get_shop(self, shop: str) -> filters.Thing:
        cause = filters.GetShop410Response()
        if shop == "none":
            raise filters.GetShop404Error(404, filters.GetShop404Response(cause=cause))
        if shop == "gone":
            cause = filters.GetShop410Response(cause=cause)
            raise filters.GetShop410Error(410, cause)
        return (
            filters.Book(kind="book") if shop == "books" else filters.Bowl(kind="bowl")
        )

    async def get_health(self) -> None: ...

    async def ping_all(self) -> None: ...


class Open:
    """Lets everybody in who has a token."""

    async def token(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return credential


def test_what_the_filters_keep_works_and_the_rest_is_not_there() -> None:
    reading: ReadingApi = Kept()
    rest: Rest = Kept()
    app = filters.create_app(reading, rest, auth=Open())
    held: dict[str, Any] = {"base_url": URL, "token": "t"}
    ends: list[filters.Client | filters.AsyncClient] = [
        filters.Client(**held, http=sync_wire(app)),
        filters.AsyncClient(**held, http=wire(app)),
    ]
    for api in ends:
        assert done(api.list_pets(page=2)).home == filters.Home(street="2")
        assert done(api.get_shop("books")) == filters.Book(kind="book")
        assert done(api.get_shop("bowls")) == filters.Bowl(kind="bowl")
        with pytest.raises(filters.GetShop404Error) as none:
            done(api.get_shop("none"))
        assert none.value.body.cause == filters.GetShop410Response()
        with pytest.raises(filters.GetShop410Error) as gone:
            done(api.get_shop("gone"))
        assert gone.value.body.cause == filters.GetShop410Response()
        assert not {"Order", "list_orders", "delete_pets"} & {*dir(filters), *dir(api)}
    with sync_wire(app) as http:
        http.headers["authorization"] = "Bearer t"
        served = http.get("/openapi.json").json()
        assert "/orders" not in served["paths"]
        assert "delete" not in served["paths"]["/pets"]
        assert "Order" not in served["components"]["schemas"]
        assert http.get("/orders").status_code == 404
        assert http.delete("/pets").status_code == 405
        assert http.get("/health").status_code == 204


class Victim(Others):
    """Answers with what it got."""

    async def op_import_builtins_builtins_harmed_1(
        self, p_q: str, x: str, body: hostile.Hostile, **query: Any
    ) -> hostile.Hostile:
        return body.model_copy(update={"seen": [p_q, x, *query.values()]})

    async def tmp_harmed(self) -> None: ...

    async def exec(self, **arguments: str | None) -> None:
        assert list(arguments.values()) == [TEXT, TEXT]


class Watchman:
    """Lets in whoever has the right texts."""

    async def key_1(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        assert scopes == (f"scope{HARM}",)
        return credential

    async def key_2(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return credential


HARM = '"""\nimport builtins; builtins.harmed = 1\n'
TEXT = '"""\'\\{{ 7 }}\r\n\0\u202e'


def test_harmful_names_are_names_and_nothing_else() -> None:
    """Header names with line ends could not leave the process; here nothing stops them."""
    victim: Any = Victim()
    app = hostile.create_app(victim, victim, victim, auth=Watchman(), base_path="")
    api: Any = hostile.AsyncClient(base_url=URL, api_key="k", key_2="k", http=wire(app))
    names = {f"required{HARM}": TEXT, "back\\slash": TEXT, "nul\0": TEXT}
    body = hostile.Hostile.model_validate({**names, "unknown": HARM})
    query = {"q_import_builtins_builtins_harmed_1": TEXT, "enum": "\0"}
    call = api.op_import_builtins_builtins_harmed_1('\'"""', TEXT, body, **query)
    dumped = done(call).model_dump(mode="json")
    assert names.items() <= dumped.items()
    assert dumped["seen"] == ['\'"""', TEXT, TEXT, "\0"]
    done(api.tmp_harmed())
    done(api.exec(ѕelf=TEXT, field=TEXT))
