"""Parts of a body in a media type that their Encoding Objects do not allow."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bothends.package import Media

WRONG = "x-bothends/unknown"

_NAME = re.compile(rb'(?i)content-disposition:[^\r]*[ ;]name="([^"]*)"')
_TYPE = re.compile(rb"(?i)(?<=content-type: )[^\r]*")


def wrong_parts(media: Media, value: Any) -> Iterator[tuple[str, bytes, str]]:
    """Write a valid body, one part after the other in a wrong media type.

    Gives which part it is, the body and its media type.
    """
    if media.kind not in {"Multipart", "Positional"}:
        return
    body, media_type = media.content.encode(value)
    delimiter = b"--" + media_type.rpartition("boundary=")[2].encode()
    _, *parts, _ = body.split(delimiter)
    for index, part in enumerate(parts):
        if not _documented(vars(media.content), index, _NAME.search(part)):
            continue
        changed = _TYPE.sub(WRONG.encode(), part, count=1)
        pieces = [b"", *parts[:index], changed, *parts[index + 1 :], b"--\r\n"]
        yield f"part {index + 1}", delimiter.join(pieces), media_type


def _documented(
    codec: Mapping[str, Any], index: int, name: re.Match[bytes] | None
) -> bool:
    """Tell whether the media type of a part is documented, as the package has it."""
    if "content_types" in codec:
        documented = codec["content_types"].get(name[1].decode() if name else "", "")
    else:
        pieces = codec["prefix"][index : index + 1] or [codec["item"]]
        documented = pieces[0].media_type
    return bool(documented) and "*/*" not in documented
