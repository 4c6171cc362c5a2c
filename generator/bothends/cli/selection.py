"""Which jobs a command line means."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bothends import cache, config
from bothends.cli.arguments import Options
from bothends.job import LOCK, Job, is_local, no_package_name
from bothends.problems import Unusable
from bothends.suggest import did_you_mean


def select(options: Options) -> tuple[Job, ...]:
    """Find the jobs, with what the command line adds to them.

    Raises `Unusable` for a job or an output that cannot be, and what `config.load` does.
    """
    if options.output is not None:
        jobs: Sequence[Job] = [_job(spec, options.output) for spec in options.specs]
    elif options.specs:  # To be validated or served: nothing is left behind.
        jobs = [
            Job(name=spec, spec=spec, output=Path("api"), lock=_lock_beside(spec))
            for spec in options.specs
        ]
    else:
        jobs = _configured(options)
    if options.report and len(jobs) > 1:
        message = f"There are {len(jobs)} jobs, and one --report."
        raise Unusable(message, "Name one with --job, or give each job a `report`.")
    return tuple(
        replace(
            job,
            include_tags=job.include_tags + options.tags,
            include_paths=job.include_paths + options.paths,
            include_operations=job.include_operations + options.operations,
            allow_network=job.allow_network or options.allow_network,
            lenient=job.lenient or options.lenient,
            cache=cache.folder(os.environ) if options.cache else None,
            spec_root=options.spec_root or job.spec_root,
            update_lock=options.update_lock,
            report=options.report or job.report,
            max_loss=job.max_loss if options.max_loss is None else options.max_loss,
        )
        for job in jobs
    )


def select_one(options: Options) -> Job:
    """Find the only job; raises `Unusable` where there are several."""
    job, *others = select(options)
    if others:
        message = f"There are {len(others) + 1} jobs, and one is wanted."
        raise Unusable(message, "Name it with --job.")
    return job


def _job(spec: str, output: Path) -> Job:
    output = Path(os.path.normpath(output))
    if output.name in {"", ".."}:
        output = Path(os.path.normpath(output.absolute()))
    if reason := no_package_name(output.name):
        hint = "The last part of --output is what Python imports: an identifier."
        raise Unusable(reason, hint)
    return Job(name=output.name, spec=spec, output=output, lock=_lock_beside(spec))


def _lock_beside(spec: str) -> Path:
    folder = Path(spec).parent if is_local(spec) else Path()
    return folder / LOCK


def _configured(options: Options) -> Sequence[Job]:
    jobs = config.load(options.config).jobs
    names = [job.name for job in jobs]
    for name in options.jobs:
        if name not in names:
            message = f"There is no job `{name}`."
            raise Unusable(message, did_you_mean(name, names))
    return [job for job in jobs if not options.jobs or job.name in options.jobs]
