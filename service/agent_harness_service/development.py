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


def settings_for_one() -> Settings:
    """Read the environment; where it says nothing else, a secret is made for this run."""
    os.environ.setdefault(f"{PREFIX}TOKEN_SECRET", secrets.token_urlsafe(32))
    os.environ.setdefault(f"{PREFIX}LOG_FORMAT", "text")
    return Settings()


async def prepare(settings: Settings) -> None:
    """See to it that there is the agent."""
    async with administration(settings) as at_work:
        if AGENT not in {each.name for each in await at_work.agents(TENANT)}:
            await at_work.add_agent(TENANT, AGENT, DEVELOPER)


def invitation(settings: Settings) -> str:
    """Give two lines for a shell, each of which creates a session."""
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
    python = f"{shlex.quote(sys.executable)} -c '{code}'"
    return (
        f"In another terminal, each of these creates a session:\n\n{curl}\n\n{python}\n"
    )
