"""Bytes that come in chunks become a file: whole under its name, or not there at all."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from inspect import isawaitable
from os import PathLike
from pathlib import Path
from secrets import token_hex
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int | None], object]
"""Told after each chunk how many bytes are written, and of how many, where that is known."""


class Draft:
    """A file beside the one whose place it takes when it is whole."""

    def __init__(self, path: str | PathLike[str]) -> None:
        self._target = Path(path)
        if self._target.is_dir():
            raise IsADirectoryError(str(path))
        self._path = self._target.with_name(f".{token_hex(8)}.part")
        self._file = self._path.open("xb")
        self.size = 0

    def write(self, chunk: bytes) -> None:
        """Add a chunk."""
        self._file.write(chunk)
        self.size += len(chunk)

    def keep(self) -> None:
        """Give the file its name."""
        self._file.close()
        self._path.replace(self._target)

    def drop(self) -> None:
        """Leave things as they were."""
        try:
            self._file.close()
        finally:
            self._path.unlink(missing_ok=True)


def sync_save(
    chunks: Iterator[bytes], draft: Draft, size: int | None, progress: Progress | None
) -> int:
    """Write chunks to a file as they come; give the number of bytes."""
    try:
        for chunk in chunks:
            draft.write(chunk)
            if progress:
                progress(draft.size, size)
        draft.keep()
    except BaseException:
        draft.drop()
        raise
    return draft.size


async def save(
    chunks: AsyncIterator[bytes],
    draft: Draft,
    size: int | None,
    progress: Progress | None,
) -> int:
    """Write chunks to a file as they come, beside the event loop; give the number of bytes."""
    try:
        async for chunk in chunks:
            await asyncio.to_thread(draft.write, chunk)
            if progress and isawaitable(told := progress(draft.size, size)):
                await told
        await asyncio.to_thread(draft.keep)
    except BaseException:
        draft.drop()
        raise
    return draft.size
