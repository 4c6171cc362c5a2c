"""Files in forms that are read while they are sent: paths, open files and chunks."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
from ends import URL, done, sync_wire, wire
from golden_multipart import (
    AsyncClient,
    Client,
    FilePart,
    Retries,
    UnexpectedResponse,
    Uploaded,
    create_app,
)
from serving import serving

End = Client | AsyncClient
DATA = bytes(range(256)) * 1024


class Forms:
    """Answers with what it got, or with a file that it has not read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def upload(self, body: Uploaded) -> list[str]:
        files = body.files if isinstance(body.files, list) else []
        return [told(each) for each in (body.file, *files)]

    async def back(self, body: Uploaded) -> Uploaded:
        return Uploaded(file=FilePart.from_source(self.path), tags=body.tags)

    async def _same(self, body: Any) -> Any:
        return body

    pairs = either = counts = word = _same


def told(file: object) -> str:
    assert isinstance(file, FilePart)
    return f"{file.filename} {file.content_type} {len(file)} {file == DATA}"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "naïve.bin"
    path.write_bytes(DATA)
    return path


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, path: Path) -> Iterator[End]:
    app = create_app(Forms(path))
    if request.param == "sync":
        with Client(base_url=URL, http=sync_wire(app), retries=0) as client:
            yield client
    else:
        yield AsyncClient(base_url=URL, http=wire(app), retries=0)


def uploaded(file: FilePart, *files: bytes) -> Uploaded:
    return Uploaded(file=file, files=[*files], tags=["a"])


def test_a_path_goes_by_its_name(api: End, path: Path) -> None:
    others = FilePart.from_source(path, "b.txt", "text/plain"), b"plain"
    assert done(api.upload(uploaded(FilePart.from_source(path), *others))) == [
        f"naïve.bin application/octet-stream {len(DATA)} True",
        f"b.txt text/plain {len(DATA)} True",
        "files application/octet-stream 5 False",
    ]


def test_a_path_goes_over_a_socket(path: Path) -> None:
    body = uploaded(FilePart.from_source(path))

    async def awaited() -> list[str]:
        async with AsyncClient(base_url=url) as api:
            return await api.upload(body)

    with serving(create_app(Forms(path))) as url, Client(base_url=url) as api:
        got = [api.upload(body), asyncio.run(awaited())]
    assert got == [[f"naïve.bin application/octet-stream {len(DATA)} True"]] * 2


def test_an_open_file_goes_by_its_name(api: End, path: Path) -> None:
    with path.open("rb") as file:
        got = done(api.upload(uploaded(FilePart.from_source(file))))
    assert got == [f"naïve.bin application/octet-stream {len(DATA)} True"]


def test_what_has_no_name_goes_by_that_of_its_property(api: End) -> None:
    for source in (io.BytesIO(DATA), iter([DATA[:7], DATA[7:]])):
        got = done(api.upload(uploaded(FilePart.from_source(source))))
        assert got == [f"file application/octet-stream {len(DATA)} True"]


def test_chunks_that_are_awaited_need_a_client_that_awaits(api: End) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield DATA[:7]
        yield DATA[7:]

    body = uploaded(FilePart.from_source(chunks(), "a"))
    if isinstance(api, AsyncClient):
        got = asyncio.run(api.upload(body))
        assert got == [f"a application/octet-stream {len(DATA)} True"]
    else:
        with pytest.raises(TypeError, match="needs a client that awaits"):
            api.upload(body)


def test_a_handler_may_answer_with_a_file_that_it_has_not_read(api: End) -> None:
    got = done(api.back(Uploaded(file=b"", tags=["a"])))
    assert told(got.file) == f"naïve.bin application/octet-stream {len(DATA)} True"


def test_no_more_than_a_chunk_is_read_at_once(path: Path) -> None:
    sizes: list[int] = []
    lengths: list[str] = []

    def take(request: httpx2.Request) -> httpx2.Response:
        lengths.append(request.headers["content-length"])
        assert isinstance(request.stream, httpx2.SyncByteStream)
        sizes.extend(len(each) for each in request.stream)
        return httpx2.Response(200, json=[])

    with httpx2.Client(transport=Taking(take)) as http:
        body = uploaded(FilePart.from_source(path))
        Client(base_url=URL, http=http).upload(body)
    assert max(sizes) <= 65_536
    assert lengths == [str(sum(sizes))]


@pytest.mark.parametrize(("lasting", "tries"), [(True, 2), (False, 1)])
def test_a_path_is_read_again_for_another_try(
    path: Path, lasting: bool, tries: int
) -> None:
    sent: list[int] = []

    def busy(request: httpx2.Request) -> httpx2.Response:
        sent.append(len(request.read()))
        return httpx2.Response(503)

    source = path if lasting else iter([DATA])
    with httpx2.Client(transport=Taking(busy)) as http, suppress(UnexpectedResponse):
        api = Client(base_url=URL, http=http, retries=Retries(times=1, first_wait=0))
        body = uploaded(FilePart.from_source(source))
        api.upload(body, options={"idempotency_key": "k"})
    assert len(sent) == tries
    assert min(sent) > len(DATA)


class Taking(httpx2.BaseTransport):
    """Answers a request whose body nobody has read yet."""

    def __init__(self, take: Callable[[httpx2.Request], httpx2.Response]) -> None:
        self._take = take

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return self._take(request)


def test_nothing_but_a_form_takes_it_for_a_value(path: Path) -> None:
    file = FilePart.from_source(path)
    with pytest.raises(ValueError, match="utf-8"):
        Uploaded(file=file, tags=["a"]).model_dump_json()
