"""What an operation requires of its caller: Security Requirement Objects (OpenAPI 3.2 §4.30)."""

from bothends.tree import Tree, pointer_of

SCHEMES = ("components", "securitySchemes")

Requirements = list[dict[str, list[str]]]
"""Alternatives; each has the scopes by the keys of its schemes."""


def requirements_of(tree: Tree, operation: Tree, *, inherits: bool) -> Requirements:
    """Give those of an operation, or those that it `inherits` from the whole API."""
    everywhere: Requirements = tree.get("security", []) if inherits else []
    found: Requirements = operation.get("security", everywhere)
    return found


def scheme_named(key: str) -> str:
    """Give the name of a scheme that a requirement may refer to by its URI."""
    steps = pointer_of(key) if "#" in key else ()
    return steps[2] if steps[:2] == SCHEMES and len(steps) == 3 else key
