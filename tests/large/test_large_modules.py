"""Which models are in one module, and what a module imports."""

import re

import pytest

from bothends import modules as room
from bothends.modules import Module, modules

HEAD = """from __future__ import annotations

from typing import Literal, Union

from pydantic import Field
from typing_extensions import TypeAliasType

from ._runtime.model import Model
"""


@pytest.fixture(autouse=True)
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take even few models apart."""
    monkeypatch.setattr(room, "LARGE", 0)


def taken_apart(body: str) -> dict[str, Module]:
    found = modules(f"{HEAD}\n\n{body}", lambda model: f'"""{model}."""\n')
    return {each.name: each for each in found}


def imports(module: Module) -> list[str]:
    return re.findall(r"^from \.(\w+ import .*)$", module.source, re.MULTILINE)


def placed(body: str) -> dict[str, tuple[str, ...]]:
    return {name: each.models for name, each in taken_apart(body).items()}


def test_a_model_is_with_its_only_user() -> None:
    body = "class A(Model):\n    b: B\n\nclass B(Model):\n    c: C\n\nclass C(Model):\n    x: int\n"
    assert placed(body) == {"a": ("A", "B", "C")}


def test_the_values_of_an_enum_are_no_annotations() -> None:
    body = 'class A(Enum):\n    x = "to be found"\n\nclass B(Model):\n    a: "A"\n'
    assert placed(body) == {"b": ("A", "B")}


def test_a_model_with_two_users_is_by_itself() -> None:
    body = "class A(Model):\n    c: C\n\nclass B(Model):\n    c: C\n\nclass C(Model):\n    x: int\n"
    found = taken_apart(body)
    assert {name: each.models for name, each in found.items()} == {
        "a": ("A",),
        "b": ("B",),
        "c": ("C",),
    }
    assert imports(found["b"]) == ["c import C"]
    assert "Field" not in found["b"].source
    assert "from .._runtime.model import Model" in found["b"].source


def test_a_model_whose_users_are_together_is_with_them() -> None:
    body = (
        "class A(Model):\n    b: B\n    c: C\n\n"
        "class B(Model):\n    c: C\n\nclass C(Model):\n    x: int\n"
    )
    assert placed(body) == {"a": ("A", "B", "C")}


def test_models_in_a_cycle_are_together() -> None:
    body = (
        "class X(Model):\n    b: B\n\nclass Y(Model):\n    a: A\n\n"
        'B = TypeAliasType("B", Union["A", int])\n"""Says more."""\n\n\n'
        "class A(B2):\n    b: B\n\nclass B2(Model):\n    x: int\n"
    )
    found = taken_apart(body)
    assert {name: each.models for name, each in found.items()} == {
        "x": ("X",),
        "y": ("Y",),
        "a": ("B", "A", "B2"),
    }
    assert '"""Says more."""' in found["a"].source


def test_texts_are_no_names() -> None:
    body = (
        'class A(Model):\n    """B"""\n    kind: Literal["B"] = "B"\n'
        '    x: Annotated[int, Field(title="B")]\n    """B"""\n\n'
        "class B(Model):\n    x: int\n"
    )
    assert imports(taken_apart(body)["a"]) == []
    assert len(placed(body)) == 2


def test_files_are_named_apart_and_after_no_model() -> None:
    long, longer = "L" + "o" * 200, "L" + "o" * 201
    names = ("Pet", "pet", "Über", "Ähre", long, longer, "Class")
    body = "\n\n".join(f"class {name}(Model):\n    x: int" for name in names)
    found = placed(body)
    assert len(found) == len(names)
    assert not found.keys() & {*names}
    assert all(name.isascii() and len(name) < 100 for name in found)
    assert found["class_"] == ("Class",)
