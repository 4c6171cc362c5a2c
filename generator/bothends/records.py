"""Dataclasses that are frozen for type checkers: they are what enforces it, and ask nothing of a run.

To guard each object at run time as well takes twice as long for each class, and for each object:
a tenth of a run for a small description. Equality and hashes are those of frozen dataclasses.
"""

from typing import TYPE_CHECKING

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses

    def dataclass(*, frozen, eq=True, **options):
        """Give the decorator, by the arguments of the standard library's."""
        return dataclasses.dataclass(eq=eq, unsafe_hash=frozen and eq, **options)
