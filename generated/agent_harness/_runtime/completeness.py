"""Whether handlers answer all that they should: known when an application is made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from inspect import (
    Signature,
    get_annotations,
    getattr_static,
    isasyncgenfunction,
    signature,
)
from types import FunctionType
from typing import Any, get_args

from .operation import Operation


class IncompleteHandler(TypeError):
    """A handler lacks operations of its protocol, or does not take what they pass."""


@dataclass(frozen=True, slots=True)
class Group:
    """A handler, and the operations of the protocol that it is to answer."""

    protocol: str
    handler: Any
    operations: Sequence[Operation[Any]]
    paths: Mapping[str, str] = field(default_factory=dict[str, str])
    """Where operations are, by name, instead of at their own paths."""


def ensure_complete(groups: Sequence[Group], auth: Any, package: str) -> None:
    """Raise `IncompleteHandler` for all that handlers and `auth` lack, as far as can be seen.

    What a function makes is seen where its annotation names a class.
    """
    faults = [fault for group in groups for fault in _faults(group, package)]
    faults += _auth_faults(groups, auth)
    if faults:
        message = "\n".join(["Not everything has an answer.", *faults])
        raise IncompleteHandler(message)


def _faults(group: Group, package: str) -> Iterator[str]:
    handler = group.handler
    if isasyncgenfunction(handler):
        yield f"{handler.__name__} needs `@contextlib.asynccontextmanager`."
    seen = _seen(handler)
    if seen is None:
        return
    kind = seen if isinstance(seen, type) else type(seen)
    for operation in group.operations:
        name = operation.name
        method = getattr(seen, name, None)
        if not callable(method) or _is_only_declared(seen, name):
            wanted = _wanted(package, group.protocol, name)
            yield f"{kind.__name__} lacks, of {group.protocol}: {wanted}"
        elif wrong := _mismatch(seen, operation):
            yield f"{kind.__name__}.{name}, of {group.protocol}: {wrong}"


def _auth_faults(groups: Sequence[Group], auth: Any) -> Iterator[str]:
    operations = (each for group in groups for each in group.operations)
    uses = (use for each in operations for uses in each.security for use in uses)
    for name in dict.fromkeys(use.scheme.method for use in uses):
        if not callable(getattr(auth, name, None)) or _is_only_declared(auth, name):
            yield f"{type(auth).__name__} lacks, of Auth: {name}"


def _seen(handler: Any) -> Any:
    """Give the object or the class that has the methods; None where that is not known yet."""
    found = handler
    if callable(handler) and not isinstance(handler, type):
        found = _made_by(handler)
    has_all = isinstance(found, type) and hasattr(found, "__getattr__")
    return None if has_all else found


def _made_by(function: Any) -> type | None:
    """Give the class that a function says it makes; a protocol is no class that is made."""
    try:
        given = get_annotations(function, eval_str=True).get("return")
    except (NameError, SyntaxError, TypeError):
        return None
    for each in (given, *get_args(given)):
        if isinstance(each, type) and each.__module__ not in _ABSTRACT:
            return None if _is_protocol(each) else each
    return None


_ABSTRACT = frozenset(["builtins", "collections.abc", "contextlib", "typing"])


def _is_protocol(kind: type) -> bool:
    return bool(vars(kind).get("_is_protocol", False))


def _is_only_declared(seen: Any, name: str) -> bool:
    """Tell whether a method comes from a protocol, where it has no body."""
    kinds = (seen if isinstance(seen, type) else type(seen)).__mro__
    owner = next((kind for kind in kinds if name in vars(kind)), None)
    if owner is None or not _is_protocol(owner):
        return False
    return getattr_static(seen, name) is vars(owner)[name]


def _mismatch(seen: Any, operation: Operation[Any]) -> str:
    """Say why a method cannot be called with the arguments of its operation."""
    method = getattr(seen, operation.name)
    static = getattr_static(seen, operation.name, None)
    unbound = isinstance(seen, type) and isinstance(static, FunctionType)
    try:
        taken = signature(method, follow_wrapped=False)
    except (TypeError, ValueError):
        return ""
    named = {each.argument: each.required for each in operation.parameters}
    if operation.body:
        named["body"] = operation.body.required
    needed = [name for name, required in named.items() if required]
    try:
        for names in (list(named), needed):
            taken.bind(*([None] if unbound else []), **dict.fromkeys(names))
    except TypeError as error:
        return str(error)
    return ""


def _wanted(package: str, protocol: str, name: str) -> str:
    """Write the method as the protocol declares it."""
    declared = getattr(import_module(f"{package}.api"), protocol, None)
    if not hasattr(declared, name):
        return name
    found = signature(getattr(declared, name))
    parameters = [
        (
            each.replace(annotation=_Bare(each.annotation))
            if isinstance(each.annotation, str)
            else each
        )
        for each in found.parameters.values()
    ]
    returned = _Bare(found.return_annotation)
    return f"async def {name}{Signature(parameters, return_annotation=returned)}"


class _Bare(str):
    """An annotation, which is shown without quotes around it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)
