"""Components: that their names can be used in references."""

import re
from collections.abc import Iterator
from typing import Final

from bothends.validate.findings import Finding
from bothends.validate.objects import Kind, holders
from bothends.validate.outline import Outline
from bothends.validate.reading import shown

_NAME: Final = re.compile(r"[a-zA-Z0-9._-]+")


def is_usual(name: str) -> bool:
    """Tell whether a name is one that components may have (OpenAPI 3.1 §4.8.7)."""
    return _NAME.fullmatch(name) is not None


def unusual_names(outline: Outline) -> Iterator[Finding]:
    """Find names that components must not have (OpenAPI 3.1 §4.8.7).

    A warning: references reach them, percent-encoded.
    """
    for components in outline.each(Kind.COMPONENTS):
        for field, _ in holders(Kind.COMPONENTS, outline.version):
            for pointer, _ in outline.children(components, field):
                if not is_usual(str(pointer[-1])):
                    yield Finding(
                        pointer,
                        "component-name",
                        f"{shown(pointer[-1])} is no name for a component: it must consist "
                        "of letters, digits, `.`, `_` and `-`.",
                        "Rename it and the references to it.",
                        severity="warning",
                        key=True,
                    )
