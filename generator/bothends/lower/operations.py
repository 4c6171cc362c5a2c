"""Operation Objects -> `Operation`s."""

from bothends.ir import Body, Operation
from bothends.lower.content import lower_content, type_of_content
from bothends.lower.errors import ErrorClasses
from bothends.lower.parameters import lower_parameters
from bothends.lower.reading import Reading
from bothends.lower.replies import lower_replies, result_of
from bothends.lower.security import Schemes, lower_security
from bothends.names import Scope
from bothends.operations import Found
from bothends.tree import Pointer, Tree

_ARGUMENTS = frozenset(["body", "operations", "options", "response", "self"])
"""What every method may have or use: no parameter may take its name."""


def lower_operation(
    reading: Reading, found: Found, schemes: Schemes, errors: ErrorClasses
) -> Operation:
    """Lower one operation, with what its path item and the document add to it."""
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
        parameters=lower_parameters(reading, found, Scope(_ARGUMENTS)),
        body=_body(reading, node, found.pointer),
        replies=replies,
        result=result_of(replies),
        security=lower_security(reading, node, schemes),
    )


def _body(reading: Reading, node: Tree, pointer: Pointer) -> Body | None:
    if "requestBody" not in node:
        return None
    body, _ = reading.resolve(node["requestBody"], (*pointer, "requestBody"))
    content = lower_content(reading, body)
    return Body(
        content=content,
        type=type_of_content(content),
        required=bool(body.get("required", False)),
        description=str(body.get("description", "")),
    )
