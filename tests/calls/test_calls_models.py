"""Models in Python: absent, null and default apart, and types that survive the way there and back."""

import warnings
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import golden_schemas30 as s30
import golden_schemas31 as s31
import httpx2
import pytest
from ends import URL, done
from mirror import ENDS30, ENDS31, put
from pydantic import MISSING, ValidationError


def test_absent_null_and_default_are_three_things() -> None:
    absent = s31.Scalars(text="a", nullable_text=None, constant="fixed")
    null = absent.model_copy(update={"optional_nullable": None})
    assert absent.optional_nullable is MISSING
    for api in ENDS31:
        assert done(api.scalars(absent)).optional_nullable is MISSING
        assert done(api.scalars(null)).optional_nullable is None
        assert (
            done(api.defaults(s31.Defaults(required="b"))).text
            == 'it\'s "quoted" \\ here'
        )
    answer = put("31/defaults", {"null": None, "required": "b"})
    assert answer.json()["null"] is None


def test_what_has_a_default_may_not_be_null() -> None:
    for name in ("text", "behind", "aliased", "list_behind"):
        answer = put("31/defaults", {name: None, "required": "b"})
        assert (answer.status_code, name in answer.text) == (422, True)


def test_defaults_have_the_types_of_their_properties() -> None:
    defaults = s31.Defaults(required="b")
    assert defaults.empty == ""
    assert (defaults.integer, defaults.boolean, defaults.null) == (0, False, None)
    assert (defaults.number, type(defaults.number)) == (1.0, float)
    assert (defaults.list_, defaults.empty_list, defaults.object) == (
        ["a", "b"],
        [],
        {"a": 1},
    )
    assert (defaults.enum, defaults.const) == ("x", "v1")
    assert (defaults.behind, defaults.aliased, defaults.before) == ("a", "a", "b")
    assert (defaults.list_behind, defaults.items_of_it) == (["a"], MISSING)
    assert defaults.list_ is not s31.Defaults(required="b").list_


def test_aliases_are_for_the_wire_and_names_for_python() -> None:
    tree = s31.Tree(by_name={"a": s31.Tree(right=None)})
    assert tree.model_dump(mode="json") == {"byName": {"a": {"right": None}}}
    assert s31.Tree.model_validate({"byName": {}}).by_name == {}


def test_inline_objects_have_names_of_their_own() -> None:
    item = s31.InlineRequestOuterInnerItem(leaf="oak")
    outer = s31.InlineRequestOuter(inner=[item, item])
    body = s31.InlineRequest(outer=outer, map={"a": s31.InlineRequestMapValue(value=1)})
    for api in ENDS31:
        assert done(api.inline(body)).leaves == ["oak", "oak"]


def test_python_values_are_checked_too() -> None:
    with pytest.raises(ValidationError, match="too_long"):
        s31.Scalars(text="abcdef", nullable_text=None, constant="fixed")
    with pytest.raises(ValidationError, match="extra_forbidden"):
        s31.ObjectsClosed.model_validate({"b": 1})


def test_types_of_python_are_those_of_the_formats() -> None:
    everything = s30.Everything(
        id=1,
        label=None,
        day=date(2024, 2, 29),
        moment=datetime(2024, 2, 29, tzinfo=UTC),
        key=UUID(int=1),
    )
    for api in ENDS30:
        assert done(api.everything(everything)) == everything
    scalars = s31.Scalars(
        text="a",
        nullable_text=None,
        constant="fixed",
        time=time(12, 30),
        decimal=Decimal("1.10"),
    )
    for end in ENDS31:
        assert done(end.scalars(scalars)) == scalars


NEWS: list[tuple[str, dict[str, Any]]] = [
    ("an unknown value of an enum", {"level": "middle"}),
    ("an unknown property", {"colour": "red"}),
]


@pytest.mark.parametrize("news", [row[1] for row in NEWS], ids=[row[0] for row in NEWS])
def test_what_the_api_has_learnt_since_is_kept(news: dict[str, Any]) -> None:
    known = {"text": "a", "nullableText": None, "constant": "fixed"}
    api = s31.Client(base_url=URL, http=answering({**known, **news}))
    body = s31.Scalars(text="a", nullable_text=None, constant="fixed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        assert api.scalars(body).model_dump(mode="json") == {**known, **news}


@pytest.mark.parametrize(
    "json",
    [
        {"text": "a", "nullableText": None, "constant": "fixed", "level": "middle"},
        {"text": "a", "nullableText": None, "constant": "fixed", "level": 1},
        {"text": "a", "nullableText": None},
    ],
)
def test_a_strict_client_takes_nothing_but_what_is_described(
    json: dict[str, Any],
) -> None:
    body = s31.Scalars(text="a", nullable_text=None, constant="fixed")
    api = s31.Client(base_url=URL, strict=True, http=answering(json))
    with pytest.raises(s31.UnexpectedResponse, match="not as documented"):
        api.scalars(body)


def test_an_unknown_variant_is_kept_as_plain_json() -> None:
    news = {"mapped": {"shape": "hexagon", "side": 1}}
    found = s31.Client(base_url=URL, http=answering(news)).unions(s31.Unions())
    assert vars(found)["mapped"] == news["mapped"]


def answering(json: Any) -> httpx2.Client:
    """Give what answers every request with the same JSON."""
    return httpx2.Client(
        transport=httpx2.MockTransport(lambda _: httpx2.Response(200, json=json))
    )
