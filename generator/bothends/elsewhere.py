"""Parameters that are none: something else of the request says what they would.

An argument for one of them could contradict it.
"""

from collections.abc import Iterable

from bothends.operations import Found
from bothends.requirements import requirements_of, scheme_named
from bothends.tree import Tree, resolved

_HEADERS = frozenset(["accept", "authorization", "content-type"])
"""What media types and security schemes say (OpenAPI 3.1 §4.8.12.2)."""

Identity = tuple[str, str]
"""Where a parameter is, and its name."""


def identity(place: str, name: str) -> Identity:
    """Say what makes a parameter the same: the names of headers have no case (RFC 9110 §5.1)."""
    return place, name.lower() if place == "header" else name


def is_ignored(place: str, name: str) -> bool:
    """Tell whether a parameter is a header that means nothing."""
    return place == "header" and name.lower() in _HEADERS


def api_keys(tree: Tree, found: Found, *, inherits: bool) -> frozenset[Identity]:
    """Give where the API keys are that every caller of an operation must have.

    `inherits` tells whether what the whole API requires holds for it.
    """
    requirements = requirements_of(tree, found.node, inherits=inherits)
    places = [_places(tree, requirement) for requirement in requirements]
    return frozenset[Identity].intersection(*places) if places else frozenset()


def _places(tree: Tree, requirement: Iterable[str]) -> frozenset[Identity]:
    schemes: Tree = tree.get("components", {}).get("securitySchemes", {})
    named = (key if key in schemes else scheme_named(key) for key in requirement)
    nodes = (resolved(tree, schemes.get(name, {}), ())[0] for name in named)
    return frozenset(
        identity(node["in"], node["name"])
        for node in nodes
        if node.get("type") == "apiKey" and "in" in node and "name" in node
    )
