"""Reading grids: which reader reads which kind of file."""

from collections.abc import Callable
from functools import partial

from perfrules.findings import MissingExtra
from perfrules.model.grid import Grid
from perfrules.readers import apart, opendocument, word
from perfrules.readers.aligned import is_aligned, read_aligned
from perfrules.readers.converted import converted, told
from perfrules.readers.delimited import read_csv, read_markdown, read_tabs
from perfrules.readers.files import decoded
from perfrules.readers.kinds import FileKind, kind_of

Reader = Callable[[str, bytes], Grid]
BookReader = Callable[[str, bytes], tuple[Grid, ...]]


def read_all(source: str, data: bytes) -> tuple[Grid, ...]:
    """
    Read the tables of a file: each filled sheet of a workbook, else one grid of the whole.

    Args:
        source: the file's name, for places.
        data: its bytes.

    Raises:
        UnreadableForm: it cannot be read, or is too large.
        MissingExtra: a package for this kind of file is not installed.
    """
    kind = kind_of(source, data)
    return BOOKS[kind](source, data) if kind in BOOKS else (READERS[kind](source, data),)


def read(source: str, data: bytes) -> Grid:
    """
    Read the fullest table of a file; the first of several such.

    Args:
        source: the file's name, for places.
        data: its bytes.

    Raises:
        UnreadableForm: it cannot be read, or is too large.
        MissingExtra: a package for this kind of file is not installed.
    """
    return max(read_all(source, data), key=_filled)


def _filled(grid: Grid) -> int:
    return len({cell.spot for row in grid.rows for cell in row if cell.text.strip()})


def _excel(source: str, data: bytes) -> tuple[Grid, ...]:
    try:
        from perfrules.readers import excel
    except ImportError as error:
        raise MissingExtra("excel", error.name or "") from None
    return excel.read(source, data)


def _old_excel(source: str, data: bytes) -> tuple[Grid, ...]:
    try:
        from perfrules.readers import oldexcel
    except ImportError as error:
        raise MissingExtra("xls", error.name or "") from None
    return oldexcel.read(source, data)


def _web(source: str, data: bytes) -> Grid:
    try:
        from perfrules.readers import web
    except ImportError as error:
        raise MissingExtra("html", error.name or "") from None
    return web.read(source, data)


def _text(source: str, data: bytes) -> Grid:
    text = decoded(source, data)
    return read_aligned(source, text) if is_aligned(text) else read_tabs(source, text)


def _converted(source: str, data: bytes, kind: FileKind) -> Grid:
    made = converted(source, data, kind, FileKind.DOCX)
    return told(word.read(source, made), kind, FileKind.DOCX)


def _converted_book(source: str, data: bytes) -> tuple[Grid, ...]:
    kind, wanted = FileKind.EXCEL_XML, FileKind.ODS
    grids = opendocument.read(source, converted(source, data, kind, wanted))
    return tuple(told(grid, kind, wanted) for grid in grids)


READERS: dict[FileKind, Reader] = {
    FileKind.TEXT: _text,
    FileKind.CSV: lambda source, data: read_csv(source, decoded(source, data)),
    FileKind.MARKDOWN: lambda source, data: read_markdown(source, decoded(source, data)),
    FileKind.DOCX: word.read,
    FileKind.HTML: _web,
    FileKind.PDF: apart.read,
}
"""How each kind of one grid is read; a document (YAML, JSON) is none."""
READERS |= {
    kind: partial(_converted, kind=kind)
    for kind in (FileKind.DOC, FileKind.RTF, FileKind.ODT, FileKind.FODT, FileKind.WORD_XML)
}

BOOKS: dict[FileKind, BookReader] = {
    FileKind.XLSX: _excel,
    FileKind.XLS: _old_excel,
    FileKind.ODS: opendocument.read,
    FileKind.FODS: opendocument.read_flat,
    FileKind.EXCEL_XML: _converted_book,
}
"""How each kind of several sheets is read."""
