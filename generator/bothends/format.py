"""Source -> black-clean source. The only door to black."""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import black
from black.mode import TargetVersion

_MODE = black.Mode(target_versions={TargetVersion.PY311})
_SHARE = 200_000
"""Characters that are worth a process: black takes a second for them, a start less."""


def formatted(sources: Sequence[str]) -> list[str]:
    """Format the sources of modules as `black` does with its own defaults.

    It takes most of the time of a large run, so that the processors share it out.
    """
    processes = min(os.cpu_count() or 1, 1 + sum(map(len, sources)) // _SHARE)
    try:
        return _shared_out(sources, processes)
    except (BrokenProcessPool, NotImplementedError, OSError):
        # Not every system has what pools are made of, or the memory for one more process.
        return list(map(_formatted, sources))


def _shared_out(sources: Sequence[str], processes: int) -> list[str]:
    if processes == 1:
        return list(map(_formatted, sources))
    # The longest come first: else one may be left when the other processes are done.
    turns = sorted(range(len(sources)), key=lambda at: -len(sources[at]))
    with ProcessPoolExecutor(processes) as pool:
        made = pool.map(_formatted, [sources[at] for at in turns])
        texts = dict(zip(turns, made, strict=True))
    return [texts[at] for at in range(len(sources))]


def _formatted(source: str) -> str:
    return black.format_str(source, mode=_MODE)
