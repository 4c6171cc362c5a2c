"""The hoisted tree -> `Api`. Every remaining problem of a description is found here."""

from dataclasses import dataclass

from bothends.hoist import Hoisted
from bothends.ir import Api, Group, Operation
from bothends.lower.errors import ErrorClasses
from bothends.lower.operations import lower_operation
from bothends.lower.reading import Reading
from bothends.lower.security import Schemes, lower_schemes
from bothends.lower.servers import lower_servers
from bothends.names import FACE, Scope, pascal_case, snake_case
from bothends.operations import Found, operations
from bothends.problems import Finding

_APP_ARGUMENTS = frozenset(
    [
        "application",
        "auth",
        "base_path",
        "docs",
        "invalid",
        "lifespan",
        "middleware",
        "operations",
    ]
)
"""Arguments that every `create_app` has: no tag may take their names."""


_CLIENT_ARGUMENTS = frozenset(
    [
        "base_url",
        "runtime",
        "http",
        "httpx2",
        "self",
        "settings",
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


def lower(hoisted: Hoisted, package: str, source: str) -> Lowered:
    """Settle every question about the API of `hoisted`.

    `package` is the name of the import package to be made, `source` the name of the file
    that its header tells people to edit.
    """
    reading = Reading(hoisted.tree)
    models = tuple(sorted(hoisted.origins))
    classes = Scope(FACE | set(models))
    errors = ErrorClasses(classes)
    arguments = Scope(_CLIENT_ARGUMENTS)
    schemes = lower_schemes(reading, arguments)
    info = reading.tree["info"]
    groups = _groups(reading, schemes, errors, classes)
    api = Api(
        package=package,
        title=str(info["title"]),
        version=str(info["version"]),
        description=str(info.get("description", "")),
        source=source,
        servers=lower_servers(reading, arguments),
        schemes=tuple(schemes.values()),
        groups=groups,
        errors=errors.all(),
        models=models,
    )
    return Lowered(api, tuple(reading.findings))


def _groups(
    reading: Reading, schemes: Schemes, errors: ErrorClasses, classes: Scope
) -> tuple[Group, ...]:
    """Gather the operations by their first tag, in the order in which the tags appear."""
    by_tag: dict[str, list[Operation]] = {}
    for found in operations(reading.tree):
        operation = lower_operation(reading, found, schemes, errors)
        by_tag.setdefault(_tag(found), []).append(operation)
    texts = {
        tag["name"]: tag.get("description", "") for tag in reading.tree.get("tags", [])
    }
    arguments = Scope(_APP_ARGUMENTS)
    return tuple(
        Group(
            protocol=classes.claim(
                f"{pascal_case(tag)}Api", f"{pascal_case(tag)}Operations"
            ),
            argument=arguments.claim(snake_case(tag)),
            title=tag,
            description=str(texts.get(tag, "")),
            operations=tuple(members),
        )
        for tag, members in by_tag.items()
    )


def _tag(found: Found) -> str:
    tags = found.node.get("tags") or ["default"]
    return str(tags[0])
