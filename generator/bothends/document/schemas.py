"""One Schema Object of OpenAPI 3.0 (§4.7.24) -> the same in JSON Schema 2020-12.

Objects are rewritten in place and shallowly: what they hold is replaced, never changed.
"""

from bothends.document.tree import Json

# They say something about a value and never refuse one.
_ANNOTATIONS = frozenset(
    [
        "title",
        "description",
        "default",
        "deprecated",
        "readOnly",
        "writeOnly",
        "example",
        "examples",
        "externalDocs",
        "xml",
    ]
)
# With these, a `null` among the types of the same object does not make null valid.
_COMBINING = frozenset(["$ref", "allOf", "oneOf", "anyOf", "not", "const"])
# Without a type they allow null already, but who writes `nullable` beside them means one type.
_STRUCTURAL = frozenset(
    ["properties", "patternProperties", "additionalProperties", "required", "items"]
)
_BOUNDS = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
_NULL: dict[str, Json] = {"type": "null"}


def add_examples(schema: dict[str, Json]) -> None:
    """Say `example`, deprecated since OpenAPI 3.1, the way JSON Schema does, too."""
    if "example" in schema and "examples" not in schema:
        schema["examples"] = [schema["example"]]


def modernize(schema: dict[str, Json]) -> bool:
    """Give 3.0's keywords their 2020-12 spelling.

    True if the keywords that constrain the value have moved to `anyOf/0`.
    """
    if isinstance(schema.get("$ref"), str):
        # Annotations and `nullable` are written there by people and tools alike, and meant.
        drop_siblings(schema, _ANNOTATIONS | {"nullable"})
    _set_bounds(schema)
    return read_nullable(schema)


def read_nullable(schema: dict[str, Json]) -> bool:
    """Take `nullable` for what OpenAPI 3.0 means by it; later versions do not have it.

    Whoever writes it there means the same, and who reads it as nothing refuses real answers.
    True if the keywords that constrain the value have moved to `anyOf/0`.
    """
    match schema.get("nullable"):
        case True:
            del schema["nullable"]
            return _allow_null(schema)
        case False:
            del schema["nullable"]
            return False
        case _:
            return False


def _set_bounds(schema: dict[str, Json]) -> None:
    for exclusive, inclusive in _BOUNDS.items():
        match schema.get(exclusive), schema.get(inclusive):
            # Patterns for bool first: True is an int to Python.
            case True, bool():
                pass
            case True, int() | float() as limit:
                schema[exclusive] = limit
                del schema[inclusive]
            case (True, None) | (False, _):
                del schema[exclusive]
            case _:
                pass


def _allow_null(schema: dict[str, Json]) -> bool:
    constraints = {
        key for key in schema.keys() - _ANNOTATIONS if not key.startswith("x-")
    }
    if constraints == {"anyOf"} and isinstance(schema["anyOf"], list):
        if _NULL not in schema["anyOf"]:
            schema["anyOf"] = [*schema["anyOf"], _NULL]
        return False
    if constraints & _COMBINING or (
        "type" not in constraints and constraints & _STRUCTURAL
    ):
        _wrap(schema, constraints)
        return True
    _add_null_type(schema)
    _add_null_value(schema)
    return False


def _wrap(schema: dict[str, Json], constraints: set[str]) -> None:
    """Make what the schema demands one of two choices, and keep what it says in front."""
    demanded = {key: schema.pop(key) for key in list(schema) if key in constraints}
    schema["anyOf"] = [demanded, _NULL]


def _add_null_type(schema: dict[str, Json]) -> None:
    match schema.get("type"):
        case str() as name if name != "null":
            schema["type"] = [name, "null"]
        case list() as names if "null" not in names:
            schema["type"] = [*names, "null"]
        case _:
            pass


def _add_null_value(schema: dict[str, Json]) -> None:
    """To the letter 3.0 asks for a null in the enum, too; nearly nobody writes one."""
    match schema.get("enum"):
        case list() as values if None not in values:
            schema["enum"] = [*values, None]
        case _:
            pass


def drop_siblings(node: dict[str, Json], kept: frozenset[str]) -> None:
    """Drop what 3.0 ignores beside `$ref` (§4.7.23.1), except what real documents mean."""
    for key in node.keys() - kept - {"$ref"}:
        if not key.startswith("x-"):
            del node[key]
