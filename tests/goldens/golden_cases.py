"""The golden cases: small descriptions, each beside what must come of it.

    cases/<name>/spec.yaml     the description
    cases/<name>/job.toml      more of the job, as a configuration has it; may be missing
    cases/<name>/expected/     the pages that must come of it
    cases/<name>/expected.txt  the problems that must be found in it

What is made of the case `pets` is the package `golden_pets` in `.cache/goldens`. It is made
when it is first imported or compared, and not again until its description or the generator
changes; by one of the processes that share the tests, while the others wait for it.
"""

import fcntl
import shutil
import tomllib
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import invalidate_caches
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from bothends.cli import commands
from bothends.config.job_reader import JobReader
from bothends.files import manifest
from bothends.job import Job
from bothends.problems import Problem, Rejected

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).with_name("cases")
PACKAGES = ROOT / ".cache" / "goldens"
_LOCK = ROOT / "requirements.lock"

accepted: list[Path] = []
"""The expectations that this run has rewritten."""


@dataclass(frozen=True, slots=True)
class Case:
    """One description and what is expected of it."""

    name: str

    @property
    def folder(self) -> Path:
        """Where the case is."""
        return FOLDER / self.name

    @property
    def package(self) -> Path:
        """Where the package of the case is made; the last part is what Python imports."""
        return PACKAGES / f"golden_{self.name.replace('-', '_')}"

    @property
    def said(self) -> Path:
        """Where the problems are kept that came up when the package was made."""
        return self.package.with_suffix(".txt")

    @property
    def job(self) -> Job:
        """The job that makes the package."""
        file = self.folder / "job.toml"
        text = file.read_text("utf-8") if file.exists() else ""
        settings = tomllib.loads(text)
        return Job(
            name=self.name,
            spec=str(self.folder / "spec.yaml"),
            output=self.package,
            include_tags=tuple(settings.get("include-tags", ())),
            include_paths=tuple(settings.get("include-paths", ())),
            include_operations=tuple(settings.get("include-operations", ())),
            lenient=settings.get("lenient", False),
            pagination=JobReader(file, text).pagination(settings),
        )

    @property
    def expected(self) -> dict[str, str]:
        """What must be made, by its path from the folder of the case."""
        paths = [*self.folder.glob("expected/*"), *self.folder.glob("expected.txt")]
        return {
            path.relative_to(self.folder).as_posix(): path.read_text("utf-8")
            for path in sorted(paths)
        }


CASES = tuple(Case(path.name) for path in sorted(FOLDER.iterdir()) if path.is_dir())
_BY_PACKAGE = {case.package.name: case for case in CASES}


@cache
def made(case: Case) -> Mapping[str, str]:
    """Make the package of a case, if need be; give what compares with `Case.expected`."""
    with _alone(case):
        if not _is_fresh(case):
            _make(case)
    pages = {
        f"expected/{path.name}": path.read_text("utf-8")
        for path in sorted([*case.package.glob("*.py"), *case.package.glob("*.md")])
    }
    said = case.said.read_text("utf-8")
    return {**pages, "expected.txt": said} if said else pages


def packages() -> list[Path]:
    """Make the package of every case; give the folders of those that there are."""
    for case in CASES:
        made(case)
    return [case.package for case in CASES if case.package.is_dir()]


def pages(folders: Iterable[Path]) -> list[Path]:
    """List the pages of packages: the runtime is checked where it is copied from."""
    return [page for folder in folders for page in sorted(folder.glob("*.py"))]


class Finder:
    """Makes the package of a case before Python looks for it."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Find nothing: the finders behind this one do. Raises what keeps it from being made."""
        case = _BY_PACKAGE.get(fullname)
        if case and not any(page.endswith(".py") for page in made(case)):
            raise ImportError(case.said.read_text("utf-8"), name=fullname)
        if case:
            # The folder may be younger than what the other finders remember of it.
            invalidate_caches()
        return None


@contextmanager
def _alone(case: Case) -> Generator[None]:
    """Keep every other process from the package of a case."""
    PACKAGES.mkdir(parents=True, exist_ok=True)
    with case.package.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_fresh(case: Case) -> bool:
    """Whether neither the description, the generator nor what it stands on has changed."""
    if not (manifest.up_to_date(case.job) and case.said.exists()):
        return False
    made_at = (case.package / manifest.NAME).stat().st_mtime
    return made_at > _LOCK.stat().st_mtime


def _make(case: Case) -> None:
    try:
        problems = commands.generate(case.job, force=True).problems
    except Rejected as rejected:
        problems = rejected.problems
        shutil.rmtree(case.package, ignore_errors=True)
    case.said.write_text(_text(case, problems), "utf-8")


def _text(case: Case, problems: Iterable[Problem]) -> str:
    text = "".join(f"{problem}\n  hint: {problem.hint}\n" for problem in problems)
    return text.replace(f"{case.folder}/", "")
