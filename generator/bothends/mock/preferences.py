"""The Prefer header (RFC 7240): which of the documented answers a caller wants."""

import re
from collections.abc import Iterable, Iterator

from bothends.records import dataclass

_PREFERENCE = re.compile(r'((?:[^,"]|"(?:[^"\\]|\\.)*")+)')
_PARAMETER = re.compile(r'((?:[^;"]|"(?:[^"\\]|\\.)*")+)')
_LONGEST = 4096
_TRUE = frozenset(["", "true", "1"])


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a request prefers; what a mock does not know is no preference (RFC 7240 §2)."""

    code: str | None = None
    example: str | None = None
    dynamic: bool = False

    @property
    def applied(self) -> str:
        """Spell them for `Preference-Applied` (RFC 7240 §3); a word that is no token is quoted."""
        told = [
            ("code", self.code),
            ("example", self.example),
            ("dynamic", "true" if self.dynamic else None),
        ]
        return ", ".join(f"{name}={_word(text)}" for name, text in told if text)


def preferences(fields: Iterable[str]) -> Preferences:
    """Read the header, which may be there several times; of a name that is, the first counts."""
    found: dict[str, str] = {}
    for field in fields:
        for name, value in _read(field[:_LONGEST]):
            found.setdefault(name, value)
    dynamic = found.get("dynamic")
    return Preferences(
        code=found.get("code") or None,
        example=found.get("example") or None,
        dynamic=dynamic is not None and dynamic.lower() in _TRUE,
    )


def _read(field: str) -> Iterator[tuple[str, str]]:
    for preference in _PREFERENCE.findall(field):
        token = next(iter(_PARAMETER.findall(preference)), "")
        name, _, value = token.partition("=")
        yield name.strip().lower(), _unquoted(value.strip())


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text


def _word(text: str) -> str:
    if re.fullmatch(r"[\w!#$%&'*+.^`|~-]+", text, re.ASCII):
        return text
    escaped = re.sub(r'(["\\])', r"\\\1", text)
    return f'"{escaped}"'
