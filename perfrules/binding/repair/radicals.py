"""Characters that a PDF made by a browser replaces by the radicals they look like."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace

from perfrules.binding.sheet import Sheet, SheetCell, SheetRow, sheet_cell
from perfrules.findings import Code, Finding

_RADICAL = re.compile("[\u2e80-\u2fdf]")
"""The two blocks of radicals: CJK Radicals Supplement, Kangxi Radicals."""


def without_radicals(sheet: Sheet, radicals: Mapping[str, str]) -> Sheet:
    """
    Return a sheet in which no radical is in the place of a character; this is reported once.

    Unicode's own compatibility forms know the Kangxi radicals only, and give some their
    traditional form; *radicals* has the others.
    """
    odd = set(_RADICAL.findall("".join(cell.text for cell in _sheet_cells(sheet))))
    if not odd:
        return sheet
    table = {ord(c): radicals.get(c) or unicodedata.normalize("NFKC", c) for c in odd}
    rows = tuple(SheetRow(_replaced_cell(cell, table) for cell in row) for row in sheet.rows)
    place = next(cell for cell in _sheet_cells(sheet) if odd & set(cell.text))
    found = Finding(
        code=Code.RADICALS_REPLACED, where=sheet.where(place), params={"text": "".join(sorted(odd))}
    )
    return replace(sheet, rows=rows, findings=(*sheet.findings, found))


def _sheet_cells(sheet: Sheet) -> Iterator[SheetCell]:
    for row in sheet.rows:
        yield from row


def _replaced_cell(cell: SheetCell, table: Mapping[int, str]) -> SheetCell:
    text = cell.text.translate(table)
    return cell if text == cell.text else sheet_cell(text, cell.spot)
