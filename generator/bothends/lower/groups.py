"""Operations gathered as people implement them: a tag's, the webhooks, the callbacks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bothends.ir import Group, Operation, Outgoing
from bothends.job import Declared
from bothends.lower.errors import ErrorClasses
from bothends.lower.operations import lower_operation
from bothends.lower.pagination import Pagination, report_outgoing
from bothends.lower.reading import Reading
from bothends.lower.security import Schemes
from bothends.names import Scope, pascal_case, snake_case
from bothends.operations import Found, operations
from bothends.outgoing import outgoing

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


def lower_groups(
    reading: Reading,
    schemes: Schemes,
    errors: ErrorClasses,
    classes: Scope,
    declared: Iterable[Declared],
) -> tuple[Group, ...]:
    """Gather the operations by their first tag, in the order in which the tags appear."""
    by_tag: dict[str, list[Operation]] = {}
    every = operations(reading.tree)
    pagination = Pagination(reading, every, declared)
    for found in every:
        operation = lower_operation(reading, found, schemes, errors)
        operation = replace(operation, pages=pagination.of(found, operation))
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


def lower_outgoing(
    reading: Reading, schemes: Schemes, errors: ErrorClasses, classes: Scope
) -> tuple[Outgoing, ...]:
    """Gather the webhooks and the callbacks, as far as the description has any."""
    found = outgoing(reading.tree)

    def lowered(members: Sequence[Found]) -> tuple[Operation, ...]:
        return tuple(
            lower_operation(reading, each, schemes, errors, outgoing=True)
            for each in members
        )

    _warn_of_nested(reading, found.all)
    report_outgoing(reading, found.all)
    webhooks = _outgoing("Webhooks", lowered(found.webhooks), classes)
    callbacks = _outgoing("Callbacks", lowered(found.callbacks), classes)
    return tuple(each for each in (webhooks, callbacks) if each.group.operations)


def _warn_of_nested(reading: Reading, members: Sequence[Found]) -> None:
    """Warn of callbacks that are those of a webhook or a callback: they go the other way round."""
    known = [each.pointer for each in members]
    for found in members:
        for key, node in found.node.get("callbacks", {}).items():
            place = (*found.pointer, "callbacks", key)
            _, at = reading.resolve(node, place)
            if not any(each[: len(at)] == at for each in known):
                reading.report(
                    place,
                    "nested-callback",
                    f"the callback `{key}` is one of a webhook or of another callback: it "
                    "has neither a sender nor a receiver",
                    "describe it under `paths`, if it is the API that answers it",
                    "warning",
                )


def _outgoing(
    title: str, operations: tuple[Operation, ...], classes: Scope
) -> Outgoing:
    group = Group(
        protocol=classes.claim(f"{title}Api", f"{title}Receiver") if operations else "",
        argument="handler",
        title=title,
        description="",
        operations=operations,
    )
    return Outgoing("webhooks" if title == "Webhooks" else "callbacks", group)


def _tag(found: Found) -> str:
    tags = found.node.get("tags") or ["default"]
    return str(tags[0])
