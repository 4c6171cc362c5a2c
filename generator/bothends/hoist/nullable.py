"""`allOf` whose parts all take null: it is a conjunction, so that null is valid by the whole.

`nullable` adds null to the `type` beside it (OpenAPI 3.0.3 §4.7.24.1), so that one part which is
an object only keeps null out, and a part of annotations does not.
"""

from collections.abc import Mapping
from typing import Any

from bothends.fidelity import says_null
from bothends.spelling import is_assertion
from bothends.tree import Tree, schemas


def say_null(tree: Tree, components: Mapping[str, Any]) -> None:
    """Make unions with null, in place, of the `allOf` below `tree` that are open to it."""
    found = [
        schema
        for schema in schemas(tree)
        if "allOf" in schema and _is_composed(schema) and says_null(schema, components)
    ]
    for schema in found:
        said = {key: schema.pop(key) for key in list(schema) if is_assertion(key)}
        schema["anyOf"] = [said, {"type": "null"}]


def _is_composed(schema: Tree) -> bool:
    """Tell whether there is more than one part: one alone takes null where it stands."""
    return len(schema["allOf"]) > 1 or any(
        is_assertion(key) for key in schema if key != "allOf"
    )
