"""Mending of Responses Objects."""

import re

from bothends.mend.draft import Draft
from bothends.validate import Finding

_STATUS = re.compile(r"[1-5](?:[0-9]{2}|XX)|default")


def absent(draft: Draft, finding: Finding) -> str:
    """Take any success, without a body."""
    draft.object_at(finding.pointer)["2XX"] = {"description": ""}
    return "Any success is taken, without a body."


def unknown_status(draft: Draft, finding: Finding) -> str:
    """Read a key as the status that it begins with, or leave the response out."""
    key = draft.name(finding.pointer)
    for spelled in (key.upper(), key.lower(), key[:3]):
        if _STATUS.fullmatch(spelled) and draft.rename(finding.pointer, spelled):
            return f"It is read as `{spelled}`."
    draft.drop(finding.pointer)
    return "This response is left out."
