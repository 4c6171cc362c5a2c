"""What only requests or only responses have: neither is refused by a check for both."""

from typing import Any

import pytest

from bothends.fidelity.residue import Residues
from bothends.fidelity.whole import UnsayableError, Wholes

SECRET = {"properties": {"secret": {"writeOnly": True}}, "required": ["secret"]}
COMPONENTS = {"Secret": SECRET, "Loop": {"$ref": "#/components/schemas/Loop"}}
REFERENCE = {"$ref": "#/components/schemas/Secret"}
PLAIN: dict[str, Any] = {"required": ["name"]}


@pytest.mark.parametrize("member", [SECRET, REFERENCE, {"allOf": [REFERENCE]}])
def test_alternatives_that_a_way_tells_apart_may_both_hold(member: Any) -> None:
    held = Wholes(COMPONENTS).of({"oneOf": [PLAIN, member]})
    assert isinstance(held, dict)
    assert list(held) == ["anyOf"]


def test_both_unions_hold() -> None:
    schema = {"anyOf": [PLAIN, True], "oneOf": [PLAIN, SECRET]}
    held = Wholes(COMPONENTS).of(schema)
    assert isinstance(held, dict)
    assert [list(part) for part in held["allOf"]] == [["anyOf"], ["anyOf"]]


@pytest.mark.parametrize("member", [True, {"$ref": "#/components/schemas/Loop"}])
def test_other_alternatives_exclude_each_other(member: Any) -> None:
    held = Wholes(COMPONENTS).of({"oneOf": [PLAIN, member]})
    assert isinstance(held, dict)
    assert list(held) == ["oneOf"]


def test_what_must_not_hold_for_one_way_is_reported_as_lost() -> None:
    with pytest.raises(UnsayableError, match="only requests or only responses"):
        Wholes(COMPONENTS).of({"not": SECRET})
    assert Wholes(COMPONENTS, approximate=True).of({"not": SECRET}) is True
    residues = Residues(COMPONENTS)
    assert residues.of({"type": "object", "not": REFERENCE}, ("schema",)) is True
    (entry,) = residues.entries.all()
    assert (entry.keyword, entry.treatment) == ("not", "lost")


def test_alternatives_that_a_way_tells_apart_are_reported_as_lost() -> None:
    residues = Residues(COMPONENTS)
    assert residues.of({"oneOf": [PLAIN, REFERENCE]}, ("schema",)) is not True
    (entry,) = (each for each in residues.entries.all() if each.keyword == "oneOf")
    assert (entry.pointer, entry.treatment) == (("schema", "oneOf"), "lost")
