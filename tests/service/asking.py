"""Requests that are refused: what is asked, and the status and code that come of it."""

from collections.abc import Callable
from dataclasses import dataclass

from tenants import BOB, ROBOT, token

from agent_harness_service.store import Grantee


@dataclass(frozen=True, slots=True)
class Asked:
    """One request and what comes of it."""

    status: int
    code: str
    token: Callable[[], str]
    agent_name: str = "support-bot"


ASKED = (
    Asked(400, "unsupported_subject_type", lambda: token(subject=Grantee("team", "t"))),
    Asked(401, "token_invalid", lambda: "no token"),
    Asked(401, "token_expired", lambda: token(exp=1)),
    Asked(403, "agent_access_denied", lambda: token(subject=BOB)),
    Asked(403, "agent_access_denied", lambda: token(subject=ROBOT), "bobs-bot"),
    Asked(404, "agent_not_found", token, "nobody"),
    Asked(404, "agent_not_found", token, "globex-bot"),
    Asked(422, "invalid_request", token, ""),
    Asked(422, "invalid_request", token, "x" * 256),
)
