"""Unions that a property tells apart, whose classes do not say which values it has for them."""

from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


class Tagged:
    """Says which tags mean the members of a union: `Annotated[Cat | Dog, Tagged(...)]`."""

    def __init__(self, name: str, attribute: str, *tags: list[str]) -> None:
        """Take the property as it is on the wire and in Python, and each member's tags."""
        self._paths: list[list[str | int]] = [[name], [attribute]]
        self._tags = tags

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Choose by the tag alone: a value with another one is none of the union."""
        union: Any = handler(source)
        choices = {
            tag: member
            for tags, member in zip(self._tags, union["choices"], strict=True)
            for tag in tags
        }
        return core_schema.tagged_union_schema(choices, self._paths)
