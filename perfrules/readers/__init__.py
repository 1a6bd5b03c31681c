"""Readers: what is written in a file, and where; no meaning."""

from perfrules.readers.files import contents, decoded
from perfrules.readers.grids import read, read_all
from perfrules.readers.kinds import FileKind, kind_of

__all__ = ["FileKind", "contents", "decoded", "kind_of", "read", "read_all"]
