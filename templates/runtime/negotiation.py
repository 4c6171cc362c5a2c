"""Which media type an answer has: the one of the documented that its reader likes best.

Proactive negotiation (RFC 9110 §12.1) by the request's Accept header.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from .content import Content, matching
from .operation import Operation
from .problem import Refused, RequestProblem

_ITEM = re.compile(r"""(?:[^,"]|"(?:[^"\\]|\\.)*")+""")
_PARAMETER = re.compile(r"""(?:[^;"]|"(?:[^"\\]|\\.)*")+""")
_WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
_LONGEST = 4096
"""Characters of an Accept header that is read, so that no request can keep the server busy."""


@dataclass(frozen=True, slots=True)
class _Range:
    """A media range and its weight (RFC 9110 §12.5.1)."""

    kind: str
    subtype: str
    parameters: frozenset[str]
    weight: float

    def covers(self, offered: "_Range") -> bool:
        """Tell whether what is offered, which may be a range itself, can be of this range."""
        return (
            _meet(self.kind, offered.kind)
            and _meet(self.subtype, offered.subtype)
            and self.parameters <= offered.parameters
        )

    @property
    def precision(self) -> tuple[bool, bool, int]:
        """How closely it says what it means: of several ranges the closest has its say."""
        return self.kind != "*", self.subtype != "*", len(self.parameters)


def require_acceptable(operation: Operation[object], accept: str | None) -> None:
    """Refuse a request whose Accept header allows no success (RFC 9110 §15.5.7).

    That is before anything has happened; a success without a body is always acceptable.
    """
    offered = operation.offered
    if accept is None or not offered or _is_any_welcome(offered, accept):
        return
    detail = f"{accept!r} is none of {', '.join(offered)}"
    raise Refused(RequestProblem(406, "not-acceptable", detail))


def preferred(
    contents: tuple[Content, ...], accept: str | None, headers: Mapping[str, str]
) -> tuple[Content, ...]:
    """Order the contents of a response by how welcome they are, the documented order among equals.

    A handler that names a media type has chosen. What is not acceptable comes last, but it
    may be all that carries what the handler gives: it says more than a refusal.
    """
    if headers:
        lower = {name.lower(): text for name, text in headers.items()}
        named = lower.get("content-type")
        if named and (chosen := matching(contents, named)):
            return (chosen,)
    if accept is None or len(contents) < 2:
        return contents
    return tuple(sorted(contents, key=lambda each: -_weight(each.media_type, accept)))


def varying(contents: tuple[Content, ...]) -> dict[str, str]:
    """Say that another Accept header could have got another answer (RFC 9110 §12.5.5)."""
    return {"vary": "Accept"} if len(contents) > 1 else {}


@lru_cache(maxsize=1024)
def _is_any_welcome(media_types: tuple[str, ...], accept: str) -> bool:
    return any(_weight(each, accept) for each in media_types)


def _weight(media_type: str, accept: str) -> float:
    """Tell how welcome a media type is: 1 as much as any, 0 not at all."""
    covering = [
        wanted
        for offered in _ranges(media_type)
        for wanted in _ranges(accept)
        if wanted.covers(offered)
    ]
    closest = max(covering, key=lambda each: each.precision, default=None)
    return closest.weight if closest else 0


@lru_cache(maxsize=256)
def _ranges(accept: str) -> tuple[_Range, ...]:
    """Read an Accept header, or a single media type; what is no range is left out."""
    items = _ITEM.findall(accept) if len(accept) < _LONGEST else []
    found = map(_range, items)
    return tuple(each for each in found if each)


def _range(item: str) -> _Range | None:
    parts = [part.strip().lower() for part in _PARAMETER.findall(item)]
    essence, *rest = parts or [""]
    kind, slash, subtype = essence.partition("/")
    parameters: list[str] = []
    weight = "1"
    for name, _, value in (parameter.partition("=") for parameter in rest):
        if name.strip() == "q":
            weight = value.strip()
            break
        parameters.append(f"{name.strip()}={value.strip().strip(chr(34))}")
    if not (kind and slash and subtype and _WEIGHT.fullmatch(weight)):
        return None
    return _Range(kind, subtype, frozenset(parameters), float(weight))


def _meet(name: str, other: str) -> bool:
    return "*" in {name, other} or name == other or _share_a_suffix(name, other)


def _share_a_suffix(name: str, other: str) -> bool:
    """Tell whether one is a range of the suffix that the other has: `*+json`."""
    (_, __, suffix), (_, __, another) = name.rpartition("+"), other.rpartition("+")
    return suffix == another and (name.startswith("*+") or other.startswith("*+"))
