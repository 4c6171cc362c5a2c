"""Data goes one way through the generator, and each foreign library has one door."""

import sys
from collections import defaultdict

import pytest
from import_table import (
    TABLE,
    Table,
    downwards,
    imported,
    is_ours,
    modules,
    printed,
    read,
    room,
    rooms,
)

DOORS = {
    "black": {"format"},
    "datamodel_code_generator": {"models"},
    "httpx2": {"contract"},
    "jinja2": {"reference", "render"},
    "jsonschema": {"drawing", "validate"},
    "jsonschema_rs": {"validate"},
    "markdown_it": {"reference"},
    "markupsafe": {"reference"},
    "openapi_schema_validator": {"validate"},
    "pydantic": {"package"},
    "pytest": {"plugin"},
    "pydantic_core": {"drawing", "fidelity", "pipeline"},
    "referencing": {"drawing", "validate"},
    "starlette": {"mock"},
    "uvicorn": {"mock"},
    "yaml": {"document"},
}
"""Every foreign library, and the rooms that know it. One is not enough only where it says so."""

ENTRANCES = {
    "cli.served": {"plugin"},
    "files.compare": {"cli"},
    "files.downloads": {"cli"},
    "files.manifest": {"cli"},
    "render.annotations": {"calls", "reference"},
    "render.text": {"pipeline"},
    "report.terminal": {"cli", "contract"},
}
"""Modules within a room that others may enter by; all else goes through the room's own name."""

ACCEPT = "If it is meant, run `python tests/architecture/import_table.py`."


def test_every_arrow_between_rooms_is_in_the_table() -> None:
    allowed, found = read(TABLE.read_text("utf-8")), rooms()
    new = arrows(found) - arrows(allowed)
    gone = arrows(allowed) - arrows(found)
    assert not new | gone, "\n".join(
        [
            "",
            *(f"  new:  {arrow}" for arrow in sorted(new)),
            *(f"  gone: {arrow}" for arrow in sorted(gone)),
            f"{ACCEPT} The table is now:",
            printed(found),
        ]
    )
    assert allowed.keys() == found.keys(), ACCEPT
    assert TABLE.read_text("utf-8") == printed(found), ACCEPT


def arrows(table: Table) -> set[str]:
    """Spell out each import of a table."""
    return {f"{name} -> {known}" for name in table for known in table[name]}


def test_no_room_asks_back() -> None:
    assert set(downwards(rooms())) == rooms().keys()


def test_no_module_asks_back() -> None:
    table = {name: frozenset(filter(is_ours, imported(name))) for name in modules()}
    on_cycles = table.keys() - downwards(table)
    assert not on_cycles


def test_rooms_are_entered_by_their_door() -> None:
    entered: dict[str, set[str]] = defaultdict(set)
    for module in modules():
        for name in filter(is_ours, imported(module)):
            inner = name.removeprefix("bothends").removeprefix(".")
            if "." in inner and room(name) != room(module):
                entered[inner].add(room(module))
    assert entered == ENTRANCES


def test_each_foreign_library_has_its_door() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for module in modules():
        for name in imported(module):
            library = name.partition(".")[0]
            if not is_ours(name) and library not in sys.stdlib_module_names:
                found[library].add(room(module))
    assert found == DOORS


def test_the_nouns_know_nothing() -> None:
    for module in modules():
        if room(module) in {"ir", "names", "problems", "records", "tree"}:
            foreign = {
                name
                for name in imported(module)
                if name.partition(".")[0] not in sys.stdlib_module_names
            }
            assert {room(name) for name in foreign} <= {room(module), "records"}, module


def test_a_new_arrow_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {**rooms(), "ir": frozenset(["lower"])}
    monkeypatch.setitem(globals(), "rooms", lambda: more)
    with pytest.raises(AssertionError, match="new:  ir -> lower"):
        test_every_arrow_between_rooms_is_in_the_table()
    with pytest.raises(AssertionError):
        test_no_room_asks_back()
