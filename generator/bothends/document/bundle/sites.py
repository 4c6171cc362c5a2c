"""References where they stand, and what they may lead to."""

from typing import NamedTuple

from bothends.document.bundle.assembly import Region
from bothends.document.bundle.refusal import RefusalError
from bothends.document.bundle.resolver import Target
from bothends.document.bundle.survey import Reference
from bothends.document.references import descend, step_into
from bothends.document.shapes import Shape, shape_named
from bothends.document.tree import Json, Pointer, child_of


class Site(NamedTuple):
    """A reference, and the region that it is in."""

    region: Region
    reference: Reference

    @property
    def pointer(self) -> Pointer:
        """Where the text of the reference is in the bundle."""
        return (*self.region.base, *self.reference.pointer)

    @property
    def holder(self) -> Pointer:
        """Where the object is that has the `$ref`."""
        return self.pointer[:-1]

    @property
    def place(self) -> Pointer:
        """Where the text is in its file."""
        return (*self.region.pointer, *self.reference.pointer)


def check(site: Site, target: Target) -> None:
    """Refuse what cannot be the Object that is expected, whatever is in it."""
    text, value = site.reference.text, target.value
    is_whole = not target.pointer and isinstance(value, dict)
    if is_whole and not {"openapi", "swagger"}.isdisjoint(mapping_of(value)):
        message = f"`{text}` is a whole description, and one Object is needed here."
        hint = f"Point into it, such as `{text}#/components/schemas/Pet`."
        raise RefusalError("wrong-reference", message, hint)
    is_schema = site.reference.shape.name == "Schema"
    if not isinstance(value, (dict, bool) if is_schema else dict):
        message = f"`{text}` leads to a value that is no object."
        hint = "Point to the Object that is needed here."
        raise RefusalError("wrong-reference", message, hint)


def shape_at(tree: dict[str, Json], steps: Pointer) -> Shape | None:
    """Tell what stands at a pointer of a whole description."""
    shape: Shape | None = shape_named("Swagger" if "swagger" in tree else "OpenAPI")
    value: Json = tree
    for written in steps:
        step = step_into(value, written)
        try:
            value = child_of(value, step)
        except LookupError:
            return shape
        shape = shape and shape.child(step, value)
    return shape


def at(tree: Json, pointer: Pointer, default: Json = None) -> Json:
    """Give what is at a pointer, or else a default."""
    try:
        return descend(tree, pointer)[1]
    except LookupError:
        return default


def pointer_at(tree: Json, steps: Pointer) -> Pointer | None:
    """Give a pointer with the indexes of arrays as `int`; None if it leads nowhere."""
    try:
        return descend(tree, steps)[0]
    except LookupError:
        return None


def mapping_of(value: Json) -> dict[str, Json]:
    """Give a value if it is an object, and an empty one otherwise."""
    return value if isinstance(value, dict) else {}
