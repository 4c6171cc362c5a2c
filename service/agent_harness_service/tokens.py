"""Tokens: JWTs (RFC 7519) whose signature, times, issuer, audience and tenant are checked.

The algorithm of a token chooses among keys of its own kind, never the other way about: the
secret only ever verifies HS256, the keys of the JWKS only their own algorithm (RFC 8725 §3.1).
"""

from collections.abc import Sequence
from typing import Any

import jwt
from jwt import PyJWK
from jwt.exceptions import ExpiredSignatureError, PyJWTError
from starlette.requests import Request

from agent_harness_service.failures import failure, unavailable
from agent_harness_service.keys import Keys, KeysUnavailableError, from_file, from_url
from agent_harness_service.settings import Settings
from agent_harness_service.subjects import BadClaimsError, Caller, caller_of

ASYMMETRIC = ("RS256", "ES256", "EdDSA")
_LONGEST = 8192
"""Characters of a token that is looked at."""
_REQUIRED = ["exp", "iss", "aud", "sub"]
_CHALLENGE = {"www-authenticate": 'Bearer error="invalid_token"'}


class Tokens:
    """Checks credentials for the generated server."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._secret = settings.token_secret
        self._keys = keys_for(settings)

    async def authorization_bearer(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> Caller:
        """Give the caller, or refuse it: 401 for the token, then 400 for its subject."""
        caller = await self._caller(credential)
        if caller.tenant != request.path_params["tenantName"]:
            raise _refused("token_invalid", "The token is for another tenant.")
        if not caller.may_create_sessions:
            message = f"Subjects of the type {caller.type} create no sessions."
            raise failure(400, "unsupported_subject_type", message)
        return caller

    async def _caller(self, token: str) -> Caller:
        """Read a token; raises a 401 that tells no more than its owner may know."""
        try:
            return caller_of(await self._claims(token))
        except ExpiredSignatureError as error:
            raise _refused("token_expired", "The token has expired.") from error
        except (PyJWTError, BadClaimsError, RecursionError) as error:
            raise _refused("token_invalid", "The token is not valid.") from error
        except KeysUnavailableError as error:
            raise unavailable("What verifies tokens") from error

    async def _claims(self, token: str) -> dict[str, Any]:
        """Verify a token; raises `PyJWTError`."""
        if len(token) > _LONGEST:
            raise jwt.DecodeError
        header = jwt.get_unverified_header(token)
        algorithm = str(header.get("alg"))
        failed: PyJWTError = jwt.InvalidKeyError()
        for key in await self._candidates(algorithm, header.get("kid")):
            try:
                return self._decoded(token, key, algorithm)
            except jwt.InvalidSignatureError as error:
                failed = error
        raise failed

    async def _candidates(
        self, algorithm: str, key_id: str | None
    ) -> Sequence[str | PyJWK]:
        if algorithm == "HS256" and self._secret:
            return (self._secret.get_secret_value(),)
        if algorithm in ASYMMETRIC and self._keys:
            return await self._keys.named(key_id, algorithm)
        return ()

    def _decoded(self, token: str, key: str | PyJWK, algorithm: str) -> dict[str, Any]:
        return jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            issuer=self._settings.token_issuer,
            audience=self._settings.token_audience,
            leeway=self._settings.token_leeway,
            options={"require": _REQUIRED, "enforce_minimum_key_length": True},
        )


def keys_for(settings: Settings) -> Keys | None:
    """Give the keys of the JWKS, if there is one."""
    lifetime = settings.token_keys_lifetime
    if settings.token_keys_file:
        return Keys(from_file(settings.token_keys_file), lifetime=lifetime)
    if settings.token_keys_url:
        return Keys(from_url(settings.token_keys_url), lifetime=lifetime)
    return None


def _refused(code: str, message: str) -> Exception:
    return failure(401, code, message, headers=_CHALLENGE)
