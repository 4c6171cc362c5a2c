"""An API, its examples and its models -> a page of reference that needs nothing but itself."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bothends.ir import Api, Example, Operation
from bothends.reference.models import model_pages
from bothends.reference.prose import inline, prose
from bothends.render.annotations import annotation, literal
from bothends.resources import templates
from bothends.text import visible_lines


def reference(api: Api, examples: Mapping[str, Example], models: str) -> str:
    """Write the page; `models` is the source of the models."""
    environment = Environment(
        loader=FileSystemLoader(templates() / "docs"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    known = frozenset(api.models)

    def linked(text: str) -> Markup:
        """Let each name of a model in source lead to it."""
        parts = re.split(r"\b([A-Za-z_]\w*)\b", text)
        return Markup("").join(
            (
                Markup('<a href="#model-{0}">{0}</a>').format(each)
                if each in known
                else escape(each)
            )
            for each in parts
        )

    filters = cast("dict[str, Callable[..., object]]", environment.filters)
    filters |= {
        "annotation": annotation,
        "arguments": _arguments,
        "inline": inline,
        "linked": linked,
        "prose": prose,
    }
    style, script = (
        (templates() / "docs" / name).read_text("utf-8").strip()
        for name in ("style.css", "search.js")
    )
    return environment.get_template("reference.html.jinja").render(
        api=api,
        examples=examples,
        models=model_pages(models),
        style=style,
        script=script,
        policy=_policy(style, script),
    )


def _shown(value: object) -> object:
    """Spell out what can't be seen in a text; what is HTML already is as it should be."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible_lines(value)
    return value


def _policy(style: str, script: str) -> str:
    """Allow the page its own style and script, and nothing else (CSP Level 3)."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _arguments(operation: Operation) -> list[str]:
    """Write the arguments of a call as its signature has them."""
    return list(_written(operation))


def _written(operation: Operation) -> Iterator[str]:
    for each in operation.positional:
        yield f"{each.argument}: {annotation(each.type)}"
    if body := operation.body:
        missing = "" if body.required else " = None"
        yield f"body: {annotation(body.argument_type, role='sync_sent')}{missing}"
    yield "*"
    for each in operation.keywords:
        default = each.argument_default
        known = literal(default.value) if default else "None"
        value = "" if each.required and not default else f" = {known}"
        yield f"{each.argument}: {annotation(each.argument_type)}{value}"
    yield "options: CallOptions | None = None"
