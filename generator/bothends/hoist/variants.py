"""`readOnly` and `writeOnly`: models without what their messages do not carry.

A schema with a read-only property, or that leads to one, gets a form for requests without it;
one with a write-only property gets a form for responses (OpenAPI 3.0 §4.7.24.2, JSON Schema
Validation 2020-12 §9.4). Where messages of both ways carry a schema, the form for responses
keeps its name and the other is called `<name>Request`.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from bothends.hoist.components import Components
from bothends.hoist.discriminators import drop_discriminators
from bothends.hoist.forms import forms
from bothends.hoist.graph import key, leading_to, named, reached
from bothends.hoist.messages import messages
from bothends.tree import Tree, mapping_of, objects


def split_variants(tree: Tree, components: Components) -> None:
    """Give each component of `tree`, in place, the form that its messages carry."""
    schemas = components.schemas
    requests = forms(schemas, "request")
    responses = forms(schemas, "response")
    if not requests and not responses:
        return
    graph = {name: named(schema) for name, schema in schemas.items()}
    bodies, answers = _schemas_by_way(tree)
    sent, received = reached(graph, named(bodies)), reached(graph, named(answers))
    differing = [
        name
        for name, schema in schemas.items()
        if requests.get(name, schema) != responses.get(name, schema)
    ]
    split = leading_to(graph, differing) & sent & received
    copies = {
        name: requests.get(name) or deepcopy(schema)
        for name, schema in schemas.items()
        if name in split
    }
    schemas |= {name: requests[name] for name in requests if name in sent - received}
    schemas |= {name: responses[name] for name in responses if name in received}
    alone = [schemas[name] for name in sent - received]
    renamed = {
        name: components.add(f"{name}Request", schema, components.origins[name])
        for name, schema in copies.items()
    }
    _redirect([*copies.values(), *alone, *bodies], renamed)
    for schema in schemas.values():
        drop_discriminators(schema, schemas)


def _schemas_by_way(tree: Tree) -> tuple[list[Any], list[Any]]:
    """Give the schemas of the messages that go to the API, and of those that come from it."""
    found = messages(tree)
    sent = [each.holder[each.key] for each in found if each.way == "request"]
    return sent, [each.holder[each.key] for each in found if each.way == "response"]


def _redirect(roots: list[Any], renamed: Mapping[str, str]) -> None:
    """Lead the references below `roots` to the forms for requests."""
    for node in objects(roots):
        if isinstance(reference := node.get("$ref"), str):
            node["$ref"] = renamed.get(key(reference), reference)
        mapping = mapping_of(node)
        for tag, target in mapping.items():
            mapping[tag] = renamed.get(key(target), target)
