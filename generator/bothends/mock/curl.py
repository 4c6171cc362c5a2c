"""A request that the mock answers with a success, as a line for the shell."""

from shlex import quote
from typing import Any

from bothends.mock.local import base_path
from bothends.package import PATHS, Attempt, Described, Entry, Operation, Subject, Typed
from bothends.package import medias as medias_of
from bothends.samples import Samples

_ANY = "any"


def curl(subject: Subject, url: str) -> str:
    """Spell a call of the simplest operation; empty where none can be spelled."""
    samples = Samples(subject.tree)
    entries = [each for each in subject.entries() if each.ends is PATHS]
    base = url + base_path(subject.tree)
    for entry in sorted(entries, key=_effort):
        with Attempt():
            if entry.operation:
                credentials = subject.part("_runtime.security").Credentials()
                call = _Call(entry.operation, entry.described, samples, credentials)
                return call.line(base)
    return ""


def _effort(entry: Entry) -> tuple[bool, bool, int]:
    operation = entry.operation
    required = operation.parameters if operation else ()
    return (
        not operation or bool(operation.body),
        not operation or operation.method != "GET",
        sum(each.required for each in required),
    )


class _Call:
    """A call in the making; whatever can't be spelled raises."""

    def __init__(
        self,
        operation: Operation,
        described: Described,
        samples: Samples,
        credentials: Any,
    ) -> None:
        self._operation = operation
        self._described = described
        self._samples = samples
        self._credentials = credentials

    def line(self, base: str) -> str:
        """Spell it."""
        for use in next(iter(self._operation.security), ()):
            is_pair = type(use.scheme).__name__ == "Basic"
            writing: Any = use.scheme
            writing.write((_ANY, _ANY) if is_pair else _ANY, self._credentials)
        path, query = self._operation.path, list(self._credentials.query)
        words: list[str] = []
        for parameter in self._operation.parameters:
            if parameter.required:
                value = Typed(parameter).read(
                    self._value(parameter.place, parameter.name)
                )
                match parameter.place:
                    case "path":
                        name, text = parameter.name, parameter.write_text(value)
                        path = path.replace(f"{{{name}}}", text)
                        path = path.replace(f"{{+{name}}}", text)
                    case "header":
                        words += _header(parameter.name, parameter.write_text(value))
                    case "cookie":
                        self._credentials.cookies.extend(parameter.write(value))
                    case _:
                        query += parameter.write(value)
        for name, text in self._credentials.headers.items():
            words += _header(name.title(), text)
        if cookies := self._credentials.cookies:
            words += _header("Cookie", "; ".join(cookies))
        sign = "&" if "?" in path else "?"
        where = f"{base}{path}{sign if query else ''}{'&'.join(query)}"
        method = self._operation.method
        verb = [] if method == "GET" else ["-X", method]
        return " ".join(["curl", *verb, quote(where), *words, *self._body()])

    def _value(self, place: str, name: str) -> Any:
        node, schema = self._described.sampled(place, name)
        return self._samples.of(node, schema, "request")[0]

    def _body(self) -> list[str]:
        body = self._operation.body
        if body is None:
            return []
        media = medias_of(body.content, self._described.body())[0]
        data = self._samples.of(media.node, media.schema, "request")[0]
        content, media_type = media.content.encode(media.hold(data).value)
        return [*_header("Content-Type", media_type), "-d", quote(content.decode())]


def _header(name: str, text: str) -> list[str]:
    return ["-H", quote(f"{name}: {text}")]
