"""The year's goals: headers with texts below them, or labels with texts to the right."""

from collections.abc import Sequence
from itertools import pairwise

from perfrules.binding.sheet import NO_ROW, SheetCell, SheetRow
from perfrules.model.vocabulary.headers import HeaderWords


def goals(rows: Sequence[SheetRow], words: HeaderWords) -> dict[str, str]:
    """Return header → text of the goals in the rows around the indicators."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for row, below in pairwise([*rows, NO_ROW]):
        if words.labels.goals.isdisjoint(row.said):
            continue
        headers = [cell for cell in _headers(row, words) if cell.spot not in seen]
        seen |= {cell.spot for cell in row}
        for cell in headers:
            text = _right_of(cell, row, words) or _text_below(cell, row, below, words)
            found.setdefault(cell.line.rstrip(":："), text)
    return found


def has_goals(row: SheetRow, words: HeaderWords) -> bool:
    """Return whether a row heads the goals: two of their headers, or one with its text."""
    if words.labels.goals.isdisjoint(row.said):
        return False
    headers = _headers(row, words)
    is_alone = tuple(headers[:1]) == row.filled[:1] and len(row.filled) == len(headers) + 1
    return len(headers) > 1 or is_alone


def _headers(row: SheetRow, words: HeaderWords) -> list[SheetCell]:
    """Return the headers of goals in a row; a caption of the edge next to others is not one."""
    found = [cell for cell in row.filled if cell.caption in words.labels.goals]
    inner = [cell for cell in found if cell.caption not in words.edges]
    return inner if len(inner) > 1 else found


def _right_of(cell: SheetCell, row: SheetRow, words: HeaderWords) -> str:
    """Return the text next to a label, if it is not a header of goals itself."""
    after = row.filled[row.filled.index(cell) + 1 :][:1]
    return after[0].line if after and after[0].caption not in words.labels.goals else ""


def _text_below(cell: SheetCell, row: SheetRow, below: SheetRow, words: HeaderWords) -> str:
    column = row.index(cell)
    if column >= len(below) or below[column].spot == cell.spot:
        return ""
    return "" if below[column].caption in words.labels.goals else below[column].line
