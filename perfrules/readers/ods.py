"""
Spreadsheets of OpenDocument (.ods, flat .fods), read from their content alone.

It holds all that a form needs: the value of a cell next to its displayed text, so that no
number format must be put into words of our own, and what is merged, repeated or hidden.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree import ElementTree as ET

from perfrules.findings import Code
from perfrules.model.grid import Grid
from perfrules.readers.files import refused
from perfrules.readers.limits import check_size, limited
from perfrules.readers.number_formats import NumberFormat, displayed_format, shown_decimal
from perfrules.readers.office_package import checked_part, package_parts, parsed_part
from perfrules.readers.sheet_xml import Place
from perfrules.readers.spreadsheet import Area, sheet_rows

CONTENT_PART = "content.xml"
MOST_REPEATS = 10_000_000
"""Repetitions that are counted at most; no sheet has so many rows."""

_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TABLE, _TEXT = (_NAMESPACE % name for name in ("office", "table", "text"))
_STYLE = _NAMESPACE % "style"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ROW_GROUPS = tuple(
    f"{_TABLE}{name}" for name in ("table-row-group", "table-header-rows", "table-rows")
)
_ASIDE = (f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}ruby-text")
"""Texts next to the text of a cell."""
_BLANK_TEXTS = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
_NUMBER_TYPES = ("float", "percentage", "currency")
_MIDNIGHT = re.compile(r"T00:00:00(\.0*)?$")
_PREFIX = re.compile(r"^[a-z]+:=")


def read_ods(source: str, data: bytes) -> tuple[Grid, ...]:
    """
    Read the filled sheets of a spreadsheet, of those that a person sees.

    Raises:
        UnreadableForm: damaged, unsafe, too large, or empty.
    """
    return _ods_sheets(source, package_parts(source, data)[CONTENT_PART])


def read_fods(source: str, data: bytes) -> tuple[Grid, ...]:
    """
    Read the same from a flat file, which is one XML document.

    Raises:
        UnreadableForm: damaged, unsafe, too large, or empty.
    """
    return _ods_sheets(source, checked_part(source, source, data))


def _ods_sheets(source: str, content: bytes) -> tuple[Grid, ...]:
    try:
        root = parsed_part(source, content)
        grids = tuple(_ods_grids(source, root))
    except (ET.ParseError, ValueError, ArithmeticError, RecursionError):
        raise refused(Code.DAMAGED_FILE, source) from None
    if not grids:
        raise refused(Code.EMPTY_FILE, source)
    return grids


def _ods_grids(source: str, root: ET.Element) -> Iterator[Grid]:
    _normalise_texts(root)
    hidden = set(_hidden_styles(root))
    total = 0
    for table in root.iterfind(f".//{_OFFICE}spreadsheet/{_TABLE}table"):
        if table.get(f"{_TABLE}style-name") in hidden:
            continue
        sheet = _SheetCells(source)
        sheet.take(table)
        total += sheet.height * sheet.width
        check_size(source, 0, 0, total)
        if sheet.texts:
            name = table.get(f"{_TABLE}name", "")
            rows = sheet_rows(name, sheet.laid_out(), sheet.areas)
            yield limited(source, Grid(source=source, rows=rows, sheet=name))


def _normalise_texts(root: ET.Element) -> None:
    """Write blanks as text, and drop notes; then the text of a cell is that of its parts."""
    for element in root.iter():
        if element.tag in _BLANK_TEXTS:
            element.text = _BLANK_TEXTS[element.tag]
        elif element.tag in _ASIDE:
            tail = element.tail
            element.clear()
            element.tail = tail


def _hidden_styles(root: ET.Element) -> Iterator[str]:
    for style in root.iter(f"{_STYLE}style"):
        properties = style.find(f"{_STYLE}table-properties")
        if properties is not None and properties.get(f"{_TABLE}display") == "false":
            yield style.get(f"{_STYLE}name", "")


@dataclass(slots=True)
class _SheetCells:
    """The filled cells of a sheet; what is repeated counts only where it is filled."""

    source: str
    texts: dict[Place, str] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)
    height: int = 0
    width: int = 0

    def take(self, table: ET.Element) -> None:
        """Take the rows of a table, those in groups too."""
        row = 0
        for element in _ods_rows(table):
            times = _repeat_count(element, "number-rows-repeated")
            if any(map(_ods_text, element.iterfind("*"))):
                check_size(self.source, row + times, 0, 0)
            else:  # a million of blank ones is usual
                times, row = 1, row + times - 1
            for _ in range(times):
                self._take_row(element, row)
                row += 1

    def _take_row(self, element: ET.Element, row: int) -> None:
        column = 0
        for cell in element:
            if cell.tag not in _CELLS:
                continue
            times = _repeat_count(cell, "number-columns-repeated")
            if text := _ods_text(cell):
                self.height = row + 1
                self.width = max(self.width, column + times)
                check_size(self.source, self.height, self.width, self.height * self.width)
                self.texts |= {(row, column + n): text for n in range(times)}
            self._take_area(cell, row, column)
            column += times

    def _take_area(self, cell: ET.Element, row: int, column: int) -> None:
        rows, columns = (
            _repeat_count(cell, "number-rows-spanned"),
            _repeat_count(cell, "number-columns-spanned"),
        )
        if (rows, columns) != (1, 1):
            self.areas.append(((row, column), (row + rows - 1, column + columns - 1)))

    def laid_out(self) -> list[list[str]]:
        """Return all texts, row by row."""
        columns = range(self.width)
        return [
            [self.texts.get((row, column), "") for column in columns] for row in range(self.height)
        ]


def _ods_rows(parent: ET.Element) -> Iterator[ET.Element]:
    for element in parent:
        if element.tag == f"{_TABLE}table-row":
            yield element
        elif element.tag in _ROW_GROUPS:
            yield from _ods_rows(element)


def _repeat_count(element: ET.Element, name: str) -> int:
    """Return how often something is repeated, or how far it reaches."""
    return min(max(int(element.get(f"{_TABLE}{name}", "1")), 1), MOST_REPEATS)


def _ods_text(cell: ET.Element) -> str:
    """Return what a person sees in a cell; a number with all its digits."""
    shown = "\n".join("".join(line.itertext()) for line in cell.iterfind(f"{_TEXT}p")).strip()
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in _NUMBER_TYPES:
        return _number_text(shown, shown_decimal(float(cell.get(f"{_OFFICE}value", ""))), kind)
    if kind == "date":
        day = cell.get(f"{_OFFICE}date-value", "")
        return _MIDNIGHT.sub("", day).replace("T", " ") or shown
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value", "").upper()
    formula = cell.get(f"{_TABLE}formula")
    if formula and not kind and not shown:
        return f"={_PREFIX.sub('', formula)}"
    return shown or cell.get(f"{_OFFICE}string-value", "")


def _number_text(shown: str, value: Decimal, kind: str) -> str:
    found = displayed_format(shown, value)
    is_bare = kind == "percentage" and "%" not in found.before + found.after
    return (NumberFormat(after="%") if is_bare else found).shown(value)
