"""Runs the stages of many descriptions, as many at once as there are cores."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from corpus_progress import Progress
from corpus_specs import Spec
from corpus_stages import Done, command, run

_BATCH = 24
"""Packages that one mypy checks: its start costs as much as a small package does."""

_MYPY_ERROR = re.compile(r"(?:.*/)?(spec_\w+)/.*: error: ")


@dataclass
class Result:
    """What became of one description, stage after stage."""

    spec: Spec
    operations: int = 0
    stage: str = ""
    """The stage that failed; empty where all of them passed."""
    failure: str = ""
    seconds: dict[str, float] = field(default_factory=dict[str, float])


@dataclass
class Bench:
    """Where results go, and what is run."""

    out: Path
    stages: Sequence[str]
    lenient: bool
    limit: float

    def run(
        self, specs: Sequence[Spec], workers: int, progress: Progress
    ) -> list[Result]:
        """Run every stage for every description; gives results in the order of the names."""
        (self.out / "packages").mkdir(parents=True, exist_ok=True)
        (self.out / "logs").mkdir(exist_ok=True)
        results = [Result(spec) for spec in specs]
        with ThreadPoolExecutor(workers) as pool:
            for ready in as_completed(
                pool.submit(self._alone, each) for each in results
            ):
                result = ready.result()
                progress.advance(result.spec.path.name, failed=bool(result.failure))
            if "mypy" in self.stages:
                made = [each for each in results if each.stage != "generate"]
                self._mypy(
                    made[:1]
                )  # What all packages import is in the cache after it.
                list(pool.map(self._mypy, _batches(made[1:])))
        return sorted(results, key=lambda result: result.spec.path.name)

    def _alone(self, result: Result) -> Result:
        """Run the stages that look at one package; the first failure is the last stage."""
        for stage in self.stages:
            if stage == "mypy":
                continue
            line = command(stage, result.spec, self.out, lenient=self.lenient)
            done = run(line, self.out, self.limit)
            result.seconds[stage] = done.seconds
            if found := re.search(r'\{"operations": (\d+)\}', done.text):
                result.operations = int(found[1])
            if done.failure:
                self._fail(result, stage, done)
                break
        return result

    def _mypy(self, results: Sequence[Result]) -> None:
        """Check many packages in one run, all runs with one cache."""
        if not results:
            return
        names = [part for each in results for part in ("-p", each.spec.package)]
        cache = f"--cache-dir={self.out.parent / 'mypy'}"
        program = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary"]
        done = run([*program, cache, *names], self.out, self.limit * len(results))
        errors: defaultdict[str, list[str]] = defaultdict(list)
        for line in done.text.splitlines():
            if found := _MYPY_ERROR.match(line):
                errors[found[1]].append(line)
        for result in results:
            result.seconds["mypy"] = done.seconds / len(results)
            lines = errors[result.spec.package]
            if done.failure and not errors:
                lines = [done.failure, *done.text.splitlines()]
            if lines and not result.failure:
                self._fail(result, "mypy", Done(0, "\n".join(lines), lines[0]))

    def _fail(self, result: Result, stage: str, done: Done) -> None:
        result.stage, result.failure = stage, done.failure
        log = self.out / "logs" / f"{result.spec.path.name}.{stage}.txt"
        log.write_text(done.text, "utf-8")


def _batches(results: Sequence[Result]) -> Iterator[Sequence[Result]]:
    for start in range(0, len(results), _BATCH):
        yield results[start : start + _BATCH]
