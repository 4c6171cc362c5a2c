"""The application: the generated server with everything in its place."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request

from agent_harness import AgentHarnessApi
from agent_harness.server import Limits, create_app
from agent_harness_service import health, logs, schema
from agent_harness_service.bounds import Bounded
from agent_harness_service.database import Database
from agent_harness_service.failures import not_handled, worded
from agent_harness_service.observing import Observed
from agent_harness_service.sessions import Mint, Sessions, minted
from agent_harness_service.settings import Settings, from_environment
from agent_harness_service.store import Store
from agent_harness_service.tokens import Tokens


def application() -> Starlette:
    """Make the application that the environment asks for: what a server is pointed at."""
    settings = from_environment()
    logs.configure(settings)
    return made(settings)


def made(settings: Settings, *, mint: Mint = minted) -> Starlette:
    """Make the application. It looks at the schema when it starts, and closes what it opened."""
    database = Database(settings)
    store = Store(database)

    def handler(request: Request) -> AgentHarnessApi:
        return Sessions(request.user, store, attempts=settings.id_attempts, mint=mint)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        async with database:
            await schema.check(database)
            yield

    app = create_app(
        handler,
        auth=Tokens(settings),
        invalid=worded,
        limits=Limits(body=settings.body_limit),
        lifespan=lifespan,
        middleware=[
            Middleware(Observed),
            Middleware(Bounded, seconds=settings.request_timeout),
        ],
    )
    app.add_exception_handler(HTTPException, not_handled)
    app.add_exception_handler(Exception, not_handled)
    health.add_to(app, database)
    return app
