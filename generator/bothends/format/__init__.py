"""Source -> black-clean source. The only door to black."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from bothends.format.groups import Unfamiliar
from bothends.format.layout import LENGTH, argument, element, statement

_IS_CLEAN = re.compile(rf"(?=.{{0,{LENGTH}}}$) *(?:(?![(\[{{] |[ ,][)\]}}])[ -&(-~])*")
"""A line that fits, has no single quotes, and no comma or space before a closing bracket."""
_OPENING, _CLOSING = ("(", "[", "{"), (")", "]", "}")
_QUOTES = ('"""', 'r"""')
_HEAD = re.compile(r"class |def |async def ")
_OPENS = re.compile(rf"@|{_HEAD.pattern}")
_IMPORTS = ("from ", "import ")


def formatted(source: str) -> str:
    """Format a module as `black` does with its own defaults.

    It is expected to be clean already, but for lines that are too long, single quotes, commas
    before closing brackets and too many empty lines. Black takes most of the time of a large
    run, and gets those statements only that `layout` does not know.
    """
    try:
        return "".join(f"{line}\n" for line in _lines(source.rstrip().split("\n")))
    except ValueError:
        return _blackened(source)


def _blackened(source: str, indent: int = 0) -> str:
    """Let black do it, which is not even loaded where there is nothing for it to do.

    Raises ValueError for what is no whole statement.
    """
    import black
    from black.mode import TargetVersion
    from black.parsing import InvalidInput

    versions = {TargetVersion.PY311}
    mode = black.Mode(target_versions=versions, line_length=LENGTH - indent)
    try:
        return black.format_str(source, mode=mode)
    except InvalidInput as error:
        raise ValueError(source) from error


def _lines(lines: Sequence[str]) -> Iterator[str]:
    """Format one statement after the other, and the empty lines between them."""
    at = blank = 0
    before = ""
    while at < len(lines):
        end = _end(lines, at)
        text = lines[at].strip()
        if not text:
            blank += 1
        else:
            yield from [""] * _gap(blank, before, lines[at])
            yield from _formatted(lines[at:end], text, before)
            blank = int(text.startswith(_QUOTES) and before.startswith("class "))
            before = text
        at = end


def _gap(blank: int, before: str, line: str) -> int:
    """Count the empty lines that there are to be before a statement: there have been `blank`."""
    text = line.lstrip()
    most = 1 if line.startswith(" ") else 2
    if not before:
        return 0
    if _OPENS.match(text) and not before.startswith(("@", "#")) and before[-1] != ":":
        return most
    if before.startswith(_IMPORTS) and not text.startswith(_IMPORTS):
        return 1
    return min(blank, most)


def _end(lines: Sequence[str], at: int) -> int:
    """Find the line behind the statement, the string or the comment that begins at one."""
    first = lines[at].lstrip()
    if first.startswith(_QUOTES):
        if first.endswith('"""') and len(first) > len('r"""'):
            return at + 1
        ends = (
            each for each in range(at + 1, len(lines)) if lines[each].endswith('"""')
        )
        return next(ends, len(lines)) + 1
    depth = 0
    for each in range(at, len(lines)):
        line = lines[each].strip()
        depth += line.endswith(_OPENING) - line.startswith(_CLOSING)
        if depth <= 0 or line.startswith("#"):
            return each + 1
    return len(lines)


def _formatted(lines: Sequence[str], text: str, before: str) -> Sequence[str]:
    """Format a statement, whose first line is `text`, behind the one that begins `before`."""
    if text.startswith(_QUOTES):
        return lines if before and not _HEAD.match(before) else _docstring(lines)
    if text.startswith("#") or (len(lines) == 1 and _IS_CLEAN.fullmatch(lines[0])):
        return lines
    return _laid_out(lines)


def _laid_out(lines: Sequence[str]) -> Sequence[str]:
    try:
        return tuple(statement(lines[0]) if len(lines) == 1 else _elements(lines))
    except Unfamiliar:
        return _by_black(lines)


def _docstring(lines: Sequence[str]) -> Sequence[str]:
    """Take the spaces from the ends of lines; where more is to do, there is black."""
    stripped = [line.rstrip() for line in lines]
    first, last = stripped[0].lstrip().lstrip("r"), lines[-1][:-3]
    inner = [line for line in stripped[1:] if line.strip(' "')]
    margins = [_margin(line) for line in inner]
    is_plain = not last.strip() or not last.endswith(('"', "\\", " "))
    is_even = min(margins, default=_margin(lines[0])) == _margin(lines[0])
    if len(lines) == 1 and re.search(r'[^\\]\\"$', last) and not first[3:4].isspace():
        return [f'{last} """']  # Black keeps a quote from those that end the docstring.
    if is_plain and is_even and not first[3:4].isspace() and "\t" not in "".join(inner):
        return stripped
    return _by_black(lines)


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def _elements(lines: Sequence[str]) -> Iterator[str]:
    """Format a statement that is written over several lines: each item on a line of its own."""
    before = opened = ""
    lay_out = argument if _HEAD.match(lines[0].lstrip()) else element
    for line in lines:
        text = line.lstrip()
        closes, opens = text.startswith(_CLOSING), text.endswith(_OPENING)
        if closes and not before.endswith((",", *_CLOSING)):
            raise Unfamiliar  # It is empty, or has a last item that black may put a comma behind.
        if closes and (opened == "(" or opened.endswith(("=(", " (", "(("))):
            raise Unfamiliar  # It is a tuple of one item, which may have to be on one line.
        if _IS_CLEAN.fullmatch(line):
            yield line
        elif closes or opens:
            raise Unfamiliar
        else:
            yield from _element(line, lay_out)
        opened = before.lstrip() if before.endswith(_OPENING) and not opens else ""
        before = line


@lru_cache(maxsize=8192)
def _element(line: str, lay_out: Callable[[str], Iterable[str]]) -> Sequence[str]:
    """Format an item; operations have parameters in common."""
    try:
        return tuple(lay_out(line))
    except Unfamiliar:
        if lay_out is argument:
            raise
        indent = " " * (_margin(line) - 4)
        opening, closing = _around(line.lstrip())
        return _by_black([indent + opening, line, indent + closing])[1:-1]


def _around(text: str) -> tuple[str, str]:
    """Give brackets that an item can be in: those of a call, of a dictionary or of a list."""
    if re.match(r"\w+=", text):
        return "f(", ")"
    return ("{", "}") if re.match(r"""["'\w.]+: """, text) else ("[", "]")


def _by_black(lines: Sequence[str]) -> list[str]:
    """Format a statement, or the head of a compound one, where it stands."""
    indent = _margin(lines[0])
    source = "\n".join(line[indent:] for line in lines)
    is_head = source.endswith(":")
    made = _blackened(f"{source}\n    pass" if is_head else source, indent)
    result = made.rstrip().split("\n")
    margin = " " * indent
    return [
        margin + line if line else line for line in (result[:-1] if is_head else result)
    ]
