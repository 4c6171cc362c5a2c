"""One exception class for each type of body that a documented failure carries."""

from bothends.ir import (
    Anything,
    Blob,
    Choice,
    ErrorClass,
    ListOf,
    MapOf,
    Named,
    Nothing,
    OneOf,
    Plain,
    Status,
    StreamOf,
    Type,
)
from bothends.names import Scope

_ENDINGS = ("Response", "Body", "Model", "Schema", "Dto", "Result")


class ErrorClasses:
    """The exception classes of an API, named as the operations that raise them are met."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._names: dict[Type, str] = {}
        self._statuses: dict[Type, dict[Status, None]] = {}

    def name(self, body: Type, status: Status) -> str:
        """Give the class that carries `body`, and note that `status` is documented with it."""
        if body not in self._names:
            label = _label(body)
            name = label if label.endswith("Error") else f"{label}Error"
            self._names[body] = self._scope.claim(name, f"Http{name}")
        self._statuses.setdefault(body, {})[status] = None
        return self._names[body]

    def all(self) -> tuple[ErrorClass, ...]:
        """Give every class, sorted by name."""
        classes = [
            ErrorClass(name, body, tuple(sorted(self._statuses[body], key=str)))
            for body, name in self._names.items()
        ]
        return tuple(sorted(classes, key=lambda each: each.name))


def _label(body: Type) -> str:
    match body:
        case Named(name):
            ending = next((each for each in _ENDINGS if name.endswith(each)), "")
            return name.removesuffix(ending) or name
        case Nothing():
            return "Status"
        case Plain("str"):
            return "Text"
        case Plain("bytes") | Blob():
            return "Binary"
        case Plain(name):
            return name.capitalize()
        case ListOf(item) | StreamOf(item):
            return f"{_label(item)}List"
        case MapOf(value):
            return f"{_label(value)}Map"
        case OneOf(members):
            return "Or".join(_label(member) for member in members)
        case Anything():
            return "Json"
        case Choice():
            return "Choice"
