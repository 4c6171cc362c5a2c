"""Forms in parts and in pairs: files keep their names, and what no form says is not sent."""

from collections.abc import Callable, Mapping
from typing import Any

import httpx2
import pytest
from ends import URL, done, sync_wire, wire
from golden_multipart import (
    AsyncClient,
    Circle,
    Client,
    FilePart,
    Note,
    Pairs,
    PairsSpread,
    Square,
    Uploaded,
    UploadedPoint,
    create_app,
)

End = Client | AsyncClient
BYTES = bytes(range(256))


class Forms:
    """Answers with what it got, or tells of the files."""

    async def upload(self, body: Uploaded) -> list[str]:
        files = body.files if isinstance(body.files, list) else []
        return [_told(each) for each in (body.file, *files, body.picture)]

    async def _same(self, body: Any) -> Any:
        return body

    back = pairs = either = counts = word = _same


def _told(file: object) -> str:
    if not isinstance(file, FilePart):
        return type(file).__name__
    return f"{file.filename} {file.content_type} {len(file)}"


APP = create_app(Forms())
ENDS: list[End] = [
    Client(base_url=URL, http=sync_wire(APP)),
    AsyncClient(base_url=URL, http=wire(APP)),
]


@pytest.mark.parametrize("api", ENDS, ids=["sync", "async"])
def test_files_keep_their_names(api: End) -> None:
    body = Uploaded(
        file=FilePart(BYTES, 'naïve "\\".txt\r\n', "text/csv; charset=utf-8"),
        files=[FilePart(b"\r\n--", "../etc/passwd"), b"plain", FilePart(b"", "")],
        picture=FilePart(b"\x89PNG", "pixel", "image/gif"),
        tags=["a"],
    )
    assert done(api.upload(body)) == [
        'naïve "\\".txt\r\n text/csv; charset=utf-8 256',
        "../etc/passwd application/octet-stream 4",
        "files application/octet-stream 5",
        " application/octet-stream 0",
        "pixel image/gif 4",
    ]


@pytest.mark.parametrize("api", ENDS, ids=["sync", "async"])
def test_files_in_answers_keep_their_names(api: End) -> None:
    sent = Uploaded(file=FilePart(b"a", "ü.txt", "text/plain"), tags=["a", ""])
    got = done(api.back(sent))
    assert got == sent
    assert _told(got.file) == "ü.txt text/plain 1"


@pytest.mark.parametrize("api", ENDS, ids=["sync", "async"])
def test_a_file_of_a_documented_type(api: End) -> None:
    told = done(api.upload(Uploaded(file=b"a", picture=b"b", tags=["a"])))
    assert told == ["file application/octet-stream 1", "picture image/png 1"]


PARTS = [
    Uploaded(file=b"", tags=["null", "5"], caption="null", label='"5"', level=None),
    Uploaded(file=b"a", tags=["a"], rows=[["b"], [], ["c", "d"]], sizes=[1, 2]),
    Uploaded(file=b"a", tags=["a"], notes=[Note(text="")], note=None),
    Uploaded(file=b"a", tags=["a"], note=Note(text="ü"), either=[1, 2]),
    Uploaded(file=b"a", tags=["a"], point=UploadedPoint(x=1), either=True),
    Uploaded(file=b"a", tags=["a"], either=[1], level=5),
]


@pytest.mark.parametrize("body", PARTS, ids=repr)
@pytest.mark.parametrize("api", ENDS, ids=["sync", "async"])
def test_values_in_parts(api: End, body: Uploaded) -> None:
    assert done(api.back(body)) == body


@pytest.mark.parametrize("api", ENDS, ids=["sync", "async"])
def test_what_may_be_absent_is_left_out(api: End) -> None:
    body = Uploaded(file=b"a", tags=["a"], picture=None, caption=None, rows=[])
    assert done(api.back(body)) == Uploaded(file=b"a", tags=["a"])
    pairs = Pairs(tags=["a"], names=[], nickname=None)
    assert done(api.pairs(pairs)) == Pairs(tags=["a"])


PAIRS = [
    Pairs(tags=[""], url="https://a/b?c=d&e=f,g#h i+j%20", level=None),
    Pairs(tags=["a,b"], rows=[["b"], []], names=["null"], nickname="null", level=0),
    Pairs(tags=["a"], spread=PairsSpread(x=1, y=-2)),
]


@pytest.mark.parametrize("body", PAIRS, ids=repr)
@pytest.mark.parametrize("api", ENDS, ids=["sync", "async"])
def test_values_in_pairs(api: End, body: Pairs) -> None:
    assert done(api.pairs(body)) == body


@pytest.mark.parametrize("api", ENDS, ids=["sync", "async"])
def test_other_schemas_of_forms(api: End) -> None:
    for either in (Circle(radius=1.5), Square(side=2, grey=True)):
        assert done(api.either(either)) == either
    assert done(api.counts({"a": 1, 'b"\\[]=': -2})) == {"a": 1, 'b"\\[]=': -2}
    assert done(api.word("a=b")) == "a=b"


REFUSED: list[tuple[str, Callable[[End], Any]]] = [
    ("'tags'", lambda api: api.upload(Uploaded(file=b"a", tags=[]))),
    ("'tags'", lambda api: api.pairs(Pairs(tags=[]))),
    (
        "media type",
        lambda api: api.upload(Uploaded(file=FilePart(b"", "a", "a\r\nb"), tags=["a"])),
    ),
]


@pytest.mark.parametrize(("name", "call"), REFUSED)
@pytest.mark.parametrize("api", ENDS, ids=["sync", "async"])
def test_what_no_form_says_is_not_sent(
    api: End, name: str, call: Callable[[End], Any]
) -> None:
    with pytest.raises(ValueError, match=name):
        done(call(api))


def posted(
    path: str, content: bytes, media_type: str = "multipart/form-data; boundary=x"
) -> httpx2.Response:
    """Send bytes as they are."""
    headers: Mapping[str, str] = {"content-type": media_type}
    return sync_wire(APP).post(URL + path, content=content, headers=headers)


def part(head: str, content: str = "a") -> str:
    return f"--x\r\ncontent-disposition: form-data; {head}\r\n\r\n{content}\r\n"


END = "--x--\r\n"
TAGS = part("name=tags")
LENIENT = [
    "preamble\r\n" + part('name="file"; filename="file"') + TAGS + END + "epilogue",
    part("name=file;filename=file").replace("--x", "--x \t", 1) + TAGS + "--x--",
    part("name=other; name*=UTF-8''file; filename=\"b\"; filename*=utf-8'en'file")
    + TAGS
    + END,
    part('name="file";\r\n filename="file"') + TAGS + END,
]


@pytest.mark.parametrize("content", LENIENT)
def test_parts_as_others_write_them(content: str) -> None:
    answer = posted("/uploads", content.encode())
    assert answer.status_code == 200, answer.text
    assert answer.json()[0].startswith("file ")


MALFORMED = [
    "",
    "a",
    part("name=file"),
    f"--x\r\n\r\na\r\n{END}",
    part("filename=file") + END,
    "--x\r\nno header\r\n\r\na\r\n" + END,
    part("name=file\r\ncontent-transfer-encoding: base64") + END,
    part("name*=no-charset''%ff") + END,
]


@pytest.mark.parametrize("content", MALFORMED, ids=lambda each: each[:40])
def test_what_is_no_form_is_refused(content: str) -> None:
    answer = posted("/uploads", content.encode())
    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] == "malformed-body"


TOO_LARGE = [f"--x\r\nx: {'a' * 20_000}\r\n\r\n{END}", part("name=tags") * 1001 + END]


@pytest.mark.parametrize("content", TOO_LARGE, ids=["headers", "parts"])
def test_what_is_too_much_for_a_form_is_refused(content: str) -> None:
    answer = posted("/uploads", content.encode())
    assert answer.status_code == 413, answer.text
    assert answer.json()["code"] == "content-too-large"


@pytest.mark.parametrize("boundary", ["", "; boundary=", "; boundary=" + "x" * 71])
def test_a_form_without_boundary_is_refused(boundary: str) -> None:
    answer = posted("/uploads", b"--x--", f"multipart/form-data{boundary}")
    assert answer.status_code == 400
