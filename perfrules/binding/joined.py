"""
Lines that were joined when a table was copied as text.

Two header rows stand on one line, or rows run on behind each other. Both are told, and put
right by the headers and by how wide the table's lines are.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from perfrules.binding.tables import Captions
from perfrules.model.grid import Cell, Grid
from perfrules.model.vocabulary import HeaderWords
from perfrules.text import caption

Line = tuple[Cell, ...]

LEVELS = ("level1", "level2", "name")
PARTS_OF_TARGET = ("comparator", "nature", "target", "unit")
STARTS = ("level1", "comparator", "nature")
"""Fields with which the lower of two header rows begins."""
FEWEST = 4
"""Cells of a line that belongs to a table."""


def put_apart(grid: Grid, words: HeaderWords, captions: Captions) -> tuple[Grid, list[Cell]]:
    """
    Return a grid with joined lines put apart, and the first cell of each that was.

    A line is cut where it is just two or more times as wide as most lines of the table; the
    headers of a second row that stand behind those of the first are put under them.
    """
    told: list[Cell] = []
    width = _usual_width(grid)
    rows: list[Line] = []
    for line in grid.rows:
        if width and len(line) > width and len(line) % width == 0:
            told.append(_first(line))
            rows += [line[start : start + width] for start in range(0, len(line), width)]
        elif header := one_header(line, words, captions):
            told.append(_first(line))
            rows.append(header)
        else:
            rows.append(line)
    return (replace(grid, rows=tuple(rows)), told) if told else (grid, [])


def _first(line: Line) -> Cell:
    return next((cell for cell in line if cell.text.strip()), line[0])


def _usual_width(grid: Grid) -> int:
    widths = Counter(len(line) for line in grid.rows if len(line) >= FEWEST)
    common = widths.most_common(1)
    return common[0][0] if common and common[0][1] > 1 else 0


def one_header(line: Line, words: HeaderWords, captions: Captions) -> Line | None:
    """Return the one header that two joined header rows make; ``None`` if they are not such."""
    if words.indicators.field_of.keys().isdisjoint(captions.of(line)):
        return None
    fields = captions.fields(line, words.indicators)
    starts = [i for i, field in enumerate(fields) if field in STARTS]
    upper_ends = [i for i, field in enumerate(fields) if field in ("claimed", "reason")]
    behind = [start for start in starts if upper_ends and start > max(upper_ends)]
    if not behind or "actual" not in fields[: behind[0]]:
        return None
    start = behind[0]
    if not {"name", "target"} & set(fields[start:]):
        return None  # a column of its own, and no second row
    lower: Mapping[tuple[str, ...], list[Cell]] = {
        LEVELS: _those(line[start:], fields[start:], LEVELS),
        PARTS_OF_TARGET: _those(line[start:], fields[start:], PARTS_OF_TARGET),
    }
    made: list[Cell] = []
    for cell, field in zip(line[:start], fields, strict=False):
        if field == "target" and lower[PARTS_OF_TARGET]:
            made += lower[PARTS_OF_TARGET]
        elif caption(cell.text) in words.edges and lower[LEVELS]:
            made += lower[LEVELS]
        else:
            made.append(cell)
    return tuple(made)


def _those(cells: Line, fields: Sequence[str | None], wanted: Sequence[str]) -> list[Cell]:
    return [cell for cell, field in zip(cells, fields, strict=True) if field in wanted]
