"""Text of a description on its way into source: docstrings and comments that it can't break out of."""

import re
import textwrap
from functools import lru_cache

from bothends.text import visible, visible_lines

_WIDTH = 88


def docstring(text: str, indent: int) -> str:
    r"""Write text as a docstring whose first line begins at column `indent`.

    Backslashes and quotes that could end the docstring are escaped, characters that can't
    be seen are spelled out as `\u202e`. Each line keeps its own indentation.
    """
    text = re.sub(r"\n\s*\n\s*\n+", "\n\n", inside_docstring(text).strip())
    lines = [line.rstrip() for line in text.splitlines()]
    margin = " " * indent
    indented = [
        lines[0] if lines else "",
        *(f"{margin}{line}".rstrip() for line in lines[1:]),
    ]
    ending = f"\n{margin}" if len(lines) > 1 else ""
    body = "\n".join(indented)
    if not ending and body.endswith('"'):
        body = f'{body[:-1]}\\"'
    return f'"""{body}{ending}"""'


def inside_docstring(text: str) -> str:
    """Escape what could end a docstring or hide in it."""
    return visible_lines(text).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def comment(text: str) -> str:
    """Put text on the line of a comment."""
    return visible(" ".join(text.split()))


@lru_cache(maxsize=8192)
def entry(name: object, text: str) -> str:
    """Write an entry of a docstring's section, such as `Args`: a name, and text beneath it."""
    line = " ".join(text.split())
    wrapped = textwrap.wrap(
        f"{name}: {line}" if line else f"{name}.",
        _WIDTH - 12,
        initial_indent=" " * 4,
        subsequent_indent=" " * 8,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(wrapped)


def sentence(name: str) -> str:
    """Make a sentence of an identifier: `create_session` is `Create session.`."""
    return f"{name.replace('_', ' ').strip().capitalize()}."
