"""One command line, from its arguments to the exit code."""

import sys
from collections.abc import Callable, Sequence

from bothends.cli import arguments
from bothends.cli.arguments import Options
from bothends.cli.contract import run_contract
from bothends.cli.ending import REFUSED, UNUSABLE, Ending
from bothends.cli.mock import run_mock
from bothends.cli.outcome import Outcome, UnreadableError
from bothends.job import Job
from bothends.problems import Problem, Rejected, Unusable
from bothends.report import from_unusable, report
from bothends.report.terminal import Screen, never_fail, screen
from bothends.text import visible

Work = Callable[[Job, Options], Outcome]


def run(argv: Sequence[str]) -> int:
    """Do what a command line asks for; gives the exit code."""
    never_fail(sys.stdout)
    never_fail(sys.stderr)
    with Ending() as ending:
        ending.code = _done(arguments.parse(argv))
        sys.stdout.flush()
    return ending.code


def _done(options: Options) -> int:
    match options.command:
        case "init":
            from bothends.cli.starter import start

            sys.stdout.write(start(next(iter(options.specs), None), options.output))
            return 0
        case "generate":
            return _each(_generate, options)
        case "check":
            return _each(_check, options)
        case "validate":
            return _each(_validate, options)
        case "contract":
            return _contract(options)
        case "mock":
            return _mock(options)
        case "docs":
            return _each(_docs, options)


def _generate(job: Job, options: Options) -> Outcome:
    from bothends.files.manifest import up_to_date

    asks = bool(job.report) or job.max_loss is not None or options.update_lock
    if not (options.force or asks) and up_to_date(job):
        return Outcome(f"{job.output}: up to date")
    from bothends.cli import commands

    return commands.generate(job, force=options.force, dry_run=options.dry_run)


def _check(job: Job, _: Options) -> Outcome:
    """Make the package in any case: what a manifest claims is part of what is checked."""
    from bothends.cli import commands

    return commands.check(job)


def _validate(job: Job, _: Options) -> Outcome:
    from bothends.cli import commands

    return commands.validate(job)


def _contract(options: Options) -> int:
    from bothends.cli.selection import select

    assert options.contract
    packages = options.specs or [str(job.output) for job in select(options)]
    return run_contract(packages, options.contract)


def _docs(job: Job, options: Options) -> Outcome:
    from bothends.cli import commands

    assert options.folder
    return commands.docs(job, options.folder)


def _mock(options: Options) -> int:
    from bothends.cli.selection import select_one

    assert options.mock

    def warn(problems: Sequence[Problem]) -> None:
        sys.stderr.write(report(problems, options.form, screen(sys.stderr)))

    return run_mock(select_one(options), options.mock, warn)


def _each(work: Work, options: Options) -> int:
    """Do every job, whatever comes of the others, and report all problems at the end."""
    from bothends.cli.selection import select, select_one

    code = 0
    problems: list[Problem] = []
    for job in [select_one(options)] if options.command == "docs" else select(options):
        outcome = _attempt(work, job, options)
        _tell(outcome, options)
        problems += outcome.problems
        if options.form != "text":
            problems += outcome.shown_in_diff
        code = max(code, outcome.code)
    sys.stdout.flush()
    stream = sys.stdout if options.command == "validate" else sys.stderr
    stream.write(report(problems, options.form, screen(stream)))
    return code


def _attempt(work: Work, job: Job, options: Options) -> Outcome:
    try:
        return work(job, options)
    except UnreadableError as unreadable:
        return Outcome(problems=unreadable.problems, code=UNUSABLE)
    except Rejected as rejected:
        return Outcome(problems=rejected.problems, code=REFUSED)
    except Unusable as mistake:
        return Outcome(problems=(from_unusable(mistake),), code=UNUSABLE)


def _tell(outcome: Outcome, options: Options) -> None:
    """Print the result; to `validate` in other forms than text, the report is all."""
    if outcome.line and (options.command != "validate" or options.form == "text"):
        sys.stdout.write(_shown(outcome.diff))
        sys.stdout.write(f"{outcome.report}{outcome.line}\n")


def _shown(diff: str) -> str:
    """Colour a diff; for a pipe, which may lead to `patch`, leave it as it is."""
    look = screen(sys.stdout)
    if not look.is_terminal:
        return diff
    return "".join(f"{_coloured(line, look)}\n" for line in diff.splitlines())


def _coloured(line: str, look: Screen) -> str:
    match line[:1]:
        case "+":
            return look.paint(visible(line), "green")
        case "-":
            return look.paint(visible(line), "red")
        case "@":
            return look.paint(visible(line), "cyan")
        case _:
            return visible(line)
