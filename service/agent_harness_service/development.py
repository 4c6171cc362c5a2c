"""A tenant, an agent and a token to begin with, and two lines that use them."""

import os
import secrets
import shlex
import sys

from agent_harness_service.administration import administration
from agent_harness_service.minting import NewToken, mint_token
from agent_harness_service.settings import PREFIX, Settings
from agent_harness_service.store import Grantee

TENANT, AGENT, DEVELOPER = "acme", "support-bot", Grantee("user", "developer")
_DAY = 86_400


def with_a_secret() -> Settings:
    """Read the environment; a secret is made for this run where there is none."""
    os.environ.setdefault(f"{PREFIX}TOKEN_SECRET", secrets.token_urlsafe(32))
    return Settings()


async def prepare(settings: Settings) -> None:
    """See to it that there is the agent."""
    async with administration(settings) as at_work:
        if AGENT not in {each.name for each in await at_work.agents(TENANT)}:
            await at_work.add_agent(TENANT, AGENT, DEVELOPER)


def invitation(settings: Settings) -> str:
    """Give the two lines: for a shell, both of them."""
    wanted = NewToken(TENANT, DEVELOPER, DEVELOPER.id, _DAY)
    token = mint_token(settings, wanted)
    url = f"http://{settings.host}:{settings.port}/{TENANT}"
    curl = (
        f"curl -sS {url}/v1/agents/sessions -H 'Authorization: Bearer {token}'"
        f" -H 'Content-Type: application/json' -d '{{\"agent_name\": \"{AGENT}\"}}'"
    )
    code = (
        "from agent_harness import Client, CreateSessionRequest;"
        f' print(Client(base_url="{url}", token="{token}")'
        f'.create_session(CreateSessionRequest(agent_name="{AGENT}")))'
    )
    return f"{curl}\n\n{shlex.quote(sys.executable)} -c '{code}'\n"
