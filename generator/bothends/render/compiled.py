"""Compiled templates, kept where Python keeps compiled modules: in `__pycache__` beside them."""

import marshal
import os
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from bothends import resources
from bothends._version import __version__


class Compiled(BytecodeCache):
    """What Jinja2 made of each template, good for the same text and the same code only.

    Jinja2's own cache on the disk unpickles, and knows nothing of `PYTHONDONTWRITEBYTECODE`,
    `PYTHONPYCACHEPREFIX`, or of files that were written half.
    """

    def __init__(self) -> None:
        code = f"{__version__} {jinja2.__version__} {resources.last_edit()}"
        self._made_by = MAGIC_NUMBER + code.encode()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Give the path of what is kept of a template."""
        return cache_from_source(filename or name)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept, if it is of this text."""
        with suppress(OSError):
            data = Path(bucket.key).read_bytes()
            code = data[sha256().digest_size :]
            if data == self._seal(bucket, code) + code:
                bucket.code = marshal.loads(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, where that is possible and wanted."""
        if sys.dont_write_bytecode:
            return
        path, code = Path(bucket.key), marshal.dumps(bucket.code)
        part = path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            part.write_bytes(self._seal(bucket, code) + code)
            part.replace(path)

    def _seal(self, bucket: Bucket, code: bytes) -> bytes:
        return sha256(
            b"\0".join([self._made_by, bucket.checksum.encode(), code])
        ).digest()
