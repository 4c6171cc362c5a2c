"""The types that the operations of an API name, by where they are named."""

from collections.abc import Iterable, Iterator

from bothends.ir import (
    Anything,
    Api,
    Body,
    Content,
    Events,
    Form,
    Json,
    Lines,
    Multipart,
    Operation,
    PartStream,
    Piece,
    Positional,
    Reply,
    StreamOf,
    Type,
    parts,
)
from bothends.render.roles import Role


def at_handlers(api: Api) -> Iterator[tuple[Role, Type]]:
    """Give what a handler takes and gives."""
    for operation in api.every_operation:
        yield "given", operation.result
        if operation.body:
            yield "taken", operation.body.type


def at_clients(api: Api) -> Iterator[tuple[Role, Type]]:
    """Give what a client sends and gets."""
    for operation in api.every_operation:
        yield "got", operation.result
        yield "sync_got", operation.result
        if operation.body:
            yield "sent", operation.body.type
            yield "sync_sent", operation.body.type


def at_openings(api: Api) -> Iterator[tuple[Role, Type]]:
    """Give what a client opens, and reads as it arrives."""
    for operation in api.downloads:
        yield "opened", operation.result
        yield "sync_opened", operation.result


def of_signature(operation: Operation) -> Iterator[Type]:
    """Give the types of arguments and results."""
    yield from (parameter.type for parameter in operation.parameters)
    yield operation.result
    if operation.body:
        yield operation.body.type


def of_wire(operation: Operation) -> Iterator[Type]:
    """Give the types that are read and written."""
    yield from (parameter.type for parameter in operation.parameters)
    for content in contents(operation):
        if isinstance(content, Json | Form | Multipart | Piece | Positional):
            yield content.type
    yield operation.result
    if any(isinstance(part, StreamOf) for part in parts(operation.result)):
        yield Anything()


def contents(operation: Operation) -> Iterator[Content | Piece]:
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
