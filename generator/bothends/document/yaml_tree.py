"""Events of a YAML parser -> tree, in one pass."""

from array import array
from collections import ChainMap
from sys import intern
from typing import NoReturn

from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from bothends.document.faults import (
    SURROGATE,
    Limit,
    duplicate,
    excess,
    forgiven,
    half_character,
)
from bothends.document.limits import Limits
from bothends.document.scalars import (
    TAG_HINT,
    PlainScalars,
    Scalar,
    TagError,
    read_tagged,
    unknown_tag,
)
from bothends.document.text import Text
from bothends.document.tree import Json, Place, Step
from bothends.document.yaml_events import offset_of, parse
from bothends.document.yaml_nodes import Anchored, Marks, Open
from bothends.problems import Problem, Rejected


class YamlReader:
    """Grows a tree out of events.

    What an alias stands for is counted each time and copied never: a document that would
    expand to billions of nodes is refused at the price of its text.
    """

    def __init__(
        self,
        text: Text,
        limits: Limits,
        marks: Marks | None = None,
        *,
        lenient: bool = False,
    ) -> None:
        """Begin with nothing; fill `marks`, if there are any, on the way."""
        self.forgiven: tuple[Problem, ...] = ()
        self.offsets = array("I")
        """Where each key and each value begins."""
        self.is_in_order = True
        """Whether the tree has all keys and values in the order of the text."""
        self._lenient = lenient
        self._text = text
        self._limits = limits
        self._marks = marks
        self._plain = PlainScalars()
        self._problems: list[Problem] = []
        self._anchors: dict[str, Open | Anchored] = {}
        self._nodes = 0
        self._documents: list[Json] = []
        self._open: list[Open] = []
        self._begin(self._documents, None)

    def read(self) -> list[Json]:
        """Read the stream; gives its documents, of which there is one at most."""
        try:
            for event in parse(self._text):
                self._take(event)
        except Rejected as end:
            raise Rejected([*self._problems, *end.problems]) from end
        if self._problems and not self._lenient:
            raise Rejected(self._problems)
        self.forgiven = forgiven(self._problems)
        return self._documents

    def _take(self, event: Event) -> None:
        match event:
            case ScalarEvent():
                self.offsets.append(offset_of(event))
                self._take_scalar(event)
            case MappingStartEvent():
                self.offsets.append(offset_of(event))
                self._take_start(event, {}, "tag:yaml.org,2002:map")
            case CollectionEndEvent():
                self._take_end(event)
            case SequenceStartEvent():
                self.offsets.append(offset_of(event))
                self._take_start(event, [], "tag:yaml.org,2002:seq")
            case AliasEvent():
                self.offsets.append(offset_of(event))
                self._take_alias(event)
            case DocumentStartEvent() if self._documents:
                self._report(
                    offset_of(event),
                    "several-documents",
                    "A second YAML document begins here.",
                    "Keep one document in the file, and no `---` inside it.",
                )
                self._stop()
            case _:
                pass

    def _take_scalar(self, event: ScalarEvent) -> None:
        text = event.value
        if len(text) > self._limits.max_scalar:
            self._exceed(event, "max_scalar")
        if not text.isascii() and SURROGATE.search(text):
            self._problems.append(half_character(self._text, offset_of(event)))
        value = (
            (text if event.style else self._plain[text])
            if event.tag is None or any(event.implicit)
            else self._tagged(event, event.tag)
        )
        if event.anchor is not None:
            self._anchors[event.anchor] = Anchored(value, text, 1, 0)
        parent = self._open[-1]
        if parent.key is None and isinstance(parent.node, dict):
            self._take_key(text, is_merge=text == "<<" and not event.style)
        else:
            self._place(value)

    def _tagged(self, event: ScalarEvent, tag: str) -> Scalar:
        try:
            return read_tagged(tag, event.value)
        except TagError as error:
            self._report(offset_of(event), "invalid-tag", str(error), TAG_HINT)
            return event.value

    def _take_key(self, key: str, *, is_merge: bool = False) -> None:
        """Keep the key for the value that comes next."""
        parent = self._open[-1]
        offset = self.offsets[-1]
        if parent.merge if is_merge else key in parent.node:
            self._report_duplicate(parent, key, offset)
        # The same few keys stand in a description again and again: one of each will do.
        parent.key = intern(key)
        parent.key_offset = offset
        parent.is_merge = is_merge

    def _refuse_key(self, event: Event) -> None:
        hint = "Write the key as text, in quotes if need be."
        message = "A key is a mapping or a sequence; JSON has text only."
        self._report(offset_of(event), "invalid-key", message, hint)
        # What is in the key, and the value behind it, may have faults of their own.
        self._open[-1].key = ""

    def _report_duplicate(self, parent: Open, key: str, offset: int) -> None:
        self.is_in_order = False
        first = offset
        if parent.merge and key not in parent.node:
            first = parent.merge[0]
        elif self._marks is not None:
            first = self._marks[id(parent.node)][key].key
        self._problems.append(duplicate(self._text, offset, key, first))

    def _place(self, value: Json) -> None:
        """Put a value where it belongs: behind its key, or at the end of its sequence."""
        self._nodes += 1
        parent = self._open[-1]
        node, key = parent.node, parent.key
        parent.key = None
        if isinstance(node, list):
            node.append(value)
        elif parent.is_merge or key is None:
            parent.merge = (parent.key_offset, value)
            self.is_in_order = False
            return
        else:
            node[key] = value
        if self._marks is not None:
            step = len(node) - 1 if key is None else key
            self._mark(self._marks[id(node)], step, parent.key_offset)

    def _mark(self, marks: dict[Step, Place], step: Step, key_offset: int) -> None:
        offset = self.offsets[-1]
        # The first of a duplicate key is the one to be named, the last the one that counts.
        if self._lenient or step not in marks:
            marks[step] = Place(offset if isinstance(step, int) else key_offset, offset)

    def _take_start(
        self, event: CollectionStartEvent, node: dict[str, Json] | list[Json], tag: str
    ) -> None:
        parent = self._open[-1]
        if parent.key is None and isinstance(parent.node, dict):
            self._refuse_key(event)
        else:
            self._place(node)
        if event.tag not in {None, "!", tag}:
            message = unknown_tag(event.tag or "")
            self._report(offset_of(event), "invalid-tag", message, TAG_HINT)
        if len(self._open) > self._limits.max_depth:
            self._exceed(event, "max_depth")
            self._stop()
        self._begin(node, event.anchor)

    def _begin(self, node: dict[str, Json] | list[Json], anchor: str | None) -> None:
        opened = Open(node, anchor, self._nodes - 1)
        self._open.append(opened)
        if anchor is not None:
            self._anchors[anchor] = opened
        if self._marks is not None:
            self._marks[id(node)] = {}

    def _take_end(self, event: CollectionEndEvent) -> None:
        closed = self._open.pop()
        if closed.merge is not None and isinstance(closed.node, dict):
            self._merge(closed.node, *closed.merge)
        parent = self._open[-1]
        parent.height = max(parent.height, closed.height + 1)
        anchor, nodes = closed.anchor, self._nodes - closed.nodes_before
        # An anchor of the same name inside would be the younger one, and stays.
        if anchor is not None and self._anchors[anchor] is closed:
            self._anchors[anchor] = Anchored(closed.node, None, nodes, closed.height)
        self._check_nodes(event)

    def _merge(self, node: dict[str, Json], offset: int, value: Json) -> None:
        """Put what `<<` names under a mapping's own keys; what it names first is on top."""
        sources = value if isinstance(value, list) else [value]
        layers = [source for source in reversed(sources) if isinstance(source, dict)]
        if len(layers) < len(sources):
            self._report(
                offset,
                "invalid-merge",
                "`<<` needs a mapping, or a sequence of mappings.",
                'Give it an alias of a mapping, or quote the key: "<<".',
            )
        layers.append(node.copy())
        if self._marks is not None:
            own_marks = self._marks[id(node)]
            marks = [self._marks.get(id(layer), {}) for layer in layers[:-1]]
            self._marks[id(node)] = dict(ChainMap(own_marks, *reversed(marks)))
        node.clear()
        for layer in layers:
            node.update(layer)

    def _take_alias(self, event: AliasEvent) -> None:
        anchored = self._anchored(event)
        parent = self._open[-1]
        if parent.key is None and isinstance(parent.node, dict):
            if anchored.text is None:
                self._refuse_key(event)
            else:
                self._take_key(anchored.text)
            return
        self._place(anchored.value)
        self._nodes += anchored.nodes - 1
        self._check_nodes(event)
        parent.height = max(parent.height, anchored.height + 1)
        if len(self._open) - 1 + anchored.height > self._limits.max_depth:
            self._exceed(event, "max_depth")
            self._stop()

    def _anchored(self, event: AliasEvent) -> Anchored:
        name = event.anchor or ""
        match self._anchors.get(name):
            case Anchored() as anchored:
                return anchored
            case None:
                rule = "undefined-alias"
                message = f"The alias `*{name}` has no anchor before it."
                hint = f"Write `&{name}` before the value it stands for."
            case Open():
                rule = "recursive-alias"
                message = f"The alias `*{name}` stands for a value that contains it."
                hint = "Describe what contains itself with `$ref`."
        self._report(offset_of(event), rule, message, hint)
        return Anchored({}, f"*{name}", 1, 1)

    def _check_nodes(self, event: Event) -> None:
        if self._nodes > self._limits.max_nodes:
            self._exceed(event, "max_nodes")
            self._stop()

    def _report(self, offset: int, rule: str, message: str, hint: str) -> None:
        self._problems.append(self._text.problem(offset, rule, message, hint))

    def _exceed(self, event: Event, limit: Limit) -> None:
        offset = offset_of(event)
        self._problems.append(excess(self._text, offset, limit, self._limits))

    def _stop(self) -> NoReturn:
        """Leave at once: what follows would only cost time."""
        raise Rejected(self._problems)
