"""What is documented for a status."""

import pytest

from agent_harness._runtime.content import Json
from agent_harness._runtime.errors import DocumentedError
from agent_harness._runtime.operation import Operation, Reply, Status, operation


class Failed(DocumentedError[str]):
    """Something that the API documents."""


def reply(name: str) -> Reply:
    """Make a reply that can be told from others."""
    return Reply((Json(str, f"application/{name}"),))


EXACT, RANGE, DEFAULT, FAILURE = (
    reply(name) for name in ("exact", "range", "any", "no")
)


def documented(replies: dict[Status, Reply]) -> Operation[str]:
    """Make an operation with these replies."""
    return Operation(name="op", method="GET", path="/", replies=replies)


@pytest.mark.parametrize(
    ("replies", "status", "expected"),
    [
        ({404: EXACT, "4XX": RANGE, "default": DEFAULT}, 404, EXACT),
        ({404: EXACT, "4XX": RANGE, "default": DEFAULT}, 409, RANGE),
        ({404: EXACT, "4XX": RANGE, "default": DEFAULT}, 500, DEFAULT),
        ({"default": DEFAULT, "4XX": RANGE, 404: EXACT}, 404, EXACT),
        ({"1XX": RANGE}, 101, RANGE),
        ({"2XX": RANGE}, 200, RANGE),
        ({"2XX": RANGE}, 299, RANGE),
        ({"2XX": RANGE}, 300, None),
        ({"3XX": RANGE}, 304, RANGE),
        ({"5XX": RANGE}, 599, RANGE),
        ({"default": DEFAULT}, 600, DEFAULT),
        ({"default": DEFAULT}, 99, DEFAULT),
        ({"5XX": RANGE}, 600, None),
        ({404: EXACT}, 405, None),
        ({201: EXACT}, 204, None),
        ({404: Reply(error=Failed)}, 204, Reply()),
        ({404: Reply(error=Failed)}, 404, Reply(error=Failed)),
        ({404: Reply(error=Failed)}, 500, None),
        ({}, 200, Reply()),
        ({200: Reply()}, 200, Reply()),
        ({}, 300, None),
    ],
)
def test_itself_its_range_or_the_default(
    replies: dict[Status, Reply], status: int, expected: Reply | None
) -> None:
    assert documented(replies).reply(status) == expected


def test_what_a_handler_can_return() -> None:
    failure = Reply((Json(str),), error=Failed)
    made = documented(
        {"default": failure, 201: EXACT, "2XX": RANGE, 404: failure, "3XX": DEFAULT}
    )
    assert made.successes == ((201, EXACT), (200, RANGE), (300, DEFAULT))
    assert documented({"default": DEFAULT}).successes == ((200, DEFAULT),)
    assert documented({404: failure}).successes == ()


def test_an_operation_is_made_when_it_is_used_and_once() -> None:
    made: list[Operation[str]] = []

    @operation
    def list_pets() -> Operation[str]:
        made.append(documented({}))
        return made[-1]

    assert not made
    assert list_pets() is list_pets()
    assert len(made) == 1
