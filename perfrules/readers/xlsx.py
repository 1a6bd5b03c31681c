"""Workbooks: calamine reads the values; formats, errors and formulas come from the sheet XML."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

import python_calamine

from perfrules.findings import Code, Finding, Where
from perfrules.model.grid import Grid
from perfrules.readers.files import refused
from perfrules.readers.limits import MOST_TEXT, check_size, check_text, limited
from perfrules.readers.number_formats import PLAIN_FORMAT, number_format, shown_decimal
from perfrules.readers.office_package import (
    SHARED_TEXTS,
    asks_to_calculate,
    number_format_codes,
    package_parts,
    parsed_part,
    repacked,
    visible_sheets,
)
from perfrules.readers.sheet_xml import (
    ERROR_TYPE,
    SHARED_TYPE,
    TEXT_TYPE,
    Place,
    StoredCell,
    column_letters,
    hidden_places,
    stored_cells,
)
from perfrules.readers.spreadsheet import hidden_findings, sheet_rows

_CALAMINE_ERRORS = (
    python_calamine.CalamineError,
    ParseError,
    ExpatError,
    LookupError,
    ValueError,
    ArithmeticError,
    OSError,
)


def read_xlsx(source: str, data: bytes) -> tuple[Grid, ...]:
    """
    Read the filled sheets of a workbook, of those that a person sees.

    Merged areas are filled with their first cell. A number is shown as its format says
    where that is plain (``0``, ``0.00``, ``0%``, ``0"家"``), else in full. Errors stay as
    they are (``#REF!``); a formula that was never calculated is shown as its own text
    (``=SUM(G1:G9)``): neither may pass for an empty cell.

    Raises:
        UnreadableForm: damaged, unsafe, too large, or empty.
    """
    found = package_parts(source, data)
    with _damage_refused(source):
        grids = tuple(_sheet_grids(source, found))
    if not grids:
        raise refused(Code.EMPTY_FILE, source)
    return grids


def _sheet_grids(source: str, found: Mapping[str, bytes]) -> Iterator[Grid]:
    scanned = [(sheet, stored_cells(source, sheet.part)) for sheet in visible_sheets(source, found)]
    filled = [(sheet, cells) for sheet, cells in scanned if any(map(_is_filled, cells.values()))]
    check_size(source, 0, 0, sum(map(_area, (cells for _, cells in filled))))
    check_text(source, _shared_characters(source, found, [cells for _, cells in filled]))
    book = python_calamine.CalamineWorkbook.from_filelike(repacked(found))
    codes, is_stale = number_format_codes(source, found), asks_to_calculate(source, found)
    for sheet, cells in filled:
        page = book.get_sheet_by_name(sheet.name)
        texts = _cell_texts(page.to_python(skip_empty_area=False), cells, codes)
        rows = sheet_rows(sheet.name, texts, page.merged_cell_ranges or [])
        if any(rows):
            noticed = tuple(_never_calculated(source, sheet.name, cells)) if is_stale else ()
            noticed += hidden_findings(source, sheet.name, hidden_places(sheet.part), cells)
            grid = Grid(source=source, rows=rows, sheet=sheet.name, findings=noticed)
            yield limited(source, grid)


@contextmanager
def _damage_refused(source: str) -> Iterator[None]:
    """Turn what a damaged workbook raises into one clear finding."""
    try:
        yield
    except _CALAMINE_ERRORS:
        raise refused(Code.DAMAGED_FILE, source) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # calamine's, and no Exception
            raise
        raise refused(Code.DAMAGED_FILE, source) from None


def _never_calculated(
    source: str, name: str, cells: Mapping[Place, StoredCell]
) -> Iterator[Finding]:
    """
    Report formulas that give zero in a workbook that asks to be calculated when opened.

    Programs that write formulas without calculating them store zero as their value.
    """
    zeros = [place for place, cell in cells.items() if cell.formula and cell.value == "0"]
    if zeros:
        (row, column), formula = zeros[0], cells[zeros[0]].formula
        where = Where(source=source, spot=f"{name}!{column_letters(column)}{row + 1}")
        params = {"count": str(len(zeros)), "formula": f"={formula}"}
        yield Finding(code=Code.NEVER_CALCULATED, where=where, params=params)


def _is_filled(cell: StoredCell) -> bool:
    return bool(cell.value.strip()) or cell.formula is not None


def _area(cells: Mapping[Place, StoredCell]) -> int:
    """Return how many cells a sheet is laid out to."""
    return (1 + max(row for row, _ in cells)) * (1 + max(column for _, column in cells))


def _shared_characters(
    source: str, found: Mapping[str, bytes], sheets: Sequence[Mapping[Place, StoredCell]]
) -> int:
    """
    Return how many characters the cells hold that name a shared text.

    A text is stored once and may be named by every cell; only where that could be much is
    each counted.
    """
    named = Counter(
        cell.value for cells in sheets for cell in cells.values() if cell.kind == SHARED_TYPE
    )
    part = found.get(SHARED_TEXTS, b"")
    if named.total() * len(part) <= MOST_TEXT:
        return 0
    texts = parsed_part(source, part)
    return sum(len("".join(texts[int(index)].itertext())) * n for index, n in named.items())


def _cell_texts(
    values: Sequence[Sequence[Any]], cells: Mapping[Place, StoredCell], codes: Sequence[str]
) -> list[list[str]]:
    """Return the text of every cell, row by row; up to the last filled cell."""
    height = max(len(values), *(row + 1 for row, _ in cells))
    width = max(*map(len, values), *(column + 1 for _, column in cells), 0, 0)
    texts = [[""] * width for _ in range(height)]
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            if value != "":
                texts[row][column] = _shown_text(value, cells.get((row, column)), codes)
    for (row, column), cell in cells.items():
        if not texts[row][column]:
            texts[row][column] = _error_or_formula(cell)
    return texts


def _shown_text(value: Any, cell: StoredCell | None, codes: Sequence[str]) -> str:
    """Return what a person sees in a cell."""
    if isinstance(value, str):  # most are
        return value.replace("_x000D_", "")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        has_style = cell is not None and cell.style < len(codes)
        shape = number_format(codes[cell.style]) if cell is not None and has_style else PLAIN_FORMAT
        is_typed = cell is None or cell.formula is None
        return shape.shown(shown_decimal(value), whole=is_typed)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _error_or_formula(cell: StoredCell) -> str:
    """Return an error, or a formula without a value: calamine reads both as blank."""
    if cell.kind == ERROR_TYPE and cell.value:
        return cell.value
    is_calculated = cell.formula is None or cell.value or cell.kind == TEXT_TYPE
    return "" if is_calculated else f"={cell.formula}"
