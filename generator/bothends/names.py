"""How an identifier is spelled: words, cases, keywords and collisions, settled once."""

import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from bothends.records import dataclass

FACE = frozenset(
    [
        "AbstractAsyncContextManager",
        "AbstractContextManager",
        "AiohttpTransport",
        "Annotated",
        "Any",
        "ApiConnectionError",
        "ApiCredentialsError",
        "ApiError",
        "ApiPaginationError",
        "ApiTimeout",
        "AsyncCallbackSender",
        "AsyncClient",
        "AsyncIterable",
        "AsyncRawCallbackSender",
        "AsyncRawClient",
        "AsyncRawWebhookSender",
        "AsyncStreamClient",
        "AsyncWebhookSender",
        "Auth",
        "AwareDatetime",
        "Base64Str",
        "BaseModel",
        "ByteSource",
        "ByteStream",
        "CallOptions",
        "CallbackSender",
        "Client",
        "ClientCredentialsGrant",
        "ConfigDict",
        "Decimal",
        "Dict",
        "DocumentedError",
        "Exchange",
        "Field",
        "FilePart",
        "Handler",
        "ItemStream",
        "Iterable",
        "List",
        "Literal",
        "MISSING",
        "Model",
        "Optional",
        "Pager",
        "PasswordGrant",
        "PlainTransport",
        "Protocol",
        "RawCallbackSender",
        "RawClient",
        "RawWebhookSender",
        "RefreshTokenGrant",
        "Response",
        "Retries",
        "RootModel",
        "Self",
        "Set",
        "StreamClient",
        "StringConstraints",
        "SyncByteSource",
        "SyncByteStream",
        "SyncItemStream",
        "SyncPager",
        "Tagged",
        "Tuple",
        "TypeAliasType",
        "UUID",
        "UnexpectedResponse",
        "Union",
        "WebhookSecrets",
        "WebhookSender",
        "WebhookSignatureError",
    ]
)
"""Classes that every generated package has or imports: no schema may take their names."""

_remembered = lru_cache(maxsize=1 << 16)
"""A name is taken apart whenever it is spelled or sorted, and each stands in many places."""


class Scope:
    """Names that must differ from each other, handed out in the order they are asked for."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._taken = set(reserved)

    def claim(self, *candidates: str) -> str:
        """Take the first candidate that is free; where none is, the last one and a number."""
        name = next((name for name in candidates if name not in self._taken), None)
        if name is None:
            name = next(self._numbered(candidates[-1]))
        self._taken.add(name)
        return name

    def _numbered(self, name: str) -> Iterator[str]:
        joint = "_" if name[-1].isdigit() or name.islower() else ""
        number = 2
        while True:
            if (candidate := f"{name}{joint}{number}") not in self._taken:
                yield candidate
            number += 1


def snake_case(text: str) -> str:
    """Spell a function, argument or attribute: `createSession` is `create_session`.

    Keywords get a trailing underscore (PEP 8).
    The result is always an identifier; text without a letter or digit is `unnamed`.
    """
    name = "_".join(word.lower() for word in words(text)) or "unnamed"
    if not name.isidentifier():
        name = f"n{name}" if name[0].isdigit() else "unnamed"
    name = unicodedata.normalize("NFKC", name)
    return f"{name}_" if keyword.iskeyword(name) or name == "self" else name


@_remembered
def pascal_case(text: str) -> str:
    """Spell a class: `user-profile` is `UserProfile`; a name that is spelled so stays as it is."""
    parts = words(text)
    if parts and all(part.isupper() for part in parts) and len(parts) > 1:
        parts = [part.capitalize() for part in parts]
    name = "".join(part[0].upper() + part[1:] for part in parts) or "Unnamed"
    if not name.isidentifier():
        name = f"N{name}" if name[0].isdigit() else "Unnamed"
    return f"{name}Model" if keyword.iskeyword(name) else name


def constant_case(text: str) -> str:
    """Spell a constant: `petstore_auth` is `PETSTORE_AUTH`."""
    return snake_case(text).strip("_").upper()


@_remembered
def words(text: str) -> Sequence[str]:
    """Split at everything that is no letter or digit, and where a capital begins a word."""
    found: list[str] = []
    for run in _runs(unicodedata.normalize("NFKC", text)):
        found += _split_at_capitals(run)
    return tuple(found)


def singular(word: str) -> str:
    """Guess the singular of an English plural; any other word comes back as it is."""
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word.removesuffix("s")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What an operation can be named after."""

    method: str
    path: str
    operation_id: str | None


def operation_names(
    endpoints: Sequence[Endpoint], reserved: Iterable[str]
) -> list[str]:
    """Name each operation by its `operationId`, or by its verb and path where it has none.

    The names come back in the order of the endpoints, and no two are equal. Where two
    operations without an id would be called the same, both get longer: a new path then
    breaks the callers of the old name instead of silently taking its place.
    """
    scope = Scope()
    kept = frozenset(reserved)
    names = {
        endpoint: scope.claim(_free(snake_case(endpoint.operation_id), kept))
        for endpoint in endpoints
        if endpoint.operation_id
    }
    unnamed = [endpoint for endpoint in endpoints if not endpoint.operation_id]
    candidates = {endpoint: _candidates(endpoint) for endpoint in unnamed}
    counts = Counter(name for names_ in candidates.values() for name in set(names_))
    for endpoint in unnamed:
        alone = [name for name in candidates[endpoint] if counts[name] == 1]
        spelled = [_free(name, kept) for name in (*alone, candidates[endpoint][-1])]
        names[endpoint] = scope.claim(*spelled)
    return [names[endpoint] for endpoint in endpoints]


def _free(name: str, reserved: frozenset[str]) -> str:
    return f"{name}_" if name in reserved else name


def _candidates(endpoint: Endpoint) -> list[str]:
    """List the names for an operation without an id, the shortest first."""
    segments = [
        part for part in endpoint.path.split("/") if part and not _is_version(part)
    ]
    fixed = [segment for segment in segments if "{" not in segment] or ["root"]
    about_one = bool(segments) and "{" in segments[-1]
    plural = fixed[-1].endswith("s") and singular(fixed[-1]) != fixed[-1]
    verb = _verb(endpoint.method.lower(), about_one=about_one, plural=plural)
    if about_one or verb == "create":
        fixed[-1] = singular(fixed[-1])
    short = [
        snake_case(" ".join([verb, *fixed[-n:]])) for n in range(1, len(fixed) + 1)
    ]
    return [*short, snake_case(f"{endpoint.method.lower()} {endpoint.path}")]


def _verb(method: str, *, about_one: bool, plural: bool) -> str:
    match method:
        case "get" if plural and not about_one:
            return "list"
        case "post" if plural and not about_one:
            return "create"
        case "put":
            return "replace"
        case "patch":
            return "update"
        case _:
            return method


def _is_version(segment: str) -> bool:
    return segment[0] in "vV" and segment[1:].replace(".", "").isdigit()


def _runs(text: str) -> Iterator[str]:
    run = ""
    for character in text:
        if character.isalnum() or unicodedata.combining(character):
            run += character
        elif run:
            yield run
            run = ""
    if run:
        yield run


def _split_at_capitals(run: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(run)):
        before, here, after = run[at - 1], run[at], run[at + 1 : at + 2]
        if here.isupper() and (
            not before.isupper() or (after.islower() and run[at + 1 :] != "s")
        ):
            yield run[start:at]
            start = at
    yield run[start:]


def ordered(names: Iterable[str]) -> list[str]:
    """Sort names as isort does: constants, classes, functions; numbers by their value."""
    return sorted(names, key=lambda name: (_kind(name), _parts(name)))


def imported(names: Iterable[str]) -> list[str]:
    """Sort names as isort does behind `import`: capitals tell only kinds apart."""
    return sorted(
        names, key=lambda name: (_kind(name), _parts(name.lower()), _parts(name))
    )


def _kind(name: str) -> int:
    return 0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2


@_remembered
def _parts(name: str) -> Sequence[tuple[int, int, str]]:
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts
    )
