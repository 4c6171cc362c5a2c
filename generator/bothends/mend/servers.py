"""Mending of Server Objects."""

import re

from bothends.document import Pointer
from bothends.mend.draft import Draft
from bothends.tree import is_object
from bothends.validate import Finding

_VARIABLE = re.compile(r"\{([^{}]*)\}")


def undeclared(draft: Draft, finding: Finding) -> str | None:
    """Declare the variables of a URL; each has its name for a default."""
    server = draft.object_at(finding.pointer[:-1])
    variables = server.setdefault("variables", {})
    if not is_object(variables):
        return None
    for name in _VARIABLE.findall(str(server.get("url"))):
        variables.setdefault(name, {"default": name})
    return "Its name is taken for its default."


def without_default(draft: Draft, at: Pointer) -> str:
    """Give a variable a default: its first value, or its name."""
    variable = draft.object_at(at[:-1])
    choices = variable.get("enum")
    default = str(choices[0]) if isinstance(choices, list) and choices else str(at[-2])
    draft.put(at, default)
    return f"It is taken for `{default}`."


def default_outside(draft: Draft, finding: Finding) -> str | None:
    """Let the default of a variable be one of its values."""
    variable = draft.object_at(finding.pointer[:-1])
    choices, default = variable.get("enum"), variable.get("default")
    if not isinstance(choices, list):
        return None
    choices.append(default)
    return "It is taken for one of them."
