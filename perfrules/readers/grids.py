"""Reading a grid: tab-separated text here, each other kind in a module of its own."""

import re
from collections.abc import Callable

from perfrules.findings import MissingExtra
from perfrules.model.grid import Cell, Grid
from perfrules.readers import word
from perfrules.readers.delimited import read_csv, read_markdown
from perfrules.readers.files import decoded
from perfrules.readers.kinds import FileKind, kind_of
from perfrules.readers.limits import check_size, limited

_LINE_END = re.compile("\r\n|\r|\n")


Reader = Callable[[str, bytes], Grid]


def read(source: str, data: bytes) -> Grid:
    """
    Read the table of a file: of a workbook its fullest sheet, of a document or page all of it.

    Args:
        source: the file's name, for places.
        data: its bytes.

    Raises:
        UnreadableForm: it cannot be read, or is too large.
        MissingExtra: a package for this kind of file is not installed.
    """
    reader = READERS[kind_of(source, data)]
    return reader(source, data)


def _excel(source: str, data: bytes) -> Grid:
    try:
        from perfrules.readers import excel
    except ImportError as error:
        raise MissingExtra("excel", error.name or "") from None
    return excel.read(source, data)


def _old_excel(source: str, data: bytes) -> Grid:
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
    lines = 1 + text.count("\n") + text.count("\r") - text.count("\r\n")
    check_size(source, lines, 0, lines + text.count("\t"))
    return limited(source, _lines(source, text))


READERS: dict[FileKind, Reader] = {
    FileKind.TEXT: _text,
    FileKind.CSV: lambda source, data: read_csv(source, decoded(source, data)),
    FileKind.MARKDOWN: lambda source, data: read_markdown(source, decoded(source, data)),
    FileKind.XLSX: _excel,
    FileKind.XLS: _old_excel,
    FileKind.DOCX: word.read,
    FileKind.HTML: _web,
}
"""How each kind is read; a document (YAML, JSON) is no grid."""


def _lines(source: str, text: str) -> Grid:
    """Split into lines and, at tabs only, into cells; a cell's spot is ``line:cell``."""
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    rows = tuple(
        tuple(Cell(cell, f"{number}:{index}") for index, cell in enumerate(line.split("\t"), 1))
        if line.strip()
        else ()
        for number, line in enumerate(lines, start=1)
    )
    return Grid(source=source, rows=rows)
