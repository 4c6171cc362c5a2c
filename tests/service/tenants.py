"""Two tenants with their agents and people, and tokens that are good or not."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from agent_harness_service.administration import administration, migrate
from agent_harness_service.settings import Settings
from agent_harness_service.store import Grantee

SHARED = "a secret of the tests that is long enough for HS512, which nobody may use"
ISSUER, AUDIENCE = "tests", "sessions"

ADA, BOB, ROBOT = (
    Grantee("user", "ada"),
    Grantee("user", "bob"),
    Grantee("virtualaccount", "robot"),
)


@dataclass(frozen=True, slots=True)
class Planned:
    """An agent, and who may use it."""

    tenant: str
    name: str
    owner: Grantee
    grantees: tuple[Grantee, ...] = ()
    for_everyone: bool = False


AGENTS = (
    Planned("acme", "support-bot", ADA, (ROBOT,)),
    Planned("acme", "open-bot", BOB, for_everyone=True),
    Planned("acme", "bobs-bot", BOB),
    Planned("globex", "support-bot", BOB),
    Planned("globex", "globex-bot", ADA),
)


def settings(database_url: str, **more: object) -> Settings:
    """Give the settings that the tests run a service with."""
    known: dict[str, object] = {
        "database_url": database_url,
        "token_secret": SHARED,
        "token_issuer": ISSUER,
        "token_audience": AUDIENCE,
    }
    return Settings.model_validate({**known, **more})


async def settle(given: Settings) -> None:
    """Make the schema, and the tenants with their agents."""
    await migrate(given)
    async with administration(given) as at_work:
        for agent in AGENTS:
            await at_work.add_agent(agent.tenant, agent.name, agent.owner)
            for grantee in agent.grantees:
                await at_work.grant(agent.tenant, agent.name, grantee)
            if agent.for_everyone:
                await at_work.grant(agent.tenant, agent.name, None)


def claims(
    tenant: str = "acme", subject: Grantee = ADA, **more: object
) -> dict[str, Any]:
    """Give the claims of a token; a claim that is None is left out."""
    now = int(time.time())
    known: dict[str, object] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "exp": now + 86_400,
        "tenantName": tenant,
        "sub": subject.id,
        "subjectType": subject.type,
        "subjectSlug": f"{subject.id}@{tenant}.test",
    }
    merged = {**known, **more}
    return {name: value for name, value in merged.items() if value is not None}


def token(tenant: str = "acme", subject: Grantee = ADA, **more: object) -> str:
    """Sign a token that is good, but for what `more` says."""
    return signed(claims(tenant, subject, **more))


def signed(
    claims: Mapping[str, Any],
    key: Any = SHARED,
    algorithm: str = "HS256",
    headers: dict[str, Any] | None = None,
) -> str:
    """Sign claims."""
    return jwt.encode({**claims}, key, algorithm, headers)
