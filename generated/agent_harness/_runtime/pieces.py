"""One value in one part: the media type that says it, and the value that a part says.

`documented` is the `contentType` of an Encoding Object (OpenAPI 3.2 §4.15): media types and
ranges of them, with commas between; empty where the value itself decides.
"""

from functools import lru_cache
from types import NoneType
from typing import Any

from pydantic_core import to_json, to_jsonable_python

from .faults import is_array, is_object
from .file_part import FilePart
from .parts import Part, essence_of, parameters
from .properties import from_piece
from .text import Either, One, Shape, from_json_text, to_text

_BYTES = "application/octet-stream"
_JSON = "application/json"
_TEXT = "text/plain"
_BYTES_OR_NULL = frozenset([bytes, NoneType])
_TEXTS = ("/xml", "+xml", "/yaml", "+yaml")


def written(name: str | None, item: Any, documented: str = "") -> Part:
    """Write a plain value: bytes as they are, structures as JSON, all else as text.

    Raises ValueError for one that no documented media type says.
    """
    if isinstance(item, bytes):
        upload = item if isinstance(item, FilePart) else FilePart(item)
        part = Part(name, item, _type_of(upload, documented), upload.filename)
    elif json := _json_type(item, documented):
        part = Part(name, to_json(item), json)
    else:
        kind = concrete(documented) or _only_range(documented) or _TEXT
        text = to_text(to_jsonable_python(item))
        charset = parameters(kind).get("charset", "utf8")
        part = Part(name, text.encode(charset), kind)
    if refusal := refused(part, documented):
        raise ValueError(refusal)
    return part


def read(part: Part, shape: Shape, documented: str = "") -> Any:
    """Read a part: what has a file name is bytes, JSON what says so, all else is text."""
    kind = part.content_type or concrete(documented) or _TEXT
    essence = essence_of(kind)
    upload = FilePart(part.content, part.filename, kind)
    is_text = _is_text(essence)
    if part.filename is not None or essence == _BYTES:
        return upload
    if not is_text and _is_bytes(shape):
        return upload
    if is_json(essence):
        return from_json_text(part.content)
    if not is_text and _is_open(shape):
        return upload
    try:
        return from_piece(part.text, shape)
    except (UnicodeDecodeError, LookupError):
        return upload


def refused(part: Part, documented: str) -> str:
    """Say why a part is not of a documented media type; one that names none is of any."""
    names = _names(documented)
    if not names or not part.content_type:
        return ""
    essence = part.essence
    ranges = [name for name in names if "*" in name]
    if essence == _BYTES and len(ranges) == len(names):
        return ""  # It is what is sent where only ranges are documented.
    kind = essence.partition("/")[0]
    if any(essence_of(name) in {essence, f"{kind}/*", "*/*"} for name in names):
        return ""
    return f"The media type {part.content_type!r} is not one of {documented}"


def concrete(documented: str) -> str:
    """Give the first documented media type that is no range."""
    return next((name for name in _names(documented) if "*" not in name), "")


def is_json(media_type: str) -> bool:
    """Tell whether a media type is JSON."""
    return essence_of(media_type).endswith(("/json", "+json"))


@lru_cache(maxsize=1024)
def _names(documented: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in documented.split(",") if each.strip())


def _type_of(upload: FilePart, documented: str) -> str:
    return upload.content_type or concrete(documented) or _BYTES


def _json_type(item: Any, documented: str) -> str | None:
    """Name the kind of JSON that a value is written in, if it is: structures and null are."""
    json = next((name for name in _names(documented) if is_json(name)), None)
    whole = item is None or is_object(item) or is_array(item)
    first = concrete(documented)
    return (json or _JSON) if whole or (json and json == first) else None


def _only_range(documented: str) -> str:
    """Give what is sent as text where only ranges are documented, none of them of text."""
    ranges = [essence_of(name) for name in _names(documented)]
    return _BYTES if ranges and not {"text/*", "*/*"} & set(ranges) else ""


def _is_text(essence: str) -> bool:
    return essence.startswith("text/") or essence.endswith(_TEXTS)


def _is_bytes(shape: Shape) -> bool:
    """Tell whether values are bytes or null; text is said in media types of text."""
    return isinstance(shape, One) and bytes in shape.kinds <= _BYTES_OR_NULL


def _is_open(shape: Shape) -> bool:
    """Tell whether any text can be a value, so that bytes can be one, too."""
    match shape:
        case One(free=free) | Either(one=One(free=free)):
            return free
        case _:
            return False
