"""Security Scheme Objects of Swagger 2.0."""

from bothends.document.swagger.trail import Trail, without
from bothends.document.tree import Json

_FLOWS = {
    "accessCode": "authorizationCode",
    "application": "clientCredentials",
    "implicit": "implicit",
    "password": "password",
}
_OF_FLOW = ("authorizationUrl", "tokenUrl", "scopes")


def scheme_of(node: Json, at: Trail) -> Json:
    """Convert a security scheme."""
    if not isinstance(node, dict):
        return node
    match node.get("type"):
        case "basic":
            return {**node, "type": "http", "scheme": "basic"}
        case "oauth2":
            return _oauth2(node, at)
        case _:
            return node


def _oauth2(node: dict[str, Json], at: Trail) -> dict[str, Json]:
    name = _FLOWS.get(str(node.get("flow")), "implicit")
    at.to(("flows", name), ())
    flow: dict[str, Json] = {key: node[key] for key in _OF_FLOW if key in node}
    return {**without(node, "flow", *_OF_FLOW), "flows": {name: flow}}
