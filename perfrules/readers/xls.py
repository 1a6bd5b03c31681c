"""Workbooks of the old kind (.xls), read by xlrd: values, number formats, merged areas."""

import datetime
import io
import struct
from collections.abc import Iterator
from typing import Any

import xlrd

from perfrules.findings import Code
from perfrules.model.grid import Grid
from perfrules.readers.files import refused
from perfrules.readers.limits import check_size, limited
from perfrules.readers.number_formats import number_format, shown_decimal
from perfrules.readers.spreadsheet import hidden_findings, sheet_rows

_XLRD_ERRORS = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    AssertionError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)
"""What xlrd raises on a file that is not whole."""
_BLANK_TYPES = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)


def read_xls(source: str, data: bytes) -> tuple[Grid, ...]:
    """
    Read the filled sheets of an old workbook, of those that a person sees.

    Raises:
        UnreadableForm: damaged, encrypted, too large, or empty.
    """
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        grids = tuple(_xls_grids(source, book))
    except _XLRD_ERRORS as error:
        code = Code.ENCRYPTED if "encrypted" in str(error).lower() else Code.DAMAGED_FILE
        raise refused(code, source) from None
    if not grids:
        raise refused(Code.EMPTY_FILE, source)
    return grids


def _xls_grids(source: str, book: Any) -> Iterator[Grid]:
    for sheet in book.sheets():
        height, width = _filled_extent(sheet)
        if not sheet.visibility and height:
            areas = (
                ((top, left), (bottom - 1, right - 1))
                for top, bottom, left, right in sheet.merged_cells
            )
            texts = _xls_texts(source, book, sheet, height, width)
            filled = (
                (row, n) for row, line in enumerate(texts) for n, text in enumerate(line) if text
            )
            noticed = hidden_findings(source, sheet.name, _xls_hidden_places(sheet), filled)
            rows = sheet_rows(sheet.name, texts, areas)
            grid = Grid(source=source, rows=rows, sheet=sheet.name, findings=noticed)
            yield limited(source, grid)


def _xls_hidden_places(sheet: Any) -> tuple[set[int], set[int]]:
    rows, columns = sheet.rowinfo_map, sheet.colinfo_map
    return {n for n in rows if rows[n].hidden}, {n for n in columns if columns[n].hidden}


def _filled_extent(sheet: Any) -> tuple[int, int]:
    """Return how many rows and columns there are up to the last cell that is not blank."""
    height = width = 0
    for row in range(sheet.nrows):
        columns = range(sheet.row_len(row))
        filled = [n for n in columns if sheet.cell_type(row, n) not in _BLANK_TYPES]
        if filled:
            height, width = row + 1, max(width, filled[-1] + 1)
    return height, width


def _xls_texts(source: str, book: Any, sheet: Any, height: int, width: int) -> list[list[str]]:
    """Return the text of every cell, row by row; up to the last filled cell."""
    check_size(source, height, width, height * width)
    texts = [[""] * width for _ in range(height)]
    for row, line in enumerate(texts):
        for column in range(min(sheet.row_len(row), width)):
            line[column] = _xls_text(book, sheet, row, column)
    return texts


def _xls_text(book: Any, sheet: Any, row: int, column: int) -> str:
    """Return a cell as a person sees it."""
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    match kind:
        case xlrd.XL_CELL_TEXT:
            return str(value)
        case xlrd.XL_CELL_NUMBER:
            style = book.xf_list[sheet.cell_xf_index(row, column)]
            code = book.format_map[style.format_key].format_str
            return number_format(code).shown(shown_decimal(value))
        case xlrd.XL_CELL_DATE:
            return _date_text(xlrd.xldate_as_datetime(value, book.datemode))
        case xlrd.XL_CELL_BOOLEAN:
            return str(bool(value)).upper()
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(value, "#ERROR"))
        case _:
            return ""


def _date_text(moment: datetime.datetime) -> str:
    whole = moment.time() == datetime.time()
    return moment.date().isoformat() if whole else moment.isoformat(sep=" ")
