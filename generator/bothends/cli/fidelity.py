"""What is told of the fidelity of a package: a count, a report, and whether too much is lost."""

from pathlib import Path

from bothends.job import Job
from bothends.problems import Deviation, Position, Problem, Rejected, Unusable
from bothends.report import counts, fidelity_json, fidelity_text

Deviations = tuple[Deviation, ...]


def refuse_losses(
    job: Job, deviations: Deviations, problems: tuple[Problem, ...]
) -> None:
    """Raise `Rejected` if more is lost than a job allows; `problems` are reported as well."""
    lost = [each for each in deviations if each.treatment == "lost"]
    if job.max_loss is None or len(lost) <= job.max_loss:
        return
    told = {(each.position, each.rule) for each in lost}
    errors = [
        Problem(each.position, each.rule, each.reason, each.hint) for each in lost
    ]
    count = "1 thing is" if len(lost) == 1 else f"{len(lost)} things are"
    message = f"{count} lost, and no more than {job.max_loss} may be."
    hint = "Mend what is lost, or raise `--max-loss`."
    first = Position(min(lost).position.file, 1, 1)
    others = [each for each in problems if (each.position, each.rule) not in told]
    raise Rejected([Problem(first, "too-much-lost", message, hint), *errors, *others])


def counted(deviations: Deviations) -> str:
    """Say how much is checked at run time and how much is lost, if anything is."""
    found = counts(deviations)
    words = {"checked": "checked at run time", "lost": "lost"}
    return "".join(f", {count} {words[each]}" for each, count in found.items() if count)


def written(job: Job, deviations: Deviations, *, dry_run: bool) -> str:
    """Write the report that a job asks for; give the text that is to be printed."""
    if job.report == "-":
        return fidelity_text(deviations)
    if job.report and not dry_run:
        _write(Path(job.report), fidelity_json(job.spec, deviations))
    return ""


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        message = f"The report {path} cannot be written: {error.strerror}."
        raise Unusable(message, "Choose another file for `--report`.") from error
