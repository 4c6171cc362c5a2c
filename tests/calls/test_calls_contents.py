"""Media types: a body comes over as it is, in the media type that carries it."""

import inspect
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from echo import APP, ERRORS
from ends import URL, done, sync_wire, wire
from golden_contents import (
    ApiError,
    AsyncClient,
    Client,
    Form,
    FormDeep,
    MultipartRequest,
    Note,
)

End = Client | AsyncClient


ENDS: list[End] = [
    Client(base_url=URL, http=sync_wire(APP)),
    AsyncClient(base_url=URL, http=wire(APP)),
]
BYTES = bytes(range(256))

SAME: list[tuple[Callable[[End, Any], Any], list[Any]]] = [
    (lambda api, body: api.text(body), ["", "a", "ü\r\n\0🙂", '"quoted"']),
    (lambda api, body: api.binary(body), [b"", b"\0", BYTES]),
    (lambda api, body: api.several(body), [Note(text="ü"), "text", "", BYTES, b""]),
    (lambda api, body: api.picture(body), [b"", BYTES]),
    (lambda api, body: api.anything(body), [b"", BYTES]),
    (
        lambda api, body: api.any_json(body),
        [None, True, 0, -1.5, "", "ü", [], {}, {"a": [None, {"b": 1}]}],
    ),
    (lambda api, body: api.any_schema(body), [Note(text="")]),
    (lambda api, body: api.vendor(body), [Note(text="ü")]),
    (lambda api, body: api.optional(body), [None, Note(text="a")]),
    (lambda api, body: api.scalar(body), [None, 0, -(2**70)]),
    (lambda api, body: api.list_of_notes(body), [[], [Note(text="a"), Note(text="b")]]),
]


@pytest.mark.parametrize(("call", "bodies"), SAME)
def test_a_body_comes_over_as_it_is(
    call: Callable[[End, Any], Any], bodies: list[Any]
) -> None:
    for api in ENDS:
        for body in bodies:
            assert done(call(api, body)) == body


FORMS = [
    Form(text=""),
    Form(text="a b&c=d+%ü\n", number=-1, flag=False, day=date(2024, 2, 29)),
    Form(text="null", many=["a,b", "c"], joined=[3, 2, 1]),
    Form(text="5", note=Note(text="a&b"), deep=FormDeep(a="x y", b=5)),
]


@pytest.mark.parametrize("form", FORMS, ids=repr)
def test_a_form_comes_over(form: Form) -> None:
    for api in ENDS:
        assert done(api.form(form)) == form


PARTS = [
    MultipartRequest(file=b""),
    MultipartRequest(file=BYTES, files=[b"a\r\nb\n\rc", b"--", b"\r\n"]),
    MultipartRequest(file=b"\r\n--x\r\n", text='ü\r\n"', number=-5),
    MultipartRequest(file=b"x", picture=b"\x89PNG", flags=[True, False]),
    MultipartRequest(file=b"x", note=Note(text="a\nb"), text=""),
]


@pytest.mark.parametrize("parts", PARTS, ids=repr)
def test_parts_come_over(parts: MultipartRequest) -> None:
    for api in ENDS:
        seen = done(api.multipart(parts))
        assert seen == {name: repr(value) for name, value in parts}


def test_methods_of_every_kind() -> None:
    for api in ENDS:
        for call in (api.nothing, api.head_of_nothing, api.copy_nothing):
            assert inspect.iscoroutinefunction(call) is isinstance(api, AsyncClient)
            assert done(call()) is None
        assert done(api.query_nothing(Note(text="!"))) == "QUERY !"


@pytest.mark.parametrize("name", ERRORS)
def test_errors_have_media_types_too(name: str) -> None:
    for api in ENDS:
        with pytest.raises(ApiError) as raised:
            done(api.vendor(Note(text=name)))
        assert type(raised.value) is type(ERRORS[name])
        assert raised.value.args[:2] == (ERRORS[name].status, ERRORS[name].body)
