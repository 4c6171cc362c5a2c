"""Operations that share a path and a method: the request's query tells which one it means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import unquote_plus

from .paths import Template

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Alternative(Generic[T]):
    """What answers at a template, when its query and its hints are there."""

    template: Template
    value: T

    def named(self, texts: Sequence[str]) -> dict[str, str]:
        """Give the text of each expression in the path."""
        return dict(zip(self.template.names, texts, strict=True))


Found = tuple[T, dict[str, str]]
"""What answers, and the text of the parameters in the template."""


def chosen(
    alternatives: Sequence[Alternative[T]],
    texts: Sequence[str],
    parts: Sequence[str],
    headers: Mapping[str, str],
) -> Found[T] | None:
    """Choose the first of those that ask most of a request and get it; None where none does.

    `texts` are those of the expressions in the path, `parts` those of the query.
    """
    best: tuple[int, Found[T]] | None = None
    for each in alternatives:
        found = each.template.found_query(parts)
        if found is None:
            continue
        got = len(each.template.query) + sum(
            _is_there(hint, parts, headers) for hint in each.template.hints
        )
        if best is None or got > best[0]:
            best = got, (each.value, {**each.named(texts), **found})
    return best[1] if best else None


def _is_there(hint: str, parts: Sequence[str], headers: Mapping[str, str]) -> bool:
    """Tell whether a parameter, with its value if the hint has one, is in query or headers."""
    name, equals, value = hint.partition("=")
    pairs = [part.partition("=") for part in parts]
    texts = [unquote_plus(text) for key, _, text in pairs if unquote_plus(key) == name]
    texts += [headers[name]] if name in headers else []
    return value in texts if equals else bool(texts)
