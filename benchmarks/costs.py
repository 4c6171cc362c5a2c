"""What a command costs as a process: CPU and wall time, and the memory at its peak."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from tempfile import TemporaryFile

Prepare = Callable[[], Sequence[str]]
"""Clears the way for a run, and gives its command."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took, or the medians of several."""

    code: int
    """The exit code; of several the last one."""
    cpu: float
    """Seconds of all its processes that have ended before it."""
    wall: float
    """Seconds."""
    memory: float
    """MiB at the peak of its largest process."""


def compared(commands: Mapping[str, Prepare], runs: int) -> dict[str, Cost]:
    """Run each command so many times, all of them in turn, and give the medians."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, prepare in commands.items():
            costs[name].append(cost(prepare()))
    return {name: _median(each) for name, each in costs.items()}


def cost(command: Sequence[str]) -> Cost:
    """Run a command to its end, and throw away what it prints."""
    began = time.perf_counter()
    with TemporaryFile() as told:
        process = subprocess.Popen(command, stdout=told, stderr=told)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    cpu = used.ru_utime + used.ru_stime
    return Cost(process.returncode, cpu, wall, used.ru_maxrss / 1024)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        costs[-1].code,
        median(each.cpu for each in costs),
        median(each.wall for each in costs),
        median(each.memory for each in costs),
    )
