"""The whole of a description of Swagger 2.0."""

from bothends.document.references import steps_of
from bothends.document.swagger.bodies import body_of
from bothends.document.swagger.operations import Paths
from bothends.document.swagger.parameters import parameter_of
from bothends.document.swagger.responses import response_of
from bothends.document.swagger.schemas import schema_of
from bothends.document.swagger.security import scheme_of
from bothends.document.swagger.servers import servers_of
from bothends.document.swagger.trail import (
    Converted,
    Log,
    Trail,
    moved,
    object_of,
    texts_of,
    without,
)
from bothends.document.tree import Json, Pointer
from bothends.tree import reference_to

FORM = "3.0.3"
"""The version that a converted description says it has."""

_REPLACED = (
    "swagger",
    "host",
    "basePath",
    "schemes",
    "consumes",
    "produces",
    "paths",
    "definitions",
    "parameters",
    "responses",
    "securityDefinitions",
)


def convert(root: dict[str, Json]) -> Converted:
    """Convert a description whose references are pointers into itself; it stays as it is.

    What is not as Swagger 2.0 has it is taken over as far as it makes any sense: it is found
    to be wrong by looking at `root`.
    """
    log = Log()
    at = Trail(log)
    tree: dict[str, Json] = {"openapi": FORM, **without(root, *_REPLACED)}
    at.to(("openapi",), ("swagger",))
    if servers := servers_of(root, root.get("schemes")):
        at.to(("servers",), ("host",) if "host" in root else ("basePath",))
        tree["servers"] = servers
    # Components first: what is referred to goes there, even if it is written out elsewhere.
    components = _components(root, at)
    tree["paths"] = Paths(root).convert(root.get("paths"), at.down("paths"))
    if components:
        tree["components"] = components
    _redirect(log)
    return Converted(tree, log.moves, tuple(log.notes))


def _components(root: dict[str, Json], at: Trail) -> dict[str, Json]:
    produces, consumes = texts_of(root.get("produces")), texts_of(root.get("consumes"))
    kinds: dict[str, dict[str, Json]] = {
        kind: {}
        for kind in (
            "schemas",
            "responses",
            "parameters",
            "requestBodies",
            "securitySchemes",
        )
    }

    def place(kind: str, old: str, name: str) -> Trail:
        return at.to(("components", kind, name), (old, name))

    for name, node in object_of(root.get("definitions")).items():
        place("schemas", "definitions", name)
        kinds["schemas"][name] = schema_of(node, at.log)
    for name, node in object_of(root.get("responses")).items():
        there = place("responses", "responses", name)
        kinds["responses"][name] = response_of(node, produces, there)
    for name, node in object_of(root.get("parameters")).items():
        match object_of(node):
            case {"in": "formData"}:
                pass  # Each operation has its fields in one body of its own.
            case {"in": "body"} as body:
                there = place("requestBodies", "parameters", name)
                kinds["requestBodies"][name] = body_of(body, consumes, there)
            case parameter:
                there = place("parameters", "parameters", name)
                kinds["parameters"][name] = parameter_of(parameter, there)
    for name, node in object_of(root.get("securityDefinitions")).items():
        there = place("securitySchemes", "securityDefinitions", name)
        kinds["securitySchemes"][name] = scheme_of(node, there)
    return {kind: members for kind, members in kinds.items() if members}


def _redirect(log: Log) -> None:
    """Lead references to where their targets have gone."""
    went: dict[Pointer, Pointer] = {}
    for new, old in log.moves.items():
        went.setdefault(tuple(map(str, old)), new)
    for node in log.referring:
        reference = node["$ref"]
        steps = steps_of(reference) if isinstance(reference, str) else None
        if steps:
            node["$ref"] = reference_to(moved(went, steps))
