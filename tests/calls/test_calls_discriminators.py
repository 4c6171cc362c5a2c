"""Unions with a discriminator: each tag leads to its member, and any other is refused."""

from typing import Any

import golden_discriminators as api
import httpx2
import pytest
from ends import URL, done, sync_wire, wire
from golden_discriminators import models
from golden_discriminators.api import DefaultApi
from pydantic import ValidationError
from starlette.applications import Starlette


class Echo:
    """Answers with what it got."""

    async def unions(self, body: models.Unions) -> models.Unions:
        return body


HANDLER: DefaultApi = Echo()
APP: Starlette = api.create_app(HANDLER)
ENDS: list[api.Client | api.AsyncClient] = [
    api.Client(base_url=URL, http=sync_wire(APP)),
    api.AsyncClient(base_url=URL, http=wire(APP)),
]


def put(json: Any) -> Any:
    with sync_wire(APP) as http:
        return http.put("/unions", json=json)


@pytest.mark.parametrize(
    ("field", "value", "member"),
    [
        ("implicit", {"kind": "a-cat", "lives": 9}, models.ACat),
        ("implicit", {"kind": "Dog"}, models.Dog),
        ("partial", {"kind": "bus"}, models.Bus),
        ("partial", {"kind": "Tram"}, models.Tram),
        ("several", {"kind": "red"}, models.Red),
        ("several", {"kind": "crimson"}, models.Red),
        ("several", {"kind": "blue"}, models.Blue),
        ("enumerated", {"kind": "one"}, models.Few),
        ("enumerated", {"kind": "two"}, models.Few),
        ("enumerated", {"kind": "ten"}, models.Many),
        ("nested", {"kind": "crimson"}, models.Red),
        ("nested", {"kind": "none"}, models.NoneModel),
        ("nullable", {"kind": "red"}, models.Red),
        ("nullable", None, type(None)),
        ("inherited", {"type": "car", "doors": 4, "wheels": 4}, models.Car),
        ("inherited", {"type": "bike"}, models.Bike),
        ("base", {"type": "boat", "wheels": 0}, models.Vehicle),
        ("shared", {"kind": "same", "left": "a"}, models.Same1),
        ("shared", {"kind": "same", "right": "a"}, models.Same2),
        ("used", {"__type": "delta", "next": {"__type": "Cron"}}, models.Delta),
        ("used", {"__type": "Cron", "line": "a"}, models.Cron),
        ("again", {"__type": "delta"}, models.Delta),
        ("alone", {"__type": "anything", "days": 1}, models.Delta),
        ("whole", {"kind": "Whole", "right": "a"}, models.WholeRight),
        ("whole", {"kind": "Part", "left": "a"}, models.Part),
        ("itself", {"kind": "anything", "left": "a"}, models.WholeLeft),
        ("inline", [{"kind": "x"}, {"kind": "z"}], list),
    ],
)
def test_a_tag_leads_to_its_member(field: str, value: Any, member: type) -> None:
    answer = put({field: value})
    assert (answer.status_code, answer.json()) == (200, {field: value})
    body = models.Unions.model_validate({field: value})
    assert isinstance(getattr(body, field), member)
    for end in ENDS:
        assert done(end.unions(body)) == body


def test_an_unknown_variant_of_an_answer_is_kept_and_sent_on() -> None:
    news = {
        "several": {"kind": "green", "shade": 5},
        "nullable": None,
        "used": {"__type": "hourly", "hours": 1},
    }
    answering = httpx2.MockTransport(lambda _: httpx2.Response(200, json=news))
    behind = api.AsyncClient(base_url=URL, http=httpx2.AsyncClient(transport=answering))
    with sync_wire(api.create_app(behind, response_checks="off")) as http:
        answer = http.put("/unions", json={})
    assert (answer.status_code, answer.json()) == (200, news)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("implicit", {"kind": "ACat"}),
        ("partial", {"kind": "Bus"}),
        ("several", {"kind": "green"}),
        ("enumerated", {"kind": "Few"}),
        ("nested", {"kind": "Several"}),
        ("nullable", {"kind": "green"}),
        ("inherited", {"type": "boat"}),
        ("inherited", {"type": "car", "doors": "four"}),
        ("shared", {"kind": "other", "left": "a"}),
        # Valid by both: the tag that they share tells nothing apart.
        ("shared", {"kind": "same", "left": "a", "right": "b"}),
        ("inline", [{"kind": "w"}]),
        ("used", {"__type": "anything"}),
        ("used", {"__type": "Cron", "line": 1}),
        ("used", {}),
        ("alone", {}),
        ("whole", {"kind": "anything", "left": "a"}),
        ("whole", {"kind": "Whole"}),
        ("alone", {"__type": "delta", "next": {"__type": "anything"}}),
        ("implicit", {}),
    ],
)
def test_any_other_is_refused(field: str, value: Any) -> None:
    assert put({field: value}).status_code == 422


def test_a_tag_of_another_member_is_no_value_of_a_union() -> None:
    alone = models.Cron(field__type="anything")
    assert models.Unions(again=models.Cron(field__type="Cron")).again is not None
    for wrong in (alone, models.Cron(field__type="delta")):
        with pytest.raises(ValidationError, match="again"):
            models.Unions(again=wrong)
