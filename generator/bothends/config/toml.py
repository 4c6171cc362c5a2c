"""Where each key and each value of a TOML file stands, which `tomllib` does not tell."""

import re
import tomllib
from collections.abc import Iterator

Steps = tuple[str | int, ...]
"""The keys, and the indices in arrays, from the top of the file."""

_TOKEN = re.compile(
    r"""
      [ \t\r]+ | \# [^\n]*
    | (?P<end>  \n )
    | (?P<text> \"{3} (?: \\. | [^\\] )*? \"{3,5} | '{3} .*? '{3,5}
              | " (?: \\. | [^"\\\n] )* " | ' [^'\n]* ' )
    | (?P<mark> [\[\]{}=,] )
    | (?P<bare> [^\s\[\]{}=,\#"']+ )
    """,
    re.VERBOSE | re.DOTALL,
)


class Places:
    """The places of one document, which has to be valid TOML."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._keys: dict[Steps, int] = {(): 0}
        self._values: dict[Steps, int] = {(): 0}
        found = _TOKEN.finditer(text)
        self._tokens = [match for match in found if match.lastgroup]
        self._at = 0
        self._document()

    def key(self, steps: Steps) -> tuple[int, int]:
        """Line and column, from 1, of a key; of what it would be in, if there is none."""
        return self._place(self._keys, steps)

    def value(self, steps: Steps) -> tuple[int, int]:
        """Line and column, from 1, of a value; for a table, of the key it is under."""
        return self._place({**self._keys, **self._values}, steps)

    def _place(self, offsets: dict[Steps, int], steps: Steps) -> tuple[int, int]:
        while steps not in offsets:
            steps = steps[:-1]
        before = self._text[: offsets[steps]]
        return before.count("\n") + 1, len(before) - before.rfind("\n")

    def _document(self) -> None:
        table: Steps = ()
        while self._at < len(self._tokens):
            if self._tokens[self._at].lastgroup == "end":
                self._at += 1
            elif self._next_is("["):
                while self._next_is("["):
                    self._at += 1
                table = self._key((), "]")
                while self._next_is("]"):
                    self._at += 1
            else:
                self._pair(table)

    def _next_is(self, marks: str) -> bool:
        if self._at == len(self._tokens):
            return False
        token = self._tokens[self._at]
        return token.lastgroup == "mark" and token[0] in marks

    def _pair(self, table: Steps) -> None:
        steps = self._key(table, "=")
        self._at += 1
        self._value(steps)

    def _key(self, table: Steps, end: str) -> Steps:
        while not self._next_is(end):
            for part, offset in _parts(self._tokens[self._at]):
                table = (*table, part)
                self._keys.setdefault(table, offset)
            self._at += 1
        return table

    def _value(self, steps: Steps) -> None:
        self._values[steps] = self._tokens[self._at].start()
        if self._next_is("{"):
            for _ in self._items("}"):
                self._pair(steps)
        elif self._next_is("["):
            for index in self._items("]"):
                self._value((*steps, index))
        else:
            while self._at < len(self._tokens) and not self._ends_a_value():
                self._at += 1

    def _ends_a_value(self) -> bool:
        return self._tokens[self._at].lastgroup == "end" or self._next_is(",]}")

    def _items(self, end: str) -> Iterator[int]:
        """Stop before each item of an array or an inline table, and after the last."""
        self._at += 1
        index = 0
        while not self._next_is(end):
            if self._next_is(",") or self._tokens[self._at].lastgroup == "end":
                self._at += 1
            else:
                yield index
                index += 1
        self._at += 1


def _parts(token: re.Match[str]) -> Iterator[tuple[str, int]]:
    if token.lastgroup == "text":
        yield str(tomllib.loads(f"key = {token[0]}")["key"]), token.start()
        return
    for part in re.finditer(r"[^.]+", token[0]):
        yield part[0], token.start() + part.start()
