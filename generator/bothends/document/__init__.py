"""Bytes -> a tree in which every node can tell its file, line and column."""

from bothends.document.document import Document, SourceFile
from bothends.document.limits import Limits
from bothends.document.original import Original
from bothends.document.reading import read
from bothends.document.tree import Json, Pointer

__all__ = ["Document", "Json", "Limits", "Original", "Pointer", "SourceFile", "read"]
