"""How a statement that is too long goes on several lines, as black has it.

What is long in a generated page is of few kinds: definitions, calls, displays, annotations,
imports. They are laid out here, in a hundredth of the time that black takes. What is of no
such kind is `Unfamiliar`, and goes to black, which is the judge of it all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from bothends.format.groups import (
    Group,
    Item,
    Unfamiliar,
    between_bars,
    between_commas,
    explode,
    joined,
    read,
    require_unjoined,
    text_of,
)

LENGTH = 88
"""Characters that fit on a line."""

_DEFINITION = re.compile(r"(?:async )?def \w+\(")
_IMPORT = re.compile(r"(from [\w.]+ import )([\w, ]+)")


_PLAIN = re.compile(
    r"( *)((?:async )?def \w+\()([^()\[\]{}'\"]*[^()\[\]{}'\", ])\)(?: -> ([^()'\"]+))?:"
)
"""A definition whose arguments have no brackets and no texts; most of a large API's are so."""


def statement(line: str) -> Iterator[str]:
    """Lay out a statement, or the head of a compound one. Raises `Unfamiliar`."""
    if lines := _plain_definition(line):
        yield from lines
        return
    indent, items = read(line)
    text = text_of(items)
    if _fits(indent + text) and not explode(items):
        yield indent + text
    elif _DEFINITION.match(text):
        yield from _definition(items, indent)
    elif found := _IMPORT.fullmatch(text):
        yield f"{indent}{found[1]}("
        yield from (f"{indent}    {name}," for name in found[2].split(", "))
        yield f"{indent})"
    elif isinstance(items[0], str) and items[0].endswith(": "):
        yield from _annotated(items, indent)
    else:
        yield from _valued(items, indent)


def element(line: str) -> Iterator[str]:
    """Lay out what stands on a line of its own between brackets. Raises `Unfamiliar`."""
    indent, items = read(line)
    yield from _inside(items, indent)


def argument(line: str) -> Iterator[str]:
    """Lay out an argument of a definition that has a line of its own. Raises `Unfamiliar`."""
    indent, items = read(line)
    yield from _typed(*_halves(items), indent)


def _plain_definition(line: str) -> list[str]:
    """Lay out a long definition without a closer look; give nothing if it needs one."""
    found = _PLAIN.fullmatch(line) if line.isascii() and not _fits(line) else None
    if not found:
        return []
    indent, head, arguments, result = found.groups()
    parts = arguments.split(", ")
    inner = [f"{indent}    {part}," for part in parts]
    if len(parts) > 1 and _fits(f"{indent}    {arguments}"):
        inner = [f"{indent}    {arguments}"]
    end = list(_end(read(result or "")[1], indent))
    lines = [*inner, *end]
    return [f"{indent}{head}", *lines] if all(map(_fits, lines)) else []


def _definition(items: list[Item], indent: str) -> Iterator[str]:
    """Break the arguments; where there are none, what is returned."""
    at = next(at for at, each in enumerate(items) if isinstance(each, Group))
    arguments, result = items[at], _without_colon(items[at + 2 :])
    assert isinstance(arguments, Group)
    head = "".join(map(str, items[:at]))
    if not arguments.items:
        yield f"{indent}{head}() -> ("
        yield from _without_commas(_inside(result, f"{indent}    "))
        yield f"{indent}):"
        return
    yield f"{indent}{head}("  # There is no place for a break in it.
    parts = between_commas(arguments.items)
    whole = f"{indent}    {text_of(arguments.items)}"
    if len(parts) > 1 and _fits(whole) and not arguments.explodes:
        yield whole
    else:
        for part in parts:
            yield from _parameter(part, f"{indent}    ")
    yield from _end(result, indent)


def _end(result: Sequence[Item], indent: str) -> Iterator[str]:
    """Lay out what is behind the arguments of a definition."""
    yield from _without_commas(_typed(") -> " if result else ")", result, ":", indent))


def _without_commas(lines: Iterable[str]) -> Iterator[str]:
    """Require that no comma comes to be at an end: black looks once more where it does."""
    for line in lines:
        if line.endswith(","):
            raise Unfamiliar
        yield line


def _parameter(items: Sequence[Item], indent: str) -> Iterator[str]:
    line = f"{indent}{joined(items).rstrip()},"
    is_plain = not any(isinstance(each, Group) for each in items)
    if is_plain and (_fits(line) or len(items) == 2):  # There is no place for a break.
        yield line
    else:
        yield from _typed(*_halves(_with_comma(items)), indent)


def _without_colon(items: list[Item]) -> list[Item]:
    last = items[-1] if items else ""
    if isinstance(last, Group):
        raise Unfamiliar
    return [*items[:-1], last[:-1]] if last[:-1] else items[:-1]


def _annotated(items: list[Item], indent: str) -> Iterator[str]:
    """Break the type of a name; the value that it may have is a word."""
    head, annotation, tail = _halves(items)
    value = tail.removeprefix("= ")
    if tail and not value.isidentifier():
        raise Unfamiliar
    if tail and _fits(f"{indent}{text_of([head, *annotation])} = ("):
        yield f"{indent}{text_of([head, *annotation])} = ("
        yield f"{indent}    {value}"
        yield f"{indent})"
    elif not tail and [text_of(annotation)] == annotation:
        inner = f"{indent}    {annotation[0]}"
        if not _fits(inner):
            yield f"{indent}{head}{annotation[0]}"  # There is no place for a break in it.
            return
        yield _short(f"{indent}{head}(")
        yield inner
        yield f"{indent})"
    else:
        first, *others = _typed(head, annotation, tail, indent)
        yield _short(first)
        yield from others


def _halves(items: Sequence[Item]) -> tuple[str, Sequence[Item], str]:
    """Part what has a type: `name: `, the type, and the value or the comma behind it."""
    ends = (at for at, each in enumerate(items) if str(each).rstrip() in {"=", ","})
    end = next(ends, len(items))
    behind = items[end:]
    if any(isinstance(each, Group) for each in (*items[:1], *behind)):
        raise Unfamiliar
    return str(items[0]), items[1:end], text_of(behind)


def _typed(head: str, of: Sequence[Item], tail: str, indent: str) -> Iterator[str]:
    """Break a type: a union gets brackets, of any other the last ones are broken open."""
    items = [head, *of, tail]
    if _fits(indent + text_of(items)) and not explode(of):
        yield indent + text_of(items)
    elif len(between_bars(of)) > 1:
        yield _short(f"{indent}{head}(")
        yield from _inside(of, f"{indent}    ")
        yield _short(f"{indent}){' ' if tail.startswith('=') else ''}{tail}")
    else:
        require_unjoined(of)
        yield from _by_last_group(items, indent)


def _valued(items: list[Item], indent: str) -> Iterator[str]:
    """Break a value that is named or returned, or stands alone; or the bases of a class."""
    named = 2 if items[1:2] == ["= "] else int(items[0] == "return ")
    head, value = joined(items[:named]), items[named:]
    require_unjoined(value)
    if len(between_commas(value)) > 1:
        raise Unfamiliar
    lines = list(_by_last_group(items, indent))
    if named and not _fits(lines[0]):
        inner = [f"{indent}{head}(", *_inside(value, f"{indent}    "), f"{indent})"]
        lines = inner if all(map(_fits, inner)) else lines
    yield from lines


def _by_last_group(items: Sequence[Item], indent: str) -> Iterator[str]:
    """Break the last brackets open: a line for what leads to them, one for what is behind."""
    places = [at for at, each in enumerate(items) if isinstance(each, Group)]
    at = places[-1] if places else 0
    group = items[at]
    if not isinstance(group, Group) or not group.items or explode(items[:at]):
        raise Unfamiliar
    head = f"{indent}{joined(items[:at])}{group.opening}"
    if not _fits(head) and len(places) > 1:
        raise Unfamiliar
    yield head
    yield from _inside(group.items, f"{indent}    ", is_split=group.splits)
    yield _short(f"{indent}{group.closing}{text_of(items[at + 1 :])}".rstrip())


def _inside(
    items: Sequence[Item], indent: str, *, is_split: bool = False
) -> Iterator[str]:
    """Lay out a line between brackets: whole, an item on each line, or broken up further."""
    whole = indent + text_of(items)
    if not is_split and _fits(whole) and not explode(items):
        yield whole
        return
    parts = between_commas(items)
    if len(parts) > 1:
        for part in parts:
            yield from _inside(_with_comma(part), indent)
    elif len(parts := between_bars(items)) > 1:
        for part in parts:
            yield from _inside(part, indent)
    else:
        require_unjoined(items[items[0] == "| " :])
        groups = [each for each in items if isinstance(each, Group)]
        if any(each.items for each in groups) or len(groups) > 1:
            yield from _by_last_group(items, indent)
        else:
            yield whole  # There is no place for a break in it.


def _with_comma(items: Sequence[Item]) -> list[Item]:
    last = items[-1]
    return [*items[:-1], last.rstrip() if isinstance(last, str) else last, ","]


def _fits(line: str) -> bool:
    return len(line) <= LENGTH


def _short(line: str) -> str:
    """Require a line to fit."""
    if not _fits(line):
        raise Unfamiliar
    return line
