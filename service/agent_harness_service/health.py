"""Whether the process lives (`/healthz`), and whether it can do its work (`/readyz`)."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse

from agent_harness_service import schema
from agent_harness_service.database import Database, UnavailableError
from agent_harness_service.failures import answer, failure


def add_to(app: Starlette, database: Database) -> None:
    """Add both to an application; nobody has to show a token for them."""

    async def alive(_: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    async def ready(_: Request) -> JSONResponse:
        try:
            await schema.check(database)
        except (UnavailableError, schema.OutdatedError):
            message = "The database does not answer, or has another schema."
            return answer(failure(503, "unavailable", message))
        return JSONResponse({"status": "ok"})

    app.add_route("/healthz", alive, methods=["GET"])
    app.add_route("/readyz", ready, methods=["GET"])
