"""One operation of a mock: what it answers, by the description and by what a request prefers."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from bothends.mock.choosing import Chosen, Undocumented, chosen
from bothends.mock.preferences import Preferences
from bothends.mock.writing import body
from bothends.package import Content, Described, Media, Operation, medias, sendable
from bothends.records import dataclass
from bothends.samples import Samples, named_examples
from bothends.tree import is_array

_FEW = 3
"""How many items a stream has that no example gives."""

Order = Callable[[Sequence[Content]], Sequence[Content]]
"""Puts media types in the order in which the reader likes them."""


class Impossible(Exception):
    """A documented response of which there is no valid value; says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out; the body is one that `Ready` can send."""

    status: int
    error: Any
    """The package's exception, for a response that is raised."""
    headers: dict[str, str]
    body: Any


class Answers:
    """Makes the answers of one operation."""

    def __init__(
        self, operation: Operation, described: Described, samples: Samples
    ) -> None:
        self._operation = operation
        self._described = described
        self._samples = samples

    def of(self, wanted: Preferences, order: Order, chance: Random) -> Answer | None:
        """Make an answer; None where no success is documented, which is one without a body.

        Raises `Undocumented` for what is preferred and is not there, and `Impossible`.
        """
        picked = chosen(self._operation, wanted.code)
        if picked is None:
            return None
        contents = order(picked.reply.content)
        known = medias(contents, self._described.response(picked.key))
        known = self._with_example(known, wanted.example, picked)
        content = None
        if known:
            media = known[0]
            content = body(media, self._data(media, wanted, chance))
        headers = self._headers(picked)
        return Answer(picked.status, picked.reply.error, headers, content)

    def _with_example(
        self, known: tuple[Media, ...], name: str | None, picked: Chosen
    ) -> tuple[Media, ...]:
        """Keep the media types that have an example of a name."""
        if name is None:
            return known
        having = tuple(each for each in known if name in self._named(each))
        if not having:
            names = dict.fromkeys(name for each in known for name in self._named(each))
            there = ", ".join(filter(None, names)) or "none"
            what = f"The response {picked.key} of `{self._operation.name}`"
            message = f"{what} has no example `{name}`; its examples: {there}"
            raise Undocumented(message)
        return having

    def _named(self, media: Media) -> dict[str, Any]:
        return named_examples(self._described.tree, media.node)

    def _data(self, media: Media, wanted: Preferences, chance: Random) -> Any:
        if wanted.example is not None:
            return self._named(media)[wanted.example]
        if wanted.dynamic:
            drawn = self._samples.dynamic(media.schema, "response")
            return chance.choice(self._some(drawn, media))
        if media.item and not self._named(media):
            drawn = self._samples.several(media.schema, "response", _FEW)
            found = list(self._some(drawn, media))
            return found[0] if all(map(is_array, found)) else found
        return self._some(
            self._samples.of(media.node, media.schema, "response"), media
        )[0]

    def _some(self, values: Sequence[Any], media: Media) -> Sequence[Any]:
        if not values:
            why = self._samples.why_not(media.schema, "response") or "none was found"
            raise Impossible(f"No value is valid by the schema of {media.name}: {why}")
        return values

    def _headers(self, picked: Chosen) -> dict[str, str]:
        """Give each documented header its example, or a drawn value."""
        found: dict[str, Any] = {}
        for name, node in self._described.header_nodes(picked.key).items():
            schema = node.get("schema", {"type": "string"})
            for value in self._samples.of(node, schema, "response"):
                found[name] = value
        return sendable(found)
