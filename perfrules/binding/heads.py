"""The head and foot of a form: title, year, kind, unit, total, grade, notes."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from perfrules.binding.tables import Line, texts
from perfrules.binding.text import caption, plain, spaced
from perfrules.model.grid import Cell, Grid
from perfrules.model.vocabulary import HeaderWords

_MARKS = re.compile(r"^[#*\s]+|[#*\s]+$")
_IN_BRACKETS = re.compile(r"^\([^()]*\)")
_ESCAPED = re.compile(r"\\(?=[^\w\s])")


def title(lines: Iterable[Line], words: HeaderWords) -> Cell | None:
    """Return the cell of the title: the first that holds a title word."""
    for line in lines:
        for cell in texts(line):
            if any(word in plain(cell.text) for word in words.title):
                return Cell(_MARKS.sub("", spaced(cell.text)), cell.spot)
    return None


def kind(title: str | None, lines: Iterable[Line], words: HeaderWords) -> str | None:
    """Tell the kind of form by its title, else by a label of its head."""
    printed = plain(title or "")
    named = (name for name, hints in words.kinds.items() if any(h in printed for h in hints))
    said = {caption(cell.text) for line in lines for cell in texts(line)}
    labelled = (name for name, labels in words.kind_labels.items() if said & set(labels))
    return next(named, None) or next(labelled, None)


def total_above(lines: Iterable[Line], words: HeaderWords) -> Cell | None:
    """Return the cell of a total that is printed above the tables: right of its label."""
    for line in lines:
        cells = list(texts(line))
        for label, value in pairwise(cells):
            if caption(label.text) in words.total_above:
                return value
        for cell in cells:
            if behind := behind_colon(cell, words.total_above):
                return behind
    return None


def behind_colon(cell: Cell, labels: tuple[str, ...]) -> Cell | None:
    """Return what stands behind one of *labels* and a colon in one cell."""
    label, _, value = plain(cell.text).partition(":")
    return Cell(value, cell.spot) if value and caption(label) in labels else None


def grade_above(lines: Iterable[Line], words: HeaderWords) -> Cell | None:
    """Return the cell of a grade that is printed above the tables, behind its label."""
    for line in lines:
        for cell in texts(line):
            if behind := behind_colon(cell, words.grade):
                return behind
    return None


def grade_beside(line: Line | None, words: HeaderWords) -> Cell | None:
    """Return the cell of a grade in the total row."""
    cells = list(texts(line))[1:] if line else []
    return next((cell for cell in cells if caption(cell.text) in words.grades), None)


def fiscal_year(lines: Iterable[Line], words: HeaderWords) -> tuple[int, Cell] | None:
    """Return the fiscal year and its cell: the first year of the head that is named as one."""
    for line in lines:
        for cell in texts(line):
            match = words.fiscal_year.search(plain(cell.text).translate(dict(words.year_digits)))
            if match:
                return int(next(filter(None, match.groups()))), cell
    return None


def unit(lines: Iterable[Line], words: HeaderWords) -> tuple[str | None, Cell | None]:
    """
    Return the unit's name and its cell.

    Of several labels the first of the vocabulary that has a value wins; where none has one,
    the name is ``None`` and the cell is that of a label.
    """
    labels: dict[str, tuple[str, Cell]] = {}
    for line in lines:
        cells = list(texts(line))
        for index, cell in enumerate(cells):
            label, value = _labelled(cell, cells[index + 1 :], words)
            if label and (label not in labels or not labels[label][0]):
                labels[label] = (value, cell)
    ordered = [labels[word] for word in words.unit if word in labels]
    named = next((found for found in ordered if found[0]), None)
    if named:
        return named
    return None, ordered[0][1] if ordered else None


def _labelled(cell: Cell, right: list[Cell], words: HeaderWords) -> tuple[str | None, str]:
    """Return the label that a cell is, and its value: after the colon, or the cell to its right."""
    printed = plain(cell.text)
    for word in words.unit:
        if not printed.startswith(word):
            continue
        rest = _IN_BRACKETS.sub("", printed.removeprefix(word))
        if rest.strip(":") == "":
            value = spaced(right[0].text) if right else ""
            other = any(plain(value).startswith(label) for label in (*words.unit, *words.private))
            return word, "" if other or ":" in plain(value) else value
        if rest.startswith(":"):
            return word, spaced(cell.text).partition(":")[2].strip() or rest[1:]
    return None, ""


def is_private(text: str, words: HeaderWords) -> bool:
    """Tell whether a text is a label of a person or telephone, alone or with its value."""
    return plain(text).startswith(words.private)


def foot(grid: Grid, start: int, words: HeaderWords) -> tuple[Line | None, Line | None, int]:
    """Return the total row, the grade row, and the row where the notes may begin."""
    total = grade = None
    end = start
    for number, line in enumerate(grid.rows[start:], start=start):
        first = next(texts(line), None)
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
            text = spaced(_ESCAPED.sub("", cell.text))
            head = next((word for word in words.notes if plain(text).startswith(word)), None)
            if head and not began:
                began = True
                text = _without_head(text, head)
            if began and text and not is_private(text, words):
                yield from _numbered(Cell(text, cell.spot), words)


def _without_head(text: str, head: str) -> str:
    """Drop the word for notes and its colon."""
    for character in head:
        text = text.lstrip()
        text = text[1:] if plain(text[:1]) == character else text
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
