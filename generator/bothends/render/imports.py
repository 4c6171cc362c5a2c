"""What a module must import to write its types, in the order in which linters want it."""

from collections.abc import Collection, Iterable, Mapping

from bothends.ir import (
    Anything,
    Blob,
    Choice,
    ListOf,
    MapOf,
    Named,
    Nothing,
    OneOf,
    Plain,
    StreamOf,
    Type,
    parts,
)
from bothends.names import imported

_HOMES = {
    "Annotated": "typing",
    "Any": "typing",
    "AwareDatetime": "pydantic",
    "Decimal": "decimal",
    "Field": "pydantic",
    "Literal": "typing",
    "UUID": "uuid",
    "date": "datetime",
    "time": "datetime",
}


_READ = frozenset(["AwareDatetime", "date"])
"""Types that the runtime reads in its own way: where values are read, they come from there."""

_NAMED = frozenset(["AwareDatetime"])
"""Types that pages only name, and that would load a library: only type checkers import them."""

_THIRD_PARTY = frozenset(["httpx2", "pydantic", "starlette"])


def models_in(types: Iterable[Type]) -> list[str]:
    """List the models that types name, in the order of an import."""
    found = (part for type_ in types for part in parts(type_))
    return imported({part.name for part in found if isinstance(part, Named)})


def import_lines(
    types: Iterable[Type],
    also: Mapping[str, Collection[str]],
    *,
    constraints: bool = False,
    checked: bool = True,
    packages: Iterable[str] = (),
) -> str:
    """Write the imports from outside of the package that the types need, and those in `also`.

    What `checked_in` lists is left to it, unless the types are to be there at run time.
    Python's own modules come first, then, after a blank line, the others. `packages` are of
    these, and are imported whole.
    """
    elsewhere = _READ if constraints else _NAMED if checked else frozenset[str]()
    needed = {module: set(names) for module, names in also.items() if names}
    for type_ in types:
        for part in parts(type_):
            for name in _names(part, constraints=constraints):
                if name in elsewhere:
                    continue
                needed.setdefault(_HOMES[name], set()).add(name)
    groups: tuple[list[str], list[str]] = ([], [f"import {each}" for each in packages])
    for module in sorted(needed):
        line = f"from {module} import {', '.join(imported(needed[module]))}"
        groups[module.partition(".")[0] in _THIRD_PARTY].append(line)
    return "\n\n".join("\n".join(group) for group in groups if group)


def checked_in(types: Iterable[Type]) -> list[str]:
    """List the types that only type checkers import, where no constraints are said."""
    found = (part for type_ in types for part in parts(type_))
    return imported({part.name for part in found if isinstance(part, Plain)} & _NAMED)


def formats_in(types: Iterable[Type]) -> list[str]:
    """List the types that come from the runtime where values are read."""
    found = (part for type_ in types for part in parts(type_))
    names = {part.name for part in found if isinstance(part, Plain)}
    return imported(names & _READ)


def _names(type_: Type, *, constraints: bool) -> set[str]:
    own: set[str] = set()
    match type_:
        case Plain(name, limits):
            own |= {name} & set(_HOMES)
        case ListOf(_, limits):
            pass
        case Choice():
            return {"Literal"}
        case Anything():
            return {"Any"}
        case Named() | MapOf() | OneOf() | Nothing() | Blob() | StreamOf():
            return set()
    return own | ({"Annotated", "Field"} if constraints and limits else set())
