"""Several replicas and workers share one PostgreSQL, workers one SQLite: what one of them knows, all do."""

import asyncio
from pathlib import Path

import httpx2
import pytest
from asking_by_hand import posted, told
from crowd import asking, kept
from processes import Process, running
from tenants import BOB, token

from agent_harness_service.administration import administration
from agent_harness_service.settings import Settings


def test_replicas_share_what_they_know(
    fresh_postgresql: Settings, tmp_path: Path
) -> None:
    async def use(replicas: list[Process]) -> None:
        bob = f"Bearer {token(subject=BOB)}"
        for replica in replicas:
            with httpx2.Client(base_url=replica.url) as http:
                response = posted(http, authorization=bob)
                assert told(response) == (403, "agent_access_denied")
        async with administration(fresh_postgresql) as at_work:
            await at_work.grant("acme", "support-bot", BOB)
        for replica in replicas:
            with httpx2.Client(base_url=replica.url) as http:
                assert posted(http, authorization=bob).status_code == 201
        ids: list[str] = []
        for replica in replicas:
            async with asking(replica.url, 10) as crowd:
                await crowd.until_created(30)
            assert not crowd.unanswered
            assert not crowd.failed
            ids += crowd.ids
        assert len({*ids}) == len(ids)
        assert {*ids} <= await kept(fresh_postgresql)

    few = {"workers": 2, "database_connections": 3}
    with (
        running(fresh_postgresql, tmp_path, server="uvicorn", **few) as one,
        running(fresh_postgresql, tmp_path, server="granian", **few) as two,
    ):
        asyncio.run(use([one, two]))


@pytest.mark.parametrize("server", ["uvicorn", "granian"])
def test_workers_share_a_file(fresh: Settings, tmp_path: Path, server: str) -> None:
    """They wait for each other to write, and nobody is told so."""

    async def use(url: str) -> None:
        async with asking(url, 20) as crowd:
            await crowd.until_created(300)
        assert not crowd.unanswered
        assert not crowd.failed
        assert {*crowd.ids} <= await kept(fresh)

    with running(fresh, tmp_path, server=server, workers=3) as process:
        asyncio.run(use(process.url))
