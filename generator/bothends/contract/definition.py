"""The package's own definition of an operation, held against the description.

Two ends that are made from one definition agree in what it has wrong, too; and what it lacks
nobody would call.
"""

from collections.abc import Iterable, Iterator, Sequence

from bothends.operations import BODILESS
from bothends.package import Content, Described, Operation, identity

_STYLES = {"path": "simple", "header": "simple", "query": "form", "cookie": "form"}


def differences(operation: Operation, described: Described) -> Iterator[str]:
    """Say what the package has not as it is described."""
    yield from _parameters(operation, described)
    yield from _body(operation, described)
    yield from _responses(operation, described)
    defined = [
        {use.scheme.key: tuple(use.scopes) for use in uses}
        for uses in operation.security
    ]
    if (wanted := described.security()) != defined:
        yield f"the security is {defined}, not {wanted}"


def _parameters(operation: Operation, described: Described) -> Iterator[str]:
    defined = {identity(each.place, each.name): each for each in operation.parameters}
    wanted = described.parameters()
    for place, name in sorted(wanted.keys() ^ defined.keys()):
        problem = "is missing" if (place, name) in wanted else "is not described"
        yield f"the {place} parameter `{name}` {problem}"
    for key in wanted.keys() & defined.keys():
        node, parameter = wanted[key], defined[key]
        label = f"{parameter.place} parameter `{parameter.name}`"
        if parameter.required != node.get("required", False):
            yield f"the {label} is {'' if parameter.required else 'not '}required"
        if "content" in node or parameter.style is None:
            continue
        style = node.get("style", _STYLES[parameter.place])
        explode = node.get("explode", style in {"form", "cookie"})
        if (parameter.style, parameter.explode) != (style, explode):
            found = f"{parameter.style}, explode: {parameter.explode}"
            yield f"the {label} has the style {found}; it is {style}, {explode}"


def _body(operation: Operation, described: Described) -> Iterator[str]:
    body, wanted = operation.body, described.body()
    if not wanted and not body:
        return
    if body is None:
        yield "the body is missing"
        return
    if body.required != described.is_body_required():
        yield f"the body is {'' if body.required else 'not '}required"
    yield from _contents("the body", body.content, wanted)


def _responses(operation: Operation, described: Described) -> Iterator[str]:
    wanted = described.statuses()
    defined = {str(key): reply for key, reply in operation.replies.items()}
    for key in sorted({*wanted} ^ defined.keys()):
        yield f"the response {key} is {'missing' if key in wanted else 'not described'}"
    succeeds = any(key[0] in "123" for key in wanted)
    for key in wanted:
        if (reply := defined.get(key)) is None:
            continue
        is_error = key[0] in "45" or (key == "default" and succeeds)
        if bool(reply.error) != is_error:
            done = "raised" if reply.error else "returned"
            yield f"the response {key} is {done}"
        has_body = operation.method != "HEAD" and key not in map(str, BODILESS)
        nodes = described.response(key)
        names = [*nodes] if has_body else []
        yield from _contents(f"the response {key}", reply.content, names)


def _contents(
    what: str, contents: Sequence[Content], nodes: Iterable[str]
) -> Iterator[str]:
    defined = {each.media_type.lower() for each in contents}
    wanted = {name.lower() for name in nodes}
    for name in sorted(wanted - defined):
        yield f"{what} has no media type `{name}`"
    for name in sorted(defined - wanted):
        yield f"{what} has the media type `{name}`, which is not described"
