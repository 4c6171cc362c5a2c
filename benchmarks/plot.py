"""Lines in a plot: numbers in, SVG out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT, _MARGIN = 640, 360, 56
_COLOURS = ("#0b6e99", "#d9730d", "#0f7b6c")
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """What is measured, by what it depends on."""

    title: str
    points: Sequence[tuple[float, float]]


def plotted(across: str, up: str, lines: Sequence[Line]) -> str:
    """Plot lines from zero, with what stands at the axes."""
    most_x = max(x for line in lines for x, _ in line.points)
    most_y = max(y for line in lines for _, y in line.points)
    parts = [*_axes(across, up, most_x, most_y)]
    for number, line in enumerate(lines):
        places = [_place(x / most_x, y / most_y) for x, y in line.points]
        colour = _COLOURS[number % len(_COLOURS)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
            for x, y in places
        ]
        last_x, last_y = places[-1]
        parts.append(_text(last_x - 8, last_y - 10, line.title, "end", colour))
    size = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    style = 'font-family="sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>'
    ground = '<rect width="100%" height="100%" fill="white"/>'
    return "\n".join([head, ground, *parts, "</svg>\n"])


def _axes(across: str, up: str, most_x: float, most_y: float) -> Iterator[str]:
    for step in range(_STEPS + 1):
        share = step / _STEPS
        left, y = _place(0, share)
        right, _ = _place(1, share)
        yield (
            f'<line x1="{left:.1f}" y1="{y:.1f}" x2="{right:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        )
        yield _text(left - 6, y + 4, f"{share * most_y:.3g}", "end")
        x, bottom = _place(share, 0)
        yield _text(x, bottom + 18, f"{share * most_x:.4g}", "middle")
    yield _text(_WIDTH / 2, _HEIGHT - 12, across, "middle")
    yield _text(_MARGIN, _MARGIN - 32, up, "middle")


def _place(x: float, y: float) -> tuple[float, float]:
    """Give the pixels of a point between 0 and 1."""
    width, height = _WIDTH - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN
    return _MARGIN + x * width, _HEIGHT - _MARGIN - y * height


def _text(x: float, y: float, text: str, anchor: str, colour: str = "#444") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"'
    return f"<text {place}>{escape(text)}</text>"
