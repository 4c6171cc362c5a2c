"""Keywords of schemas, and the type whose values they are about."""

TYPE_OF = {
    "additionalProperties": "object",
    "exclusiveMaximum": "number",
    "exclusiveMinimum": "number",
    "items": "array",
    "maxItems": "array",
    "maxLength": "string",
    "maxProperties": "object",
    "maximum": "number",
    "minItems": "array",
    "minLength": "string",
    "minProperties": "object",
    "minimum": "number",
    "multipleOf": "number",
    "pattern": "string",
    "patternProperties": "object",
    "prefixItems": "array",
    "properties": "object",
    "required": "object",
    "uniqueItems": "array",
}
"""Keywords that assert something about values of one type only (JSON Schema Core §7.6.1)."""


def applies(keyword: str, name: str) -> bool:
    """Tell whether a keyword asserts anything about values of a type."""
    other = TYPE_OF.get(keyword, name)
    return other == name or (name, other) == ("integer", "number")


def foreign(name: str) -> frozenset[str]:
    """Give the keywords that assert nothing about values of a type."""
    return _FOREIGN.get(name, _EVERY)


_EVERY = frozenset(TYPE_OF)
_FOREIGN = {
    name: frozenset(keyword for keyword in TYPE_OF if not applies(keyword, name))
    for name in ("boolean", "integer", "null", *TYPE_OF.values())
}
