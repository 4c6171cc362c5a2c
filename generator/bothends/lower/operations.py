"""Operation Objects -> `Operation`s."""

from bothends.ir import Body, Operation, Parameter
from bothends.lower.content import lower_content, type_of_content
from bothends.lower.errors import ErrorClasses
from bothends.lower.parameters import lower_parameters
from bothends.lower.reading import Reading
from bothends.lower.replies import lower_replies, result_of
from bothends.lower.security import Schemes, lower_security
from bothends.lower.servers import lower_own_servers
from bothends.names import Scope
from bothends.operations import Found
from bothends.tree import Pointer, Tree

_ARGUMENTS = frozenset(["body", "operations", "options", "response", "self"])
"""What every method may have or use: no parameter may take its name."""


def lower_operation(
    reading: Reading,
    found: Found,
    schemes: Schemes,
    errors: ErrorClasses,
    *,
    outgoing: bool = False,
) -> Operation:
    """Lower one operation, with what its path item and the document add to it.

    One that is `outgoing` is the API's own call: what the document asks of callers of the API
    (`security`) does not hold for it.
    """
    node = found.node
    responses: Tree = node.get("responses", {})
    replies = lower_replies(
        reading,
        responses,
        (*found.pointer, "responses"),
        errors,
        bodiless=found.method == "HEAD",
    )
    return Operation(
        name=found.name,
        method=found.method,
        path=found.path,
        summary=str(node.get("summary", found.item.get("summary", ""))),
        description=str(node.get("description", found.item.get("description", ""))),
        deprecated=bool(node.get("deprecated", False)),
        parameters=_parameters(reading, found, outgoing=outgoing),
        body=_body(reading, node, found.pointer),
        replies=replies,
        result=result_of(replies),
        security=lower_security(reading, node, schemes, inherits=not outgoing),
        servers=() if outgoing else lower_own_servers(reading, found),
        expression=found.expression,
    )


def _parameters(
    reading: Reading, found: Found, *, outgoing: bool
) -> tuple[Parameter, ...]:
    reserved = _ARGUMENTS | {"url"} if outgoing else _ARGUMENTS
    lowered = lower_parameters(reading, found, Scope(reserved), outgoing=outgoing)
    kept = [each for each in lowered if not (outgoing and each.place == "path")]
    if len(kept) < len(lowered):
        reading.report(
            found.pointer,
            "unsupported-parameter",
            "a webhook or callback has no path that a parameter could be in",
            "put it in the query, a header or the body",
        )
    return tuple(kept)


def _body(reading: Reading, node: Tree, pointer: Pointer) -> Body | None:
    if "requestBody" not in node:
        return None
    body, at = reading.resolve(node["requestBody"], (*pointer, "requestBody"))
    content = lower_content(reading, body, at)
    if not content:
        return None
    return Body(
        content=content,
        type=type_of_content(content),
        required=bool(body.get("required", False)),
        description=str(body.get("description", "")),
    )
