"""Workbooks of the old kind (.xls), read by xlrd: values, number formats, merged areas."""

import datetime
import io
import struct
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import xlrd

from perfrules.model.grid import Cell, Grid
from perfrules.readers.files import refused
from perfrules.readers.kinds import DAMAGED, EMPTY, ENCRYPTED
from perfrules.readers.layouts import exact, layout
from perfrules.readers.limits import check_size, limited
from perfrules.readers.stored import Place, letters

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


def read(source: str, data: bytes) -> tuple[Grid, ...]:
    """
    Read the filled sheets of an old workbook, of those that a person sees.

    Raises:
        UnreadableForm: damaged, encrypted, too large, or empty.
    """
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        grids = tuple(_grids(source, book))
    except _DAMAGE as error:
        code = ENCRYPTED if "encrypted" in str(error).lower() else DAMAGED
        raise refused(code, source) from None
    if not grids:
        raise refused(EMPTY, source)
    return grids


def _grids(source: str, book: Any) -> Iterator[Grid]:
    for sheet in book.sheets():
        if not sheet.visibility and _is_filled(sheet):
            rows = tuple(_rows(source, book, sheet))
            yield limited(source, Grid(source=source, rows=rows, sheet=sheet.name))


def _is_filled(sheet: Any) -> bool:
    return any(
        sheet.cell_type(row, column) not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
        for row in range(sheet.nrows)
        for column in range(sheet.row_len(row))
    )


def _rows(source: str, book: Any, sheet: Any) -> list[tuple[Cell, ...]]:
    widths = {row: sheet.row_len(row) for row in range(sheet.nrows)}
    check_size(source, sheet.nrows, max(widths.values()), sum(widths.values()))
    cells = {
        (row, column): Cell(_text(book, sheet, row, column), _spot(sheet.name, row, column))
        for row, width in widths.items()
        for column in range(width)
    }
    merged = 0
    for top, bottom, left, right in sheet.merged_cells:
        merged += (bottom - top) * (right - left)
        check_size(source, bottom - top, right - left, merged)
        if first := cells.get((top, left)):
            cells |= dict.fromkeys(product(range(top, bottom), range(left, right)), first)
            widths |= {row: max(widths.get(row, 0), right) for row in range(top, bottom)}
    return [tuple(_line(cells, sheet.name, row, widths[row])) for row in range(sheet.nrows)]


def _line(cells: Mapping[Place, Cell], name: str, row: int, width: int) -> Iterator[Cell]:
    for column in range(width):
        yield cells.get((row, column)) or Cell("", _spot(name, row, column))


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
