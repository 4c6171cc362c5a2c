"""A discriminator chooses among the members of a `oneOf`, if it can; else exactly one holds."""

from typing import Any

import pytest

from bothends.fidelity.entries import TAG
from bothends.fidelity.residue import Residues

KIND = {"propertyName": "kind"}


def member(kind: Any, *names: str) -> dict[str, Any]:
    """Give an object with a tag, and other properties that must be there."""
    properties = {"kind": kind} if kind is not None else {}
    return {
        "type": "object",
        "properties": properties | {name: {"type": "string"} for name in names},
        "required": [*properties, *names],
    }


def union(one: Any, other: Any, **discriminator: Any) -> tuple[Residues, Any]:
    """Find the residue of a union of two components."""
    residues = Residues({"One": one, "Other": other})
    schema = {
        "oneOf": [
            {"$ref": f"#/components/schemas/{name}"} for name in residues.components
        ],
        "discriminator": KIND | discriminator,
    }
    return residues, residues.of(schema, ())


@pytest.mark.parametrize("mapping", [{}, {"1": "#/components/schemas/One"}])
def test_a_tag_that_no_member_says_itself_is_reported(mapping: Any) -> None:
    text = member({"type": "string"})
    residues, left = union(text, dict(text), mapping=mapping)
    assert left is True
    (entry,) = residues.entries.all()
    assert (entry.keyword, entry.treatment, entry.reason) == ("oneOf", "checked", TAG)


def test_members_with_values_of_their_own_leave_nothing() -> None:
    residues, left = union(member({"const": "a"}), member({"enum": ["b", "c"]}))
    assert left is True
    assert not residues.entries.all()


@pytest.mark.parametrize("kind", [{"const": "same"}, None])
def test_tags_that_tell_nothing_apart_are_none(kind: Any) -> None:
    residues, left = union(member(kind, "left"), member({"const": "same"}, "right"))
    assert list(left) == ["oneOf"]
    assert [entry.reason for entry in residues.entries.all()] != [TAG]


def test_a_mapping_chooses_among_members_without_the_property() -> None:
    mapping = {
        name.lower(): f"#/components/schemas/{name}" for name in ("One", "Other")
    }
    residues, left = union(member(None, "a"), member(None, "a", "b"), mapping=mapping)
    assert left is True
    assert [entry.reason for entry in residues.entries.all()] == [TAG]
