"""The registry: which reader reads which kind of file."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import BinaryIO

from perfrules.findings import MissingExtra
from perfrules.model.grid import Grid
from perfrules.readers.file_kinds import FileKind
from perfrules.readers.files import contents, decoded
from perfrules.readers.sniff import file_kind

GridReader = Callable[[str, bytes], Grid]
SheetsReader = Callable[[str, bytes], tuple[Grid, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """
    A file that was read into memory and sniffed, once.

    Attributes:
        source: its name, for places.
        kind: what its content is, whatever its name ends in.
        data: its bytes.
    """

    source: str
    kind: FileKind
    data: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """
        Its text, where it is text.

        Raises:
            UnreadableForm: it is not UTF-8, UTF-16 or GB18030.
        """
        return decoded(self.source, self.data)


def opened(origin: str | os.PathLike[str] | bytes | BinaryIO, source: str = "") -> SourceFile:
    """
    Take the bytes of a file and sniff its kind.

    Args:
        origin: a path, the bytes themselves, or a binary stream; a stream is read up to the
            limit of bytes and is left open.
        source: what to call the file in places; by default its path.

    Raises:
        UnreadableForm: missing, empty, encrypted, damaged, too large, or of a kind that is
            not read.
    """
    name, data = contents(origin, source)
    return SourceFile(source=name, kind=file_kind(name, data), data=data)


def grids(file: SourceFile) -> tuple[Grid, ...]:
    """
    Read the tables of a file: one grid for each filled sheet of a workbook, else one in all.

    Args:
        file: from `opened`; not a YAML or JSON document, which has no grid.

    Raises:
        UnreadableForm: it cannot be read, or is too large.
        MissingExtra: a package for this kind of file is not installed.
    """
    return _READERS[file.kind](file.source, file.data)


def _one_grid(module: str, function: str) -> SheetsReader:
    def read(source: str, data: bytes) -> tuple[Grid, ...]:
        reader: GridReader = getattr(_reader_module(module), function)
        return (reader(source, data),)

    return read


def _sheets(module: str, function: str) -> SheetsReader:
    def read(source: str, data: bytes) -> tuple[Grid, ...]:
        reader: SheetsReader = getattr(_reader_module(module), function)
        return reader(source, data)

    return read


def _reader_module(module: str) -> object:
    """Import a reader when the first file of its kind comes; it may need a missing package."""
    try:
        return import_module(f"perfrules.readers.{module}")
    except ImportError as error:
        raise MissingExtra(EXTRAS[module], error.name or "") from None


def _plain_text(source: str, data: bytes) -> tuple[Grid, ...]:
    from perfrules.readers import delimited, fixed_width

    text = decoded(source, data)
    if fixed_width.is_fixed_width(text):
        return (fixed_width.read_fixed_width(source, text),)
    return (delimited.read_tabs(source, text),)


def _csv(source: str, data: bytes) -> tuple[Grid, ...]:
    from perfrules.readers import delimited

    return (delimited.read_csv(source, decoded(source, data)),)


def _markdown(source: str, data: bytes) -> tuple[Grid, ...]:
    from perfrules.readers import delimited

    return (delimited.read_markdown(source, decoded(source, data)),)


def _converted(kind: FileKind, wanted: FileKind) -> SheetsReader:
    def read(source: str, data: bytes) -> tuple[Grid, ...]:
        from perfrules.readers import libreoffice

        found = _READERS[wanted](source, libreoffice.converted(source, data, kind, wanted))
        return tuple(libreoffice.with_converted_spots(grid, kind, wanted) for grid in found)

    return read


EXTRAS: Mapping[str, str] = {"xlsx": "excel", "xls": "xls", "html": "html"}
"""Reader → the extra that installs what it needs; the PDF reader's is asked in its sandbox."""

_READERS: dict[FileKind, SheetsReader] = {
    FileKind.TEXT: _plain_text,
    FileKind.CSV: _csv,
    FileKind.MARKDOWN: _markdown,
    FileKind.DOCX: _one_grid("docx", "read_docx"),
    FileKind.HTML: _one_grid("html", "read_html"),
    FileKind.PDF: _one_grid("sandbox", "read_in_sandbox"),
    FileKind.XLSX: _sheets("xlsx", "read_xlsx"),
    FileKind.XLS: _sheets("xls", "read_xls"),
    FileKind.ODS: _sheets("ods", "read_ods"),
    FileKind.FODS: _sheets("ods", "read_fods"),
    FileKind.EXCEL_XML: _converted(FileKind.EXCEL_XML, FileKind.ODS),
    FileKind.DOC: _converted(FileKind.DOC, FileKind.DOCX),
    FileKind.RTF: _converted(FileKind.RTF, FileKind.DOCX),
    FileKind.ODT: _converted(FileKind.ODT, FileKind.DOCX),
    FileKind.FODT: _converted(FileKind.FODT, FileKind.DOCX),
    FileKind.WORD_XML: _converted(FileKind.WORD_XML, FileKind.DOCX),
}
"""How each kind becomes grids; a document (YAML, JSON) does not."""
