"""Which media type an answer has, by the Accept header of its request (RFC 9110 §12.5.1)."""

from contextlib import nullcontext

import pytest
from test_runtime_server import operation

from agent_harness._runtime.content import Binary, Content, Json, Text
from agent_harness._runtime.negotiation import preferred, require_acceptable, varying
from agent_harness._runtime.operation import Reply
from agent_harness._runtime.problem import Refused

JSON = Json(int)
CSV = Text("text/csv")
PLAIN = Text("text/plain;charset=utf-8")
ANY_IMAGE = Binary("image/*")
SOME: tuple[Content, ...] = (JSON, CSV, PLAIN, ANY_IMAGE)

CASES: list[tuple[str | None, list[Content]]] = [
    (None, [JSON, CSV, PLAIN, ANY_IMAGE]),
    ("*/*", [JSON, CSV, PLAIN, ANY_IMAGE]),
    ("text/csv", [CSV]),
    ("TEXT/CSV", [CSV]),
    ("text/*", [CSV, PLAIN]),
    ("text/*, application/json;q=0.5", [CSV, PLAIN, JSON]),
    ("application/json;q=0.5, text/csv;q=0.8", [CSV, JSON]),
    ("text/csv , application/json", [JSON, CSV]),
    # The closest range has its say.
    ("text/*;q=0.3, text/csv;q=0.7, */*;q=0.1", [CSV, PLAIN, JSON, ANY_IMAGE]),
    ("*/*, text/csv;q=0", [JSON, PLAIN, ANY_IMAGE]),
    ("text/plain;q=0.2, text/plain;charset=utf-8, text/csv;q=0.5", [PLAIN, CSV]),
    ("text/plain;charset=utf-16", []),
    ('text/plain; charset="UTF-8"', [PLAIN]),
    # A documented range is what any of its types asks for.
    ("image/png", [ANY_IMAGE]),
    # What is no range says nothing.
    ("text/csv;q=2, application/json", [JSON]),
    ("text, , ;q=1, /, application/json", [JSON]),
    ('text/plain;a="x,y;z", text/csv', [CSV]),
    ("audio/*", []),
    ("", []),
]


@pytest.mark.parametrize(("accept", "order"), CASES)
def test_contents_by_how_welcome_they_are(
    accept: str | None, order: list[Content]
) -> None:
    last = tuple(each for each in SOME if each not in order)
    assert preferred(SOME, accept, {}) == (*order, *last)


@pytest.mark.parametrize(("accept", "order"), CASES)
def test_nothing_acceptable_is_refused(
    accept: str | None, order: list[Content]
) -> None:
    asked = operation(replies={200: Reply(SOME)})
    if order:
        require_acceptable(asked, accept)
        return
    with pytest.raises(Refused) as refused:
        require_acceptable(asked, accept)
    assert refused.value.problem.status == 406


def test_an_answer_without_a_body_is_always_acceptable() -> None:
    require_acceptable(
        operation(replies={200: Reply((JSON,)), 204: Reply()}), "text/csv"
    )


def test_a_handler_that_names_a_media_type_has_chosen() -> None:
    named = {"Content-Type": "text/csv; header=present"}
    assert preferred(SOME, "application/json", named) == (CSV,)
    assert preferred(SOME, None, {"content-type": "image/gif"}) == (ANY_IMAGE,)
    assert preferred(SOME, None, {"content-type": "audio/ogg"}) == SOME


def test_answers_vary_where_there_is_a_choice() -> None:
    assert varying(SOME) == {"vary": "Accept"}
    assert varying((JSON,)) == {}


def test_a_hostile_header_is_read_in_no_time() -> None:
    for part in ('text/"', ";", ",", "a/b;q=", '"\\"', "a/b,"):
        for length in (9, 600, 60_000):
            assert preferred(SOME, part * length, {}) == SOME


@pytest.mark.parametrize(
    ("offered", "accept", "is_acceptable"),
    [
        ("application/*+json", "application/json", True),
        ("application/*+json", "application/vnd.x+json", True),
        ("application/*+json", "application/*+json", True),
        ("application/vnd.x+json", "application/*+json", True),
        ("application/*+json", "application/vnd.x+xml", False),
        ("application/*+json", "text/json", False),
        ("application/vnd.x+json", "application/vnd.y+json", False),
    ],
)
def test_a_range_may_be_one_of_a_suffix(
    offered: str, accept: str, is_acceptable: bool
) -> None:
    asked = operation(replies={200: Reply((Json(list[int], offered),))})
    expected = nullcontext() if is_acceptable else pytest.raises(Refused)
    with expected:
        require_acceptable(asked, accept)
