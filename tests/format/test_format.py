"""What is formatted is what black makes of it, whoever has laid it out."""

from random import Random
from textwrap import indent

import black
import pytest
from black.mode import TargetVersion
from statements import statement

from bothends.format import formatted

MODE = black.Mode(target_versions={TargetVersion.PY311})
NAME = "a_name_of_thirty_six_characters_here"
PAGES = {
    "nothing": "",
    "a comment": f"# {NAME} {NAME} {NAME}\n",
    "imports": f"from a import b\nfrom . import {NAME}a, {NAME}b, {NAME}c\n\n\n\nx = 1\n",
    "definitions": "x = 1\nclass A:\n    y = 1\n    def f(self) -> None:\n        pass\n",
    "decorators": "x = 1\n@a\n@b\ndef f() -> None:\n    pass\n",
    "empty lines": "x = 1\n\n\n\n\ny = 2\n\n\n\nclass A:\n    a: int\n\n\n\n    b: int\n",
    "docstrings": '"""One. \n \n  Two. \n"""\nclass A:\n    """A class."""\n    x: int\n    """Its x. """\n',
    "quotes in docstrings": 'def f() -> None:\n    """Give "it" as "that\\""""\n    pass\n',
    "margins of docstrings": 'def f() -> None:\n    """ It.\n  out\n\tin"""\n    pass\n',
    "quotes": "x = 'a'\ny = ['b\"', 'c\\'', r'\\d', f'{x}', b'e', 'a' 'b']\n",
    "commas": "x = [1, 2, ]\ny = (1,)\nz = f(1, 2, )\nt: A[B, C, ] = 1\n",
    "spaces": "x = { 'a': 1 }\n",
    "long words": f"x = '{NAME * 3}'\ny = {NAME}{NAME}{NAME}\n",
    "several lines": f"x = f(\n    [\n        a({NAME}, {NAME}, {NAME}),\n        'b',\n    ],\n    b=1,\n)\n",
    "one item on several lines": "x = f(\n    b=(\n        (1,),\n    ),\n    c=[\n    ],\n)\n",
    "no comma at the end": "x = f(\n    a,\n    b\n)\n",
    "long items": f"x = {{\n    'a': {NAME} + {NAME} + {NAME},\n    **{NAME}(a, {NAME}, b={NAME}),\n}}\n",
    "long arguments": f"x = f(\n    a={NAME} + {NAME} + {NAME},\n    *{NAME}(a, {NAME}, {NAME}),\n)\n",
    "arguments on several lines": f"def f(\n    self,\n    *,\n    {NAME}: {NAME}[a] | {NAME} | None = None,\n    {NAME}: {NAME}[{NAME}, {NAME}],\n    b: int = {NAME} + {NAME} + {NAME},\n) -> None:\n    pass\n",
    "operators": f"x = {NAME} + {NAME} + {NAME}\nassert {NAME} == {NAME}, '{NAME}'\n",
    "lambdas": f"x = f(lambda {NAME}, b: {NAME}, lambda: 'x', {NAME})\n",
    "comments behind": f"x = f({NAME}, {NAME})  # {NAME}\n",
    "chains": f"x = f({NAME}).g({NAME}).h({NAME}).i\n",
    "other letters": f"x = f('ä', {NAME}, {NAME}, b)\ny = '漢字' * 40\nz = '{'漢' * 50}'\n",
    "conditions": f"if {NAME} and {NAME} and {NAME}:\n    pass\n",
    "no indent": f"for x in f({NAME}, {NAME}, {NAME}):\n    y(x)\n",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_is_formatted_as_black_does(page: str) -> None:
    assert formatted(page) == by_black(page)


@pytest.mark.parametrize("seed", range(40))
def test_statements_are_laid_out_as_black_does(seed: int) -> None:
    chance = Random(seed)
    for _ in range(10):
        page = placed(statement(chance), chance.choice([0, 1, 2, 4]))
        assert formatted(page) == by_black(page)


def placed(text: str, depth: int) -> str:
    """Put a statement into blocks."""
    if text.startswith("class "):
        return f"x = 1\n{text}\n"
    blocks = "".join(f"{'    ' * each}if x:\n" for each in range(depth))
    return f"{blocks}{'    ' * depth}y = 1\n{indent(text, '    ' * depth)}\n"


def by_black(page: str) -> str:
    return black.format_str(page, mode=MODE)
