"""Null by `allOf`: valid where every part takes it, refused where one does not."""

from typing import Any

import golden_nullable_parts
import pytest
from golden_nullable_parts import models
from judged import Judged

API = Judged(golden_nullable_parts)

KEPT: list[tuple[str, Any]] = [
    ("annotated", None),
    ("annotated", {"day": "Monday"}),
    ("inline", None),
    ("inline", {"day": "Monday"}),
    ("alone", None),
    ("both", None),
    ("both", {"day": "Monday", "hour": 1}),
    ("beside", None),
    ("beside", {"day": "Monday", "place": "here"}),
    ("one", {"day": "Monday", "name": "Ada"}),
    ("oneInline", {"day": "Monday", "place": "here"}),
    ("outside", None),
    ("outside", {"name": "Ada", "place": "here"}),
    ("text", None),
    ("text", "abc"),
    ("textOnly", "abc"),
    ("either", None),
    ("either", {"name": "Ada"}),
    ("neither", {"day": "Monday", "hour": "one"}),
]

REFUSED: list[tuple[str, Any]] = [
    ("annotated", {}),
    ("both", {"hour": 1}),
    ("beside", {"day": "Monday", "place": 1}),
    ("one", None),
    ("oneInline", None),
    ("text", "abcd"),
    ("textOnly", None),
    ("either", {"name": "Ada", "day": "Monday"}),
    # Valid by both.
    ("neither", None),
]


@pytest.mark.parametrize(("field", "value"), KEPT)
def test_what_every_part_takes_is_kept(field: str, value: Any) -> None:
    assert API.keeps({field: value})


@pytest.mark.parametrize(("field", "value"), REFUSED)
def test_what_one_part_refuses_is_refused(field: str, value: Any) -> None:
    assert API.put({field: value}).status_code == 422


def test_a_class_open_to_null_is_a_class_still() -> None:
    assert issubclass(models.Both, models.Window)
    assert issubclass(models.Both, models.Slot)
    assert models.All(both=None).both is None
