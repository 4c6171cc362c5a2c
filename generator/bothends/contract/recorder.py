"""A handler and an `Auth` that answer as they are told and remember what they were asked."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bothends.package import taken


@dataclass(frozen=True, slots=True)
class Arrival:
    """One call of a handler."""

    operation: str
    arguments: Mapping[str, Any]


@dataclass(slots=True)
class Record:
    """What has arrived, and what is to be answered."""

    arrivals: list[Arrival] = field(default_factory=list[Arrival])
    credentials: dict[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]]
    )
    """What each method of `Auth` was given and took for right."""
    scopes: dict[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]]
    )
    accepted: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]]
    )
    """The credential that each method of `Auth` takes for right."""
    answer: Any = None
    """What the handler returns or, if it is an exception, raises."""

    def clear(self) -> None:
        """Forget what has arrived."""
        self.arrivals.clear()
        self.credentials.clear()
        self.scopes.clear()


def handler_of(record: Record) -> object:
    """Make a handler with whatever method it is asked for."""

    def method(name: str) -> Callable[..., Awaitable[Any]]:
        async def answer(**arguments: Any) -> Any:
            read = {name: await taken(value) for name, value in arguments.items()}
            record.arrivals.append(Arrival(name, read))
            if isinstance(record.answer, Exception):
                raise record.answer
            return record.answer() if callable(record.answer) else record.answer

        return answer

    return _Anything(method)


def auth_of(record: Record) -> object:
    """Make an `Auth` that knows one credential for each scheme."""

    def method(name: str) -> Callable[..., Awaitable[Any]]:
        async def check(_: object, *credential: str, scopes: tuple[str, ...]) -> object:
            if record.accepted.get(name, ()) != credential:
                return None
            record.credentials[name] = credential
            record.scopes[name] = scopes
            return name

        return check

    return _Anything(method)


class _Anything:
    """An object whose methods are made when they are asked for: it has no name of its own."""

    __slots__ = ("__method",)

    def __init__(self, method: Callable[[str], Callable[..., Awaitable[Any]]]) -> None:
        self.__method = method

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        return self.__method(name)
