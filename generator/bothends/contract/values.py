"""Values that a user gives: a real server has data of its own, which nobody can draw.

A table: the name or operationId of an operation, or `*` for all, to the values of its
arguments, each by the name of the parameter or of the argument; a body is `body`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bothends.drawing import Drawing
from bothends.package import Entry, Operation
from bothends.problems import Unusable
from bothends.suggest import did_you_mean
from bothends.tree import is_object

EVERY = "*"
Table = Mapping[str, Mapping[str, Any]]


class Values:
    """A table of values. Raises `Unusable` for one that does not fit the package."""

    def __init__(self, table: Any, entries: Sequence[Entry], drawing: Drawing) -> None:
        self._table = _checked(table)
        self._drawing = drawing
        self._refuse_unknown(entries)
        for entry in entries:
            self._refuse_invalid(entry)

    def of(self, entry: Entry) -> dict[str, Any]:
        """Give the values of an operation's arguments; what is said of it alone goes first."""
        if entry.operation is None:
            return {}
        arguments = _arguments(entry.operation)
        return {
            arguments[name]: value
            for key in (EVERY, _operation_id(entry), entry.name)
            for name, value in self._table.get(key, {}).items()
            if name in arguments
        }

    def _refuse_unknown(self, entries: Sequence[Entry]) -> None:
        known: dict[str, set[str]] = {EVERY: set()}
        for entry in entries:
            names = set(_arguments(entry.operation)) if entry.operation else set[str]()
            known[EVERY] |= names
            for key in (_operation_id(entry), entry.name):
                known.setdefault(key, set()).update(names)
        for key, named in self._table.items():
            if key not in known:
                message = f"The values are of `{key}`, which is no operation."
                raise Unusable(message, did_you_mean(key, sorted(known)))
            for name in named:
                if name not in known[key]:
                    none = key == EVERY
                    who = "no operation takes" if none else f"`{key}` does not take"
                    message = f"The values have `{name}`, which {who}."
                    raise Unusable(message, did_you_mean(name, sorted(known[key])))

    def _refuse_invalid(self, entry: Entry) -> None:
        for argument, value in self.of(entry).items():
            faults = [
                self._drawing.fault(schema, value, "request")
                for schema in _schemas(entry, argument)
            ]
            if faults and all(faults):
                message = f"The value of `{argument}` for `{entry.name}` is not valid: "
                raise Unusable(f"{message}{faults[0]}.")


def _checked(table: Any) -> Table:
    if is_object(table) and all(map(is_object, table.values())):
        return table
    message = "Values are an object of objects: operations, their arguments, values."
    raise Unusable(message, 'Such as `{"get_pet": {"petId": "p1"}}`.')


def _operation_id(entry: Entry) -> str:
    return str(entry.described.found.node.get("operationId", entry.name))


def _arguments(operation: Operation) -> dict[str, str]:
    """Give the arguments by every name that they have: their own goes first."""
    found = {each.name: each.argument for each in operation.parameters}
    found |= {each.argument: each.argument for each in operation.parameters}
    return found | ({"body": "body"} if operation.body else {})


def _schemas(entry: Entry, argument: str) -> Iterator[Any]:
    """Give the schemas of an argument, any of which its value may obey."""
    operation, described = entry.operation, entry.described
    if operation is None:
        return
    if argument == "body":
        for media in described.body().values():
            yield media.get("schema", True)
    for each in operation.parameters:
        if each.argument == argument and each.place != "querystring":
            yield described.parameter(each.place, each.name)
