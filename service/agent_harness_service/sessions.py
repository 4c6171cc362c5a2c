"""The handler: a session for an agent that the caller may use."""

from collections.abc import Callable
from datetime import UTC, datetime

from ulid import ULID

from agent_harness import (
    CreateSessionRequest,
    GetSessionResponse,
    Session,
    Subject,
)
from agent_harness_service.database import ConflictError, UnavailableError
from agent_harness_service.failures import failure, unavailable
from agent_harness_service.store import NewSession, Store
from agent_harness_service.subjects import Caller

Mint = Callable[[datetime], str]
"""Makes an id that nothing has yet, most likely."""


def minted(moment: datetime) -> str:
    """Mint a lowercase ULID of a moment."""
    return str(ULID.from_datetime(moment)).lower()


def now() -> datetime:
    """Give the moment in UTC, in whole milliseconds."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class Sessions:
    """Answers `AgentHarnessApi` for one caller, who is known to be good."""

    def __init__(
        self, caller: Caller, store: Store, *, attempts: int, mint: Mint = minted
    ) -> None:
        self._caller = caller
        self._store = store
        self._attempts = attempts
        self._mint = mint

    async def create_session(self, body: CreateSessionRequest) -> GetSessionResponse:
        """Create a session: 404, 403, and 409 where every id that is minted is taken.

        A conflict may also be an agent that has just been removed: the next attempt knows.
        """
        for _ in range(self._attempts):
            try:
                return await self._attempt(body.agent_name)
            except ConflictError:
                continue
            except UnavailableError as error:
                raise unavailable("The database") from error
        raise failure(409, "session_id_taken", "The id of the session exists already.")

    async def _attempt(self, agent_name: str) -> GetSessionResponse:
        async with self._store.work() as work:
            access = await work.access(self._caller, agent_name)
            if access is None:
                message = "There is no agent of this name."
                raise failure(404, "agent_not_found", message, param="agent_name")
            if not access.allowed:
                message = "You may not create sessions of this agent."
                raise failure(403, "agent_access_denied", message, param="agent_name")
            moment = now()
            session = NewSession(
                id=self._mint(moment),
                agent_id=access.agent_id,
                agent_name=agent_name,
                creator=self._caller,
                created_at=moment,
            )
            await work.add_session(session)
        return GetSessionResponse(data=_shown(session))


def _shown(session: NewSession) -> Session:
    moment = session.created_at.isoformat(timespec="milliseconds")
    moment = moment.replace("+00:00", "Z")
    return Session(
        id=session.id,
        agent_name=session.agent_name,
        title=None,
        created_by_subject=Subject(
            subject_id=session.creator.id,
            subject_type=session.creator.type,
            subject_slug=session.creator.slug,
        ),
        created_at=moment,
        updated_at=moment,
    )
