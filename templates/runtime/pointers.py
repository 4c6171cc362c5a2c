"""JSON pointers (RFC 6901), as they are written."""


def steps_of(pointer: str) -> list[str]:
    """Take a pointer apart; `~1` first, or `~01` would become a slash (§4)."""
    steps = pointer.split("/")[1:]
    return [step.replace("~1", "/").replace("~0", "~") for step in steps]
