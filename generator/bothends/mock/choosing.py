"""Which documented response is the answer: the one that is preferred, or else a success."""

from collections.abc import Mapping

from bothends.package import Operation, Reply
from bothends.records import dataclass

Key = int | str
"""What documents a response: `200`, `"4XX"` or `"default"`."""

_CODE = 3
"""A status has as many digits (RFC 9110 §15)."""


class Undocumented(Exception):
    """What is preferred is not documented; says what is."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A documented response, and the status it goes out with."""

    key: Key
    status: int
    reply: Reply


def chosen(operation: Operation, code: str | None) -> Chosen | None:
    """Choose a response; None where no success is documented and none is preferred.

    Raises `Undocumented` for a code that is not.
    """
    replies = operation.replies
    if code is None:
        return _success(replies)
    key = _key_of(code, replies)
    if key is None:
        known = ", ".join(map(str, replies)) or "nothing"
        message = f"`{operation.name}` documents no response {code}, but {known}"
        raise Undocumented(message)
    return Chosen(key, int(code), replies[key])


def _key_of(code: str, replies: Mapping[Key, Reply]) -> Key | None:
    """Find what documents a status: itself, its range or the default (OpenAPI 3.1 §4.8.16)."""
    if len(code) != _CODE or not code.isascii() or not code.isdigit():
        return None
    if not 200 <= int(code) <= 599:  # Those below are not answers, but announce one.
        return None
    keys: tuple[Key, ...] = (int(code), f"{code[0]}XX", "default")
    return next((key for key in keys if key in replies), None)


def _success(replies: Mapping[Key, Reply]) -> Chosen | None:
    """Prefer what is a success by its name to what only may be one."""
    found = [
        Chosen(key, _usual(key), reply)
        for key, reply in replies.items()
        if reply.error is None
    ]
    found.sort(key=lambda each: (not 200 <= each.status <= 299, each.key == "default"))
    return next(iter(found), None)


def _usual(key: Key) -> int:
    match key:
        case int():
            return key
        case "default":
            return 200
        case _:
            return int(key[0]) * 100
