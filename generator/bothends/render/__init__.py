"""`Api` -> the source of every file that a template prints. The only door to Jinja2."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.runtime import Macro

from bothends.files import File
from bothends.ir import Api, Example, Operation
from bothends.render.annotations import annotation, literal
from bothends.render.compiled import Compiled
from bothends.render.credentials import credential
from bothends.render.markdown import code, fenced, first_paragraph, markdown
from bothends.render.pages import finding, pages
from bothends.render.text import comment, docstring, entry, inside_docstring, sentence
from bothends.resources import templates


def render(
    api: Api,
    examples: Mapping[str, Example],
    modules: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[File]:
    """Print the pages of a package, one after the other, and copy its runtime.

    `examples` are calls of operations, by their names; `modules` are those of the models, and
    the models in each, if it is more than one.
    """
    environment = _environment()
    for name, values in pages(api).items():
        page = environment.get_template(f"{name}.jinja")
        text = page.render(api=api, examples=examples, **values)
        yield File(PurePosixPath(name), text)
    yield from _models(environment, api, modules or {})
    yield from _runtime()


def _models(
    environment: Environment, api: Api, modules: Mapping[str, Sequence[str]]
) -> Iterator[File]:
    """Print the page that finds the module of each model."""
    if modules:
        page = environment.get_template("__init__.py.jinja")
        text = page.render(api=api, **finding("its models", modules))
        yield File(PurePosixPath("models", "__init__.py"), text)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates()),
        bytecode_cache=Compiled(),
        undefined=StrictUndefined,
        # Source is no markup: every text goes through a filter of its own.
        autoescape=select_autoescape(enabled_extensions=()),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: tuple[Callable[..., str], ...] = (
        annotation,
        code,
        comment,
        credential,
        docstring,
        entry,
        fenced,
        first_paragraph,
        inside_docstring,
        literal,
        markdown,
        sentence,
    )
    known = cast("dict[str, Callable[..., object]]", environment.filters)
    known |= {each.__name__: each for each in filters}
    environment.filters["kind"] = lambda value: type(value).__name__
    cast("dict[str, Any]", environment.globals)["once"] = _once()
    return environment


def _once() -> Callable[[Macro, Operation], str]:
    """Make what prints an operation by a macro once, and gives that on every other page."""
    printed: dict[tuple[Macro, int], str] = {}

    def once(macro: Macro, operation: Operation) -> str:
        key = (macro, id(operation))
        if key not in printed:
            printed[key] = macro(operation)
        return printed[key]

    return once


def _runtime() -> Iterator[File]:
    """Copy what is the same in every package, as it stands."""
    for path in sorted((templates() / "runtime").glob("*.py")):
        yield File(PurePosixPath("_runtime", path.name), path.read_text("utf-8"))
    yield File(PurePosixPath("py.typed"), "")
