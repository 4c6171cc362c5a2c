"""Who calls: what the claims of a token say of a tenant and of a subject in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SESSION_CREATORS = frozenset(["user", "virtualaccount"])
"""The types of subjects that sessions are created by."""

_NAMES = {"serviceaccount": "virtualaccount"}
"""Other names of a type of subject."""
_SLUGS = ("subjectSlug", "username", "email", "sub")
_LONGEST = 255


class BadClaimsError(ValueError):
    """Claims that name no subject of a tenant."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A subject of a tenant."""

    tenant: str
    id: str
    type: str
    slug: str

    @property
    def may_create_sessions(self) -> bool:
        """Whether sessions are created by subjects of this type at all."""
        return self.type in SESSION_CREATORS


def subject_type(name: str) -> str:
    """Give the one name of a type of subject that the service knows it by."""
    return _NAMES.get(name, name)


def caller_of(claims: Mapping[str, Any]) -> Caller:
    """Read the claims of a verified token; raises `BadClaimsError`."""
    slug = next((claims[name] for name in _SLUGS if claims.get(name)), None)
    return Caller(
        tenant=_text(claims.get("tenantName"), "tenantName"),
        id=_text(claims.get("sub"), "sub"),
        type=subject_type(_text(claims.get("subjectType"), "subjectType")),
        slug=_text(slug, "subjectSlug"),
    )


def _text(value: object, name: str) -> str:
    if isinstance(value, str) and 0 < len(value) <= _LONGEST and value.isprintable():
        return value
    message = f"the claim {name} is not 1 to {_LONGEST} printable characters"
    raise BadClaimsError(message)
