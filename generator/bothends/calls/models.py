"""The source of the models -> what their constructors take: each attribute by its name in JSON."""

import ast
from collections.abc import Mapping

from bothends.records import dataclass
from bothends.tagging import alias_of


@dataclass(frozen=True, slots=True)
class Field:
    """An attribute of a class."""

    name: str
    annotation: ast.expr
    required: bool


@dataclass(frozen=True, slots=True)
class Models:
    """The classes and type aliases of a package."""

    classes: Mapping[str, Mapping[str, Field]]
    aliases: Mapping[str, ast.expr]


def models_of(source: str) -> Models:
    """Read the source of the models."""
    classes: dict[str, dict[str, Field]] = {}
    bases: dict[str, list[str]] = {}
    aliases: dict[str, ast.expr] = {}
    for node in ast.parse(source).body:
        match node:
            case ast.ClassDef(name=name):
                classes[name] = dict(map(_field, _annotated(node)))
                found = [each for each in node.bases if isinstance(each, ast.Name)]
                bases[name] = [each.id for each in found]
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Name(id="TypeAliasType"), args=[_, value]),
            ):
                aliases[name] = value
            case _:
                pass
    return Models(
        {name: _with_inherited(name, classes, bases) for name in classes}, aliases
    )


def _annotated(node: ast.ClassDef) -> list[ast.AnnAssign]:
    return [each for each in node.body if isinstance(each, ast.AnnAssign)]


def _field(node: ast.AnnAssign) -> tuple[str, Field]:
    assert isinstance(node.target, ast.Name)
    name = node.target.id
    field = Field(name, node.annotation, required=node.value is None)
    return alias_of(node.annotation) or name, field


def _with_inherited(
    name: str, classes: Mapping[str, dict[str, Field]], bases: Mapping[str, list[str]]
) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for base in reversed(bases.get(name, [])):
        if base in classes:
            found |= _with_inherited(base, classes, bases)
    return found | classes[name]
