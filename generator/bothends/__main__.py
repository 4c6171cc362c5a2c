"""`python -m bothends`."""

from bothends.cli import entry

entry()
