"""A description of Swagger 2.0 -> the same in OpenAPI 3.0.

What moves on the way is written down, so that a problem is still reported where it was written.
"""

from bothends.document.swagger.conversion import convert
from bothends.document.swagger.trail import Converted, Note, TooLargeError

__all__ = ["Converted", "Note", "TooLargeError", "convert"]
