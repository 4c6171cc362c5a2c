"""Draws statements as generated pages have them, most of them too long for a line."""

from collections.abc import Callable
from random import Random

Made = Callable[[Random, int], str]


def statement(chance: Random) -> str:
    """Draw a statement; the head of a compound one has a body, too."""
    kinds = (_assignment, _returned, _called, _annotated, _definition, _class, _import)
    return chance.choice(kinds)(chance)


def _assignment(chance: Random) -> str:
    return f"{_name(chance)} = {chance.choice(['', 'await '])}{_value(chance, 3)}"


def _returned(chance: Random) -> str:
    tail = chance.choice(["", "", ".body"])
    return f"return {chance.choice(['', 'await '])}{_call(chance, 3)}{tail}"


def _called(chance: Random) -> str:
    return f"{chance.choice(['', 'await '])}{_call(chance, 3)}"


def _annotated(chance: Random) -> str:
    value = chance.choice(["", " = MISSING", " = None"])
    return f"{_name(chance)}: {_type(chance, 3)}{value}"


def _definition(chance: Random) -> str:
    arguments = ["self"] if chance.random() < 0.8 else []
    arguments += [_argument(chance, "") for _ in range(chance.randrange(4))]
    if arguments and chance.random() < 0.5:
        arguments += ["*", _argument(chance, f" = {_short(chance)}")]
    result = chance.choice(["None", _type(chance, 2)])
    head = chance.choice(["def", "async def"])
    return f"{head} {_name(chance)}({', '.join(arguments)}) -> {result}:\n    pass"


def _argument(chance: Random, value: str) -> str:
    return f"{_name(chance)}: {_type(chance, 2)}{value}"


def _class(chance: Random) -> str:
    bases = ", ".join(_name(chance) for _ in range(chance.randrange(1, 4)))
    return f"class {_name(chance)}({bases}):\n    pass"


def _import(chance: Random) -> str:
    names = ", ".join(_name(chance) for _ in range(chance.randrange(1, 9)))
    return f"from .models import {names}"


def _value(chance: Random, depth: int) -> str:
    kinds: list[Made] = [_call, _dict, _list, _tuple, _call] if depth else [_plain]
    return chance.choice([*kinds, _plain] if depth < 3 else kinds)(chance, depth)


def _plain(chance: Random, _: int) -> str:
    return _short(chance)


def _short(chance: Random) -> str:
    name = _name(chance)
    return chance.choice([name, f'"{name}"', f"'{name}'", "None", "-1", "2.5", "True"])


def _call(chance: Random, depth: int) -> str:
    named = (
        f"{_name(chance)}={_value(chance, depth - 1)}"
        for _ in range(chance.randrange(3))
    )
    plain = (_value(chance, depth - 1) for _ in range(chance.randrange(3)))
    owner = chance.choice(["", "self.raw.", "models."])
    return f"{owner}{_name(chance)}({', '.join([*plain, *named])})"


def _dict(chance: Random, depth: int) -> str:
    items = [
        f'"{_name(chance)}": {_value(chance, depth - 1)}'
        for _ in range(chance.randrange(4))
    ]
    return f"{{{', '.join(items)}{_comma(chance, items)}}}"


def _list(chance: Random, depth: int) -> str:
    items = [_value(chance, depth - 1) for _ in range(chance.randrange(4))]
    return f"[{', '.join(items)}{_comma(chance, items)}]"


def _tuple(chance: Random, depth: int) -> str:
    items = [_value(chance, depth - 1) for _ in range(chance.randrange(4))]
    comma = "," if len(items) == 1 else _comma(chance, items)
    return f"({', '.join(items)}{comma})"


def _comma(chance: Random, items: list[str]) -> str:
    return ", " if items and chance.random() < 0.1 else ""


def _type(chance: Random, depth: int) -> str:
    members = [_member(chance, depth) for _ in range(chance.choice([1, 1, 2, 3, 5]))]
    return " | ".join(members)


def _member(chance: Random, depth: int) -> str:
    if not depth or chance.random() < 0.4:
        return _name(chance)
    match chance.randrange(4):
        case 0:
            names = (f'"{_name(chance)}"' for _ in range(chance.randrange(1, 6)))
            return f"Literal[{', '.join(names)}]"
        case 1:
            return f"list[{_type(chance, depth - 1)}]"
        case 2:
            return f"dict[str, {_type(chance, depth - 1)}]"
        case _:
            return f"Annotated[{_type(chance, depth - 1)}, Field(max_length={chance.randrange(99)})]"


def _name(chance: Random) -> str:
    return "x" * chance.choice([1, 3, 8, 12, 20, 35, 60] * 3 + [85, 95])
