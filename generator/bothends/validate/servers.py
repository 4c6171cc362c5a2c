"""Servers: that the variables of a URL and the ones that are declared agree."""

import re
from collections.abc import Iterator
from typing import Final

from bothends.validate.findings import Finding
from bothends.validate.objects import Kind
from bothends.validate.outline import Outline
from bothends.validate.reading import listing, mapping, shown, texts
from bothends.validate.targets import Node

_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")


def undeclared_variables(outline: Outline) -> Iterator[Finding]:
    """Find variables of a server's URL that nothing explains (OpenAPI 3.1 §4.8.5)."""
    for server in outline.each(Kind.SERVER):
        declared = mapping(server.value.get("variables"))
        for name in dict.fromkeys(_variables(server)):
            if name not in declared:
                yield Finding(
                    (*server.pointer, "url"),
                    "undeclared-server-variable",
                    f"The variable `{{{name}}}` is not declared.",
                    f"Add `variables: {{{name}: {{default: ...}}}}` to the server.",
                )


def unused_variables(outline: Outline) -> Iterator[Finding]:
    """Find declared variables that the URL of their server does not have."""
    for server in outline.each(Kind.SERVER):
        used = _variables(server)
        for pointer, _ in outline.children(server, "variables"):
            if pointer[-1] not in used:
                yield Finding(
                    pointer,
                    "unused-server-variable",
                    f"The URL of this server has no `{{{pointer[-1]}}}`.",
                    "Use it in `url`, or remove it.",
                    severity="warning",
                    key=True,
                )


def impossible_defaults(outline: Outline) -> Iterator[Finding]:
    """Find defaults outside of their `enum`, and empty ones (OpenAPI 3.1 §4.8.6)."""
    for variable in outline.each(Kind.SERVER_VARIABLE):
        choices = variable.value.get("enum")
        default = variable.value.get("default")
        if choices == []:
            yield Finding(
                (*variable.pointer, "enum"),
                "empty-enum",
                "The variable has no values to choose from.",
                "List its values, or remove `enum`.",
            )
        elif (
            isinstance(choices, list) and default is not None and default not in choices
        ):
            yield Finding(
                (*variable.pointer, "default"),
                "server-default-not-in-enum",
                f"The default {shown(default)} is not one of the variable's values.",
                f"Use one of {', '.join(map(shown, listing(choices)[:5]))}.",
            )


def _variables(server: Node) -> list[str]:
    return _VARIABLE.findall("".join(texts([server.value.get("url")])))
