"""Tokens for development, signed with the secret."""

import time
from dataclasses import dataclass

import jwt

from agent_harness_service.settings import PREFIX, Settings
from agent_harness_service.store import Grantee


@dataclass(frozen=True, slots=True)
class NewToken:
    """What a token is to say."""

    tenant: str
    subject: Grantee
    slug: str
    seconds: int


def mint_token(settings: Settings, wanted: NewToken) -> str:
    """Sign a token (HS256); raises `ValueError` without a secret."""
    if settings.token_secret is None:
        message = f"there is no {PREFIX}TOKEN_SECRET to sign with"
        raise ValueError(message)
    now = int(time.time())
    claims = {
        "iss": settings.token_issuer,
        "aud": settings.token_audience,
        "iat": now,
        "exp": now + wanted.seconds,
        "tenantName": wanted.tenant,
        "sub": wanted.subject.id,
        "subjectType": wanted.subject.type,
        "subjectSlug": wanted.slug,
    }
    return jwt.encode(claims, settings.token_secret.get_secret_value(), "HS256")
