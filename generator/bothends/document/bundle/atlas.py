"""Which place of which file each node of a bundled tree comes from."""

from collections.abc import Mapping

from bothends.document.origin import Origin
from bothends.document.tree import Pointer
from bothends.records import dataclass


@dataclass(frozen=True, slots=True)
class Atlas:
    """Parts of a tree by their pointers; the root is one of them."""

    parts: Mapping[Pointer, tuple[Origin, Pointer]]

    def locate(self, pointer: Pointer) -> tuple[Origin, Pointer]:
        """Find a node by the innermost part that it is in."""
        for length in range(len(pointer), -1, -1):
            part = self.parts.get(pointer[:length])
            if part is not None:
                origin, start = part
                return origin, (*start, *pointer[length:])
        raise LookupError(pointer)
