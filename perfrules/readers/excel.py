"""Workbooks: calamine reads the values; formats, errors and formulas are read beside it."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

import python_calamine

from perfrules.findings import Finding, Where
from perfrules.model.grid import Grid
from perfrules.readers.files import DAMAGED, refused
from perfrules.readers.kinds import EMPTY
from perfrules.readers.layouts import PLAIN, exact, layout
from perfrules.readers.limits import MOST_TEXT, check_size, check_text, limited
from perfrules.readers.package import (
    SHARED_TEXTS,
    asks_to_calculate,
    formats,
    packed,
    parts,
    tree,
    visible_sheets,
)
from perfrules.readers.sheets import hidden, sheet_rows
from perfrules.readers.stored import (
    ERROR,
    SHARED,
    TEXT,
    Place,
    Stored,
    hidden_places,
    letters,
    scan,
)

NEVER_CALCULATED = "PR113"

_DAMAGE = (
    python_calamine.CalamineError,
    ParseError,
    ExpatError,
    LookupError,
    ValueError,
    ArithmeticError,
    OSError,
)


def read(source: str, data: bytes) -> tuple[Grid, ...]:
    """
    Read the filled sheets of a workbook, of those that a person sees.

    Merged areas are filled with their first cell. A number is shown as its format says
    where that is plain (``0``, ``0.00``, ``0%``, ``0"家"``), else in full. Errors stand as
    they are (``#REF!``); of a formula that was never calculated stands its own text
    (``=SUM(G1:G9)``): neither may pass for an empty cell.

    Raises:
        UnreadableForm: damaged, unsafe, too large, or empty.
    """
    found = parts(source, data)
    with _damage_told(source):
        grids = tuple(_grids(source, found))
    if not grids:
        raise refused(EMPTY, source)
    return grids


def _grids(source: str, found: Mapping[str, bytes]) -> Iterator[Grid]:
    scanned = [(sheet, scan(source, sheet.part)) for sheet in visible_sheets(source, found)]
    filled = [(sheet, cells) for sheet, cells in scanned if any(map(_is_filled, cells.values()))]
    check_size(source, 0, 0, sum(map(_area, (cells for _, cells in filled))))
    check_text(source, _characters(source, found, [cells for _, cells in filled]))
    book = python_calamine.CalamineWorkbook.from_filelike(packed(found))
    codes, is_stale = formats(source, found), asks_to_calculate(source, found)
    for sheet, cells in filled:
        page = book.get_sheet_by_name(sheet.name)
        texts = _texts(page.to_python(skip_empty_area=False), cells, codes)
        rows = sheet_rows(sheet.name, texts, page.merged_cell_ranges or [])
        if any(rows):
            told = tuple(_never_calculated(source, sheet.name, cells)) if is_stale else ()
            told += hidden(source, sheet.name, hidden_places(sheet.part), cells)
            grid = Grid(source=source, rows=rows, sheet=sheet.name, findings=told)
            yield limited(source, grid)


@contextmanager
def _damage_told(source: str) -> Iterator[None]:
    """Turn what a damaged workbook raises into one clear finding."""
    try:
        yield
    except _DAMAGE:
        raise refused(DAMAGED, source) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # calamine's, and no Exception
            raise
        raise refused(DAMAGED, source) from None


def _never_calculated(source: str, name: str, cells: Mapping[Place, Stored]) -> Iterator[Finding]:
    """
    Tell of formulas that give nought in a workbook that asks to be calculated when opened.

    Programs that write formulas without calculating them store nought as their value.
    """
    noughts = [place for place, cell in cells.items() if cell.formula and cell.value == "0"]
    if noughts:
        (row, column), formula = noughts[0], cells[noughts[0]].formula
        where = Where(source=source, spot=f"{name}!{letters(column)}{row + 1}")
        params = {"count": str(len(noughts)), "formula": f"={formula}"}
        yield Finding(code=NEVER_CALCULATED, where=where, params=params)


def _is_filled(cell: Stored) -> bool:
    return bool(cell.value.strip()) or cell.formula is not None


def _area(cells: Mapping[Place, Stored]) -> int:
    """Return how many cells a sheet is laid out to."""
    return (1 + max(row for row, _ in cells)) * (1 + max(column for _, column in cells))


def _characters(
    source: str, found: Mapping[str, bytes], sheets: Sequence[Mapping[Place, Stored]]
) -> int:
    """
    Return how many characters the cells hold that name a shared text.

    A text is stored once and may be named by every cell; only where that could be much is
    each counted.
    """
    named = Counter(
        cell.value for cells in sheets for cell in cells.values() if cell.kind == SHARED
    )
    part = found.get(SHARED_TEXTS, b"")
    if named.total() * len(part) <= MOST_TEXT:
        return 0
    texts = tree(source, part)
    return sum(len("".join(texts[int(index)].itertext())) * n for index, n in named.items())


def _texts(
    values: Sequence[Sequence[Any]], cells: Mapping[Place, Stored], codes: Sequence[str]
) -> list[list[str]]:
    """Return the text of every cell, row by row; as far as something stands in the sheet."""
    height = max(len(values), *(row + 1 for row, _ in cells))
    width = max(*map(len, values), *(column + 1 for _, column in cells), 0, 0)
    texts = [[""] * width for _ in range(height)]
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            if value != "":
                texts[row][column] = _text(value, cells.get((row, column)), codes)
    for (row, column), cell in cells.items():
        if not texts[row][column]:
            texts[row][column] = _behind(cell)
    return texts


def _text(value: Any, cell: Stored | None, codes: Sequence[str]) -> str:
    """Return what a person sees in a cell."""
    if isinstance(value, str):  # most are
        return value.replace("_x000D_", "")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        has_style = cell is not None and cell.style < len(codes)
        shape = layout(codes[cell.style]) if cell is not None and has_style else PLAIN
        is_typed = cell is None or cell.formula is None
        return shape.shown(exact(value), whole=is_typed)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _behind(cell: Stored) -> str:
    """Return an error, or a formula without a value: calamine reads both as blank."""
    if cell.kind == ERROR and cell.value:
        return cell.value
    is_calculated = cell.formula is None or cell.value or cell.kind == TEXT
    return "" if is_calculated else f"={cell.formula}"
