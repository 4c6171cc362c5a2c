"""What each command does for one job: the rooms of bothends, one after the other."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bothends.cli.fidelity import Deviations, counted, refuse_losses, written
from bothends.cli.outcome import Outcome, UnreadableError
from bothends.cli.progress import Progress
from bothends.document import Document, read
from bothends.files import File, compare, digests, downloads, preview, write
from bothends.files.compare import Difference
from bothends.files.manifest import Manifest, describe
from bothends.job import Job, is_local
from bothends.problems import Position, Problem, Rejected, Unusable, merged
from bothends.records import dataclass
from bothends.validate import validate as problems_of


@dataclass(frozen=True, slots=True)
class Made:
    """The package of a job, which is not on disk yet."""

    files: tuple[File, ...]
    manifest: Manifest
    downloads: Mapping[str, str]
    """The SHA-256 of what references to URLs led to."""
    warnings: tuple[Problem, ...]
    deviations: Deviations


def generate(job: Job, *, force: bool = False, dry_run: bool = False) -> Outcome:
    """Make the package of a job and write it, or, in a dry run, tell what would be."""
    made = make(job)
    report = written(job, made.deviations, dry_run=dry_run)
    if dry_run:
        changes = preview(job.output, made.files, made.manifest, force=force)
        would = [f"  would write {job.output / path}\n" for path in changes.written]
        would += [f"  would delete {job.output / path}\n" for path in changes.deleted]
        line = f"{''.join(would)}{job.output}: {changes}, if this were not a dry run"
        return Outcome(line, made.warnings, report=report)
    with Progress().step("write", str(job.output)):
        changes = write(job.output, made.files, made.manifest, force=force)
        downloads.record(job.lock, made.downloads)
    line = f"{job.output}: {changes}{counted(made.deviations)}"
    return Outcome(line, made.warnings, report=report)


def check(job: Job) -> Outcome:
    """Make the package of a job and compare it with the one on disk."""
    made = make(job)
    differences = compare.check(job.output, made.files, made.manifest)
    if not differences:
        return Outcome(f"{job.output}: up to date", made.warnings)
    return Outcome(
        f"{job.output}: {_counted(differences)}\n  = hint: {_advice(differences)}",
        made.warnings,
        code=1,
        diff="".join(difference.diff for difference in differences),
        shown_in_diff=tuple(_problem(job, each) for each in differences),
    )


def _counted(differences: Sequence[Difference]) -> str:
    kinds = [difference.kind for difference in differences]
    counts = [f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)]
    return ", ".join(counts)


def _advice(differences: Sequence[Difference]) -> str:
    if any(difference.kind == "edited" for difference in differences):
        return "`bothends generate --force` discards what was edited."
    return "Run `bothends generate`."


def _problem(job: Job, difference: Difference) -> Problem:
    match difference.kind:
        case "missing":
            message = "this file is generated, and it is missing."
        case "stale":
            message = "this file is not generated any more."
        case "outdated":
            message = "this file is not what is generated now."
        case "edited":
            message = "this file was edited, or not made by bothends."
    position = Position(str(job.output / difference.path), 1, 1)
    rule = f"{difference.kind}-file"
    return Problem(position, rule, message, _advice([difference]))


def validate(job: Job) -> Outcome:
    """Find everything that is wrong with the specification of a job."""
    document, problems = _sound(job)
    if not _has_errors(problems):
        with Progress().step("examine"):
            from bothends import pipeline

            problems = merged(problems, pipeline.problems(document, job))
    line = "" if problems else f"{job.spec}: no problems"
    return Outcome(line, problems, code=int(_has_errors(problems)))


def docs(job: Job, folder: Path) -> Outcome:
    """Write the page of reference of a job's package. Raises `Rejected` and `Unusable`."""
    from bothends.package import require

    require("The page", "docs", "markdown_it")
    document, problems = _sound(job)
    if _has_errors(problems):
        raise Rejected(problems)
    with Progress().step("make"):
        from bothends import pipeline

        text = pipeline.reference_page(document, job)
    page = folder / "index.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        page.write_text(text, "utf-8")
    except OSError as error:
        message = f"{page} cannot be written: {error.strerror}."
        raise Unusable(message, "Choose another folder for `--output`.") from error
    return Outcome(f"{page}: {len(text.encode()) // 1024 + 1} KiB", problems)


def make(job: Job) -> Made:
    """Read, validate, make: all of it but the writing."""
    document, problems = _sound(job)
    if _has_errors(problems):
        raise Rejected(problems)
    with Progress().step("make"):
        # What it imports takes longer than to find most mistakes before.
        from bothends import pipeline

        try:
            package = pipeline.make(document, job)
        except Rejected as rejected:
            raise Rejected(merged(problems, rejected.problems)) from rejected
    sources = [(source.path, source.sha256) for source in document.files]
    manifest = describe(job, sources, digests(package.files))
    fetched = {path: sha256 for path, sha256 in sources[1:] if not is_local(path)}
    problems = merged(problems, package.warnings)
    refuse_losses(job, package.deviations, problems)
    return Made(package.files, manifest, fetched, problems, package.deviations)


def _sound(job: Job) -> tuple[Document, tuple[Problem, ...]]:
    """Read and validate; mend what there is to mend, if the job is lenient."""
    document = _read(job)
    with Progress().step("validate"):
        if not job.lenient:
            return document, problems_of(document)
        from bothends.mend import mend

        mended = mend(document)
        return mended.document, mended.problems


def _read(job: Job) -> Document:
    with Progress().step("read", job.spec):
        try:
            return read(
                job.spec,
                allow_network=job.allow_network,
                root=job.spec_root,
                lenient=job.lenient,
                locked={} if job.update_lock else downloads.recorded(job.lock),
            )
        except Rejected as rejected:
            raise UnreadableError(rejected.problems) from rejected


def _has_errors(problems: Sequence[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)
