"""Bytes -> a tree in which every node can tell its file, line and column."""

from bothends.document.document import Document, SourceFile, read
from bothends.document.limits import Limits
from bothends.document.tree import Json, Pointer

__all__ = ["Document", "Json", "Limits", "Pointer", "SourceFile", "read"]
