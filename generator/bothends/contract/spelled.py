"""Values without a type as text in their places, by the styles of OpenAPI 3.1 §4.8.12.3.

It is a second hand than the runtime's: what both write in the same way is not both wrong.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from bothends.contract.readings import text_of
from bothends.tree import is_array, is_object

Texts = list[tuple[str, str]]
"""What there is to say of a value: the items of an array without names, properties with them."""

_WITHIN = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}


def texts_of(style: str, value: Any, *, nested: bool) -> Texts | None:
    """Take a value apart; None where its style has no way to say it.

    With `nested` a deep object may have objects and arrays within, of which the standard says
    nothing.
    """
    if is_object(value):
        texts = list(_deep(value) if style == "deepObject" else value.items())
        flat = nested or not any(
            isinstance(each, dict | list) for each in value.values()
        )
        says = flat and "" not in value and all(each is not None for _, each in texts)
        return _plain(texts) if says else None
    return _plain([("", item) for item in (value if is_array(value) else [value])])


def named_parts(name: str, style: str, value: Texts, *, explode: bool) -> list[str]:
    """Say a value in the query, a cookie or a form: `a=1`, percent-encoded."""
    name = _escaped(name)
    pairs = [(_escaped(key), _escaped(text)) for key, text in value]
    if style == "deepObject":
        return [f"{name}{key}={text}" for key, text in pairs]
    if explode:
        return [f"{key or name}={text}" for key, text in pairs]
    return [f"{name}={_WITHIN.get(style, ',').join(_flat(pairs))}"]


def unnamed_text(name: str, style: str, value: Texts, *, explode: bool) -> str:
    """Say a value in the path."""
    pairs = [(_escaped(key), _escaped(text)) for key, text in value]
    pairs = [(key, text.replace(".", "%2E")) for key, text in pairs]
    if style == "matrix":
        parts = named_parts(name, style, value, explode=explode)
        return ";" + ";".join(parts).replace(".", "%2E")
    between = "." if style == "label" and explode else ","
    return ("." if style == "label" else "") + between.join(joined(pairs, explode))


def joined(pairs: Texts, explode: bool) -> list[str]:
    """Put names and texts together where nothing else has a name."""
    if explode:
        return [f"{key}={text}" if key else text for key, text in pairs]
    return _flat(pairs)


def _flat(pairs: Texts) -> list[str]:
    return [each for key, text in pairs for each in ([key, text] if key else [text])]


def _plain(texts: list[tuple[str, Any]]) -> Texts | None:
    """Write single values as text; None where one is none, or there is nothing to say."""
    if not texts or any(isinstance(item, dict | list) for _, item in texts):
        return None
    return [(key, text_of(item)) for key, item in texts]


def _deep(value: Any, inside: str = "") -> Iterator[tuple[str, Any]]:
    """Put names in brackets; an array repeats its own, and numbers items that have names."""
    if is_object(value) and value:
        for key, item in value.items():
            yield from _deep(item, f"{inside}[{key}]")
    elif is_array(value) and value:
        for at, item in enumerate(value):
            plain = not isinstance(item, dict | list)
            yield from _deep(item, inside if plain else f"{inside}[{at}]")
    else:
        yield inside, value


def _escaped(text: str) -> str:
    return quote(text, safe="")
