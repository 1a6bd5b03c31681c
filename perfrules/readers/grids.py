"""Reading a grid: tab-separated text here, workbooks in `excel`."""

import re

from perfrules.findings import MissingExtra
from perfrules.model.grid import Cell, Grid
from perfrules.readers.files import decoded
from perfrules.readers.kinds import FileKind, kind_of
from perfrules.readers.limits import check_size, limited

_LINE_END = re.compile("\r\n|\r|\n")


def read(source: str, data: bytes) -> Grid:
    """
    Read the table of a text or a workbook.

    Args:
        source: the file's name, for places.
        data: its bytes.

    Raises:
        UnreadableForm: it cannot be read, or is too large.
        MissingExtra: a workbook, and the extra `excel` is not installed.
    """
    if kind_of(source, data) is FileKind.XLSX:
        try:
            from perfrules.readers import excel
        except ImportError as error:
            raise MissingExtra("excel", error.name or "") from None
        return excel.read(source, data)
    text = decoded(source, data)
    lines = 1 + text.count("\n") + text.count("\r") - text.count("\r\n")
    check_size(source, lines, 0, lines + text.count("\t"))
    return limited(source, _lines(source, text))


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
