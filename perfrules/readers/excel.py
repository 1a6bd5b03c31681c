"""Workbooks: calamine reads the values, openpyxl tells how numbers are shown."""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import openpyxl
import python_calamine

from perfrules.findings import UnreadableForm
from perfrules.model.grid import Cell, Grid
from perfrules.readers.contents import refused
from perfrules.readers.kinds import DAMAGED, EMPTY
from perfrules.readers.read import MOST_COLUMNS, MOST_ROWS, limited

UNSAFE = "PR111"
DIGITS = 15
"""Significant digits of a number that Excel keeps and shows."""

Area = tuple[tuple[int, int], tuple[int, int]]
_UNSAFE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_ZEROS = re.compile(r"(?P<whole>0)(?:\.(?P<decimals>0+))?(?P<percent>%?)")


def read(source: str, data: bytes) -> Grid:
    """
    Read the first sheet of a workbook that has content.

    Merged areas are filled with their first cell. A number is printed as Excel shows it
    where its format is plain (``0``, ``0.00``, ``0%``, ``0.00%``), else in full.

    Raises:
        UnreadableForm: damaged, unsafe, or empty.
    """
    _check_safe(source, data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = next(_filled_sheets(book), None)
    except UnreadableForm:
        raise
    except (python_calamine.CalamineError, OSError, ValueError, KeyError):
        raise refused(DAMAGED, source) from None
    if found is None:
        raise refused(EMPTY, source)
    name, values, areas = found
    shown = _Shown(source, data, name, len(values), max(map(len, values)))
    return limited(source, Grid(source=source, rows=_rows(name, values, areas, shown)))


def _check_safe(source: str, data: bytes) -> None:
    """Refuse XML that declares a document type or entities: no workbook needs them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            if member.endswith((".xml", ".rels")):
                try:
                    head = archive.open(member).read(4096)
                except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError):
                    raise refused(DAMAGED, source) from None
                if _UNSAFE.search(head):
                    raise refused(UNSAFE, source, member=member)


def _filled_sheets(book: Any) -> Iterator[tuple[str, list[list[Any]], list[Area]]]:
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        values = sheet.to_python(skip_empty_area=False)
        if any(str(value).strip() for row in values for value in row):
            yield name, values, sheet.merged_cell_ranges or []


class _Shown:
    """What openpyxl knows of cells: number formats, and formulas never calculated."""

    def __init__(self, source: str, data: bytes, sheet: str, rows: int, columns: int) -> None:
        self.formats: dict[tuple[int, int], str] = {}
        self.formulas: dict[tuple[int, int], str] = {}
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            for cell in self._cells(book[sheet], rows, columns):
                self._keep(cell)
        except (KeyError, ValueError, TypeError, OSError, zipfile.BadZipFile, AttributeError):
            raise refused(DAMAGED, source) from None

    @staticmethod
    def _cells(sheet: Any, rows: int, columns: int) -> Iterator[Any]:
        """Yield the cells of the used area only: a sheet may say that it has a million rows."""
        for row in sheet.iter_rows(
            max_row=min(rows, MOST_ROWS), max_col=min(columns, MOST_COLUMNS)
        ):
            yield from row

    def _keep(self, cell: Any) -> None:
        if cell.value is None:
            return
        place = (cell.row - 1, cell.column - 1)
        if isinstance(cell.value, int | float):
            self.formats[place] = cell.number_format
        elif isinstance(cell.value, str) and cell.data_type == "f":
            self.formulas[place] = cell.value
            self.formats[place] = cell.number_format


def _rows(
    name: str, values: list[list[Any]], areas: list[Area], shown: _Shown
) -> tuple[tuple[Cell, ...], ...]:
    cells = [
        [
            Cell(_text(value, (row, column), shown), f"{name}!{_letters(column)}{row + 1}")
            for column, value in enumerate(line)
        ]
        for row, line in enumerate(values)
    ]
    for (top, left), (bottom, right) in areas:
        for row in cells[top : bottom + 1]:
            if top < len(cells) and left < len(cells[top]):
                row[left : right + 1] = [cells[top][left]] * len(row[left : right + 1])
    return tuple(tuple(row) if any(cell.text for cell in row) else () for row in cells)


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _text(value: Any, place: tuple[int, int], shown: _Shown) -> str:
    """Return what a person sees in a cell."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, shown.formats.get(place, ""))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    text = str(value).replace("_x000D_", "")
    # A formula that was never calculated has no value: its own text is shown, not a blank.
    return text or shown.formulas.get(place, "")


def _number(value: float, layout: str) -> str:
    exact = Decimal(f"{value:.{DIGITS}g}") if isinstance(value, float) else Decimal(value)
    match = _ZEROS.fullmatch(layout)
    if match is None:
        return f"{exact.normalize():f}" if exact else "0"
    decimals = len(match["decimals"] or "")
    scaled = exact * 100 if match["percent"] else exact
    places = max(decimals, -int(scaled.normalize().as_tuple().exponent)) if scaled else decimals
    return f"{scaled:.{places}f}{match['percent']}"
