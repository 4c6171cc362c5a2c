"""A generated package -> its operations, imported, each beside what the description says of it."""

from bothends.described import Described
from bothends.elsewhere import identity
from bothends.package.attempt import Attempt, worded
from bothends.package.contents import Media, medias
from bothends.package.headers import header_text, sendable
from bothends.package.needs import require
from bothends.package.runtime import (
    Body,
    Content,
    Operation,
    Parameter,
    Reply,
    Scheme,
    Use,
)
from bothends.package.streamed import Stream, items_of, settled, taken
from bothends.package.subject import PATHS, URL, Ends, Entry, Subject, load
from bothends.package.typed import Drawn, Typed, equal, includes, shown

__all__ = [
    "PATHS",
    "URL",
    "Attempt",
    "Body",
    "Content",
    "Described",
    "Drawn",
    "Ends",
    "Entry",
    "Media",
    "Operation",
    "Parameter",
    "Reply",
    "Scheme",
    "Stream",
    "Subject",
    "Typed",
    "Use",
    "equal",
    "header_text",
    "identity",
    "includes",
    "items_of",
    "load",
    "medias",
    "require",
    "sendable",
    "settled",
    "shown",
    "taken",
    "worded",
]
