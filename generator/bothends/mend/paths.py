"""Mending of path templates."""

import re
from collections.abc import Iterator
from copy import deepcopy

from bothends.mend.draft import Draft, Object
from bothends.tree import SPANNING, is_object, pointer_of
from bothends.validate import Finding

_EXPRESSION = re.compile(r"\{([^{}]*)\}")
_OPERATORS = "+#./;?&*"


def relative(draft: Draft, finding: Finding) -> str | None:
    """Put a slash in front."""
    name = f"/{draft.name(finding.pointer)}"
    return _renamed(draft, finding, name)


def malformed(draft: Draft, finding: Finding) -> str | None:
    """Give each parameter of a template a name of its own, without an operator.

    One with a plus (RFC 6570 §3.2.3) may have several segments, which its path item then says.
    """
    name = draft.name(finding.pointer)
    if {"{", "}"} & {*_EXPRESSION.sub("", name)}:
        return None
    written = _EXPRESSION.findall(name)
    names = list(_distinct(each.strip(_OPERATORS) for each in written))
    left = iter(names)
    mended = _EXPRESSION.sub(lambda _: f"{{{next(left)}}}", name)
    if mended == name:
        return ""
    spans = [new for old, new in zip(written, names, strict=True) if old[:1] == "+"]
    assumed = _renamed(draft, finding, mended)
    if assumed and spans:
        draft.put((*finding.pointer, SPANNING), [*spans])
        many = ", ".join(f"`{{{each}}}`" for each in spans)
        return f"{assumed} {many} may be several segments."
    return assumed


def undeclared(draft: Draft, finding: Finding) -> str | None:
    """Declare a parameter of a path as text."""
    holder = draft.at(finding.pointer)
    if not is_object(holder):
        return None
    if "$ref" in holder:
        # What several paths may share: this one has its own from now on.
        shared = draft.object_at(pointer_of(str(holder.pop("$ref"))))
        holder.update(deepcopy(shared) | holder)
    parameter: Object = {
        "name": finding.name,
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
    }
    known = holder.get("parameters")
    holder["parameters"] = [*(known if isinstance(known, list) else []), parameter]
    return "It is taken for a string."


def _renamed(draft: Draft, finding: Finding, name: str) -> str | None:
    if not draft.rename(finding.pointer, name):
        return None
    return f"It is read as `{name}`."


def _distinct(names: Iterator[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for name in names:
        plain = name or "parameter"
        seen[plain] = seen.get(plain, 0) + 1
        yield plain if seen[plain] == 1 else f"{plain}_{seen[plain]}"
