"""Security Scheme and Security Requirement Objects -> the values of both ends."""

from typing import Any

from bothends.ir import (
    Alternatives,
    ApiKey,
    Authorization,
    Basic,
    Bearer,
    Flow,
    MutualTls,
    OAuth2,
    SecurityScheme,
    Use,
)
from bothends.lower.reading import Reading
from bothends.names import Scope, constant_case, snake_case
from bothends.operations import operations
from bothends.outgoing import outgoing
from bothends.records import dataclass
from bothends.requirements import SCHEMES, requirements_of, scheme_named
from bothends.tree import Tree

Schemes = dict[str, SecurityScheme]
"""Security schemes by the key that requirements name them by."""


_UNDECLARED: Tree = {
    "type": "http",
    "scheme": "bearer",
    "description": "The description does not declare it, so that it is taken for a token.",
}
"""What a requirement without a scheme is taken for: nobody is let in without a credential."""


def lower_schemes(reading: Reading, package: str, arguments: Scope) -> Schemes:
    """Give the security schemes; each claims its argument of the client in `arguments`.

    The first scheme of a kind has the short argument (`token`, `api_key`, `basic_auth`), so
    that a scheme added at the end moves no argument.
    """
    nodes: Tree = reading.tree.get("components", {}).get("securitySchemes", {})
    names = _Names(package, Scope(), Scope(["self"]), arguments)
    schemes: Schemes = {}
    for key, node in nodes.items():
        scheme, _ = reading.resolve(node, (*SCHEMES, key))
        schemes[key] = _scheme(key, scheme, names)
    for key in required_schemes(reading.tree):
        if key not in schemes:
            named = scheme_named(key)
            schemes[key] = schemes.get(named) or _scheme(named, _UNDECLARED, names)
    return schemes


def used_schemes(reading: Reading, schemes: Schemes) -> tuple[SecurityScheme, ...]:
    """Give the schemes that a requirement names; any other concerns neither end.

    They keep the names that they have beside the others: one that comes into use moves none.
    """
    required = {schemes[key]: None for key in required_schemes(reading.tree)}
    for key, scheme in schemes.items():
        if scheme not in required:
            reading.report(
                (*SCHEMES, key),
                "unused-security-scheme",
                f"nothing requires the security scheme `{key}`: neither end knows of it",
                "name it in `security`, of the document or of an operation",
                "warning",
            )
    return tuple(
        scheme for scheme in dict.fromkeys(schemes.values()) if scheme in required
    )


def required_schemes(tree: Tree) -> dict[str, None]:
    """Give the keys of all schemes that requirements name, in the order of the document."""
    under_paths = operations(tree)
    holders = [found.node for found in (*under_paths, *outgoing(tree).all)]
    everywhere = any("security" not in found.node for found in under_paths)
    requirements = list(tree.get("security", [])) if everywhere else []
    for holder in holders:
        requirements += holder.get("security", [])
    return dict.fromkeys(key for requirement in requirements for key in requirement)


def lower_security(
    reading: Reading, operation: Tree, schemes: Schemes, *, inherits: bool
) -> Alternatives:
    """Give the requirements of an operation, or those it `inherits` from the whole API."""
    requirements = requirements_of(reading.tree, operation, inherits=inherits)
    return tuple(
        tuple(
            Use(schemes[key].constant, tuple(scopes))
            for key, scopes in requirement.items()
        )
        for requirement in requirements
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """Where the schemes get their names from."""

    package: str
    constants: Scope
    methods: Scope
    arguments: Scope

    def spelled(self, key: str, node: Tree, short: str = "") -> dict[str, Any]:
        """Give what every scheme has; `short` is the name that its argument prefers."""
        name = snake_case(key)
        argument = self.arguments.claim(short or name, name, f"{name}_credentials")
        return {
            "key": key,
            "constant": self.constants.claim(constant_case(key)),
            "method": self.methods.claim(name),
            "argument": argument,
            "variable": f"{self.package}_{argument}".upper(),
            "description": str(node.get("description", "")),
        }


def _scheme(key: str, node: Tree, names: _Names) -> SecurityScheme:
    match node.get("type"), str(node.get("scheme", "")).lower():
        case "apiKey", _:
            return ApiKey(
                **names.spelled(key, node, "api_key"),
                place=node.get("in", "header"),
                name=node.get("name", key),
            )
        case "mutualTLS", _:
            return MutualTls(**names.spelled(key, node))
        case "oauth2" | "openIdConnect", _:
            return OAuth2(**names.spelled(key, node, "token"), flows=_flows(node))
        case "http", "basic":
            return Basic(**names.spelled(key, node, "basic_auth"))
        case "http", scheme if scheme != "bearer":
            return Authorization(**names.spelled(key, node), scheme=str(node["scheme"]))
        case _:
            return Bearer(**names.spelled(key, node, "token"))


def _flows(node: Tree) -> tuple[Flow, ...]:
    """Give the flows that have a token server: the implicit one has none."""
    flows: dict[str, Tree] = node.get("flows", {})
    return tuple(
        Flow(kind, str(flow["tokenUrl"]), flow.get("refreshUrl"))
        for kind, flow in flows.items()
        if flow.get("tokenUrl")
    )
