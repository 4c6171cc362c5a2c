"""Who a request comes from, and whether that is enough: credentials at the server."""

from typing import Any

from starlette.requests import Request

from .operation import Operation
from .problem import Refused, RequestProblem
from .security import Malformed, Use
from .threads import awaited

Principals = dict[str, Any]
"""What the methods of `Auth` gave, by the keys of their schemes."""


async def admit(operation: Operation[Any], auth: Any, request: Request) -> None:
    """Find an alternative of which every scheme is satisfied; note who the caller is.

    `request.user` is what the last scheme's method gave, `request.auth` what each gave.
    A caller who shows a wrong credential is refused, even where nobody needs to show one:
    whoever has a token that has expired should hear of it (RFC 6750 §3.1).
    """
    scope = request.scope
    scope.setdefault("auth", {})
    scope.setdefault("user", None)
    wrong: list[Use] = []
    for uses in operation.alternatives:
        if not uses and wrong:
            break
        found: Principals = {}
        principal = None
        for use in uses:
            credential = _credential(use, request, wrong)
            if credential is None:
                break
            check = getattr(auth, use.scheme.method)
            principal = await awaited(check)(request, *credential, scopes=use.scopes)
            if principal is None:
                wrong += [use] if credential else []
                break
            found[use.scheme.key] = principal
        else:
            scope["auth"] = found
            scope["user"] = principal
            return
    if operation.security:
        raise Refused(_unauthorized(operation, wrong))


def _credential(use: Use, request: Request, wrong: list[Use]) -> tuple[str, ...] | None:
    """Find a credential; note one that is there and malformed."""
    try:
        return use.scheme.read(request)
    except Malformed:
        wrong.append(use)
        return None


def _unauthorized(operation: Operation[Any], wrong: list[Use]) -> RequestProblem:
    """Ask for credentials; say which of those that are there are wrong (RFC 6750 §3.1)."""
    uses = [use for uses in operation.security for use in uses]
    schemes = dict.fromkeys(use.scheme for use in uses)
    refused = {use.scheme for use in wrong}
    asked = dict.fromkeys(scheme.challenge(scheme in refused) for scheme in schemes)
    challenges = ", ".join(challenge for challenge in asked if challenge)
    headers = {"www-authenticate": challenges} if challenges else {}
    detail = "Invalid credentials" if wrong else "Missing credentials"
    return RequestProblem(401, "unauthorized", detail, headers=headers)
