"""The indicators: one row each, captions filled down, slid rows put right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from perfrules.binding.named import with_name
from perfrules.binding.notice import Notices
from perfrules.binding.slid import LEVELS, Reading, Slide
from perfrules.binding.tables import Line, Table, headed, texts
from perfrules.binding.text import caption, spaced
from perfrules.model.form import Number, Reviewed, Row
from perfrules.model.grid import Cell, Grid
from perfrules.model.vocabulary import Vocabulary

REPAIRED = "PR201"
LEFT_OUT = "PR210"

NUMBERS = ("weight", "claimed")
TITLES = frozenset({"name", "target", "weight"})
"""Columns that a header names which is printed again among the rows."""


@dataclass(slots=True)
class _Captions:
    """The captions above a row, as they are filled down."""

    level1: str = ""
    level2: str = ""

    def take(self, reading: Reading) -> None:
        """Take the captions that a row prints; a new first level ends the second."""
        one, two = (_text(reading.cells.get(level)) for level in LEVELS)
        if one and one != self.level1:
            self.level1, self.level2 = one, ""
        if two:
            self.level2 = two


def rows(
    grid: Grid, table: Table, end: int, vocabulary: Vocabulary, notices: Notices
) -> Iterator[Row]:
    """Bind the rows from the header of the indicators down to row *end*."""
    captions, words = _Captions(), vocabulary.headers
    slide = Slide(table, vocabulary, notices.fiscal_year)
    for line in grid.rows[table.row + 1 : end]:
        if not any(True for _ in texts(line)) or headed(line, words.indicators, TITLES):
            continue
        reading = _reading(line, slide, notices)
        captions.take(reading)
        if _is_indicator(reading):
            yield _row(grid, reading, captions, notices)
        elif _is_unweighted(reading):
            row = _row(grid, reading, captions, notices)
            yield replace(row, part=caption(row.name).startswith(vocabulary.headers.part_of))
        else:
            _leave_out(line, reading, notices)


def _reading(line: Line, slide: Slide, notices: Notices) -> Reading:
    reading = slide.best(line)
    if reading.shift:
        _tell_repair(reading, slide.read(line, 0), notices)
    return reading


def _tell_repair(reading: Reading, stood: Reading, notices: Notices) -> None:
    name = reading.cells.get("name")
    notices.notice(
        REPAIRED,
        name,
        _text(name) or None,
        columns=str(reading.shift),
        target=_text(reading.cells.get("target")),
        stood=_text(stood.cells.get("target")),
    )


def _text(cell: Cell | None) -> str:
    return spaced(cell.text) if cell else ""


def _is_indicator(reading: Reading) -> bool:
    """Tell whether a row is an indicator: it has a name, and a weight, target or actual."""
    filled = {field for field, cell in reading.cells.items() if cell.text.strip()}
    if not {"name", "weight"} <= filled:
        return False
    # One text across the whole table is no row of it.
    return reading.cells["name"].spot != reading.cells["weight"].spot


def _is_unweighted(reading: Reading) -> bool:
    """Tell whether a row is an indicator but for its weight: a name, a target and an actual."""
    filled = {field for field, cell in reading.cells.items() if cell.text.strip()}
    spots = {reading.cells[field].spot for field in ("name", "target", "actual") if field in filled}
    return len(spots) == len(("name", "target", "actual")) and "weight" in reading.cells


def _leave_out(line: Line, reading: Reading, notices: Notices) -> None:
    """Tell of a row that is no indicator, unless it holds nothing but captions."""
    said = [cell for cell in texts(line) if caption(cell.text)]
    captions = {reading.cells[level].spot for level in LEVELS if level in reading.cells}
    rest = [cell for cell in said if cell.spot not in captions]
    edges = notices.vocabulary.headers.edges
    if [cell for cell in rest if caption(cell.text) not in edges]:
        text = " | ".join(spaced(cell.text) for cell in rest)
        notices.notice(LEFT_OUT, rest[0], None, text=text)


def _row(grid: Grid, reading: Reading, captions: _Captions, notices: Notices) -> Row:
    cells = reading.cells
    name = _text(cells["name"])
    target, actual = with_name(name, cells.get("target"), notices), cells.get("actual")
    numbers = {f: notices.number(cells[f]) for f in NUMBERS if f in cells}
    notices.unread_numbers(numbers, cells, name)
    return Row(
        level1=captions.level1,
        level2=captions.level2,
        name=name,
        target=notices.quantity("target", target, name),
        actual=notices.quantity("actual", actual, name),
        weight=numbers["weight"],
        claimed=numbers.get("claimed", Number()),
        reason=_text(cells.get("reason")) or None,
        where=grid.where(cells["name"]),
        cells={field: cell.spot for field, cell in cells.items() if field not in LEVELS},
        method=_text(cells.get("method")) or None,
        applies=notices.applies(_text(target), _text(actual)),
        reviewed=_reviewed(cells, name, notices),
    )


def _reviewed(cells: Mapping[str, Cell], name: str, notices: Notices) -> Reviewed | None:
    """Read what a reviewer wrote; a lone column of remarks is none of a reviewer."""
    if not {"reviewed", "reviewed_actual"} & cells.keys():
        return None
    numbers = {f: notices.number(cells[f]) for f in ("reviewed", "deviation") if f in cells}
    notices.unread_numbers(numbers, cells, name)
    return Reviewed(
        actual=notices.quantity("reviewed_actual", cells.get("reviewed_actual"), name),
        points=numbers.get("reviewed", Number()),
        deviation=numbers.get("deviation", Number()),
        remark=_text(cells.get("remark")) or None,
    )
