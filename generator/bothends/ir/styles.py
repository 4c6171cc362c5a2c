"""How a value becomes text: the styles of the standard (OpenAPI 3.2 §4.12.2)."""

from typing import Literal

Style = Literal[
    "matrix",
    "label",
    "simple",
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
    "cookie",
]
