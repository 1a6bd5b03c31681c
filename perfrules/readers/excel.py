"""Workbooks: calamine reads the values, openpyxl tells how numbers are shown."""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

import openpyxl
import python_calamine

from perfrules.findings import UnreadableForm
from perfrules.model.grid import Cell, Grid
from perfrules.readers.files import refused
from perfrules.readers.kinds import DAMAGED, EMPTY
from perfrules.readers.limits import MOST_COLUMNS, MOST_ROWS, limited

UNSAFE = "PR111"
PROLOG = 65_536
"""Bytes of a member in which a document type could be declared."""
DIGITS = 15
"""Significant digits of a number that Excel keeps and shows."""

Place = tuple[int, int]
"""Row and column, counted from 0."""
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
    shown = _Shown(source, data, name)
    return limited(source, Grid(source=source, rows=_rows(name, values, areas, shown)))


def _check_safe(source: str, data: bytes) -> None:
    """Refuse XML that declares a document type or entities: no workbook needs them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            if member.endswith((".xml", ".rels")):
                try:
                    head = archive.open(member).read(PROLOG)
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
    """
    What openpyxl knows of cells: how numbers are shown, and what calamine leaves blank.

    calamine reads an error (``#REF!``) and a formula that was never calculated as blank;
    neither may pass for an empty cell.
    """

    def __init__(self, source: str, data: bytes, sheet: str) -> None:
        self.formats: dict[Place, str] = {}
        self.hidden: dict[Place, str] = {}
        try:
            formulas = dict(self._filled(data, sheet, values=False))
            if any(cell.data_type == "f" for cell in formulas.values()):
                self._look_behind(dict(self._filled(data, sheet, values=True)), formulas)
        except (KeyError, ValueError, TypeError, OSError, zipfile.BadZipFile, AttributeError):
            raise refused(DAMAGED, source) from None
        for place, cell in formulas.items():
            self.formats[place] = cell.number_format
            if cell.data_type == "e":
                self.hidden[place] = str(cell.value)

    @staticmethod
    def _filled(data: bytes, sheet: str, *, values: bool) -> Iterator[tuple[Place, Any]]:
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, keep_links=False, data_only=values
        )
        page = book[sheet]
        page.reset_dimensions()  # a sheet may say that it has a million columns
        for row in page.iter_rows(max_row=MOST_ROWS):
            for cell in islice(row, MOST_COLUMNS):
                if cell.value is not None:
                    yield (cell.row - 1, cell.column - 1), cell

    def _look_behind(self, values: dict[Place, Any], formulas: dict[Place, Any]) -> None:
        """Keep the error of a formula, or its own text where it was never calculated."""
        for place, cell in formulas.items():
            if cell.data_type == "f":
                value = values.get(place)
                if value is None:
                    self.hidden[place] = str(cell.value)
                elif value.data_type == "e":
                    self.hidden[place] = str(value.value)


def _rows(
    name: str, values: list[list[Any]], areas: list[Area], shown: _Shown
) -> tuple[tuple[Cell, ...], ...]:
    values = _widened(values, shown)
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


def _widened(values: list[list[Any]], shown: _Shown) -> list[list[Any]]:
    """Add the cells beyond calamine's area that are blank to it and are not."""
    height = max([len(values), *(row + 1 for row, _ in shown.hidden)])
    width = max([0, *map(len, values), *(column + 1 for _, column in shown.hidden)])
    rows = [*values, *([] for _ in range(height - len(values)))]
    return [[*row, *[""] * (width - len(row))] for row in rows]


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
    return str(value).replace("_x000D_", "") or shown.hidden.get(place, "")


def _number(value: float, layout: str) -> str:
    exact = Decimal(f"{value:.{DIGITS}g}") if isinstance(value, float) else Decimal(value)
    match = _ZEROS.fullmatch(layout)
    if match is None:
        return f"{exact.normalize():f}" if exact else "0"
    decimals = len(match["decimals"] or "")
    scaled = exact * 100 if match["percent"] else exact
    places = max(decimals, -int(scaled.normalize().as_tuple().exponent)) if scaled else decimals
    return f"{scaled:.{places}f}{match['percent']}"
