r"""The corridor: a valid document goes in, the files of a package come out.

prune -> hoist -> models ----------------> format -> files
              \-> lower -> ir -> render -/
"""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from pydantic_core import to_json

from bothends.calls import examples_of
from bothends.document import Document
from bothends.fidelity import is_warned_of, lost_entry
from bothends.files import File
from bothends.format import formatted
from bothends.hoist import Hoisted, hoist
from bothends.job import Job
from bothends.lower import Lowered, lower
from bothends.modelled import Modelled, modelled
from bothends.problems import Deviation, Finding, Problem, Rejected
from bothends.prune import prune
from bothends.records import dataclass
from bothends.render import render
from bothends.render.text import comment
from bothends.tree import Tree, pointer_text

_LOSING = frozenset(
    [
        "nested-callback",
        "server-query",
        "shared-free-names",
        "text-parameter",
        "unread-part-header",
    ]
)
"""Rules of findings that say what a package does not do."""


@dataclass(frozen=True, slots=True)
class Package:
    """The files of a package, and the warnings that came up on the way to them."""

    files: tuple[File, ...]
    warnings: tuple[Problem, ...]
    deviations: tuple[Deviation, ...]
    """Of what its types do not say all."""


def make(document: Document, job: Job) -> Package:
    """Make the package of a job; writes nothing. Raises `Rejected` with every problem found."""
    tree, hoisted, lowered = _understood(document, job)
    problems = _problems(document, (*hoisted.losses, *lowered.findings))
    _stop_at_errors(problems)
    schemas = hoisted.tree["components"]["schemas"]
    made = modelled(schemas, comment(lowered.api.source), job.cache)
    _stop_at_errors(_problems(document, _missing(hoisted, made.missing)))
    pages = render(
        lowered.api,
        examples_of(lowered.api, tree, made.source),
        {each.name: each.models for each in made.modules},
    )
    description = File(PurePosixPath("openapi.json"), _json(document, job))
    files = [*_models(made), description, *_formatted(pages)]
    return Package(
        tuple(sorted(files)),
        problems,
        _deviations(document, hoisted, lowered),
    )


def reference_page(document: Document, job: Job) -> str:
    """Write the page of reference of a job's package. Raises `Rejected`."""
    from bothends.models import models
    from bothends.reference import reference

    tree, hoisted, lowered = _understood(document, job)
    _stop_at_errors(_problems(document, (*hoisted.losses, *lowered.findings)))
    made = models(hoisted.tree["components"]["schemas"], "")
    examples = examples_of(lowered.api, tree, made.source)
    return reference(lowered.api, examples, made.source)


def problems(document: Document, job: Job) -> tuple[Problem, ...]:
    """Find what making the package would find, without making it."""
    _, hoisted, lowered = _understood(document, job)
    return _problems(document, (*hoisted.losses, *lowered.findings))


def _understood(document: Document, job: Job) -> tuple[Tree, Hoisted, Lowered]:
    """Give what a job leaves of a document, with names for its schemas, and what it means."""
    tree = prune(document.tree, job)
    hoisted = hoist(tree)
    location = document.location
    source = PurePosixPath(location).name
    lowered = lower(hoisted, job.output.name, source, location, job.pagination)
    return tree, hoisted, lowered


def _models(made: Modelled) -> list[File]:
    """Give the module of all models, or else those that it was taken apart into."""
    folder = PurePosixPath("models")
    files = [File(folder / f"{each.name}.py", each.source) for each in made.modules]
    return files or [File(PurePosixPath("models.py"), made.source)]


def _problems(document: Document, findings: tuple[Finding, ...]) -> tuple[Problem, ...]:
    return tuple(
        sorted(
            Problem(
                found.position or document.position(found.pointer),
                found.rule,
                found.message,
                found.hint,
                found.severity,
            )
            for found in findings
        )
    )


def _deviations(
    document: Document, hoisted: Hoisted, lowered: Lowered
) -> tuple[Deviation, ...]:
    """Place what is checked at run time, and what is lost on the way."""
    noted = (each for each in lowered.findings if each.rule in _LOSING)
    lost = map(lost_entry, (*hoisted.losses, *noted))
    entries = (each for each in hoisted.checked.entries if not is_warned_of(each))
    return tuple(
        sorted(
            Deviation(
                document.position(entry.pointer),
                pointer_text(entry.pointer),
                entry.keyword,
                entry.treatment,
                entry.reason,
                entry.hint,
                entry.rule,
            )
            for entry in (*entries, *lost)
        )
    )


def _missing(hoisted: Hoisted, names: tuple[str, ...]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            hoisted.origins[name],
            "unmodelled-schema",
            f"no class or type alias could be made of this schema (`{name}`)",
            "simplify it, and report it: every valid schema should become one",
        )
        for name in names
    )


def _stop_at_errors(problems: tuple[Problem, ...]) -> None:
    if any(problem.severity == "error" for problem in problems):
        raise Rejected(problems)


def _json(document: Document, job: Job) -> str:
    """Write the description for the server to serve: as it was read, or what is left of it."""
    left = prune(document.source, job)
    served = document.served if left is document.source else left
    return to_json(served, indent=2).decode() + "\n"


def _formatted(files: Iterable[File]) -> Iterator[File]:
    """Format what is generated; the runtime is copied as it stands, and is clean where it stands."""
    for each in files:
        is_copied = each.path.suffix != ".py" or each.path.parts[0] == "_runtime"
        yield each if is_copied else File(each.path, formatted(each.text))
