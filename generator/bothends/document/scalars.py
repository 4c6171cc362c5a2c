"""What a plain YAML scalar means: the YAML 1.2 core schema, as far as JSON can say it."""

import re
from math import isinf
from typing import TypeAlias

Scalar: TypeAlias = bool | int | float | str | None

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(["", "~", "null", "Null", "NULL"], None),
    **dict.fromkeys(["true", "True", "TRUE"], True),
    **dict.fromkeys(["false", "False", "FALSE"], False),
}

# JSON's numbers (RFC 8259 §6), a leading plus, and a point with digits on one side only.
# YAML's core schema takes `0123` for a number too, but in an API description that is an id or
# a phone number. `.inf` and `.nan` are text here: JSON cannot say them, and where a number is
# needed, the text is found to be wrong at its very place.
_DECIMAL = re.compile(
    r"[-+]?(?:(?:0|[1-9][0-9]*)(\.[0-9]*)?|(\.[0-9]+))([eE][-+]?[0-9]+)?"
)
_PREFIXED = re.compile(r"0o([0-7]+)|0x([0-9a-fA-F]+)")

MAX_DIGITS = 1000
"""Of a number: Python refuses to convert integers that are a few times longer."""


class PlainScalars(dict[str, Scalar]):
    """Plain scalars and what they mean, learnt as they are looked up.

    Most scalars of a description are written many times: one lookup in C is their whole cost.
    """

    def __missing__(self, text: str) -> Scalar:
        """Read a text that was not met before."""
        value = self[text] = read_plain(text)
        return value


def read_plain(text: str) -> Scalar:
    """Give a plain scalar its value.

    A text that fits no other type, or whose number is not finite (`7e068727`), is a string.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789" or len(text) > MAX_DIGITS:
        return text
    if found := _DECIMAL.fullmatch(text):
        if not any(found.groups()):
            return int(text)
        number = float(text)
        return text if isinf(number) else number
    if found := _PREFIXED.fullmatch(text):
        return int(found[1], 8) if found[1] else int(found[2], 16)
    return text


TAG_HINT = "Remove it, or use `!!str`, `!!int`, `!!float`, `!!bool` or `!!null`."


class TagError(Exception):
    """A tag that is unknown, or that its scalar does not fit; says which in a sentence."""


_TAGGED: dict[str, tuple[type, ...]] = {
    "null": (type(None),),
    "bool": (bool,),
    "int": (int,),
    "float": (int, float),
}
_STANDARD = "tag:yaml.org,2002:"


def read_tagged(tag: str, text: str) -> Scalar:
    """Give a scalar the type its tag asks for: `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`.

    Raises TagError.
    """
    name = tag.removeprefix(_STANDARD)
    if name == "str":
        return text
    if name == tag or name not in _TAGGED:
        raise TagError(unknown_tag(tag))
    value = read_plain(text)
    if type(value) not in _TAGGED[name]:
        message = f"The value is not what its tag `{_short(tag)}` says."
        raise TagError(message)
    return float(value) if isinstance(value, int) and name == "float" else value


def unknown_tag(tag: str) -> str:
    """Say that JSON has no such type."""
    return f"The tag `{_short(tag)}` is not one of JSON's types."


def _short(tag: str) -> str:
    name = tag.removeprefix(_STANDARD)
    return tag if name == tag else f"!!{name}"
