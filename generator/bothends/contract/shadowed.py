"""Parameters whose names the wire cannot tell from those of another: exploded free objects.

Two of them in one query both take every pair that no other parameter has. Generation warns of
it; nothing that is sent in the second could be told from what is sent in the first.
"""

from collections.abc import Iterator

from bothends.contract.results import Cell
from bothends.package import Operation


def shadowed(operation: Operation) -> dict[str, str]:
    """Give the arguments that a call can leave out, each with the parameter before it."""
    found: dict[str, str] = {}
    first: dict[str, str] = {}
    for each in operation.parameters:
        if each.is_free:
            name = first.setdefault(each.place, each.name)
            if name != each.name and not each.required:
                found[each.argument] = name
    return found


def shadowed_cells(operation: Operation) -> Iterator[Cell]:
    """Note each of them, which the description does not let anybody try."""
    for argument, name in shadowed(operation).items():
        why = f"on the wire its names are those of `{name}`, too"
        yield Cell("request", f"parameter `{argument}`", skipped=why)
