"""The API: its operations by tag, its servers, and all that they share."""

from collections.abc import Iterable
from typing import Literal

from bothends.ir.bodies import (
    Binary,
    Body,
    ErrorClass,
    Failure,
    Header,
    Reply,
    Status,
    Success,
)
from bothends.ir.checks import Checks
from bothends.ir.pagination import Pages
from bothends.ir.parameters import Parameter
from bothends.ir.security import Alternatives, MutualTls, SecurityScheme
from bothends.ir.servers import Server
from bothends.ir.types import Type
from bothends.records import dataclass


@dataclass(frozen=True, slots=True)
class Operation:
    """An Operation Object, with what its path item and the document add to it."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    deprecated: bool
    parameters: tuple[Parameter, ...]
    """In the order of the method's signature: required path parameters first."""
    body: Body | None
    replies: tuple[Reply, ...]
    result: Type
    """What a call returns: the bodies of its successes."""
    security: Alternatives
    servers: tuple[Server, ...] = ()
    """Servers of its own, where it is not at those of the API."""
    expression: str = ""
    """Where a callback goes to (OpenAPI 3.1 §4.8.20.4); empty for every other operation."""
    pages: Pages | None = None
    """How its pages are walked, where it is declared to have some."""

    @property
    def positional(self) -> tuple[Parameter, ...]:
        """The parameters that a call needs not name: those of the path."""
        return tuple(each for each in self.parameters if each.place == "path")

    @property
    def keywords(self) -> tuple[Parameter, ...]:
        """The parameters that a call names."""
        return tuple(each for each in self.parameters if each.place != "path")

    @property
    def successes(self) -> tuple[Success, ...]:
        """What a call can return."""
        return tuple(reply for reply in self.replies if isinstance(reply, Success))

    @property
    def failures(self) -> dict[str, list[Status]]:
        """The documented statuses of each exception that a call can raise."""
        failures: dict[str, list[Status]] = {}
        for reply in self.replies:
            if isinstance(reply, Failure):
                failures.setdefault(reply.error, []).append(reply.status)
        return failures

    def headers_of(self, statuses: Iterable[Status]) -> tuple[Header, ...]:
        """Give the documented headers of any of these statuses, each once."""
        replies = [reply for reply in self.replies if reply.status in set(statuses)]
        found = {
            header.name.lower(): header for reply in replies for header in reply.headers
        }
        return tuple(found.values())

    @property
    def downloads(self) -> bool:
        """Whether it can answer with bytes that need not sit in memory."""
        contents = (each for success in self.successes for each in success.content)
        return any(isinstance(each, Binary) for each in contents)

    @property
    def may_wrap(self) -> bool:
        """Whether a handler needs `Response` to say all that the description documents."""
        return len(self.successes) > 1 or any(
            success.headers for success in self.successes
        )


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of one tag: a protocol of `api.py`."""

    protocol: str
    argument: str
    title: str
    description: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Operations that the API calls and its subscribers answer: webhooks or callbacks."""

    kind: Literal["webhooks", "callbacks"]
    group: Group

    @property
    def sender(self) -> str:
        """The class of `client.py` that calls them; its asynchronous twin begins with `Async`."""
        return f"{self.group.title[:-1]}Sender"

    @property
    def factory(self) -> str:
        """The function of `server.py` that makes an application of a handler."""
        return f"create_{self.kind}_app"

    @property
    def asks_credentials(self) -> bool:
        """Whether a receiver has credentials to check."""
        return any(operation.security for operation in self.group.operations)


@dataclass(frozen=True, slots=True)
class Api:
    """Everything the templates need to know."""

    package: str
    title: str
    version: str
    description: str
    source: str
    """The name of the file that a person edits instead of the output."""
    servers: tuple[Server, ...]
    schemes: tuple[SecurityScheme, ...]
    groups: tuple[Group, ...]
    outgoing: tuple[Outgoing, ...]
    errors: tuple[ErrorClass, ...]
    models: tuple[str, ...]
    """Every public name of `models.py`, sorted."""
    checks: Checks

    @property
    def may_wrap(self) -> bool:
        """Whether any of its handlers needs `Response`."""
        return any(operation.may_wrap for operation in self.every_operation)

    @property
    def has_own_servers(self) -> bool:
        """Whether any of its operations is at servers of its own."""
        return any(operation.servers for operation in self.operations)

    @property
    def downloads(self) -> tuple[Operation, ...]:
        """The operations whose answers can be bytes."""
        return tuple(each for each in self.operations if each.downloads)

    @property
    def paged(self) -> tuple[Operation, ...]:
        """The operations that have pages."""
        return tuple(each for each in self.operations if each.pages)

    @property
    def credentials(self) -> tuple[SecurityScheme, ...]:
        """The schemes whose credentials a request carries."""
        return tuple(each for each in self.schemes if not isinstance(each, MutualTls))

    @property
    def protocols(self) -> tuple[Group, ...]:
        """Every group, those of webhooks and callbacks last."""
        return (*self.groups, *(each.group for each in self.outgoing))

    @property
    def every_operation(self) -> tuple[Operation, ...]:
        """Every operation, whoever calls it."""
        return tuple(
            operation for group in self.protocols for operation in group.operations
        )

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Every operation that a client calls, group after group."""
        return tuple(
            operation for group in self.groups for operation in group.operations
        )
