"""Bodies: how a value of Python becomes bytes, and bytes a value again.

`encode` gives the bytes and the media type to send them with; `decode` takes both, and raises
pydantic's `ValidationError`, `UnicodeDecodeError` or `Malformed` for what is not as documented.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, SchemaValidator

from .checks import Check
from .events import Events
from .finite import adapter_of, as_read, as_sent
from .forms import Form
from .lines import Lines
from .multipart import Multipart
from .part_stream import PartStream
from .positional import Positional
from .streams import is_source
from .strictly import read_strictly
from .tolerance import tolerant


@dataclass(frozen=True)
class Json:
    """`application/json` and every `+json` media type (RFC 8259)."""

    type: Any
    media_type: str = "application/json"
    check: Check | None = None

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """What validates and serialises the type."""
        return adapter_of(self.type)

    @cached_property
    def _model(self) -> "_Model | None":
        return self.type if _is_model(self.type) else None

    @cached_property
    def _sent_as(self) -> str:
        return _concrete(self.media_type, "application/json")

    @cached_property
    def _tolerant(self) -> SchemaValidator:
        return tolerant(self.adapter)

    def encode(self, value: Any) -> tuple[bytes, str]:
        """Write a value that is valid by its type."""
        model = self._model
        if model and not isinstance(value, model):
            message = f"Expected {model.__name__}, not {type(value).__name__}"
            raise ValueError(message)
        return as_sent(self._dumped(value)), self._sent_as

    def decode(self, data: bytes, media_type: str, *, strict: bool) -> Any:
        """Read a value; without `strict`, what the API has learnt since is kept."""
        text = as_read(data)
        if strict:
            return read_strictly(self.adapter, text, self.check)
        return self._tolerant.validate_json(
            text, strict=False, by_alias=True, by_name=False
        )

    def _dumped(self, value: Any) -> bytes:
        """Write a value; what a tolerant reader keeps may be sent on as it came."""
        write = self.adapter.serializer.to_json
        try:
            return write(value, by_alias=True, warnings="error")
        except PydanticSerializationError:
            data = write(value, by_alias=True, warnings="none")
            if not self._keeps(data):
                raise
            return data

    def _keeps(self, data: bytes) -> bool:
        try:
            self._tolerant.validate_json(data, strict=True, by_alias=True)
        except ValidationError:
            return False
        return True

    def accepts(self, value: Any) -> bool:
        """Tell whether a value of Python is one that this content carries."""
        try:
            self.adapter.validate_python(value, strict=True)
        except ValidationError:
            return False
        return True


@dataclass(frozen=True)
class Text:
    """`text/*` and XML: characters, in the charset that the media type names, or UTF-8."""

    media_type: str = "text/plain"

    def encode(self, value: Any) -> tuple[bytes, str]:
        """Write a string."""
        if not isinstance(value, str):
            message = f"Expected str, not {type(value).__name__}"
            raise TypeError(message)
        if named := _CHARSET.search(self.media_type):
            return value.encode(named[1]), self.media_type
        return value.encode(), f"{_concrete(self.media_type)}; charset=utf-8"

    def accepts(self, value: Any) -> bool:
        """Tell whether a value is a string."""
        return isinstance(value, str)

    def decode(self, data: bytes, media_type: str, *, strict: bool) -> str:
        """Read a string; without `strict`, what is no text is replaced."""
        charset = next(iter(_CHARSET.findall(media_type)), "utf-8")
        try:
            return data.decode(charset, "strict" if strict else "replace")
        except LookupError:
            return data.decode("utf-8", "strict" if strict else "replace")


@dataclass(frozen=True)
class Binary:
    """Any other media type: bytes, as they are."""

    media_type: str = "application/octet-stream"

    def encode(self, value: Any) -> tuple[bytes, str]:
        """Give the bytes."""
        if not isinstance(value, bytes):
            message = f"Expected bytes, not {type(value).__name__}"
            raise TypeError(message)
        return value, _concrete(self.media_type)

    def name_for(self, value: Any) -> str:
        """Give the media type of a stream: the one that it names, where it is this one."""
        if not is_source(value):
            message = f"Expected bytes or a stream of them, not {type(value).__name__}"
            raise TypeError(message)
        named = getattr(value, "media_type", None)
        fits = isinstance(named, str) and matching((self,), named)
        return str(named) if fits else _concrete(self.media_type)

    def accepts(self, value: Any) -> bool:
        """Tell whether a value is bytes, or a stream of them that names this media type."""
        named = getattr(value, "media_type", None)
        return is_source(value) and (
            not isinstance(named, str) or matching((self,), named) is not None
        )

    def decode(self, data: bytes, media_type: str, *, strict: bool) -> bytes:
        """Give the bytes."""
        return data


_Model = type[BaseModel]
_QUOTES = ' "\t'
_CHARSET = re.compile(r"""(?i);\s*charset\s*=\s*["']?([^\s"';]+)""")

Whole = Json | Form | Multipart | Positional | Text | Binary
"""What carries a value as a whole."""

Streamed = Lines | Events | PartStream
"""What carries items one after the other."""

Content = Whole | Streamed


def choose(contents: tuple[Content, ...], value: Any) -> Content:
    """Find the media type that carries a value; where none does, the first will say why."""
    if len(contents) == 1:
        return contents[0]
    return next((each for each in contents if each.accepts(value)), contents[0])


def matching(contents: tuple[Content, ...], media_type: str) -> Content | None:
    """Find what is documented for a media type: itself, its range or any (RFC 9110 §12.5.1).

    A range may be one of a suffix, `application/*+json` (RFC 6838 §4.2.8). Of several that
    differ in their parameters, it is the one with those of `media_type`.
    """
    for each in contents:
        if each.media_type == media_type:
            return each
    essence, parameters = _parts(media_type)
    for wanted in _covering(essence):
        found = [each for each in contents if _parts(each.media_type)[0] == wanted]
        if found:
            named = (each for each in found if _parts(each.media_type)[1] <= parameters)
            return max(
                named,
                key=lambda each: len(_parts(each.media_type)[1]),
                default=found[0],
            )
    ranges = [content for content in contents if content.media_type.endswith("/*")]
    return ranges[0] if ranges and essence == "application/octet-stream" else None


def _covering(essence: str) -> tuple[str, ...]:
    """Name what a media type is documented by, the closest first."""
    kind, _, subtype = essence.partition("/")
    suffix = subtype.rpartition("+")[2]
    return essence, f"{kind}/*+{suffix}", f"{kind}/*", "*/*"


@lru_cache(maxsize=1024)
def _parts(media_type: str) -> tuple[str, frozenset[str]]:
    """Take the parameters of a media type apart from it; only values tell upper case."""
    essence, *parameters = media_type.split(";")
    pairs = [each.partition("=") for each in parameters if each.strip()]
    return essence.strip().lower(), frozenset(
        f"{name.strip().lower()}={text.strip(_QUOTES)}" for name, _, text in pairs
    )


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _concrete(media_type: str, usual: str = "application/octet-stream") -> str:
    """Name a media type that can be sent, where only a range is documented (`image/*`)."""
    kind, is_of_a_suffix, suffix = media_type.partition("/*+")
    if is_of_a_suffix:
        return f"{kind}/{suffix}"
    ranges = {"*/*": usual, "text/*": "text/plain"}
    return ranges.get(media_type, usual if "*" in media_type else media_type)
