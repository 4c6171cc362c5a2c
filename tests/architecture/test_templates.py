"""Text of a description enters source through a filter, and through no other way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGES = sorted(path.name for path in TEMPLATES.glob("*.jinja"))

MARKDOWN = {"code", "fenced", "markdown"}
"""What comes out of these is text of a page in Markdown, whatever goes in."""

FILTERS = {
    *("annotation", "comment", "docstring", "inside_docstring", "kind", "literal"),
    *MARKDOWN,
}
"""What comes out of these is source, whatever goes in."""

TEXTS = {
    *("about", "about_answers", "about_arguments", "about_call", "about_walk"),
    *("client_docs", "headers", "sender_docs"),
}
"""Macros that print text and not source: what they give goes through `docstring`, always."""

SOURCE = {
    "arguments",
    "by_name",
    "by_position",
    "calls",
    "checked_imports",
    "codec",
    "content_types",
    "contents",
    "credential_arguments",
    "credentials",
    "given",
    "header",
    "life",
    "made",
    "pagination",
    "passed",
    "passed_on",
    "place",
    "raw_calls",
    "sender_credentials",
    "signature",
    "stream_calls",
    "styles",
}
"""Macros that print source."""

IDENTIFIERS = {
    # Names that `bothends.names` made: identifiers, and no two alike in their scope.
    "api.package",
    "constant",
    "each.check",
    "error",
    "error.name",
    "group.argument",
    "group.protocol",
    "operation.name",
    "operation.pages.name",
    "outgoing.factory",
    "outgoing.group.protocol",
    "outgoing.group.title",
    "outgoing.kind",
    "outgoing.sender",
    "parameter.argument",
    "parameter.check",
    "reply.error",
    "scheme.argument",
    "scheme.constant",
    "scheme.method",
    "scheme.variable",
    "use.scheme",
    "variable.argument",
    # Lists of such names, and of numbers.
    "checked | join",
    "protocols | join",
    "raw | join",
    "error.statuses | join",
    "models | join",
    "names | join",
    "siblings | join",
    "streams | join",
    "typing | join",
    # Source that `bothends.render` made, and words of the template's own.
    "imports",
    "module",
    "await",
    "class",
    "def",
    "first",
    "name",
    "prefix",
    "raw",
    "streams",
}


def printed(tree: nodes.Node) -> Iterator[nodes.Expr]:
    """Find every expression that is printed, outside of the macros that print text."""
    for child in tree.iter_child_nodes():
        if isinstance(child, nodes.Output):
            yield from (each for each in child.nodes if not is_text(each))
        elif not (isinstance(child, nodes.Macro) and child.name in TEXTS):
            yield from printed(child)


def is_text(node: nodes.Node) -> bool:
    """Tell whether a node is what the template itself says."""
    return isinstance(node, nodes.TemplateData | nodes.Const)


def raw(node: nodes.Expr) -> Iterator[str]:
    """Spell out what an expression may print without a filter."""
    match node:
        case nodes.Const():
            return
        case nodes.Filter(name=name) if name in FILTERS:
            return
        case nodes.Call(node=nodes.Name(name=name)) if name in SOURCE:
            return
        case nodes.Call(node=nodes.Name(name="once"), args=[nodes.Name(name=name), _]):
            yield from () if name in SOURCE else (name,)
        case nodes.CondExpr(expr1=first, expr2=second):
            yield from raw(first)
            yield from raw(second) if second else ()
        case _:
            yield spelled(node)


def spelled(node: nodes.Node | None) -> str:
    """Write an expression as the template does, without the arguments of filters."""
    match node:
        case nodes.Name(name=name):
            return name
        case nodes.Getattr(node=inner, attr=attribute):
            return f"{spelled(inner)}.{attribute}"
        case nodes.Filter(node=inner, name=name):
            return f"{spelled(inner)} | {name}"
        case nodes.Call(node=inner):
            return f"{spelled(inner)}()"
        case _:
            return str(node)


def all_raw(source: str) -> set[str]:
    """Find everything that a template prints without a filter."""
    tree = Environment(autoescape=True).parse(source)
    return {each for expression in printed(tree) for each in raw(expression)}


@pytest.mark.parametrize("page", PAGES)
def test_what_a_description_says_goes_through_a_filter(page: str) -> None:
    assert all_raw((TEMPLATES / page).read_text("utf-8")) <= IDENTIFIERS


@pytest.mark.parametrize("page", [page for page in PAGES if ".md." not in page])
def test_what_is_text_in_markdown_is_no_source(page: str) -> None:
    text = (TEMPLATES / page).read_text("utf-8")
    assert not [each for each in MARKDOWN if f"| {each}" in text]


def test_nothing_is_allowed_that_is_not_printed() -> None:
    found = {each for page in PAGES for each in all_raw((TEMPLATES / page).read_text())}
    assert found == IDENTIFIERS


PROBES: list[tuple[str, set[str]]] = [
    ("{{ api.title }}", {"api.title"}),
    ("{{ api.title | literal }}", set()),
    ("{{ api.title | upper }}", {"api.title | upper"}),
    ("{{ api.title | literal | upper }}", {"api.title | literal | upper"}),
    ("{{ api.title if a else b | literal }}", {"api.title"}),
    ("{{ 'x' if a }}", set()),
    ("{% if a %}{% for b in c %}{{ b.d }}{% endfor %}{% endif %}", {"b.d"}),
    ("{% macro f() %}{{ a.b }}{% endmacro %}", {"a.b"}),
    ("{% macro about(a) %}{{ a.b }}{% endmacro %}", set()),
    ("{{ about(a) }}", {"about()"}),
    ("{{ about(a) | docstring(4) }}", set()),
    ("{{ header(a) }}", set()),
    ("{{ once(passed_on, a) }}", set()),
    ("{{ once(about_call, a) }}", {"about_call"}),
    ("{% set x %}{{ a.b }}{% endset %}", {"a.b"}),
    ("{% filter upper %}{{ a.b }}{% endfilter %}", {"a.b"}),
]


@pytest.mark.parametrize(("source", "found"), PROBES)
def test_what_goes_through_no_filter_is_seen(source: str, found: set[str]) -> None:
    assert all_raw(source) == found
