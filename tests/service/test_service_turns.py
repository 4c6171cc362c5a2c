"""Turns: in order, without a limit of time while others get on, and with one when nobody does."""

import asyncio

import pytest

from agent_harness_service.turns import Turns


class StuckError(Exception):
    """Nobody gets on."""


class OtherError(Exception):
    """Somebody got on, to what is wrong."""


def turns(count: int = 1, *, most: int = 100, patience: float = 60) -> Turns:
    """Make turns."""
    return Turns(count, most=most, patience=patience, failure=StuckError)


def test_in_the_order_in_which_they_were_asked_for() -> None:
    async def use() -> None:
        queue, order = turns(2), list[int]()
        at_work = most_at_work = 0

        async def work(number: int) -> None:
            nonlocal at_work, most_at_work
            async with queue.one():
                order.append(number)
                at_work += 1
                most_at_work = max(at_work, most_at_work)
                await asyncio.sleep(0)
                at_work -= 1

        await asyncio.gather(*map(work, range(50)))
        assert order == [*range(50)]
        assert most_at_work == 2

    asyncio.run(use())


@pytest.mark.parametrize("error", [None, OtherError])
def test_who_waits_has_patience_while_others_get_on(
    error: type[Exception] | None,
) -> None:
    """Together they take many times the patience of each."""

    async def use() -> None:
        queue = turns(patience=0.5)

        async def work() -> None:
            async with queue.one():
                await asyncio.sleep(0.1)
                if error:
                    raise error

        done = await asyncio.gather(
            *(work() for _ in range(20)), return_exceptions=True
        )
        assert {type(each) for each in done} == {error or type(None)}

    asyncio.run(use())


def test_who_waits_gives_up_when_nobody_gets_on() -> None:
    async def use() -> None:
        queue = turns(patience=0.05)

        async def work() -> None:
            async with queue.one():
                await asyncio.sleep(0.04)
                raise StuckError

        done = await asyncio.gather(
            *(work() for _ in range(20)), return_exceptions=True
        )
        assert {type(each) for each in done} == {StuckError}
        async with queue.one():
            pass

    asyncio.run(use())


def test_one_too_many_does_not_wait() -> None:
    async def use() -> None:
        queue, go = turns(most=2), asyncio.Event()

        async def work() -> None:
            async with queue.one():
                await go.wait()

        tasks = [asyncio.create_task(work()) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(StuckError):
            async with queue.one():
                pass
        go.set()
        await asyncio.gather(*tasks)

    asyncio.run(use())


@pytest.mark.parametrize("waits", [True, False])
def test_who_goes_away_leaves_the_turn_to_others(waits: bool) -> None:
    async def use() -> None:
        queue, go = turns(), asyncio.Event()

        async def work() -> None:
            async with queue.one():
                await go.wait()

        tasks = [asyncio.create_task(work()) for _ in range(2)]
        await asyncio.sleep(0)
        tasks[waits].cancel()
        with pytest.raises(asyncio.CancelledError):
            await tasks[waits]
        go.set()
        await tasks[not waits]
        async with asyncio.timeout(10), queue.one():
            pass

    asyncio.run(use())
