"""What the references of Swagger 2.0 lead to, before it is converted."""

from bothends.document.references import descend, steps_of
from bothends.document.swagger.trail import object_of
from bothends.document.tree import Json, Pointer


def target_of(
    root: dict[str, Json], node: Json
) -> tuple[dict[str, Json], Pointer | None]:
    """Follow the references of an Object; give what they end at, and where if there are any."""
    pointer: Pointer | None = None
    for _ in range(100):
        reference = object_of(node).get("$ref")
        if not isinstance(reference, str) or steps_of(reference) is None:
            break
        try:
            pointer, node = descend(root, steps_of(reference) or ())
        except LookupError:
            break
    return object_of(node), pointer
