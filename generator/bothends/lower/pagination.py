"""`x-bothends-pagination`, or a table of the configuration -> `Pages`."""

from collections.abc import Collection, Iterable

from bothends.ir import (
    ByCursor,
    ByLink,
    ByNumber,
    ByOffset,
    ByUrl,
    Json,
    Operation,
    Pages,
    Parameter,
    Type,
    Walk,
    union_of,
)
from bothends.job import Declared
from bothends.lower.declaration import Declaration
from bothends.lower.pointing import Pointing
from bothends.lower.reading import Reading
from bothends.names import Scope
from bothends.operations import RESERVED, Found
from bothends.suggest import did_you_mean

KEY = "x-bothends-pagination"
"""The key of an Operation Object that says how its pages are walked."""

_POINTER = "It is a JSON pointer into the body (RFC 6901), such as `/meta/next`."
_ITEMS = (
    f"`items` says where the list of a page is; without it, the body is one. {_POINTER}"
)
_NUMBERS = frozenset(["int", "float", "Decimal"])


class Pagination:
    """Finds the pages of operations, and names the methods that walk them."""

    def __init__(
        self, reading: Reading, found: Collection[Found], declared: Iterable[Declared]
    ) -> None:
        self._reading = reading
        self._names = Scope({*(each.name for each in found), *RESERVED})
        self._declared: dict[str, Declared] = {}
        known = {each.name: each.name for each in found}
        known |= {
            str(each.node["operationId"]): each.name
            for each in found
            if "operationId" in each.node
        }
        for each in declared:
            if each.operation in known:
                self._declared[known[each.operation]] = each
            else:
                message = f"there is no operation `{each.operation}`."
                hint = did_you_mean(each.operation, known)
                rule = "pagination-operation"
                reading.report((), rule, message, hint, position=each.position)

    def of(self, found: Found, operation: Operation) -> Pages | None:
        """Give the pages of an operation, if it is rightly declared to have some."""
        declared = self._declared.get(found.name)
        if declared is None and KEY not in found.node:
            return None
        node = found.node.get(KEY) if declared is None else declared.values
        place = (*found.pointer, KEY) if declared is None else declared
        walker = _Walker(
            self._reading, Declaration(self._reading, node, place), operation
        )
        walk, item = walker.walk(), walker.item()
        if walk is None or item is None:
            return None
        return Pages(self._names.claim(f"{found.name.rstrip('_')}_pages"), walk, item)


def report_outgoing(reading: Reading, found: Iterable[Found]) -> None:
    """Report declarations where nobody walks pages."""
    for each in found:
        if KEY in each.node:
            reading.report(
                (*each.pointer, KEY),
                "pagination-place",
                "a webhook or callback has no pages to walk",
                "only operations under `paths` have them: leave it out",
            )


class _Walker:
    """Reads a declaration, and holds it against its operation."""

    def __init__(
        self, reading: Reading, declaration: Declaration, operation: Operation
    ) -> None:
        self._told = declaration
        self._operation = operation
        self._pointing = Pointing(reading)
        contents = [each for success in operation.successes for each in success.content]
        self._bodies = [each.type for each in contents if isinstance(each, Json)]
        if len(self._bodies) < len(contents) or not contents:
            message = f"the successes of `{operation.name}` are not all JSON."
            hint = "Pages are JSON: leave the other media types, or this, out."
            declaration.report("", "pagination-items", message, hint)

    def item(self) -> Type | None:
        """Give the type of an item; None where there is no list of them."""
        if not self._told.is_sound:
            return None
        pointer = self._pointer("items") or ""
        found = self._pointing.items(self._pointing.types(self._bodies, pointer))
        if found:
            return union_of(found)
        if self._told.is_sound:
            name = self._operation.name
            message = f"the body of `{name}` is no list."
            if pointer:
                message = f"the body of `{name}` has no list at `{pointer}`."
            self._told.report("items", "pagination-items", message, _ITEMS)
        return None

    def walk(self) -> Walk | None:
        """Give how the pages are walked; None where something is wrong with it."""
        if not self._told.is_sound:
            return None
        items = self._told.text("items") or ""
        match self._told.style:
            case "link":
                return ByLink(items)
            case "next-url":
                return ByUrl(items, self._pointer("next", {"str"}) or "")
            case style:
                parameter = self._parameter()
        if parameter is None:
            return None
        match style:
            case "offset":
                walk: Walk = self._by_offset(parameter, items)
            case "page":
                walk = self._by_number(parameter, items)
            case _:
                walk = self._by_cursor(parameter, items)
        return walk if self._told.is_sound else None

    def _by_offset(self, parameter: Parameter, items: str) -> ByOffset:
        self._must_be_integer(parameter)
        return ByOffset(
            parameter.argument,
            items,
            total=self._pointer("total", _NUMBERS),
            more=self._pointer("more", {"bool"}),
        )

    def _by_number(self, parameter: Parameter, items: str) -> ByNumber:
        self._must_be_integer(parameter)
        first, default = self._told.number("first"), parameter.default
        if default and first is not None and first != default.value:
            message = f"the first page is {first}, and the default is {default.value}."
            hint = f"Leave `first` out, or the default of `{parameter.name}`."
            self._told.report("first", "pagination-parameter", message, hint)
        usual = default.value if default and isinstance(default.value, int) else 1
        return ByNumber(
            parameter.argument,
            items,
            first=usual if first is None else first,
            pages=self._pointer("pages", _NUMBERS),
            more=self._pointer("more", {"bool"}),
        )

    def _by_cursor(self, parameter: Parameter, items: str) -> ByCursor:
        named = [
            key
            for key in ("next", "next-header", "last")
            if self._told.text(key) is not None
        ]
        if len(named) != 1:
            message = "a cursor is in one place: `next`, `next-header` or `last`."
            hint = (
                "`next` is its place in the body, `last` that in the last item, "
                "`next-header` the name of a header."
            )
            self._told.report("", "pagination-key", message, hint)
        kinds = self._pointing.kinds([parameter.type])
        if self._told.text("next-header") is not None and kinds != {"str"}:
            message = f"a header is text, which `{parameter.name}` is not."
            self._told.report("parameter", "pagination-parameter", message, _SAME)
        return ByCursor(
            parameter.argument,
            items,
            next=self._pointer("next", kinds),
            header=self._told.text("next-header"),
            last=self._pointer("last", kinds, self._last_items(items)),
            more=self._pointer("more", {"bool"}),
        )

    def _last_items(self, items: str) -> list[Type]:
        return self._pointing.items(self._pointing.types(self._bodies, items))

    def _parameter(self) -> Parameter | None:
        """Find the parameter that walks."""
        name = self._told.text("parameter") or ""
        operation = self._operation
        found = [each for each in operation.parameters if _is_called(each, name)]
        usable = [each for each in found if each.place in {"query", "header", "cookie"}]
        if usable:
            return usable[0]
        message = f"`{operation.name}` has no parameter `{name}`."
        hint = did_you_mean(name, (each.name for each in operation.parameters))
        if found:
            message = f"the parameter `{name}` is in the {found[0].place}."
            hint = "Pages are told apart in the query, a header or a cookie."
        self._told.report("parameter", "pagination-parameter", message, hint)
        return None

    def _must_be_integer(self, parameter: Parameter) -> None:
        if self._pointing.kinds([parameter.type]) != {"int"}:
            message = f"the parameter `{parameter.name}` is no integer."
            hint = f"Give it `type: integer`, or choose another style than `{self._told.style}`."
            self._told.report("parameter", "pagination-parameter", message, hint)

    def _pointer(
        self,
        key: str,
        kinds: Collection[str] = (),
        bodies: Iterable[Type] | None = None,
    ) -> str | None:
        """Give a pointer, and hold what it leads to against the kinds that it may be."""
        pointer = self._told.text(key)
        if pointer is None:
            return None
        if pointer and not pointer.startswith("/"):
            message = f"`{pointer}` is no JSON pointer."
            self._told.report(key, "pagination-pointer", message, _POINTER)
            return None
        types = self._pointing.types(
            self._bodies if bodies is None else bodies, pointer
        )
        found = self._pointing.kinds(types)
        if kinds and not types:
            message = f"`{pointer}` leads to nothing in the responses of `{self._operation.name}`."
            self._told.report(key, "pagination-pointer", message, _POINTER)
        elif kinds and not (found and found <= set(kinds)):
            message = f"`{pointer}` is {_listed(found)}, and must be {_listed(kinds)}."
            self._told.report(key, "pagination-pointer", message, _SAME)
        return pointer


_SAME = "The value goes into the next request as it came: both must be of one type."


def _is_called(parameter: Parameter, name: str) -> bool:
    if parameter.place == "header":
        return parameter.name.lower() == name.lower()
    return parameter.name == name


def _listed(kinds: Iterable[str]) -> str:
    return " or ".join(f"`{each}`" for each in sorted(kinds)) or "null"
