"""The models of a large API, each in a module with few others: nothing is loaded for nothing."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from bothends.importing import import_block
from bothends.names import Scope, snake_case
from bothends.partition import Uses, homes
from bothends.records import dataclass

LARGE = 200
"""Up to so many models are in one module."""

_LONGEST = 80
"""Characters of a file's name."""

Statements = Mapping[str, Sequence[ast.stmt]]
"""Those that define each model, and document it."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module with some of the models."""

    name: str
    models: tuple[str, ...]
    source: str


def modules(source: str, header: Callable[[str], str]) -> tuple[Module, ...]:
    """Take the module of all models apart; give none if it is small enough as it is.

    `header` gives the Python source that a module begins with, by the model it is named after.
    """
    tree = ast.parse(source)
    statements = dict(_statements(tree))
    if len(statements) <= LARGE:
        return ()
    split = _Split(source, tree, statements)
    return tuple(
        Module(split.files[home], names, header(home) + split.text(names))
        for home, names in split.members.items()
    )


class _Split:
    """The models and the modules that they go to."""

    def __init__(self, source: str, tree: ast.Module, statements: Statements) -> None:
        self._lines = source.split("\n")
        self._imports = list(_imports(tree))
        self._statements = statements
        self._named = {name: {*_named(each)} for name, each in statements.items()}
        self._uses: Uses = {
            name: frozenset((named & statements.keys()) - {name})
            for name, named in self._named.items()
        }
        self._homes = homes(self._uses)
        self.files = _files(self._homes.values(), statements)
        """The names of the modules, by the models that they are named after."""
        self.members: dict[str, tuple[str, ...]] = {}
        """What is in each module, by the same models."""
        for name in statements:
            home = self._homes[name]
            self.members[home] = (*self.members.get(home, ()), name)

    def text(self, names: Sequence[str]) -> str:
        """Write what a module has below its header."""
        imports = import_block([*self._from_outside(names), *self._from_others(names)])
        parts = [_text(self._lines, self._statements[name]) for name in names]
        return "\n".join(["", imports, *(f"\n\n{each}\n" for each in parts)])

    def _from_outside(self, names: Sequence[str]) -> Iterator[tuple[str, str]]:
        named = set[str]().union(*(self._named[name] for name in names))
        for module, name, written in self._imports:
            if name in named or module == "__future__":
                yield module, written

    def _from_others(self, names: Sequence[str]) -> Iterator[tuple[str, str]]:
        for name in names:
            for each in self._uses[name]:
                if self._homes[each] != self._homes[name]:
                    yield f".{self.files[self._homes[each]]}", each


def _statements(tree: ast.Module) -> Iterator[tuple[str, list[ast.stmt]]]:
    """Give the statements of each model: a docstring may stand below an alias."""
    found: list[ast.stmt] = []
    for statement in tree.body:
        match statement:
            case ast.ClassDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
                found = [statement]
                yield name, found
            case ast.Expr(value=ast.Constant()) if found:
                found.append(statement)
            case _:
                pass


def _named(statements: Iterable[ast.stmt]) -> Iterator[str]:
    """Give the names that statements use; those that come later are in quotes."""
    for statement in statements:
        yield from _names(statement, quoted=True)


def _names(node: ast.AST, *, quoted: bool) -> Iterator[str]:
    inner = ast.iter_child_nodes(node)
    match node:
        case ast.Name(id=name):
            yield name
        case ast.Constant(value=str(text)) if quoted:
            yield from _names(ast.parse(text, mode="eval"), quoted=True)
        case ast.Expr(value=ast.Constant()) | ast.Assign(value=ast.Constant()):
            return
        case ast.Subscript(value=ast.Name(id="Literal" as name)):
            yield name
            return
        case ast.Call(func=ast.Name(id="TypeAliasType" as name), args=[_, type_]):
            yield name
            inner = iter([type_])
        case ast.Call():
            quoted = False
        case ast.AnnAssign(value=ast.expr() as default):
            yield from _names(default, quoted=False)
            inner = iter([node.annotation])
        case _:
            pass
    for each in inner:
        yield from _names(each, quoted=quoted)


def _imports(tree: ast.Module) -> Iterator[tuple[str, str, str]]:
    """Give what the models import: the module, the name, and how it is written."""
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom):
            above = "." * (statement.level + 1) if statement.level else ""
            for alias in statement.names:
                name = alias.asname or alias.name
                yield f"{above}{statement.module}", name, ast.unparse(alias)


def _files(named_after: Iterable[str], models: Iterable[str]) -> dict[str, str]:
    """Name the modules after models, and none as a model is named."""
    scope = Scope(models)
    order = sorted({*named_after}, key=lambda model: (len(model), model))
    return {model: scope.claim(_file(model)) for model in order}


def _file(model: str) -> str:
    return snake_case(model)[:_LONGEST] if model.isascii() else "model"


def _text(lines: Sequence[str], statements: Sequence[ast.stmt]) -> str:
    return "\n".join(lines[statements[0].lineno - 1 : statements[-1].end_lineno])
