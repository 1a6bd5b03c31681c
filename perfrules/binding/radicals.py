"""Characters that a PDF of a browser replaces by the radicals they look like: put back."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace

from perfrules.findings import Code, Finding
from perfrules.model.grid import Cell, Grid
from perfrules.model.vocabulary import HeaderWords

_ODD = re.compile("[\u2e80-\u2fdf]")
"""The two blocks of radicals: CJK Radicals Supplement, Kangxi Radicals."""


def repaired(grid: Grid, words: HeaderWords) -> Grid:
    """
    Return a grid in which no radical stands for a character; that it was so is told once.

    Unicode's own compatibility forms know the Kangxi radicals only, and give some their
    traditional form; the vocabulary has the others.
    """
    odd = set(_ODD.findall("".join(cell.text for cell in _cells(grid))))
    table = {ord(c): words.radicals.get(c) or unicodedata.normalize("NFKC", c) for c in odd}
    if not table:
        return grid
    rows = tuple(tuple(_put_back(cell, table) for cell in row) for row in grid.rows)
    place = next(cell for cell in _cells(grid) if odd & set(cell.text))
    told = Finding(
        code=Code.RADICALS_REPLACED, where=grid.where(place), params={"text": "".join(sorted(odd))}
    )
    return replace(grid, rows=rows, findings=(*grid.findings, told))


def _cells(grid: Grid) -> Iterator[Cell]:
    for row in grid.rows:
        yield from row


def _put_back(cell: Cell, table: Mapping[int, str]) -> Cell:
    return Cell(cell.text.translate(dict(table)), cell.spot)
