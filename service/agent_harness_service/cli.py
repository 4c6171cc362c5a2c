"""Arguments in, exit code out: 0 fine, 1 not done, 2 usage or settings."""

import asyncio
import sys
from collections.abc import Sequence

from pydantic import ValidationError

from agent_harness_service import development, logs
from agent_harness_service.administration import (
    Administration,
    MistakeError,
    administration,
    grantee,
    migrate,
)
from agent_harness_service.arguments import Options, parse
from agent_harness_service.database import UnavailableError
from agent_harness_service.minting import NewToken, mint_token
from agent_harness_service.schema import OutdatedError
from agent_harness_service.serving import AddressError, require_address, serve
from agent_harness_service.settings import PREFIX, Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; gives the exit code."""
    options = parse(argv)
    try:
        settings = development.settings_for_one() if options.dev else Settings()
        _run(options, settings)
    except ValidationError as error:
        return _complain("\n".join(_spelled(error)), 2)
    except (MistakeError, OutdatedError, ValueError) as error:
        return _complain(str(error), 1)
    except AddressError as error:
        return _complain(f"{error}: set {PREFIX}PORT or {PREFIX}HOST", 1)
    except UnavailableError as error:
        reason = str(error.__cause__).partition("\n")[0] or "not in time"
        return _complain(f"the database does not answer: {reason}", 1)
    return 0


def _run(options: Options, settings: Settings) -> None:
    match options.command:
        case "serve":
            _serve(options, settings)
        case "migrate":
            asyncio.run(migrate(settings))
        case "token":
            sys.stdout.write(f"{_token(options, settings)}\n")
        case "agent" | "grant":
            asyncio.run(_administer(options, settings))


def _serve(options: Options, settings: Settings) -> None:
    """Make the file of SQLite on the way; a PostgreSQL is migrated by its own command."""
    if not settings.verifies_tokens:
        raise MistakeError(
            f"nothing verifies tokens: set {PREFIX}TOKEN_SECRET, {PREFIX}TOKEN_KEYS_FILE "
            f"or {PREFIX}TOKEN_KEYS_URL, or use `serve --dev`"
        )
    logs.configure(settings)
    require_address(settings)
    if options.dev:
        asyncio.run(development.prepare(settings))
        sys.stdout.write(f"\n{development.invitation(settings)}\n")
        sys.stdout.flush()
    asyncio.run(_look(settings))
    serve(settings)


async def _look(settings: Settings) -> None:
    async with administration(settings):
        pass


def _token(options: Options, settings: Settings) -> str:
    subject = grantee(options.subject)
    slug = options.slug or subject.id
    return mint_token(
        settings, NewToken(options.tenant, subject, slug, options.seconds)
    )


async def _administer(options: Options, settings: Settings) -> None:
    async with administration(settings) as at_work:
        match options.command, options.action:
            case "agent", "list":
                await _list(at_work, options.tenant or None)
            case "agent", "add":
                owner = grantee(options.owner)
                await at_work.add_agent(options.tenant, options.name, owner)
            case "agent", "remove":
                await at_work.remove_agent(options.tenant, options.name)
            case _, "add":
                to = None if options.everyone else grantee(options.subject)
                await at_work.grant(options.tenant, options.name, to)
            case _:
                to = None if options.everyone else grantee(options.subject)
                await at_work.revoke(options.tenant, options.name, to)


async def _list(at_work: Administration, tenant: str | None) -> None:
    for agent in await at_work.agents(tenant):
        others = ["everyone"] if agent.for_everyone else [*map(str, agent.grantees)]
        line = [agent.tenant, agent.name, f"owner {agent.owner}", *others]
        sys.stdout.write("\t".join(line) + "\n")


def _spelled(error: ValidationError) -> list[str]:
    """Name the variables that are wrong; their values may be secret."""
    return [
        f"{PREFIX}{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}"
        for each in error.errors(include_input=False, include_url=False)
    ]


def _complain(message: str, code: int) -> int:
    sys.stderr.write(f"{message}\n")
    return code
