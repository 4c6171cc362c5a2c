"""A value of JSON and a type of Python -> the expression that makes the value."""

import ast
from collections.abc import Iterator
from typing import Any

from bothends.calls.models import Models
from bothends.calls.source import Group, Source
from bothends.render.annotations import literal
from bothends.tree import is_array, is_object

_READERS = {
    "AwareDatetime": "datetime.fromisoformat",
    "Decimal": "Decimal",
    "UUID": "UUID",
    "date": "date.fromisoformat",
    "time": "time.fromisoformat",
}
"""What makes a value of each type of its text."""

_SCALARS = {"bool": (bool,), "float": (float, int), "int": (int,), "str": (str,)}
_DEEPEST = 12


class Unsayable(Exception):
    """There is no simple expression for a value."""


class Values:
    """Writes values by the types of a package's models."""

    def __init__(self, models: Models) -> None:
        self._models = models

    def is_model(self, name: str) -> bool:
        """Tell whether a name is a class of the models."""
        return name in self._models.classes

    def of(self, annotation: str, data: Any) -> Source:
        """Write a value of a type that is given in source; raises `Unsayable`."""
        return self._of(ast.parse(annotation, mode="eval").body, data, 0)

    def _of(self, node: ast.expr, data: Any, depth: int) -> Source:
        if depth > _DEEPEST:
            raise Unsayable
        match node:
            case ast.Constant(value=None):
                return _plain(data, data is None)
            case ast.Constant(value=str(text)):
                return self._of(ast.parse(text, mode="eval").body, data, depth)
            case ast.Name(id=name):
                return self._named(name, data, depth)
            case ast.BinOp():
                return self._any_of(list(_members(node)), data, depth)
            case ast.Subscript(value=ast.Name(id=name), slice=inner):
                return self._subscript(name, inner, data, depth)
            case _:
                raise Unsayable

    def _named(self, name: str, data: Any, depth: int) -> Source:
        if name in self._models.classes:
            return self._object(name, data, depth)
        if name in self._models.aliases:
            return self._of(self._models.aliases[name], data, depth + 1)
        name = name.removesuffix("_aliased")
        if name in _READERS and isinstance(data, str | int | float):
            return f"{_READERS[name]}({literal(str(data))})"
        if name == "bytes" and isinstance(data, str):
            return f"b{literal(data)}" if data.isascii() else repr(data.encode())
        if name == "Any":
            return literal(data)
        return _plain(data, _is_scalar(name, data))

    def _object(self, name: str, data: Any, depth: int) -> Source:
        fields = self._models.classes[name]
        if not is_object(data) or not data.keys() <= fields.keys():
            raise Unsayable
        if any(each.required and key not in data for key, each in fields.items()):
            raise Unsayable
        items = tuple(
            (f"{fields[key].name}=", self._of(fields[key].annotation, value, depth + 1))
            for key, value in data.items()
        )
        return Group(f"{name}(", items, ")")

    def _any_of(self, members: list[ast.expr], data: Any, depth: int) -> Source:
        """Write a value of a union: by the first class or type that can say it."""
        for member in members:
            try:
                return self._of(member, data, depth + 1)
            except Unsayable:
                continue
        raise Unsayable

    def _subscript(self, name: str, inner: ast.expr, data: Any, depth: int) -> Source:
        arguments = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        match name.lower():
            case "annotated" | "optional":
                return self._of(arguments[0], data, depth)
            case "union":
                return self._any_of(arguments, data, depth)
            case "tuple" if is_array(data) and len(data) == len(arguments):
                pairs = zip(arguments, data, strict=True)
                items = tuple(("", self._of(*each, depth + 1)) for each in pairs)
                return Group("(", items, ")")
            case "list" if is_array(data):
                items = tuple(
                    ("", self._of(arguments[0], item, depth + 1)) for item in data
                )
                return Group("[", items, "]")
            case "dict" if is_object(data):
                entries = tuple(
                    (f"{literal(key)}: ", self._of(arguments[1], item, depth + 1))
                    for key, item in data.items()
                )
                return Group("{", entries, "}")
            case "literal":
                known = [
                    each.value for each in arguments if isinstance(each, ast.Constant)
                ]
                return _plain(data, any(_same(data, each) for each in known))
            case _:
                raise Unsayable


def _members(node: ast.expr) -> Iterator[ast.expr]:
    """List the members of a union; that something may be absent is none of its values."""
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            yield from _members(left)
            yield from _members(right)
        case ast.Name(id="MISSING"):
            return
        case _:
            yield node


def _is_scalar(name: str, data: Any) -> bool:
    """Tell whether a value is of a type; a boolean is no number."""
    if isinstance(data, bool):
        return name == "bool"
    return isinstance(data, _SCALARS.get(name, ()))


def _same(data: Any, value: Any) -> bool:
    return type(data) is type(value) and bool(data == value)


def _plain(data: Any, fits: bool) -> Source:
    if not fits:
        raise Unsayable
    return literal(data)
