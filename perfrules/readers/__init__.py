"""Readers: what is written in a file, and where; no meaning."""

from perfrules.readers.file_kinds import FileKind
from perfrules.readers.files import decoded
from perfrules.readers.registry import SourceFile, grids, opened
from perfrules.readers.sniff import file_kind

__all__ = ["FileKind", "SourceFile", "decoded", "file_kind", "grids", "opened"]
