"""Bodies: what carries a value, what is meant by a media type, and what does not fit."""

from typing import Annotated, Any

import pytest
from pydantic import MISSING, Field, TypeAdapter, ValidationError

from agent_harness._runtime.content import Binary, Content, Json, Text, choose, matching
from agent_harness._runtime.model import Model

TYPE = "application/json"
JSON = Json(dict[str, int])
PROBLEM = Json(dict[str, str], "application/problem+json")
TEXT = Text()
IMAGE = Binary("image/*")
ANY = Binary("*/*")
VERSION = Json(list[int], "application/vnd.x+json; version=1")
ANY_JSON = Json(list[int], "application/*+json")


@pytest.mark.parametrize(
    ("media_type", "contents", "expected"),
    [
        ("application/json", [JSON, PROBLEM], JSON),
        ("application/problem+json", [JSON, PROBLEM], PROBLEM),
        ("application/json; charset=utf-8", [JSON], JSON),
        (" Application/JSON ;charset=utf-8", [JSON], JSON),
        ("application/vnd.x+json; version=1", [JSON, VERSION], VERSION),
        ("text/plain", [ANY, TEXT], TEXT),
        ("image/png", [ANY, IMAGE, TEXT], IMAGE),
        ("image/png", [Binary("image/png"), IMAGE], Binary("image/png")),
        ("audio/ogg", [TEXT, IMAGE, ANY], ANY),
        ("audio/ogg", [TEXT, IMAGE], None),
        ("application/json-seq", [JSON], None),
        ("text/html", [TEXT], None),
        ("", [JSON, TEXT], None),
        ("", [JSON, ANY], ANY),
        ("json", [JSON], None),
        ("image", [IMAGE], IMAGE),
        ("application/json", [], None),
        ("application/json", [ANY_JSON, JSON], JSON),
        ("application/json", [ANY, ANY_JSON], ANY_JSON),
        ("application/vnd.x+json; version=1", [JSON, ANY_JSON], ANY_JSON),
        ("application/vnd.x+xml", [ANY_JSON], None),
        ("text/json", [ANY_JSON], None),
    ],
)
def test_a_media_type_by_itself_its_range_or_any(
    media_type: str, contents: list[Content], expected: Content | None
) -> None:
    assert matching(tuple(contents), media_type) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [({"a": 1}, JSON), ({"a": "b"}, PROBLEM), ("a", TEXT), (b"a", ANY), (None, JSON)],
)
def test_the_content_that_carries_a_value(value: object, expected: Content) -> None:
    assert choose((JSON, PROBLEM, TEXT, ANY), value) == expected


def test_the_only_content_is_not_asked() -> None:
    assert choose((TEXT,), b"bytes") == TEXT


class Pet(Model):
    """As models are generated."""

    name: Annotated[str, Field(min_length=1)]
    nick_name: Annotated[str | None | MISSING, Field(alias="nickName")] = MISSING
    age: int = 1


PET = Json(Pet)


@pytest.mark.parametrize(
    ("pet", "data"),
    [
        (Pet(name="a"), b'{"name":"a","age":1}'),
        (Pet(name="a", nick_name=None), b'{"name":"a","nickName":null,"age":1}'),
        (Pet(name="a", nick_name="b", age=2), b'{"name":"a","nickName":"b","age":2}'),
        (
            Pet.model_validate({"name": "ü", "x": [{}]}),
            b'{"name":"\xc3\xbc","age":1,"x":[{}]}',
        ),
    ],
)
def test_models_there_and_back(pet: Pet, data: bytes) -> None:
    assert PET.encode(pet) == (data, TYPE)
    for strict in (True, False):
        back: Pet = PET.decode(data, TYPE, strict=strict)
        assert back == pet
        assert back.nick_name is pet.nick_name or back.nick_name == pet.nick_name


def test_json_is_spelled_as_the_api_does() -> None:
    pet: Pet = PET.decode(b'{"nick_name":"b","name":"a"}', TYPE, strict=True)
    assert pet.nick_name is MISSING
    assert pet.model_extra == {"nick_name": "b"}


@pytest.mark.parametrize("strict", [True, False])
def test_limits_are_limits(strict: bool) -> None:
    with pytest.raises(ValidationError):
        PET.decode(b'{"name":""}', TYPE, strict=strict)
    with pytest.raises(ValidationError):
        Json(Annotated[int, Field(ge=1)]).decode(b"0", TYPE, strict=strict)


def test_strictly_a_string_is_no_number() -> None:
    pet: Pet = PET.decode(b'{"name":"a","age":"5"}', TYPE, strict=False)
    assert pet.age == 5
    with pytest.raises(ValidationError):
        PET.decode(b'{"name":"a","age":"5"}', TYPE, strict=True)


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (PET, {"name": "a"}),
        (PET, "a"),
        (Json(int), "5"),
        (Json(list[int]), ["5"]),
        (JSON, {"a": "b"}),
    ],
)
def test_a_value_of_another_type_is_not_written(content: Json, value: object) -> None:
    with pytest.raises(ValueError, match="Expected"):
        content.encode(value)


def test_text_and_bytes() -> None:
    assert TEXT.encode("é") == ("é".encode(), "text/plain; charset=utf-8")
    assert TEXT.decode("é".encode(), "text/plain", strict=True) == "é"
    assert TEXT.decode(b"\xe9", "text/plain", strict=False) == "\ufffd"
    with pytest.raises(UnicodeDecodeError):
        TEXT.decode(b"\xe9", "text/plain", strict=True)
    assert ANY.decode(b"\xff\0", "audio/ogg", strict=True) == b"\xff\0"
    assert [TEXT.accepts(value) for value in ("a", b"a", None)] == [True, False, False]
    assert [ANY.accepts(value) for value in ("a", b"a", None)] == [False, True, False]


@pytest.mark.parametrize(
    ("media_type", "sent"),
    [
        ("image/png", "image/png"),
        ("image/*", "application/octet-stream"),
        ("*/*", "application/octet-stream"),
        ("image/*+xml", "image/xml"),
    ],
)
def test_a_range_cannot_be_sent(media_type: str, sent: str) -> None:
    assert Binary(media_type).encode(b"a") == (b"a", sent)


@pytest.mark.parametrize(
    ("media_type", "sent"),
    [
        ("*/*", "application/json"),
        ("application/*+json", "application/json"),
        ("text/*+json", "text/json"),
        ("application/vnd.x+json", "application/vnd.x+json"),
    ],
)
def test_json_has_a_media_type_where_only_a_range_is_documented(
    media_type: str, sent: str
) -> None:
    assert Json(list[int], media_type).encode([1]) == (b"[1]", sent)
    assert Text("application/*+xml").encode("a")[1] == "application/xml; charset=utf-8"


def test_an_adapter_is_made_when_it_is_needed_and_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[Any] = []

    def noted(type_: Any) -> TypeAdapter[Any]:
        made.append(type_)
        return TypeAdapter(type_)

    monkeypatch.setattr("agent_harness._runtime.content.adapter_of", noted)
    content = Json(int)
    assert not made
    assert content.decode(b"5", TYPE, strict=True) == 5
    assert content.encode(6) == (b"6", TYPE)
    assert made == [int]


@pytest.mark.parametrize(
    ("content", "value"),
    [(Text(), None), (Text(), b"a"), (Binary(), 5), (Binary(), "a")],
)
def test_what_is_no_text_or_no_bytes_is_not_written(
    content: Text | Binary, value: object
) -> None:
    with pytest.raises(TypeError, match="Expected"):
        content.encode(value)
