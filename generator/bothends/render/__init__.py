"""`Api` -> the source of every file that a template prints. The only door to Jinja2."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bothends.files import File
from bothends.ir import (
    Anything,
    Api,
    Body,
    Content,
    Events,
    Flow,
    Form,
    Json,
    Lines,
    Multipart,
    OAuth2,
    Operation,
    PartStream,
    Piece,
    Positional,
    Reply,
    StreamOf,
    Type,
    WholeQuery,
    parts,
)
from bothends.names import ordered
from bothends.render.annotations import annotation, literal
from bothends.render.credentials import credential
from bothends.render.imports import formats_in, import_lines, models_in
from bothends.render.roles import Role, stream_names
from bothends.render.text import comment, docstring, entry, inside_docstring, sentence
from bothends.resources import templates

_CONTEXTS = ("AbstractAsyncContextManager", "AbstractContextManager")
_RUNTIME_ERRORS = (
    "ApiConnectionError",
    "ApiCredentialsError",
    "ApiError",
    "ApiTimeout",
    "DocumentedError",
    "UnexpectedResponse",
)
_HOMES: Mapping[type[Content | Piece], str] = {
    Events: "events",
    Form: "forms",
    Lines: "lines",
    Multipart: "multipart",
    PartStream: "part_stream",
    Piece: "positional",
    Positional: "positional",
}
"""Where the runtime has its codecs; those of single values are in `content`."""

_GRANTS = ("ClientCredentialsGrant", "PasswordGrant", "RefreshTokenGrant")
_RUNTIME_SERVER = (
    "Handler",
    "Invalid",
    "Refused",
    "RequestProblem",
    "Violation",
    "problem_details",
)


def render(api: Api) -> tuple[File, ...]:
    """Print the pages of a package and copy its runtime."""
    environment = _environment()
    printed = [
        File(
            PurePosixPath(name),
            environment.get_template(f"{name}.jinja").render(api=api, **values),
        )
        for name, values in _pages(api).items()
    ]
    return (*printed, *_runtime())


def _pages(api: Api) -> Mapping[str, Mapping[str, object]]:
    """Give each page what it needs besides the API."""
    signatures = [
        type_ for operation in api.every_operation for type_ in _of_signature(operation)
    ]
    wire = [type_ for operation in api.every_operation for type_ in _of_wire(operation)]
    failures = [error.body for error in api.errors]
    variables = [variable.type for variable in api.servers[0].variables]
    exports = _exports(api)
    models = models_in(signatures)
    handled = stream_names(_at_handlers(api))
    called = stream_names(_at_clients(api))
    checking = ["TYPE_CHECKING"] if models or called["streams"] else []
    wrapping = ["TYPE_CHECKING"] if models or api.may_wrap or handled["streams"] else []
    protocol = ["Protocol"] if api.protocols else []
    checks: Mapping[str, Mapping[str, object]] = (
        {"checks.py": {}} if api.checks.constants else {}
    )
    return {
        **checks,
        "__init__.py": {
            "exports": exports,
            "exported": ordered(name for names in exports.values() for name in names),
        },
        "api.py": {
            "imports": import_lines(
                signatures,
                {
                    "collections.abc": handled["collections.abc"],
                    "typing": [*wrapping, *protocol],
                },
            ),
            "models": models,
            "streams": ordered(handled["streams"]),
        },
        "client.py": {
            "imports": import_lines(
                [*signatures, *variables],
                {
                    "collections.abc": called["collections.abc"],
                    "contextlib": _CONTEXTS if api.downloads else (),
                    "typing": checking,
                },
                packages=["httpx2"],
            ),
            "models": models,
            "streams": ordered(called["streams"]),
            "exchange": _has_callbacks(api),
        },
        "errors.py": {
            "imports": import_lines(failures, {}),
            "models": models_in(failures),
            "exported": exports["errors"],
        },
        "operations.py": {
            "imports": import_lines(wire, {}, constraints=True),
            "runtime": _runtime_names(api, formats_in(wire)),
            "siblings": _siblings(api, models_in(wire)),
        },
        "server.py": {
            "exported": ordered([*exports["server"], *_RUNTIME_SERVER]),
            "protocols": ordered(group.protocol for group in api.protocols),
            "typing": [
                *(["TYPE_CHECKING"] if api.protocols else []),
                *(["Protocol"] if api.schemes else []),
            ],
        },
    }


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates()),
        undefined=StrictUndefined,
        # Source is no markup: every text goes through a filter of its own.
        autoescape=select_autoescape(enabled_extensions=()),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: tuple[Callable[..., str], ...] = (
        annotation,
        comment,
        credential,
        docstring,
        entry,
        inside_docstring,
        literal,
        sentence,
    )
    known = cast("dict[str, Callable[..., object]]", environment.filters)
    known |= {each.__name__: each for each in filters}
    environment.filters["kind"] = lambda value: type(value).__name__
    return environment


def _runtime() -> Iterator[File]:
    """Copy what is the same in every package, as it stands."""
    for path in sorted((templates() / "runtime").glob("*.py")):
        yield File(PurePosixPath("_runtime", path.name), path.read_text("utf-8"))
    yield File(PurePosixPath("py.typed"), "")


def _exports(api: Api) -> dict[str, list[str]]:
    """List what the package gives, by the module that defines it."""
    server = ["Auth"] if api.schemes else []
    senders = [each.sender for each in api.outgoing]
    exports = {
        "_runtime.exchange": ["Exchange"] if _has_callbacks(api) else [],
        "_runtime.file_part": ["FilePart"] if _has_parts(api) else [],
        "_runtime.grants": [*_GRANTS] if _has_grants(api) else [],
        "_runtime.options": ["CallOptions"],
        "_runtime.response": ["Response"],
        "_runtime.retries": ["Retries"],
        "_runtime.streams": _streams(api),
        "api": [group.protocol for group in api.protocols],
        "client": [
            *("AsyncClient", "Client"),
            *(f"{prefix}{sender}" for sender in senders for prefix in ("Async", "")),
        ],
        "errors": [*_RUNTIME_ERRORS, *(error.name for error in api.errors)],
        "models": list(api.models),
        "server": [
            *server,
            *("create_app", *(each.factory for each in api.outgoing)),
        ],
    }
    return {module: ordered(names) for module, names in exports.items() if names}


def _has_callbacks(api: Api) -> bool:
    return any(each.kind == "callbacks" for each in api.outgoing)


def _has_grants(api: Api) -> bool:
    return any(isinstance(each, OAuth2) for each in api.schemes)


def _flows(api: Api) -> Iterator[Flow]:
    for scheme in api.schemes:
        if isinstance(scheme, OAuth2):
            yield from scheme.flows


def _has_parts(api: Api) -> bool:
    return any(
        isinstance(content, Multipart | Piece)
        for operation in api.every_operation
        for content in _contents(operation)
    )


def _streams(api: Api) -> list[str]:
    """List the classes of streams that a user may want to name or to make."""
    uses = [*_at_handlers(api), *_at_clients(api)]
    names = stream_names(uses)["streams"]
    both = {"SyncByteStream"} if "ByteStream" in names else set[str]()
    return sorted((names | both) - {"ByteSource", "SyncByteSource"})


def _siblings(api: Api, models: list[str]) -> list[str]:
    """List the modules that the operations take their types from."""
    errors = any(operation.failures for operation in api.every_operation)
    checks = ["checks"] if api.checks.constants else []
    return [*checks, *(["errors"] if errors else []), *(["models"] if models else [])]


def _runtime_names(api: Api, formats: list[str]) -> dict[str, list[str]]:
    """List what the operations are made of, by the module of the runtime that defines it."""
    every = api.every_operation
    bodies = [operation.body for operation in every if operation.body]
    replies = [reply for operation in every for reply in operation.replies]
    looks = [each.form for operation in every for each in operation.parameters]
    wholes = [form for form in looks if isinstance(form, WholeQuery)]
    contents = {type(each) for operation in every for each in _contents(operation)}
    contents |= {type(whole.content) for whole in wholes}
    uses = any(uses for operation in every for uses in operation.security)
    made = ["Operation", "operation"] if every else []
    codecs: dict[str, list[str]] = {}
    for content in contents:
        home = _HOMES.get(content, "content")
        codecs.setdefault(home, []).append(content.__name__)
    names = {
        **dict(sorted(codecs.items())),
        "formats": formats,
        "operation": [
            *(["Body"] if bodies else []),
            *(["Reply"] if replies else []),
            *made,
        ],
        "parameters": ["Parameter"] if len(looks) > len(wholes) else [],
        "querystring": ["QueryString"] if wholes else [],
        "security": [
            *{type(each).__name__ for each in api.schemes},
            *(["Flow"] if any(_flows(api)) else []),
            *(["Use"] if uses else []),
        ],
    }
    return {module: ordered(names[module]) for module in sorted(names) if names[module]}


def _at_handlers(api: Api) -> Iterator[tuple[Role, Type]]:
    for operation in api.every_operation:
        yield "given", operation.result
        if operation.body:
            yield "taken", operation.body.type


def _at_clients(api: Api) -> Iterator[tuple[Role, Type]]:
    for operation in api.every_operation:
        yield "got", operation.result
        yield "sync_got", operation.result
        if operation.body:
            yield "sent", operation.body.type
            yield "sync_sent", operation.body.type
    for operation in api.downloads:
        yield "opened", operation.result
        yield "sync_opened", operation.result


def _of_signature(operation: Operation) -> Iterator[Type]:
    yield from (parameter.type for parameter in operation.parameters)
    yield operation.result
    if operation.body:
        yield operation.body.type


def _of_wire(operation: Operation) -> Iterator[Type]:
    yield from (parameter.type for parameter in operation.parameters)
    for content in _contents(operation):
        if isinstance(content, Json | Form | Multipart | Piece | Positional):
            yield content.type
    yield operation.result
    if any(isinstance(part, StreamOf) for part in parts(operation.result)):
        yield Anything()


def _contents(operation: Operation) -> Iterator[Content | Piece]:
    """Give the codecs of an operation, those within others as well."""
    bodies: Iterable[Body | Reply | None] = (operation.body, *operation.replies)
    for body in bodies:
        for content in body.content if body else ():
            yield from _with_inner(content)


def _with_inner(content: Content | Piece) -> Iterator[Content | Piece]:
    yield content
    match content:
        case Lines() | Events():
            yield content.item
        case Multipart(nested=nested):
            for _, inner in nested:
                yield from _with_inner(inner)
        case Positional() | PartStream():
            for piece in (*content.prefix, content.item):
                yield from _with_inner(piece)
        case Piece(nested=inner) if inner:
            yield from _with_inner(inner)
        case _:
            pass
