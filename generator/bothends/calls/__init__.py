"""An API, its tree and its models -> an example of each operation: a call of it in Python."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from bothends.calls.models import models_of
from bothends.calls.source import Group, Source, texts, written
from bothends.calls.values import Unsayable, Values
from bothends.described import Described
from bothends.ir import (
    Api,
    Binary,
    Content,
    Events,
    Example,
    Form,
    Json,
    Lines,
    Multipart,
    Nothing,
    Operation,
    Parameter,
    PartStream,
    Positional,
    StreamOf,
    Text,
)
from bothends.operations import operations
from bothends.outgoing import outgoing
from bothends.render.annotations import annotation, literal
from bothends.samples import Samples
from bothends.tree import Tree, is_array, is_object

_SUBSCRIBER = "https://subscriber.example/hooks"
_STANDARD = {
    "Decimal": "decimal",
    "UUID": "uuid",
    "date": "datetime",
    "datetime": "datetime",
    "time": "datetime",
}


def examples_of(api: Api, tree: Tree, models: str) -> Mapping[str, Example]:
    """Write a call of each operation that there is a simple one for, by its name.

    `tree` is the description in canonical form, `models` the source of the models.
    """
    sent = outgoing(tree).all
    described = {
        found.name: Described(tree, found, is_outgoing=found in sent)
        for found in (*operations(tree), *sent)
    }
    values, samples = Values(models_of(models)), Samples(tree)
    examples: dict[str, Example] = {}
    for operation in api.every_operation:
        if node := described.get(operation.name):
            call = _Call(operation, node, samples, values)
            if example := call.example(api.package):
                examples[operation.name] = example
    return examples


class _Call:
    """A call with what it must have, and no more."""

    def __init__(
        self,
        operation: Operation,
        described: Described,
        samples: Samples,
        values: Values,
    ) -> None:
        self._operation = operation
        self._described = described
        self._samples = samples
        self._values = values

    def example(self, package: str) -> Example | None:
        """Write it; None where some argument has no simple expression."""
        try:
            item = self._item()
            call = self._called(Group("[", (("", item),), "]") if item else None)
            later = self._called("items()") if item else call
        except Unsayable:
            return None
        return Example(
            tuple(_imports(call, package, self._values)),
            self._line(call, ""),
            f"{_generator(item) if item else ''}{self._line(later, 'await ')}",
            self._walk(call, "for"),
            self._walk(call, "async for"),
        )

    def _called(self, stream: Source | None) -> Group:
        """Call the operation, with a body of items where there is a `stream` of them."""
        arguments = tuple(self._arguments(stream))
        if not self._described.is_outgoing:
            return Group(f"api.{self._operation.name}(", arguments, ")")
        url = ("", literal(_SUBSCRIBER))
        return Group(f"sender.{self._operation.name}(", (url, *arguments), ")")

    def _walk(self, call: Group, word: str) -> str:
        """Walk the pages of the operation, with the arguments of the call."""
        if not (pages := self._operation.pages):
            return ""
        walk = Group(f"api.{pages.name}(", call.items, ")")
        return _loop(walk, f"{word} item in ")

    def _line(self, group: Group, await_: str) -> str:
        match self._operation.result:
            case Nothing():
                return written(group, await_)
            case StreamOf():
                word = "async for" if await_ else "for"
                return _loop(group, f"{word} item in {await_}")
            case _:
                return written(group, f"result = {await_}")

    def _arguments(self, stream: Source | None) -> Iterator[tuple[str, Source]]:
        for each in self._operation.positional:
            yield "", self._parameter(each)
        body = self._operation.body
        if body and body.required:
            yield "", stream or self._body(body.content[0])
        for each in self._operation.keywords:
            if each.required:
                yield f"{each.argument}=", self._parameter(each)

    def _parameter(self, parameter: Parameter) -> Source:
        node, schema = self._described.sampled(parameter.place, parameter.name)
        type_ = annotation(parameter.type)
        simple = (
            each
            for data in self._samples.small(node, schema)
            for each in (data, *_properties(data))
            if _is_flat(each) and self._samples.is_valid(schema, each, "request")
        )
        return self._first(type_, simple)

    def _item(self) -> Source | None:
        """Write an item of the body, where it is a stream of them."""
        body = self._operation.body
        content = body.content[0] if body and body.required else None
        match content:
            case Lines(media_type) | Events(media_type) | PartStream(media_type):
                schema = self._described.item_of(self._media(media_type))
                item = content.item
                type_ = "str" if isinstance(item, Text) else annotation(item.type)
                return self._first(type_, self._samples.small({}, schema))
            case _:
                return None

    def _body(self, content: Content) -> Source:
        node = self._media(content.media_type)
        match content:
            case Json() | Form() | Multipart() | Positional():
                type_ = annotation(content.type)
            case Text():
                type_ = "str"
            case Binary():
                return 'b"..."'
            case _:
                raise Unsayable
        values = self._samples.small(node, node.get("schema", True))
        if not isinstance(content, Json):
            values = (each for each in values if _is_full(each))
        return self._first(type_, values)

    def _media(self, media_type: str) -> Tree:
        """Give the Media Type Object of the body."""
        named = {name.lower(): node for name, node in self._described.body().items()}
        return named.get(media_type.lower(), {})

    def _first(self, type_: str, values: Iterator[Any]) -> Source:
        """Write the first value that there is an expression for."""
        for value in values:
            with suppress(Unsayable):
                return self._values.of(type_, value)
        raise Unsayable


def _loop(call: Group, before: str) -> str:
    """Print what a call gives, one item after the other."""
    return f"{written(call, before, 0, ':')}\n    print(item)"


def _generator(item: Source) -> str:
    """Write what gives an item to whoever awaits it."""
    return f"async def items():\n    {written(item, 'yield ', 4)}\n\n\n"


def _properties(data: Any) -> Iterator[Any]:
    """Give objects of one property each."""
    yield from ({key: item} for key, item in data.items()) if is_object(data) else ()


def _is_flat(data: Any) -> bool:
    """Tell whether every style can say a value."""
    if not is_object(data) and not is_array(data):
        return data not in ("", None)
    inner = list(data.values()) if is_object(data) else data
    return bool(inner) and not any(isinstance(each, dict | list) for each in inner)


def _is_full(data: Any) -> bool:
    """Tell whether a form can say a value: it has no field for what is empty."""
    return not is_object(data) or not any(each in ([], {}) for each in data.values())


def _imports(source: Source, package: str, values: Values) -> Iterator[str]:
    used: dict[str, set[str]] = {}
    for text in texts(source):
        if match := re.match(r"([A-Za-z_]\w*)(?:\.fromisoformat)?\(", text):
            name = match[1]
            home = package if values.is_model(name) else _STANDARD.get(name)
            if home:
                used.setdefault(home, set()).add(name)
    for home in sorted(used, key=lambda each: (each == package, each)):
        yield f"from {home} import {', '.join(sorted(used[home]))}"
