"""What somebody who misspelled a name may have meant."""

from collections.abc import Iterable


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """For example `Did you mean "output"?`; the known names, if none is similar."""
    from difflib import get_close_matches

    known = sorted(known)
    if close := get_close_matches(name, known, n=1):
        return f"Did you mean `{close[0]}`?"
    listed = ", ".join(f"`{each}`" for each in known)
    return f"Known: {listed}." if known else ""
