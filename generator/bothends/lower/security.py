"""Security Scheme and Security Requirement Objects -> the values of both ends."""

from typing import Any

from bothends.ir import (
    Alternatives,
    ApiKey,
    Authorization,
    Basic,
    Bearer,
    MutualTls,
    SecurityScheme,
    Use,
)
from bothends.lower.reading import Reading
from bothends.names import Scope, constant_case, snake_case
from bothends.tree import Tree

Schemes = dict[str, SecurityScheme]
"""Security schemes by the key that requirements name them by."""


Requirements = list[dict[str, list[str]]]


def lower_schemes(reading: Reading, arguments: Scope) -> Schemes:
    """Give the security schemes; each claims its argument of the client in `arguments`.

    The first scheme of a kind has the short argument (`token`, `api_key`, `basic_auth`), so
    that a scheme added at the end moves no argument.
    """
    nodes: Tree = reading.tree.get("components", {}).get("securitySchemes", {})
    constants, methods = Scope(), Scope(["self"])
    schemes: Schemes = {}
    for key, node in nodes.items():
        scheme, _ = reading.resolve(node, ("components", "securitySchemes", key))
        schemes[key] = _scheme(key, scheme, constants, methods, arguments)
    return schemes


def lower_security(
    reading: Reading, operation: Tree, schemes: Schemes, *, inherits: bool
) -> Alternatives:
    """Give the requirements of an operation, or those it `inherits` from the whole API."""
    everywhere: Requirements = reading.tree.get("security", []) if inherits else []
    requirements: Requirements = operation.get("security", everywhere)
    return tuple(
        tuple(
            Use(schemes[key].constant, tuple(scopes))
            for key, scopes in requirement.items()
        )
        for requirement in requirements
    )


def _scheme(
    key: str, node: Tree, constants: Scope, methods: Scope, arguments: Scope
) -> SecurityScheme:
    name = snake_case(key)

    def spelled(short: str) -> dict[str, Any]:
        return {
            "key": key,
            "constant": constants.claim(constant_case(key)),
            "method": methods.claim(name),
            "argument": arguments.claim(short, name, f"{name}_credentials"),
            "description": str(node.get("description", "")),
        }

    match node["type"], str(node.get("scheme", "")).lower():
        case "apiKey", _:
            return ApiKey(**spelled("api_key"), place=node["in"], name=node["name"])
        case "mutualTLS", _:
            return MutualTls(**spelled(name))
        case "http", "basic":
            return Basic(**spelled("basic_auth"))
        case "http", scheme if scheme != "bearer":
            return Authorization(**spelled(name), scheme=str(node["scheme"]))
        case _:
            return Bearer(**spelled("token"))
