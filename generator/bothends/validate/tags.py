"""Tags: that each is described once, and that the tree of them is one (3.2)."""

from collections.abc import Iterator

from bothends.validate.findings import Finding
from bothends.validate.objects import Kind
from bothends.validate.outline import Outline
from bothends.validate.targets import Node


def duplicate_tags(outline: Outline) -> Iterator[Finding]:
    """Find tags that are described twice (OpenAPI 3.1 §4.8.1)."""
    first: dict[str, Node] = {}
    for tag in outline.each(Kind.TAG):
        name = tag.value.get("name")
        if isinstance(name, str):
            other = first.setdefault(name, tag)
            if other is not tag:
                yield Finding(
                    tag.pointer,
                    "duplicate-tag",
                    f"The tag `{name}` is described on line {outline.line(other.pointer)} already.",
                    "Bring the descriptions together.",
                    severity="warning",
                )


def broken_tag_trees(outline: Outline) -> Iterator[Finding]:
    """Find parents that do not exist, or are their own descendants (OpenAPI 3.2 §4.22)."""
    if outline.version != "3.2":
        return
    tags = {name: tag for tag in outline.each(Kind.TAG) if (name := _text(tag, "name"))}
    parents = {name: _text(tag, "parent") for name, tag in tags.items()}
    for name, tag in tags.items():
        fault = ""
        if parents[name] and parents[name] not in tags:
            fault = f"There is no tag `{parents[name]}`."
        elif _is_own_ancestor(name, parents):
            fault = f"The tag `{name}` is above itself."
        if fault:
            yield Finding(
                (*tag.pointer, "parent"),
                "tag-parent",
                fault,
                "Name a tag of the list that is not below this one.",
                severity="warning",
            )


def _is_own_ancestor(name: str, parents: dict[str, str]) -> bool:
    above, seen = parents[name], set[str]()
    while above and above not in seen:
        if above == name:
            return True
        seen.add(above)
        above = parents.get(above, "")
    return False


def _text(tag: Node, field: str) -> str:
    value = tag.value.get(field)
    return value if isinstance(value, str) else ""
