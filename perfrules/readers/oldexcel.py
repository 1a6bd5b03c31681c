"""Workbooks of the old kind (.xls), read by xlrd: values, number formats, merged areas."""

import datetime
import io
import struct
from collections.abc import Iterator
from typing import Any

import xlrd

from perfrules.model.grid import Cell, Grid
from perfrules.readers.files import refused
from perfrules.readers.kinds import DAMAGED, EMPTY, ENCRYPTED
from perfrules.readers.layouts import exact, layout
from perfrules.readers.limits import check_size, limited
from perfrules.readers.stored import letters

_DAMAGE = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    AssertionError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    ZeroDivisionError,
)
"""What xlrd raises on a file that is not whole."""


def read(source: str, data: bytes) -> Grid:
    """
    Read the sheet of an old workbook with the most filled cells, of those that a person sees.

    Raises:
        UnreadableForm: damaged, encrypted, too large, or empty.
    """
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        sheets = [sheet for sheet in book.sheets() if not sheet.visibility]
        sheet = max(sheets, key=_filled, default=None)
        rows = _rows(source, book, sheet) if sheet and _filled(sheet) else []
    except _DAMAGE as error:
        code = ENCRYPTED if "encrypted" in str(error).lower() else DAMAGED
        raise refused(code, source) from None
    if not rows:
        raise refused(EMPTY, source)
    return limited(source, Grid(source=source, rows=tuple(rows)))


def _filled(sheet: Any) -> int:
    return sum(
        sheet.cell_type(row, column) not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
        for row in range(sheet.nrows)
        for column in range(sheet.row_len(row))
    )


def _rows(source: str, book: Any, sheet: Any) -> list[tuple[Cell, ...]]:
    widest = max((sheet.row_len(row) for row in range(sheet.nrows)), default=0)
    stored = sum(sheet.row_len(row) for row in range(sheet.nrows))
    check_size(source, sheet.nrows, widest, stored)
    cells = {
        (row, column): Cell(_text(book, sheet, row, column), _spot(sheet.name, row, column))
        for row in range(sheet.nrows)
        for column in range(sheet.row_len(row))
    }
    for top, bottom, left, right in sheet.merged_cells:
        first = cells.get((top, left))
        check_size(source, bottom - top, right - left, (bottom - top) * (right - left))
        cells |= {(y, x): first for y, x in _area(top, bottom, left, right) if first}
    return [tuple(_line(cells, sheet, row)) for row in range(sheet.nrows)]


def _area(top: int, bottom: int, left: int, right: int) -> Iterator[tuple[int, int]]:
    return ((row, column) for row in range(top, bottom) for column in range(left, right))


def _line(cells: dict[tuple[int, int], Cell], sheet: Any, row: int) -> Iterator[Cell]:
    width = 1 + max((column for y, column in cells if y == row), default=-1)
    for column in range(width):
        yield cells.get((row, column)) or Cell("", _spot(sheet.name, row, column))


def _spot(name: str, row: int, column: int) -> str:
    return f"{name}!{letters(column)}{row + 1}"


def _text(book: Any, sheet: Any, row: int, column: int) -> str:
    """Return a cell as a person sees it."""
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    match kind:
        case xlrd.XL_CELL_TEXT:
            return str(value)
        case xlrd.XL_CELL_NUMBER:
            style = book.xf_list[sheet.cell_xf_index(row, column)]
            code = book.format_map[style.format_key].format_str
            return layout(code).shown(exact(value))
        case xlrd.XL_CELL_DATE:
            return _day(xlrd.xldate_as_datetime(value, book.datemode))
        case xlrd.XL_CELL_BOOLEAN:
            return str(bool(value)).upper()
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(value, "#ERROR"))
        case _:
            return ""


def _day(moment: datetime.datetime) -> str:
    whole = moment.time() == datetime.time()
    return moment.date().isoformat() if whole else moment.isoformat(sep=" ")
