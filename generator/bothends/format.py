"""Source -> black-clean source. The only door to black."""

import black
from black.mode import TargetVersion

_MODE = black.Mode(target_versions={TargetVersion.PY311})


def formatted(source: str) -> str:
    """Format the source of a module as `black` does with its own defaults."""
    return black.format_str(source, mode=_MODE)
