"""A handler with seven of everything, of which it gives two or three at a time."""

from uuid import UUID

from golden_pagination import (
    Adopted,
    ListChargesResponse,
    ListChargesResponseDataItem,
    ListEventsResponse,
    ListFilesResponse,
    ListOwnersResponse,
    ListOwnersResponseOwnersItem,
    Lost,
    Names,
    Pet,
    PetPage,
    Place,
    Problem,
    ProblemError,
    Response,
    SearchEventsRequest,
    create_app,
)
from golden_pagination.api import DefaultApi
from golden_pagination.models import PagerModel
from golden_pagination.server import Auth
from starlette.requests import Request

COUNT = 7
PETS = [Pet(name=f"p{number}") for number in range(COUNT)]
IDS = [UUID(int=number) for number in range(COUNT)]

asked: list[str] = []
"""The query of each request that came."""


class Pages:
    """Gives what is on a page."""

    def __init__(self, request: Request) -> None:
        self._url = request.url
        asked.append(request.url.query)

    async def list_pets(self, *, offset: int = 0, limit: int | None = None) -> PetPage:
        if limit == 100:
            raise ProblemError(503, Problem(title="busy"))
        found = PETS[offset:][: limit or 3]
        return PetPage(data=found, page_info=PagerModel(total=COUNT))

    async def list_pets_of_kind(
        self, kind: str, *, page: int | None = None
    ) -> list[Pet]:
        assert kind == "a/b"
        return PETS[(page or 0) * 3 :][:3]

    async def list_owners(self, *, page: int = 1) -> ListOwnersResponse:
        owners = [ListOwnersResponseOwnersItem(name=f"o{page}")]
        return ListOwnersResponse(pages=3, owners=owners if page < 3 else None)

    async def list_events(
        self, *, after: str | None = None, x_trace: str | None = None
    ) -> ListEventsResponse:
        assert x_trace == "t"
        match after:
            case None:
                return Adopted(kind="adopted", items=PETS[:2], next="ä&b")
            case "ä&b":
                return Lost(kind="lost", next="c")
            case "c":
                return Lost(kind="lost", items=[Place(street="s")], next="d")
            case _:
                return Adopted(kind="adopted", items=PETS[2:3], next=None)

    async def search_events(
        self, body: SearchEventsRequest, *, after: str | None = None
    ) -> Names | Response[Names | None] | None:
        if body.text == "none":
            return None
        number = int(after or 0)
        headers = {"X-Next": str(number + 1)} if number < 3 else {}
        return Response(200, [f"{body.text}{number}"], headers)

    async def list_charges(
        self, *, starting_after: UUID | None = None
    ) -> ListChargesResponse:
        begin = 0 if starting_after is None else IDS.index(starting_after) + 1
        found = [ListChargesResponseDataItem(id=each) for each in IDS[begin:][:3]]
        return ListChargesResponse(data=found, has_more=begin + 3 < COUNT)

    async def list_repos(
        self,
        owner: str,
        *,
        per_page: int | None = None,
        page: int | None = None,
        x_trace: str | None = None,
    ) -> list[str] | Response[list[str]]:
        number, size = page or 1, per_page or 2
        names = [f"{owner}{n}" for n in range(COUNT)][(number - 1) * size :][:size]
        if number * size >= COUNT:
            return names
        following = self._url.include_query_params(page=number + 1)
        link = (
            f'<{self._url}>; rel="self", <{following}>; title="a, b"; rel="last next"'
        )
        return Response(200, names, {"Link": link if x_trace == "t" else ""})

    async def list_files(self, *, top: int | None = None) -> ListFilesResponse:
        if "skip=" in self._url.query:
            return ListFilesResponse(value=[None])
        url = f"?top={top}&skip=1&key=echoed"
        return ListFilesResponse.model_validate({"value": ["a"], "@next~Link/": url})

    async def list_pets_pages(self) -> None:
        return None


class Keys:
    """Lets in who has the token or a key."""

    async def token(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return credential if credential == "secret" else None

    async def key(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return credential if credential in {"k", "echoed"} else None


AUTH: Auth = Keys()
MAKE: type[DefaultApi] = Pages
APP = create_app(MAKE, auth=AUTH)
