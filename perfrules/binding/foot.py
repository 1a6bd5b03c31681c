"""The foot of a form: the total row, the grade, the notes."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from perfrules.binding.head import value_behind
from perfrules.binding.labels import is_private, labels_of
from perfrules.binding.sheet import NO_ROW, SheetCell, SheetRow, sheet_cell
from perfrules.model.vocabulary.headers import FootWords, GradeWords, HeaderWords
from perfrules.text import caption, compact, one_line, without_remarks, without_spaces

LONGEST_GRADE = 4
"""Characters of a grade."""

_INNER = re.compile(r"\(([^()]*)\)")
_MARKDOWN_ESCAPE = re.compile(r"\\(?=[^\w\s])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """
    Where the rows below the indicators are.

    Attributes:
        total, grade: the total row and the grade row.
        rows: the numbers of these rows; notes: that of the first row after them.
    """

    total: SheetRow = NO_ROW
    grade: SheetRow = NO_ROW
    rows: tuple[int, ...] = ()
    notes: int


def find_foot(rows: Sequence[SheetRow], start: int, words: HeaderWords) -> Foot:
    """Find the total row and the grade row among the rows from *start* on."""
    totals, grades = words.foot.total, words.grades.labels
    found: dict[str, int] = {}
    for number, row in enumerate(rows[start:], start=start):
        first = row.filled[0] if row.filled else None
        if first and "total" not in found and _is_labelled(first, totals):
            found["total"] = number
        elif first and "grade" not in found and _is_labelled(first, grades):
            found["grade"] = number
    return Foot(
        **{name: rows[number] for name, number in found.items()},
        rows=tuple(found.values()),
        notes=max(found.values(), default=start - 1) + 1,
    )


def _is_labelled(cell: SheetCell, labels: Container[str]) -> bool:
    return cell.caption in labels or value_in(cell, labels) is not None


def value_in(cell: SheetCell, labels: Container[str]) -> SheetCell | None:
    """Return what is after one of *labels* and a colon in one cell, without brackets."""
    label, _, value = cell.compact.partition(":")
    if not value or caption(label) not in labels:
        return None
    return sheet_cell(without_remarks(value) or value, cell.spot)


# -- grade ----------------------------------------------------------------------------------


def find_grade(foot: Foot, above: SheetCell | None, words: HeaderWords) -> SheetCell | None:
    """
    Return the cell of the grade.

    It is in the grade row, next to the total, or after a label: *above* the tables, or in the
    total row.
    """
    inline = value_behind(labels_of((foot.total,), words.labels), words.grades.labels)
    return (
        _behind_label(foot.grade, words.grades)
        or _next_to_total(foot.total, words.grades)
        or _if_short(above or inline)
    )


def _if_short(cell: SheetCell | None) -> SheetCell | None:
    """Return a cell that can be a grade; a sentence cannot."""
    return cell if cell and len(cell.compact) <= LONGEST_GRADE else None


def _behind_label(row: SheetRow, words: GradeWords) -> SheetCell | None:
    """Return the cell of a grade after the label of its row; the ticked one of several."""
    found = value_in(row.filled[0], words.labels) if row.filled else None
    found = found or next(iter(row.filled[1:]), None)
    return _if_short(found and (_ticked(found, words) or found))


def _ticked(cell: SheetCell, words: GradeWords) -> SheetCell | None:
    """Return the grade that has a tick next to it; nothing if no grade, or two, have one."""
    text = without_spaces(cell.text)
    pattern = words.ticked_before if words.box.match(text) else words.ticked
    found = pattern.findall(text)
    return sheet_cell(found[0], cell.spot) if len(found) == 1 else None


def _next_to_total(row: SheetRow, words: GradeWords) -> SheetCell | None:
    """Return the cell of a grade in the total row, also in brackets after the total."""
    inner = (
        sheet_cell(text, cell.spot) for cell in row.filled for text in _INNER.findall(cell.compact)
    )
    return next((cell for cell in (*row.filled[1:], *inner) if cell.caption in words.names), None)


# -- notes ----------------------------------------------------------------------------------


def notes(rows: Iterable[SheetRow], words: HeaderWords) -> Iterator[SheetCell]:
    """Yield the notes, split where their numbering goes on; nothing before the word for notes."""
    began = False
    for row in rows:
        for cell in row.filled:
            text = one_line(_MARKDOWN_ESCAPE.sub("", cell.text))
            head = next((w for w in words.foot.notes if compact(text).startswith(w)), None)
            if head and not began:
                began = True
                text = _without_head(text, head)
            if began and text and not is_private(compact(text), words.labels):
                yield from _numbered(text, cell.spot, words.foot)


def _without_head(text: str, head: str) -> str:
    """Drop the word for notes and its colon."""
    for character in head:
        text = text.lstrip()
        text = text[1:] if compact(text[:1]) == character else text
    return text.lstrip(" :\uff1a")


def _numbered(text: str, spot: str, words: FootWords) -> Iterator[SheetCell]:
    """Split a text at its numbers 1. 2. 3., as long as each follows the one before."""
    starts: list[int] = []
    wanted = 0
    for match in words.note_number.finditer(text):
        first = not starts and match.start() == 0
        if first or (starts and int(match[1]) == wanted):
            starts.append(match.start())
            wanted = int(match[1]) + 1
    if not starts:
        yield sheet_cell(text, spot)
        return
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield sheet_cell(words.note_number.sub("", text[start:end], count=1).strip(), spot)
