"""
Rows whose cells stand some columns too far left: told, and put right, by what the cells are.

Published tables lose merged cells when they are copied as text, and what follows moves left.
A row is read at each possible shift and judged by facts; only a reading that has strictly
more of them than every other is taken. Names, sums and places of rows play no part.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from perfrules.binding.quantities import parse, parse_number
from perfrules.binding.tables import Line, Table
from perfrules.binding.text import caption
from perfrules.model.grid import Cell
from perfrules.model.quantity import Kind, Quantity
from perfrules.model.vocabulary import Vocabulary

LEVELS = ("level1", "level2")
FIELDS = (*LEVELS, "name", "target", "actual", "weight", "claimed", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A row read with its cells *shift* columns further right; *facts* speak for it."""

    shift: int
    cells: Mapping[str, Cell]
    facts: int
    repaired_name: bool


def readings(line: Line, table: Table, vocabulary: Vocabulary) -> list[Reading]:
    """Return the row as it stands, and every other reading whose target is still in the row."""
    furthest = table.columns["target"]
    return [_read(line, table, shift, vocabulary) for shift in range(furthest + 1)]


def best(found: list[Reading]) -> list[Reading]:
    """
    Return the one reading to take, or those between which nothing decides.

    The row as it stands wins where no other has more facts.
    """
    most = max(reading.facts for reading in found)
    if found[0].facts == most:
        return [found[0]]
    return [reading for reading in found if reading.facts == most]


def _read(line: Line, table: Table, shift: int, vocabulary: Vocabulary) -> Reading:
    cells = {}
    for field in FIELDS:
        column = table.columns.get(field, -1) - shift
        if field in table.columns and 0 <= column < len(line):
            cells[field] = line[column]
    repaired = _find_name(line, table, shift, cells)
    facts = sum(_facts(line, table, shift, cells, vocabulary))
    return Reading(shift=shift, cells=cells, facts=facts, repaired_name=repaired)


def _find_name(line: Line, table: Table, shift: int, cells: dict[str, Cell]) -> bool:
    """Take the last text left of the target as the name, where the name's own cell is blank."""
    if shift == 0 or _filled(cells.get("name")):
        return False
    left = [cell for cell in line[: table.columns["target"] - shift] if _filled(cell)]
    if not left:
        return False
    cells["name"] = left[-1]
    for level in LEVELS:
        if level in cells and cells[level].spot == left[-1].spot:
            del cells[level]
    return True


def _filled(cell: Cell | None) -> bool:
    return cell is not None and bool(cell.text.strip())


def _facts(
    line: Line, table: Table, shift: int, cells: Mapping[str, Cell], vocabulary: Vocabulary
) -> tuple[bool, ...]:
    """Return what holds of a reading; each fact counts one."""

    def text(field: str) -> str:
        return cells[field].text if field in cells else ""

    def quantity(field: str) -> Quantity:
        return parse(text(field), vocabulary.quantities, fiscal_year=1)

    weight = parse_number(text("weight"), vocabulary.quantities).value
    claimed = parse_number(text("claimed"), vocabulary.quantities).value
    target, actual, name = quantity("target"), quantity("actual"), quantity("name")
    return (
        weight is not None and weight > 0,
        claimed is not None,
        weight is not None and claimed is not None and claimed <= weight,
        _is_phrase(name, text("name")),
        target.kind is actual.kind and target.kind is not Kind.BLANK,
        _captions_stay(line, cells, vocabulary),
        _nothing_left_over(line, table, shift, cells),
    )


def _is_phrase(name: Quantity, text: str) -> bool:
    """Tell whether a text can be a name: words, or words around a number."""
    return name.kind is Kind.WORDS or (name.kind is Kind.UNREAD and len(caption(text)) > 1)


def _captions_stay(line: Line, cells: Mapping[str, Cell], vocabulary: Vocabulary) -> bool:
    """Tell whether no indicator stands in the column of the table's edge caption."""
    used = {cell.spot for cell in cells.values()}
    edges = vocabulary.headers.edges
    return all(
        cell.spot in used or not _filled(cell) or caption(cell.text) in edges for cell in line
    )


def _nothing_left_over(line: Line, table: Table, shift: int, cells: Mapping[str, Cell]) -> bool:
    """Tell whether every filled cell right of the target has a field."""
    start = max(0, table.columns["target"] - shift)
    used = {cell.spot for cell in cells.values()}
    return all(cell.spot in used for cell in line[start:] if _filled(cell))
