"""The source of the models -> what a page tells of each: fields, types and bounds."""

import ast
import re
from collections.abc import Iterator

from bothends.records import dataclass

_BOUNDS = {
    "ge": "≥ {}",
    "gt": "> {}",
    "le": "≤ {}",
    "lt": "< {}",
    "max_length": "at most {} long",
    "min_length": "at least {} long",
    "multiple_of": "a multiple of {}",
    "pattern": "matches {}",
}


@dataclass(frozen=True, slots=True)
class FieldPage:
    """A field of a model."""

    name: str
    alias: str
    """Its name in JSON, where that is another."""
    type: str
    required: bool
    default: str
    bounds: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True)
class ModelPage:
    """A class or a type alias."""

    name: str
    bases: tuple[str, ...]
    description: str
    fields: tuple[FieldPage, ...]
    value: str
    """What an alias stands for; empty for a class."""


def model_pages(source: str) -> tuple[ModelPage, ...]:
    """Read the source of the models; in the order of their names."""
    return tuple(sorted(_pages(source), key=lambda each: each.name.lower()))


def _pages(source: str) -> Iterator[ModelPage]:
    for node in ast.parse(source).body:
        match node:
            case ast.ClassDef(name=name, bases=bases):
                inherited = tuple(
                    each.id
                    for each in bases
                    if isinstance(each, ast.Name) and each.id != "Model"
                )
                fields = tuple(_fields(node))
                yield ModelPage(
                    name, inherited, ast.get_docstring(node) or "", fields, ""
                )
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Name(id="TypeAliasType"), args=[_, value]),
            ):
                yield ModelPage(name, (), "", (), ast.unparse(value))
            case _:
                pass


def _fields(node: ast.ClassDef) -> Iterator[FieldPage]:
    for number, each in enumerate(node.body):
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            yield _field(each, each.target.id, _docstring(node.body[number + 1 :]))


def _docstring(following: list[ast.stmt]) -> str:
    match following[:1]:
        case [ast.Expr(value=ast.Constant(value=str(text)))]:
            return text
        case _:
            return ""


def _field(node: ast.AnnAssign, name: str, description: str) -> FieldPage:
    bare, keywords = _taken_apart(node.annotation)
    default = ast.unparse(node.value) if node.value else ""
    told = keywords.get("description")
    return FieldPage(
        name=name,
        alias=_text(keywords.get("alias")),
        type=re.sub(r" \| MISSING\b", "", ast.unparse(bare)),
        required=node.value is None,
        default="" if default == "MISSING" else default,
        bounds=tuple(
            words.format(ast.unparse(keywords[key]))
            for key, words in _BOUNDS.items()
            if key in keywords
        ),
        description=_text(told) or description,
    )


def _text(node: ast.expr | None) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ""


def _taken_apart(node: ast.expr) -> tuple[ast.expr, dict[str, ast.expr]]:
    """Take the arguments of `Field` out of `Annotated[..., Field(...)]`."""
    match node:
        case ast.Subscript(
            value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[bare, *more])
        ):
            calls = [each for each in more if isinstance(each, ast.Call)]
            return bare, {
                keyword.arg: keyword.value
                for call in calls
                for keyword in call.keywords
                if keyword.arg
            }
        case _:
            return node, {}
