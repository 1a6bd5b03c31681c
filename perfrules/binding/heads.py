"""The head and foot of a form: title, year, kind, unit, total, grade, notes."""

import re
from collections.abc import Iterable, Iterator, Sequence

from perfrules.binding.head import is_private, pairs
from perfrules.binding.tables import Line, texts
from perfrules.model.grid import Cell, Grid
from perfrules.model.vocabulary import HeaderWords
from perfrules.text import caption, compact, one_line, without_remarks

LONG_LABEL = 4
"""Characters of a label from which on it is known with something in front: 县级预算部门名称."""
LONGEST_GRADE = 4
"""Characters of a grade."""

_INNER = re.compile(r"\(([^()]*)\)")
_SPACES = re.compile(r"\s+")
_MARKS = re.compile(r"^[#*\s]+|[#*\s]+$")
_ESCAPED = re.compile(r"\\(?=[^\w\s])")


def title(lines: Iterable[Line], words: HeaderWords) -> Cell | None:
    """Return the cell of the title: the first that holds a title word."""
    for line in lines:
        for cell in texts(line):
            if any(word in compact(cell.text) for word in words.title):
                return Cell(_MARKS.sub("", one_line(cell.text)), cell.spot)
    return None


def kind(title: str | None, lines: Iterable[Line], words: HeaderWords) -> str | None:
    """Tell the kind of form by its title, else by a label of its head."""
    printed = compact(title or "")
    named = (name for name, hints in words.kinds.items() if any(h in printed for h in hints))
    said = {caption(cell.text) for line in lines for cell in texts(line)}
    labelled = (name for name, labels in words.kind_labels.items() if said & set(labels))
    hinted = (name for name, hints in words.kind_hints.items() if any(h in printed for h in hints))
    return next(named, None) or next(labelled, None) or next(hinted, None)


def total_above(lines: Iterable[Line], words: HeaderWords) -> Cell | None:
    """Return the cell of a total that is printed above the tables, behind its label."""
    return _behind(lines, words, words.total_above)


def grade_above(lines: Iterable[Line], words: HeaderWords) -> Cell | None:
    """Return the cell of a grade that is printed above the tables, behind its label."""
    found = _behind(lines, words, words.grade)
    return found if found and len(compact(found.text)) <= LONGEST_GRADE else None


def _behind(lines: Iterable[Line], words: HeaderWords, labels: tuple[str, ...]) -> Cell | None:
    """Return the first filled cell behind one of *labels*."""
    found = (pair for line in lines for pair in pairs(line, words))
    named = (cell for label, cell in found if caption(label) in labels and cell.text)
    return next(named, None)


def behind_colon(cell: Cell, labels: tuple[str, ...]) -> Cell | None:
    """Return what stands behind one of *labels* and a colon in one cell, without brackets."""
    label, _, value = compact(cell.text).partition(":")
    bare = without_remarks(value) or value
    return Cell(bare, cell.spot) if value and caption(label) in labels else None


def grade_behind(line: Line | None, words: HeaderWords) -> Cell | None:
    """Return the cell of a grade behind the label of its row; a sentence there is none."""
    cells = texts(line) if line else []
    found = behind_colon(cells[0], words.grade) if cells else None
    found = found or (cells[1] if len(cells) > 1 else None)
    found = found and (_ticked(found, words) or found)
    return found if found and len(compact(found.text)) <= LONGEST_GRADE else None


def _ticked(cell: Cell, words: HeaderWords) -> Cell | None:
    """Return the one grade of several that has a tick beside it; of none or two nothing."""
    text = _SPACES.sub("", cell.text)
    before, after = words.ticked.findall(text), words.ticked_before.findall(text)
    found = after if words.boxes.match(text) else before
    return Cell(found[0], cell.spot) if len(found) == 1 else None


def grade_beside(line: Line | None, words: HeaderWords) -> Cell | None:
    """Return the cell of a grade in the total row, also in brackets behind the total."""
    cells = texts(line) if line else []
    inner = [Cell(text, cell.spot) for cell in cells for text in _INNER.findall(compact(cell.text))]
    return next((cell for cell in (*cells[1:], *inner) if caption(cell.text) in words.grades), None)


def fiscal_year(lines: Sequence[Line], words: HeaderWords) -> tuple[int, Cell] | None:
    """Return the fiscal year and its cell: the first year of the head that is named as one."""
    for line in lines:
        for cell in texts(line):
            text = compact(cell.text).translate(dict(words.year_digits))
            match = words.fiscal_year.search(text)
            if match and not text.startswith(words.dates):
                return int(next(filter(None, match.groups()))), cell
    headed = title(lines, words)
    match = words.title_year.search(compact(headed.text)) if headed else None
    return (int(match[1]), headed) if headed and match else None


def unit(lines: Iterable[Line], words: HeaderWords) -> tuple[str | None, Cell | None]:
    """
    Return the unit's name and its cell.

    Of several labels the first of the vocabulary that has a value wins; where none has one,
    the name is ``None`` and the cell is that of a label.
    """
    labels: dict[str, Cell] = {}
    for line in lines:
        for label, cell in pairs(line, words):
            word = next((word for word in words.unit if _is_named(label, word, words)), "")
            if word and not (word in labels and labels[word].text):
                labels[word] = cell
    ordered = [labels[word] for word in words.unit if word in labels]
    named = next((cell for cell in ordered if cell.text.strip()), None)
    if named:
        return one_line(named.text), named
    return None, ordered[0] if ordered else None


def _is_named(label: str, word: str, words: HeaderWords) -> bool:
    """Tell whether a label is a word for the unit, or an unknown label that ends in a long one."""
    names = {caption(label), compact(label)}
    is_long = len(word) >= LONG_LABEL and names.isdisjoint(words.heads)
    return word in names or (is_long and caption(label).endswith(word))


def foot(grid: Grid, start: int, words: HeaderWords) -> tuple[Line | None, Line | None, int]:
    """Return the total row, the grade row, and the row where the notes may begin."""
    total = grade = None
    end = start
    for number, line in enumerate(grid.rows[start:], start=start):
        first = next(iter(texts(line)), None)
        if first is None:
            continue
        printed = caption(first.text)
        if total is None and (printed in words.total or behind_colon(first, words.total)):
            total, end = line, number + 1
        elif grade is None and (printed in words.grade or behind_colon(first, words.grade)):
            grade, end = line, number + 1
    return total, grade, end


def notes(lines: Iterable[Line], words: HeaderWords) -> Iterator[Cell]:
    """Yield the notes, split where their numbering goes on; nothing before the word for notes."""
    began = False
    for line in lines:
        for cell in texts(line):
            text = one_line(_ESCAPED.sub("", cell.text))
            head = next((word for word in words.notes if compact(text).startswith(word)), None)
            if head and not began:
                began = True
                text = _without_head(text, head)
            if began and text and not is_private(text, words):
                yield from _numbered(Cell(text, cell.spot), words)


def _without_head(text: str, head: str) -> str:
    """Drop the word for notes and its colon."""
    for character in head:
        text = text.lstrip()
        text = text[1:] if compact(text[:1]) == character else text
    return text.lstrip(" :\uff1a")


def _numbered(cell: Cell, words: HeaderWords) -> Iterator[Cell]:
    """Split a text at its numbers 1. 2. 3., as long as each follows the one before."""
    starts: list[int] = []
    wanted = 0
    for match in words.note_number.finditer(cell.text):
        first = not starts and match.start() == 0
        if first or (starts and int(match[1]) == wanted):
            starts.append(match.start())
            wanted = int(match[1]) + 1
    if not starts:
        yield cell
        return
    for start, end in zip(starts, [*starts[1:], len(cell.text)], strict=True):
        yield Cell(words.note_number.sub("", cell.text[start:end], count=1).strip(), cell.spot)
