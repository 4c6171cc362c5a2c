"""Who may do what: every pair of a token and an agent, and what a change of rights changes."""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from itertools import product

import pytest
from asking_by_hand import at, posted, told
from starlette.testclient import TestClient
from tenants import ADA, AGENTS, BOB, ROBOT, Planned, token

from agent_harness_service.administration import Administration, administration
from agent_harness_service.settings import Settings
from agent_harness_service.store import Grantee

TENANTS = ("acme", "globex")
STRANGER = Grantee("user", "stranger")
USER_ROBOT = Grantee("user", "robot")
"""Has the id of somebody else, who is of another type."""
SUBJECTS = (ADA, BOB, ROBOT, STRANGER, USER_ROBOT)
NAMES = sorted({agent.name for agent in AGENTS} | {"nobody"})


@pytest.fixture(scope="module")
def http(settled: Settings) -> Generator[TestClient]:
    """Open an application over each kind of database."""
    with at(settled) as opened:
        yield opened


def expected(tenant: str, subject: Grantee, name: str) -> tuple[int, str]:
    """Tell what the plan of the tenants says."""
    agent = next((a for a in AGENTS if (a.tenant, a.name) == (tenant, name)), None)
    if agent is None:
        return 404, "agent_not_found"
    if allows(agent, subject):
        return 201, ""
    return 403, "agent_access_denied"


def allows(agent: Planned, subject: Grantee) -> bool:
    """Tell whether an agent is there for a subject of its tenant."""
    return agent.for_everyone or subject in (agent.owner, *agent.grantees)


def got(
    http: TestClient, tenant: str, subject: Grantee, name: str, place: str | None = None
) -> tuple[int, str]:
    """Ask for a session with a token of a tenant, at the place of the same or another."""
    response = posted(
        http,
        f'{{"agent_name": "{name}"}}'.encode(),
        authorization=f"Bearer {token(tenant, subject)}",
        tenant=place or tenant,
    )
    return (201, "") if response.status_code == 201 else told(response)


@pytest.mark.parametrize(
    ("tenant", "subject"), [*product(TENANTS, SUBJECTS)], ids=lambda each: str(each)
)
def test_the_matrix(http: TestClient, tenant: str, subject: Grantee) -> None:
    found = {name: got(http, tenant, subject, name) for name in NAMES}
    assert found == {name: expected(tenant, subject, name) for name in NAMES}


@pytest.mark.parametrize("subject", SUBJECTS, ids=str)
def test_a_token_is_good_for_its_own_tenant_only(
    http: TestClient, subject: Grantee
) -> None:
    for mine, other in (TENANTS, TENANTS[::-1]):
        for name in NAMES:
            assert got(http, mine, subject, name, other) == (401, "token_invalid")


@pytest.mark.parametrize(
    "place", ["Acme", "acme%00", "%61cme%20", "acme%2F..%2Fglobex", "..", "%2e%2e"]
)
def test_places_that_look_like_a_tenant(http: TestClient, place: str) -> None:
    assert told(posted(http, tenant=place))[0] in (401, 404)


def test_what_is_refused_for_another_tenant_tells_nothing_of_it(
    http: TestClient,
) -> None:
    there = posted(http, b'{"agent_name": "globex-bot"}')
    nowhere = posted(http, b'{"agent_name": "nobody"}')
    assert there.json() == nowhere.json()


# What administrators change ---------------------------------------------------------


def administer(
    settings: Settings, work: Callable[[Administration], Awaitable[None]]
) -> None:
    """Do something to the agents."""

    async def run() -> None:
        async with administration(settings) as at_work:
            await work(at_work)

    asyncio.run(run())


def test_a_grant_counts_at_once_and_so_does_its_end(fresh: Settings) -> None:
    with at(fresh) as http:
        assert got(http, "acme", STRANGER, "support-bot")[0] == 403
        administer(fresh, lambda a: a.grant("acme", "support-bot", STRANGER))
        administer(fresh, lambda a: a.grant("acme", "support-bot", STRANGER))
        assert got(http, "acme", STRANGER, "support-bot")[0] == 201
        assert got(http, "globex", STRANGER, "support-bot")[0] == 403
        administer(fresh, lambda a: a.revoke("acme", "support-bot", STRANGER))
        assert got(http, "acme", STRANGER, "support-bot")[0] == 403
        administer(fresh, lambda a: a.grant("acme", "support-bot", None))
        assert got(http, "acme", STRANGER, "support-bot")[0] == 201
        administer(fresh, lambda a: a.revoke("acme", "support-bot", None))
        assert got(http, "acme", STRANGER, "support-bot")[0] == 403


def test_an_agent_that_is_removed_and_made_anew_has_no_old_grants(
    fresh: Settings,
) -> None:
    with at(fresh) as http:
        assert got(http, "acme", ROBOT, "support-bot")[0] == 201
        administer(fresh, lambda a: a.remove_agent("acme", "support-bot"))
        assert got(http, "acme", ROBOT, "support-bot")[0] == 404
        administer(fresh, lambda a: a.add_agent("acme", "support-bot", ADA))
        assert got(http, "acme", ROBOT, "support-bot")[0] == 403
        assert got(http, "acme", ADA, "support-bot")[0] == 201
