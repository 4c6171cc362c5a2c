"""A guard that knows one credential of each kind, and a handler that tells what it let in."""

from golden_security import Auth, Denied, DeniedError, StatusError, create_app
from golden_security.api import DefaultApi
from golden_security.server import RequestProblem
from starlette.applications import Starlette
from starlette.requests import Request


class Who:
    """Answers with what each credential was taken for."""

    def __init__(self, request: Request) -> None:
        self.principals: dict[str, str] = request.scope.get("auth", {})

    async def _answer(self) -> dict[str, str]:
        return self.principals

    by_default = with_none = by_header_key = by_query_key = by_cookie_key = _answer
    by_basic = by_digest = by_oauth = by_open_id = by_mutual = _answer
    by_either = by_both = by_mixed = by_optional = by_optional_first = _answer

    async def by_key_beside_parameters(
        self, *, page: str | None = None, theme: str | None = None
    ) -> dict[str, str]:
        return {**self.principals, "page": str(page), "theme": str(theme)}


class Guard:
    """Knows one credential of each kind, which it takes for itself with the scopes asked for."""

    async def bearer(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return self._known(credential, "t0k.en~+/=", scopes)

    async def header_key(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        if credential == "banned":
            raise DeniedError(403, Denied(reason="banned"))
        return self._known(credential, "header key", scopes)

    async def query_key(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return self._known(credential, "quéry&=+ %", scopes)

    async def cookie_key(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return self._known(credential, 'cookie; "kéy"', scopes)

    async def basic(
        self, request: Request, username: str, password: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return self._known(f"{username}/{password}", "ädä/pass:word", scopes)

    async def digest(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return self._known(credential, 'username="ada", realm="x"', scopes)

    async def oauth(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return self._known(credential, "oauth", scopes)

    async def open_id(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return self._known(credential, "open", scopes)

    async def mutual(
        self, request: Request, *, scopes: tuple[str, ...]
    ) -> object | None:
        return request.headers.get("x-certificate")

    def _known(self, found: str, known: str, scopes: tuple[str, ...]) -> object | None:
        return " ".join([found, *scopes]) if found == known else None


def refused(problem: RequestProblem) -> StatusError:
    return StatusError(problem.status, None)


HANDLER: type[DefaultApi] = Who
GUARD: Auth = Guard()
APP: Starlette = create_app(HANDLER, auth=GUARD, invalid=refused)
