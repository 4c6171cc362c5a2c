"""Descriptions, which are CommonMark, as HTML in which nothing acts: the only door to markdown-it."""

from functools import cache

from markdown_it import MarkdownIt

from bothends.text import visible_lines


def prose(text: str) -> str:
    """Render a description. HTML in it is text, and links lead to pages or mail only."""
    return str(_renderer().render(visible_lines(text)))


def inline(text: str) -> str:
    """Render a description within a line."""
    line = visible_lines(" ".join(text.split()))
    return str(_renderer().renderInline(line))


@cache
def _renderer() -> MarkdownIt:
    """Make a renderer without HTML and without pictures, which would be loaded from elsewhere."""
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
    return made.enable("table").disable(["image", "html_block", "html_inline"])
