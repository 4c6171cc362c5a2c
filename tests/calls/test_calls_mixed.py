"""Bodies in parts: by position, by name, as streams and within parts, in documented media types."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from typing import Any

import httpx2
import pytest
from ends import URL, done, sync_wire, wire
from golden_mixed import (
    AsyncClient,
    Batch,
    Client,
    Document,
    FilePart,
    Filled,
    FilledPlace,
    Nest,
    NestInner,
    PairRequest,
    PairRequestPart1,
    Told,
    ToldListError,
    create_app,
)

End = Client | AsyncClient


class Parts:
    """Answers with what it got, or tells of it."""

    async def _same(self, body: Any) -> Any:
        return body

    batch = related = nest = fill = _same

    async def pair(self, body: PairRequest) -> list[Any]:
        return [body[0].name, body[1]]

    async def bare(self, body: AsyncIterable[bytes]) -> bytes:
        return b"".join([chunk async for chunk in body])

    async def feed(self, body: AsyncIterable[bytes]) -> AsyncIterator[Told]:
        return self._told(body)

    async def _told(self, body: AsyncIterable[bytes]) -> AsyncIterator[Told]:
        async for item in body:
            if not item:
                raise ToldListError(400, [Told(size=0), Told(size=-0, kind="empty")])
            assert isinstance(item, FilePart)
            yield Told(size=len(item), kind=str(item.content_type))


APP = create_app(Parts())
ENDS: list[End] = [
    Client(base_url=URL, http=sync_wire(APP)),
    AsyncClient(base_url=URL, http=wire(APP)),
]
both_ends = pytest.mark.parametrize("api", ENDS, ids=["sync", "async"])

BATCHES: list[Batch] = [
    [Told(size=1)],
    [Told(size=1, kind="ü"), "5", 5, "<a/>"],
    [
        Told(size=0),
        "",
        -1,
        "null",
        b"\x89PNG\r\n--",
        FilePart(b"", "a.jpg", "image/jpeg"),
    ],
]


@both_ends
@pytest.mark.parametrize("body", BATCHES, ids=repr)
def test_items_have_positions(api: End, body: Batch) -> None:
    got = done(api.batch(body))
    assert got == body
    assert [type(each) for each in got[:4]] == [type(each) for each in body[:4]]


@both_ends
def test_files_by_position_keep_their_names_and_types(api: End) -> None:
    body: Batch = [
        Told(size=1),
        "a",
        2,
        "b",
        FilePart(b"c", "ü.jpg", "image/jpeg"),
        b"d",
    ]
    got = done(api.batch(body))
    named, plain = (each for each in got if isinstance(each, FilePart))
    assert (named.filename, named.content_type) == ("ü.jpg", "image/jpeg")
    assert (plain.filename, plain.content_type) == (None, "image/png")


@both_ends
def test_a_tuple_has_a_length(api: End) -> None:
    assert done(api.pair((PairRequestPart1(name="a"), 1.5))) == ["a", 1.5]


@both_ends
def test_parts_of_other_media_types_are_not_sent(api: End) -> None:
    gif = FilePart(b"GIF", "a.gif", "image/gif")
    with pytest.raises(ValueError, match="image/gif"):
        done(api.batch([Told(size=1), "a", 2, "b", gif]))
    pdf = FilePart(b"%PDF", "a.pdf", "application/pdf")
    with pytest.raises(ValueError, match="application/pdf"):
        done(api.related(Document(page="a", pictures=[pdf])))
    gives = Document(page="a", pictures=[gif, b""], notes=Told(size=1))
    assert done(api.related(gives)) == gives


@both_ends
def test_parts_within_parts(api: End) -> None:
    body = Nest(
        inner=NestInner(picture=b"\r\n--\r\n", count=3),
        items=[Told(size=1), "5", ""],
    )
    got = done(api.nest(body))
    assert got == body
    assert done(api.nest(Nest(inner=NestInner(), items=[]))) == Nest(
        inner=NestInner(), items=[]
    )


FORMS = [
    Filled(code="5", codes=["", "null", "a&b"], place=FilledPlace(x=1), level=None),
    Filled(code='"', level=5),
]


@both_ends
@pytest.mark.parametrize("body", FORMS, ids=repr)
def test_pairs_of_json(api: End, body: Filled) -> None:
    assert done(api.fill(body)) == body


def test_pairs_are_json_on_the_wire() -> None:
    sent: list[bytes] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request.content)
        return httpx2.Response(200, json={"code": "5"})

    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    Client(base_url=URL, http=http).fill(FORMS[0])
    assert sent == [
        (
            b"code=%225%22&codes=%22%22&codes=%22null%22&codes=%22a%26b%22"
            b"&place=%7B%22x%22%3A1%7D&level=null"
        )
    ]


PICTURES = [b"\x89PNG", FilePart(b"GIF" * 50_000, "a", "image/gif"), b"\r\n--"]
TOLD = [
    Told(size=4, kind="application/octet-stream"),
    Told(size=150_000, kind="image/gif"),
    Told(size=4, kind="application/octet-stream"),
]


def test_a_stream_of_parts_without_await() -> None:
    api = Client(base_url=URL, http=sync_wire(APP))
    assert list(api.feed(iter(PICTURES))) == TOLD
    assert list(api.feed([])) == []
    with pytest.raises(ToldListError) as raised:
        api.feed([b""])
    assert raised.value.body == [Told(size=0), Told(size=0, kind="empty")]


def test_a_stream_of_parts_with_await() -> None:
    async def told() -> list[Told]:
        api = AsyncClient(base_url=URL, http=wire(APP))
        return [each async for each in await api.feed(pictures())]

    async def pictures() -> AsyncIterator[bytes]:
        for each in PICTURES:
            yield each

    assert asyncio.run(told()) == TOLD


@both_ends
def test_parts_that_nobody_describes_are_bytes(api: End) -> None:
    assert done(api.bare(b"--x--")) == b"--x--"


def posted(path: str, content: str, kind: str = "multipart/mixed") -> httpx2.Response:
    """Send parts as they are."""
    headers = {"content-type": f"{kind}; boundary=x"}
    body = content.replace("\n", "\r\n").encode()
    return sync_wire(APP).post(URL + path, content=body, headers=headers)


NAMED = "--x\ncontent-disposition: form-data; name="
REFUSED: list[tuple[int, str, str, str]] = [
    (422, "/batches", "multipart/mixed", "--x\n\n{}\n--x--"),
    (
        422,
        "/batches",
        "multipart/mixed",
        '--x\ncontent-type: a/json\n\n{"size":-1}\n--x--',
    ),
    (422, "/batches", "multipart/mixed", "--x--"),
    (400, "/batches", "multipart/mixed", "--x\n\n{}"),
    (
        422,
        "/documents",
        "multipart/related",
        f"{NAMED}page\ncontent-type: a/b\n\na\n--x--",
    ),
    (400, "/documents", "multipart/related", "--x\n\na\n--x--"),
    (422, "/feeds", "multipart/mixed", "--x\ncontent-type: text/plain\n\na\n--x--"),
    (400, "/feeds", "multipart/mixed", "--x\nno header\n\na\n--x--"),
    (
        422,
        "/nests",
        "multipart/form-data",
        (
            f"{NAMED}inner\ncontent-type: multipart/mixed; boundary=y\n\n--y\n"
            'content-disposition: form-data; name="picture"\ncontent-type: a/b\n\na\n--y--\n--x--'
        ),
    ),
]


@pytest.mark.parametrize(("status", "path", "kind", "content"), REFUSED)
def test_wrong_parts_are_refused(
    status: int, path: str, kind: str, content: str
) -> None:
    answer = posted(path, content, kind)
    assert answer.status_code == status, answer.text


def test_a_part_that_states_no_media_type_has_the_documented_one() -> None:
    page = f"{NAMED}page\n\na\n"
    notes = f'{NAMED}notes\n\n{{"size": 2}}\n--x--'
    answer = posted("/documents", page + notes, "multipart/related")
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_parts_arrive_in_pieces(size: int) -> None:
    content = (
        "preamble\r\n--x \t\r\n\r\n\r\n--x\r\n\r\n--xa\r\n--x\r\n\r\na\r\n--x--end"
    )
    content = content.replace("\r\n\r\n", "\r\ncontent-type: image/png\r\n\r\n")
    data = content.encode()
    chunks = [data[at : at + size] for at in range(0, len(data), size)]

    async def arriving() -> AsyncIterator[bytes]:
        for chunk in chunks[:]:
            yield chunk

    async def answered() -> httpx2.Response:
        headers = {"content-type": "multipart/mixed; boundary=x"}
        http = wire(APP)
        return await http.post(f"{URL}/feeds", content=arriving(), headers=headers)

    answer = asyncio.run(answered())
    assert answer.status_code == 400
    assert "empty" in answer.text
