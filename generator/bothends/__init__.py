"""Both ends of an API from one OpenAPI description."""

from bothends._version import __version__

__all__ = ["__version__"]
