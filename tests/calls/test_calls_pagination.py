"""Pages that are declared: walked to their end, lazily, by either client, and no further."""

import asyncio
import pickle
from collections.abc import Iterator
from typing import Any, assert_type
from uuid import UUID

import pytest
from golden_pagination import (
    ApiPaginationError,
    AsyncClient,
    Client,
    ListEventsResponse,
    ListFilesResponse,
    ListOwnersResponseOwnersItem,
    Names,
    Pager,
    Pet,
    PetPage,
    Place,
    ProblemError,
    Response,
    Retries,
    SearchEventsRequest,
    SyncPager,
    operations,
)
from golden_pagination._runtime.links import next_link
from golden_pagination._runtime.pagination import at
from hostile import Hostile, header, json, says
from paged import APP, COUNT, IDS, PETS, asked
from serving import serving

ENDS = [pytest.param(Client, id="sync"), pytest.param(AsyncClient, id="async")]
SEARCH = SearchEventsRequest(text="n")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Give the URL of a server on a socket."""
    with serving(APP) as url:
        yield url


def walked(
    end: Any, url: str, name: str, *arguments: Any, by: str = "", **more: Any
) -> list[Any]:
    """Walk the pages of an operation to their end: their items, or what `by` gives."""
    told: dict[str, Any] = {"token": "secret", "api_key": "k", "base_url": url}
    told |= {"retries": Retries(first_wait=0.001)}
    asked.clear()

    async def walking() -> list[Any]:
        async with AsyncClient(**told) as api:
            pager = getattr(api, name)(*arguments, **more)
            return [item async for item in (getattr(pager, by)() if by else pager)]

    if end is AsyncClient:
        return asyncio.run(walking())
    with Client(**told) as api:
        pager = getattr(api, name)(*arguments, **more)
        return list(getattr(pager, by)() if by else pager)


@pytest.mark.parametrize("end", ENDS)
def test_by_offset_until_the_total(end: Any, url: str) -> None:
    assert walked(end, url, "list_pets_pages_2") == PETS
    assert asked == ["offset=0", "offset=3", "offset=6"]
    assert walked(end, url, "list_pets_pages_2", limit=5) == PETS
    assert asked == ["offset=0&limit=5", "offset=5&limit=5"]
    assert walked(end, url, "list_pets_pages_2", offset=5) == PETS[5:]


@pytest.mark.parametrize("end", ENDS)
def test_by_number_until_a_page_is_empty(end: Any, url: str) -> None:
    assert walked(end, url, "list_pets_of_kind_pages", "a/b") == PETS
    assert asked == ["", "page=1", "page=2", "page=3"]
    assert walked(end, url, "list_pets_of_kind_pages", "a/b", page=2) == PETS[6:]


@pytest.mark.parametrize("end", ENDS)
def test_by_number_until_the_last(end: Any, url: str) -> None:
    found = walked(end, url, "list_owners_pages")
    assert found == [ListOwnersResponseOwnersItem(name=f"o{n}") for n in (1, 2)]
    assert asked == ["page=1", "page=2", "page=3"]


@pytest.mark.parametrize("end", ENDS)
def test_by_cursor_even_where_a_page_is_empty(end: Any, url: str) -> None:
    found = walked(end, url, "list_events_pages", x_trace="t")
    assert found == [*PETS[:2], Place(street="s"), PETS[2]]
    assert asked == ["", "after=%C3%A4%26b", "after=c", "after=d"]


@pytest.mark.parametrize("end", ENDS)
def test_by_cursor_in_a_header(end: Any, url: str) -> None:
    assert walked(end, url, "search_events_pages", SEARCH) == ["n0", "n1", "n2", "n3"]
    assert walked(end, url, "search_events_pages", SEARCH, after="2") == ["n2", "n3"]
    none = SearchEventsRequest(text="none")
    assert walked(end, url, "search_events_pages", none) == []
    assert walked(end, url, "search_events_pages", none, by="pages") == [None]


@pytest.mark.parametrize("end", ENDS)
def test_by_cursor_in_the_last_item(end: Any, url: str) -> None:
    found = walked(end, url, "list_charges_pages")
    assert [each.id for each in found] == IDS
    assert asked == [
        "",
        f"starting_after={UUID(int=2)}",
        f"starting_after={UUID(int=5)}",
    ]


@pytest.mark.parametrize("end", ENDS)
def test_by_link(end: Any, url: str) -> None:
    """Arguments that are in the URL come from there, those in headers go with it."""
    found = walked(end, url, "list_repos_pages", "o", per_page=3, x_trace="t")
    assert found == [f"o{number}" for number in range(COUNT)]
    assert asked == ["per_page=3", "per_page=3&page=2", "per_page=3&page=3"]


@pytest.mark.parametrize("end", ENDS)
def test_by_url_in_the_body(end: Any, url: str) -> None:
    """What the URL says stays as it is: neither options nor credentials say it again."""
    options = {"query": {"top": "9", "v": "1"}}
    assert walked(end, url, "list_files_pages", options=options) == ["a", None]
    assert asked == ["key=k&top=9&v=1", "top=9&skip=1&key=echoed&v=1"]


@pytest.mark.parametrize("end", ENDS)
def test_pages_and_responses_are_there_whole(end: Any, url: str) -> None:
    pages = walked(end, url, "list_pets_pages_2", by="pages")
    assert [type(each) for each in pages] == [PetPage] * 3
    responses = walked(end, url, "search_events_pages", SEARCH, by="responses")
    assert [each.headers.get("x-next") for each in responses] == ["1", "2", "3", None]


@pytest.mark.parametrize("end", ENDS)
def test_a_page_that_fails_is_the_documented_failure(end: Any, url: str) -> None:
    with pytest.raises(ProblemError) as raised:
        walked(end, url, "list_pets_pages_2", limit=100, options={"retries": 0})
    assert raised.value.body.title == "busy"


def test_a_page_is_fetched_when_it_is_needed(url: str) -> None:
    asked.clear()
    with Client(token="secret", base_url=url) as api:
        pager = api.list_pets_pages_2()
        assert asked == []
        items = iter(pager)
        assert [next(items) for _ in range(3)] == PETS[:3]
        assert len(asked) == 1
        next(items)
        assert len(asked) == 2
        assert next(iter(pager)) == PETS[0]


def test_a_page_is_fetched_when_it_is_awaited(url: str) -> None:
    async def walking() -> None:
        async with AsyncClient(token="secret", base_url=url) as api:
            pager = api.list_pets_pages_2()
            assert asked == []
            async for item in pager:
                assert item == PETS[0]
                break
            assert len(asked) == 1

    asked.clear()
    asyncio.run(walking())


def test_items_have_types(url: str) -> None:
    with Client(token="secret", base_url=url) as api:
        assert_type(api.list_pets_pages_2(), SyncPager[Pet, PetPage])
        for event in api.list_events_pages(x_trace="t"):
            assert_type(event, Pet | Place)
        for page in api.list_events_pages(x_trace="t").pages():
            assert_type(page, ListEventsResponse)
        for response in api.search_events_pages(SEARCH).responses():
            assert_type(response, Response[Names | None])
    pager = AsyncClient(base_url=url).list_files_pages()
    assert_type(pager, Pager[str | None, ListFilesResponse])


def test_a_name_that_is_taken_stays_with_its_operation(url: str) -> None:
    with Client(token="secret", base_url=url) as api:
        api.list_pets_pages()
    assert operations.list_pets_pages().pages is None


# Servers that walk nowhere -------------------------------------------------------------


@pytest.mark.parametrize("end", ENDS)
def test_each_page_has_tries_of_its_own(end: Any) -> None:
    page = json(200, b'{"kind":"lost","next":"a"}')
    last = json(200, b'{"kind":"lost","next":""}')
    busy = says(503)
    with Hostile(busy, busy, page, busy, busy, last) as server:
        assert walked(end, server.url, "list_events_pages") == []
    assert len(server.requests) == 6


@pytest.mark.parametrize("end", ENDS)
def test_options_go_with_each_page_but_keys_are_its_own(end: Any) -> None:
    page = json(200, b"[]", x_next="1")
    options = {"headers": {"X-Mine": "m"}, "idempotency_key": "k"}
    with Hostile(page, says(503), json(200, b"[]")) as server:
        walked(end, server.url, "search_events_pages", SEARCH, options=options)
    assert server.headers("x-mine") == ["m"] * 3
    assert server.headers("authorization") == ["Bearer secret"] * 3
    first, second, again = server.headers("idempotency-key")
    assert first == "k" != second == again


@pytest.mark.parametrize("end", ENDS)
def test_a_cursor_that_comes_again_is_an_error(end: Any) -> None:
    def page(cursor: str) -> Any:
        return json(
            200,
            b'{"kind":"lost","items":[{"street":"s"}],"next":"%s"}' % cursor.encode(),
        )

    with Hostile(page("a"), page("b"), page("a")) as server:
        with pytest.raises(ApiPaginationError, match="'a' comes again"):
            walked(end, server.url, "list_events_pages")
        assert len(server.requests) == 3
    with Hostile(page("a")) as server:
        with pytest.raises(ApiPaginationError, match="'a' comes again"):
            walked(end, server.url, "list_events_pages", after="a")
        assert len(server.requests) == 1


@pytest.mark.parametrize("end", ENDS)
def test_a_link_that_comes_again_is_an_error(end: Any) -> None:
    with Hostile(json(200, b"[]", link='<?p=2>; rel="next"')) as server:
        with pytest.raises(ApiPaginationError, match="comes again"):
            walked(end, server.url, "list_repos_pages", "o")
        assert len(server.requests) == 2


ELSEWHERE = [
    "http://elsewhere.example/next",
    "//elsewhere.example/next",
    "https://127.0.0.1/next",
    "http://127.0.0.1:1/next",
    "http://user:word@{host}/next",
    "ftp://{host}/next",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "http://{host}\\@elsewhere.example/",
    "http://[",
]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_credentials_go_elsewhere(end: Any, target: str) -> None:
    with Hostile(json(200, b"[]")) as server:
        place = target.format(host=server.url.removeprefix("http://"))
        act = json(200, b'["a"]', link=f'<{place}>; rel="next"')
        server.script(act)
        with pytest.raises(ApiPaginationError):
            walked(end, server.url, "list_repos_pages", "o")
        assert len(server.requests) == 1


@pytest.mark.parametrize("end", ENDS)
def test_the_same_origin_is_followed_however_it_is_written(end: Any) -> None:
    with Hostile(json(200, b"[]")) as server:
        port = server.url.rpartition(":")[2]
        first = json(200, b'["a"]', link="</x/../y?p=2#here>; rel=next")
        second = json(200, b'["b"]', link=f"<HTTP://127.0.0.1:{port}/z>; Rel=NEXT")
        server.script(first, second, json(200, b'["c"]', link="<>; rel=prev"))
        assert walked(end, server.url, "list_repos_pages", "o") == ["a", "b", "c"]
    lines = [each.partition(b"\r\n")[0] for each in server.requests[1:]]
    assert lines == [b"GET /y?p=2 HTTP/1.1", b"GET /z HTTP/1.1"]
    assert {header(each, "authorization") for each in server.requests} == {
        "Bearer secret"
    }


@pytest.mark.parametrize("end", ENDS)
def test_what_is_no_list_is_an_error(end: Any) -> None:
    with Hostile(json(200, b'{"kind":"new","items":5}')) as server:
        with pytest.raises(ApiPaginationError, match="no list at /items"):
            walked(end, server.url, "list_events_pages")
        assert len(server.requests) == 1


def test_the_error_can_be_pickled() -> None:
    error = pickle.loads(pickle.dumps(ApiPaginationError("again", "r1")))
    assert (str(error), error.request_id) == ("again", "r1")


LINKS = [
    ("", None),
    ("<a>", None),
    ('<a>; rel="next"', "a"),
    ("<a>;rel=next", "a"),
    ('<a>; rel="prev", <b>; rel="next"', "b"),
    ('<a>; rel="prev  NEXT"', "a"),
    ('<a>; title="x, <c>; rel=next"; rel="last", <b>; REL=next', "b"),
    ('<a>; title="\\"; rel=next"', None),
    ("<a>; rel=prev; rel=next", None),
    ('<a>; rel="next"; anchor="#x", <b>; rel=next', "b"),
    ("<a,b>; rel=next", "a,b"),
    ("<a", None),
    ("; rel=next", None),
    (",,<a>;;rel=next,,", "a"),
    ("<a>; crossorigin; rel=next", "a"),
    ('<a>; rel=nexts, <b>; x="', None),
]


@pytest.mark.parametrize(("text", "target"), LINKS)
def test_the_next_of_many_links(text: str, target: str | None) -> None:
    assert next_link(text) == target


def test_pointers_lead_through_models_and_what_they_do_not_know() -> None:
    page = PetPage.model_validate(
        {"data": [{"name": "a", "x": [1]}], "more": {"a/b": 2}}
    )
    assert at(page, "/data/0/name") == "a"
    assert at(page, "/data/0/x/0") == 1
    assert at(page, "/more/a~1b") == 2
    for nowhere in ("/page info/total", "/data/7", "/data/x", "/data/0/name/x", "/z"):
        assert at(page, nowhere) is None
    assert at(None, "/a") is None
    assert at(page, None) is None
