"""The hoisted tree -> `Api`. Every remaining problem of a description is found here."""

from collections.abc import Iterable

from bothends.hoist import Hoisted
from bothends.ir import Api
from bothends.job import Declared
from bothends.lower.errors import ErrorClasses
from bothends.lower.groups import lower_groups, lower_outgoing
from bothends.lower.reading import Reading
from bothends.lower.security import lower_schemes, used_schemes
from bothends.lower.servers import lower_servers
from bothends.names import FACE, Scope
from bothends.problems import Finding
from bothends.records import dataclass

_CLIENT_ARGUMENTS = frozenset(
    [
        "base_url",
        "retries",
        "runtime",
        "http",
        "httpx2",
        "self",
        "settings",
        "signing",
        "strict",
        "timeout",
        "url",
    ]
)
"""Arguments that every client has: no scheme or server variable may take their names."""


@dataclass(frozen=True, slots=True)
class Lowered:
    """An API, whole where none of the findings is an error."""

    api: Api
    findings: tuple[Finding, ...]


def lower(
    hoisted: Hoisted,
    package: str,
    source: str,
    location: str = "",
    pagination: Iterable[Declared] = (),
) -> Lowered:
    """Settle every question about the API of `hoisted`.

    `package` is the name of the import package to be made, `source` the name of the file
    that its header tells people to edit, `location` where it was read from. `pagination` is
    what the configuration says of pages.
    """
    url = location if "://" in location else ""
    reading = Reading(hoisted.tree, hoisted.checked.schemas, url)
    models = tuple(sorted(hoisted.origins))
    classes = Scope(FACE | set(models))
    errors = ErrorClasses(classes)
    arguments = Scope(_CLIENT_ARGUMENTS)
    schemes = lower_schemes(reading, package, arguments)
    info = reading.tree["info"]
    groups = lower_groups(reading, schemes, errors, classes, pagination)
    outgoing = lower_outgoing(reading, schemes, errors, classes)
    api = Api(
        package=package,
        title=str(info["title"]),
        version=str(info["version"]),
        description=str(info.get("description", "")),
        source=source,
        servers=lower_servers(reading, arguments),
        schemes=used_schemes(reading, schemes),
        groups=groups,
        outgoing=outgoing,
        errors=errors.all(),
        models=models,
        checks=reading.checks(),
    )
    return Lowered(api, tuple(reading.findings))
