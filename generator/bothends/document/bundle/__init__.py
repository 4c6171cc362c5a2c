"""A description of several files -> one tree in which every reference is a pointer of its own.

    survey -> resolver -> bundler -> assembly
                 |
              library

`survey` finds the references of a file, `library` reads the files that they name, `resolver`
finds what they lead to, `bundler` decides where that goes, `assembly` puts it there.
"""

from bothends.document.bundle.assembly import Bundle
from bothends.document.bundle.atlas import Atlas
from bothends.document.bundle.bundler import bundle
from bothends.document.bundle.library import Access, File

__all__ = ["Access", "Atlas", "Bundle", "File", "bundle"]
