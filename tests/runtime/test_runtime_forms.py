"""Forms: what is written can be read, by us and by others, and nothing breaks out of its part."""

import random
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from typing import cast
from urllib.parse import parse_qsl

import pytest
from pydantic import Field, ValidationError

from agent_harness._runtime.forms import Form
from agent_harness._runtime.model import Model
from agent_harness._runtime.multipart import Multipart
from agent_harness._runtime.parts import Malformed


class Details(Model):
    """What a form can hold."""

    name: str
    age: int = 0
    weight: float | None = None
    born: datetime | None = None
    tags: list[str] = Field(default_factory=list[str])
    sizes: list[int] = Field(default_factory=list[int])
    more: dict[str, int] = Field(default_factory=dict[str, int])


class Upload(Details):
    """What a form of parts can hold."""

    file: bytes
    files: list[bytes] = Field(default_factory=list[bytes])


FORM = Form(Details)
PARTS = Multipart(Upload)
DAY = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class Dice(random.Random):
    """Throws the same on every run, by its seed."""

    def text(self) -> str:
        """Give text that is hard on whoever splits lines."""
        return "".join(self.choices('a-=&+%;"\\\r\n\0é\x85\u2028\U0001f916 ', k=8))

    def data(self) -> bytes:
        """Give bytes that look like a boundary, or don't."""
        return bytes(self.choices(b"\r\n-a\0\xff\x85\x1c", k=self.randint(0, 9)))


def details(dice: Dice) -> dict[str, object]:
    """Give the values of every property."""
    return {
        "name": dice.text(),
        "age": dice.randint(-9, 9),
        "weight": dice.choice([None, 0.5, -1e9]),
        "born": dice.choice([None, DAY]),
        "tags": [dice.text() for _ in range(dice.randint(0, 3))],
        "sizes": [dice.randint(-9, 9) for _ in range(dice.randint(0, 3))],
        "more": {dice.text(): 1},
    }


def test_pairs_there_and_back() -> None:
    dice = Dice("pairs")
    for _ in range(300):
        value = Details.model_validate(details(dice))
        data, media_type = FORM.encode(value)
        assert FORM.decode(data, media_type, strict=True) == value


def test_parts_there_and_back() -> None:
    dice = Dice("parts")
    for _ in range(60):
        files = [dice.data() for _ in range(dice.randint(0, 3))]
        more = {"file": dice.data(), "files": files}
        value = Upload.model_validate({**details(dice), **more})
        data, media_type = PARTS.encode(value)
        assert PARTS.decode(data, media_type, strict=True) == value


def test_pairs_as_others_read_them() -> None:
    value = Details(name="a&b=ü", age=5, tags=["x y", "+"], more={"a": 1})
    data, media_type = FORM.encode(value)
    assert media_type == "application/x-www-form-urlencoded"
    assert parse_qsl(data.decode(), strict_parsing=True) == [
        ("name", "a&b=ü"),
        ("age", "5"),
        ("weight", "null"),
        ("born", "null"),
        ("tags", "x y"),
        ("tags", "+"),
        ("more", '{"a":1}'),
    ]


def test_pairs_as_others_write_them() -> None:
    data = b"name=a+b%21&age=5&tags=x&tags=&unknown=7&%6Eame=last&&=&flag"
    found: Details = FORM.decode(data, "", strict=True)
    assert (found.name, found.age, found.tags) == ("last", 5, ["x", ""])
    assert found.model_extra == {"unknown": "7", "": "", "flag": ""}


def test_styles_of_properties() -> None:
    styles = Form(
        Details,
        styles={"sizes": ("pipeDelimited", False), "more": ("deepObject", True)},
    )
    value = Details(name="a", sizes=[1, 2], more={"b": 3})
    data, media_type = styles.encode(value)
    assert b"sizes=1%7C2" in data
    assert b"more%5Bb%5D=3" in data
    assert styles.decode(data, media_type, strict=True) == value


@pytest.mark.parametrize(
    "data",
    [b"", b"age=5", b"name=a&age=x", b"name=a&sizes=1&sizes=x", b"name=a&more=1"],
)
def test_pairs_that_are_not_as_documented(data: bytes) -> None:
    with pytest.raises(ValidationError):
        FORM.decode(data, "", strict=True)


def parts(data: bytes, media_type: str) -> list[tuple[str, str | None, str, bytes]]:
    """Read parts as a mail program does."""
    head = f"content-type: {media_type}\r\n\r\n".encode()
    message = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + data)
    assert not message.defects
    return [
        (
            str(part.get_param("name", header="content-disposition")),
            part.get_filename(),
            part.get_content_type(),
            cast("bytes", part.get_payload(decode=True)),
        )
        for part in message.iter_parts()
    ]


def test_parts_as_others_read_them() -> None:
    types = Multipart(Upload, content_types={"file": "image/png"})
    value = Upload(name="ü", file=b"\xff", files=[b"a", b"b"], more={"a": 1})
    found = parts(*types.encode(value))
    assert ("name", None, "text/plain", "ü".encode()) in found
    assert ("more", None, "application/json", b'{"a":1}') in found
    assert ("file", "file", "image/png", b"\xff") in found
    assert [each[3] for each in found if each[0] == "files"] == [b"a", b"b"]


def test_no_name_breaks_out_of_its_part() -> None:
    name = 'a"\r\n\r\nb; name="c'
    mapping = Multipart(dict[str, bytes])
    data, media_type = mapping.encode({name: b"x"})
    assert len(parts(data, media_type)) == 1
    assert b"\r\n\r\nb" not in data


def part(head: str, content: str = "a") -> bytes:
    """Write one part by hand."""
    return f"--x\r\n{head}\r\n\r\n{content}\r\n--x--\r\n".encode()


NAME = 'content-disposition: form-data; name="name"'
FILE = 'content-disposition: form-data; name="file"'


def test_parts_as_others_write_them() -> None:
    first = part(NAME).removesuffix(b"--x--\r\n")
    whole = first + part(FILE + '; filename="é.png"\r\ncontent-type: x/y')
    found: Upload = PARTS.decode(
        whole, 'multipart/form-data; boundary="x"', strict=True
    )
    assert (found.name, found.file) == ("a", b"a")


@pytest.mark.parametrize("media_type", ["multipart/form-data", "x; boundary=x", ""])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"--x--",
        b"--x\r\n",
        b"--y--",
        b"\xff",
        part(NAME),
        part("content-disposition"),
        part("content-type: \xff"),
        part(f"{FILE}\r\ncontent-transfer-encoding: base64", "!"),
        part("content-disposition: form-data; name*=utf-8''%ff"),
    ],
)
def test_parts_that_are_not_as_documented(data: bytes, media_type: str) -> None:
    with pytest.raises((Malformed, ValidationError)):
        PARTS.decode(data, media_type, strict=True)
