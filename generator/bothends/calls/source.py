"""Expressions of Python, and how they are laid out: on one line, or an argument on each."""

from collections.abc import Iterator

from bothends.records import dataclass

WIDTH = 80
"""Columns of an example, which is read in pages narrower than code."""


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between brackets: the arguments of a call, the items of a list."""

    opening: str
    items: tuple["tuple[str, Source]", ...]
    """Each with what comes before it: the name of an argument, a key."""
    closing: str


Source = str | Group


def written(source: Source, before: str = "", indent: int = 0, after: str = "") -> str:
    """Write an expression, whose line has begun with `before`."""
    whole = before + flat(source) + after
    if isinstance(source, str) or not source.items or indent + len(whole) <= WIDTH:
        return whole
    margin = " " * (indent + 4)
    lines = [f"{before}{source.opening}"]
    for name, item in source.items:
        lines.append(margin + written(item, name, indent + 4, ","))
    lines.append(f"{' ' * indent}{source.closing}{after}")
    return "\n".join(lines)


def flat(source: Source) -> str:
    """Write an expression on one line."""
    if isinstance(source, str):
        return source
    inner = ", ".join(name + flat(item) for name, item in source.items)
    return f"{source.opening}{inner}{source.closing}"


def texts(source: Source) -> Iterator[str]:
    """Give every text of an expression but the names of arguments."""
    if isinstance(source, str):
        yield source
        return
    yield source.opening
    for _, item in source.items:
        yield from texts(item)
