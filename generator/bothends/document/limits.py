"""How large an input may be."""

from bothends.records import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What an input may use at most; the problem of one that uses more names the field."""

    max_bytes: int = 64 * 1024 * 1024
    """Of one file, as it is stored."""
    max_depth: int = 200
    """Of objects and arrays inside one another, YAML aliases expanded."""
    max_nodes: int = 20_000_000
    """Of values, YAML aliases expanded."""
    max_scalar: int = 8 * 1024 * 1024
    """Of characters in one string or key."""
    max_files: int = 5_000
    """Of a description; `max_bytes` and `max_nodes` hold for all of them together, too."""


DEFAULT_LIMITS = Limits()
