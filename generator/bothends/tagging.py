"""Unions that say themselves which tag means which member, put around what the models have.

The model generator would narrow the property of each member to its tags. A member that is used
by itself, too, keeps its property: there it may be whatever its own schema allows.
"""

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from bothends.tree import TAGGED, is_object

MODULE = "_runtime.tagged"

Tags = Mapping[str, Mapping[str, str]]
"""Component -> the name of its tag under an empty key, and the class that each tag means."""


def without_tags(schemas: Mapping[str, Any]) -> tuple[Mapping[str, Any], Tags]:
    """Take the discriminators that are marked away; give them, by the name of the union."""
    tags = {
        name: {"": each["discriminator"]["propertyName"]}
        | {
            tag: reference.rpartition("/")[2]
            for tag, reference in each["discriminator"]["mapping"].items()
        }
        for name, each in schemas.items()
        if is_object(each) and TAGGED in each.get("discriminator", {})
    }
    plain = {
        name: (
            {key: value for key, value in each.items() if key != "discriminator"}
            if name in tags
            else each
        )
        for name, each in schemas.items()
    }
    return plain, tags


def with_tags(source: str, tags: Tags) -> str:
    """Put the tags around the unions of a module."""
    if not tags:
        return source
    module = ast.parse(source)
    classes = {
        each.name: each for each in module.body if isinstance(each, ast.ClassDef)
    }
    lines = source.splitlines(keepends=True)
    for name, union in reversed(list(_aliases(module))):
        if name in tags and set(_members(union)) == _meant(tags[name]):
            written = _segment(lines, union)
            _replace(lines, union, _tagged(written, union, tags[name], classes))
    return _imported("".join(lines), module)


def _aliases(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Give the type aliases of a module: each name, and what it stands for."""
    for statement in module.body:
        match statement:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Name(id="TypeAliasType"), args=[_, union]),
            ):
                yield name, union
            case _:
                pass


def _tagged(
    written: str,
    union: ast.expr,
    tags: Mapping[str, str],
    classes: Mapping[str, ast.ClassDef],
) -> str:
    members = list(_members(union))
    found = [
        [tag for tag, meant in tags.items() if tag and meant == member]
        for member in members
    ]
    attribute = next(_attributes(members[0], tags[""], classes), tags[""])
    names = ", ".join(map(repr, (tags[""], attribute)))
    listed = ", ".join(map(repr, found))
    return f"Annotated[{written}, Tagged({names}, {listed})]"


def _meant(tags: Mapping[str, str]) -> set[str]:
    return {member for tag, member in tags.items() if tag}


def _members(union: ast.expr) -> Iterator[str]:
    """Name the members of a union, in their order; those that come later are in quotes."""
    match union:
        case ast.BinOp(left=left, right=right):
            yield from _members(left)
            yield from _members(right)
        case ast.Subscript(slice=ast.Tuple(elts=members)):
            for member in members:
                yield from _members(member)
        case ast.Constant(value=str(text)):
            yield from _members(ast.parse(text, mode="eval").body)
        case ast.Name(id=name):
            yield name
        case _:
            pass


def _attributes(
    name: str, tag: str, classes: Mapping[str, ast.ClassDef]
) -> Iterator[str]:
    """Name the attribute of a class, or of its bases, that holds a property."""
    if name not in classes:
        return
    for statement in classes[name].body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=attribute)):
                alias = alias_of(statement.annotation)
                if tag == (alias or attribute):
                    yield attribute
            case _:
                pass
    for base in classes[name].bases:
        if isinstance(base, ast.Name):
            yield from _attributes(base.id, tag, classes)


def alias_of(annotation: ast.expr) -> str:
    """Find the name in JSON in `Annotated[..., Field(alias="...")]`; empty for none."""
    match annotation:
        case ast.Subscript(slice=inner):
            return alias_of(inner)
        case ast.Tuple(elts=parts):
            return next((found for each in parts if (found := alias_of(each))), "")
        case ast.BinOp(left=left, right=right):
            return alias_of(left) or alias_of(right)
        case ast.Call(keywords=keywords):
            return next((found for each in keywords if (found := _alias(each))), "")
        case _:
            return ""


def _alias(argument: ast.keyword) -> str:
    match argument:
        case ast.keyword(arg="alias", value=ast.Constant(value=str(alias))):
            return alias
        case _:
            return ""


def _segment(lines: list[str], node: ast.expr) -> str:
    """Give the text of an expression, without looking through all of the module for it."""
    first, last = node.lineno - 1, node.end_lineno or node.lineno
    written = [line.encode() for line in lines[first:last]]
    written[-1] = written[-1][: node.end_col_offset]
    written[0] = written[0][node.col_offset :]
    return b"".join(written).decode()


def _replace(lines: list[str], node: ast.expr, text: str) -> None:
    """Put text in the place of an expression; columns are of UTF-8."""
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    before = lines[first].encode()[: node.col_offset].decode()
    after = lines[last].encode()[node.end_col_offset :].decode()
    lines[first : last + 1] = [f"{before}{text}{after}"]


def _imported(source: str, module: ast.Module) -> str:
    """Import what the tags need, where the models do not have it."""
    lines = source.splitlines(keepends=True)
    imports = [each for each in module.body if isinstance(each, ast.ImportFrom)]
    last = imports[-1].end_lineno or 0
    added = [f"from {MODULE} import Tagged\n"]
    names = [alias.name for each in imports for alias in each.names]
    if "Annotated" not in names:
        added.insert(0, "from typing import Annotated\n")
    return "".join([*lines[:last], *added, *lines[last:]])
