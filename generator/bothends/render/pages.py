"""What each page needs to know besides the API."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from bothends.ir import (
    Api,
    Content,
    Events,
    Flow,
    Form,
    Lines,
    Multipart,
    OAuth2,
    PartStream,
    Piece,
    Positional,
    Type,
    WholeQuery,
)
from bothends.names import imported, ordered
from bothends.render.imports import checked_in, formats_in, import_lines, models_in
from bothends.render.roles import stream_names
from bothends.render.uses import (
    at_clients,
    at_handlers,
    at_openings,
    contents,
    of_signature,
    of_wire,
)

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
_SIGNATURES = ("WebhookSecrets", "WebhookSignatureError")
_RUNTIME_SERVER = (
    "Handler",
    "IncompleteHandler",
    "Invalid",
    "Limits",
    "Refused",
    "RequestIds",
    "RequestProblem",
    "ResponseChecks",
    "Violation",
    "not_implemented",
    "problem_details",
    "request_id",
    "threaded",
)


def pages(api: Api) -> Mapping[str, Mapping[str, object]]:
    """Give each page what it needs besides the API."""
    every = api.every_operation
    signatures = _distinct(map(of_signature, every))
    wire = _distinct(map(of_wire, every))
    failures = [error.body for error in api.errors]
    variables = [variable.type for variable in api.servers[0].variables]
    items = [each.pages.item for each in api.paged if each.pages]
    exports = _exports(api)
    models = models_in(signatures)
    walked = models_in([*signatures, *items])
    handled = stream_names(at_handlers(api))
    called = stream_names(at_clients(api))
    sent = stream_names([*at_clients(api), *at_openings(api)])
    checked = checked_in(signatures)
    named = checked_in([*signatures, *items])
    sending = _checking(walked, named, sent["streams"])
    wrapping = _checking(models, checked, api.may_wrap, handled["streams"])
    protocol = ["Protocol"] if api.protocols else []
    checks: Mapping[str, Mapping[str, object]] = (
        {"checks.py": {}} if api.checks.constants else {}
    )
    return {
        **checks,
        "README.md": {},
        "__init__.py": finding("its client, its server and its models", exports),
        "api.py": {
            "imports": import_lines(
                signatures,
                {
                    "collections.abc": handled["collections.abc"],
                    "typing": [*wrapping, *protocol],
                },
            ),
            "models": models,
            "checked": checked,
            "streams": imported(handled["streams"]),
        },
        "client.py": {
            "imports": import_lines(
                [*signatures, *items, *variables],
                {
                    "collections.abc": called["collections.abc"],
                    "functools": ["cached_property"],
                    "typing": ["TYPE_CHECKING"],
                },
                packages=["httpx2"],
            ),
            "models": walked,
            "checked": checked_in([*signatures, *items, *variables]),
            "streams": imported(called["streams"]),
            "exchange": _has_callbacks(api),
            "raw": imported(_raw(api)),
        },
        "errors.py": {
            "imports": import_lines(
                failures,
                {"typing": ["TYPE_CHECKING"] if models_in(failures) else []},
                checked=False,
            ),
            "models": models_in(failures),
            "exported": exports["errors"],
        },
        "operations.py": {
            "imports": import_lines(wire, {}, constraints=True),
            "runtime": _runtime_names(api, formats_in(wire)),
            "siblings": _siblings(api, models_in(wire)),
        },
        "raw.py": {
            "imports": import_lines(
                [*signatures, *items],
                {
                    "collections.abc": sent["collections.abc"],
                    "contextlib": _CONTEXTS if api.downloads else (),
                    "typing": sending,
                },
            ),
            "models": walked,
            "checked": named,
            "streams": imported(sent["streams"]),
            "exchange": _has_callbacks(api),
        },
        "server.py": {
            "exported": ordered([*exports["server"], *_RUNTIME_SERVER]),
            "protocols": imported(group.protocol for group in api.protocols),
            "typing": [
                *(["TYPE_CHECKING"] if api.protocols else []),
                *(["Protocol"] if api.schemes else []),
            ],
        },
    }


def _distinct(types: Iterable[Iterable[Type]]) -> list[Type]:
    """Join lists of types; each is looked at once, however many operations have it."""
    return list(dict.fromkeys(chain.from_iterable(types)))


def _checking(*needed: object) -> list[str]:
    return ["TYPE_CHECKING"] if any(needed) else []


def finding(what: str, modules: Mapping[str, Sequence[str]]) -> Mapping[str, object]:
    """Give what a page needs that finds the module of each name when it is asked for."""
    return {
        "what": what,
        "exports": {each: imported(modules[each]) for each in imported(modules)},
        "exported": ordered(name for names in modules.values() for name in names),
    }


def _exports(api: Api) -> dict[str, list[str]]:
    """List what the package gives, by the module that defines it."""
    server = ["Auth"] if api.schemes else []
    senders = [each.sender for each in api.outgoing]
    exports = {
        "_runtime.aiohttp_transport": ["AiohttpTransport"],
        "_runtime.exchange": ["Exchange"] if _has_callbacks(api) else [],
        "_runtime.file_part": ["FilePart"] if _has_parts(api) else [],
        "_runtime.grants": [*_GRANTS] if _has_grants(api) else [],
        "_runtime.options": ["CallOptions"],
        "_runtime.pager": ["Pager", "SyncPager"] if api.paged else [],
        "_runtime.plain_transport": ["PlainTransport"],
        "_runtime.response": ["Response"],
        "_runtime.retries": ["Retries"],
        "_runtime.signatures": [*_SIGNATURES] if api.outgoing else [],
        "_runtime.streams": _streams(api),
        "api": [group.protocol for group in api.protocols],
        "client": [
            *("AsyncClient", "Client"),
            *(f"{prefix}{sender}" for sender in senders for prefix in ("Async", "")),
        ],
        "errors": [*_runtime_errors(api), *(error.name for error in api.errors)],
        "models": list(api.models),
        "server": [
            *server,
            *("create_app", *(each.factory for each in api.outgoing)),
        ],
    }
    return {module: imported(names) for module, names in exports.items() if names}


def _raw(api: Api) -> Iterator[str]:
    """Name the classes whose calls give whole responses."""
    kinds = ["Client", *(each.sender for each in api.outgoing)]
    for prefix in ("Async", ""):
        yield from (f"{prefix}Raw{kind}" for kind in kinds)
        if api.downloads:
            yield f"{prefix}StreamClient"


def _runtime_errors(api: Api) -> list[str]:
    return [*_RUNTIME_ERRORS, *(["ApiPaginationError"] if api.paged else [])]


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
        for content in contents(operation)
    )


def _streams(api: Api) -> list[str]:
    """List the classes of streams that a user may want to name or to make."""
    uses = [*at_handlers(api), *at_clients(api), *at_openings(api)]
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
    carried = {type(each) for operation in every for each in contents(operation)}
    carried |= {type(whole.content) for whole in wholes}
    uses = any(uses for operation in every for uses in operation.security)
    made = ["Operation", "operation"] if every else []
    codecs: dict[str, list[str]] = {}
    for content in carried:
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
        "pagination": [
            *{type(each.pages.walk).__name__ for each in every if each.pages}
        ],
        "parameters": ["Parameter"] if len(looks) > len(wholes) else [],
        "querystring": ["QueryString"] if wholes else [],
        "security": [
            *{type(each).__name__ for each in api.schemes},
            *(["Flow"] if any(_flows(api)) else []),
            *(["Use"] if uses else []),
        ],
    }
    return {
        module: imported(names[module]) for module in sorted(names) if names[module]
    }
