"""What stands above the tables and between them: labels with their values, the year's goals."""

from collections.abc import Iterator, Sequence

from perfrules.binding.heads import is_private
from perfrules.binding.tables import Line, texts
from perfrules.binding.text import caption, half_width, plain, spaced
from perfrules.model.grid import Cell
from perfrules.model.vocabulary import HeaderWords

LONGEST_LABEL = 12
"""Characters of a label that the vocabulary does not list."""


def head(lines: Sequence[Line], words: HeaderWords) -> dict[str, str]:
    """Return label → value of the lines above the tables; nothing of persons and telephones."""
    found: dict[str, str] = {}
    for line in lines:
        for label, value in _pairs(list(texts(line)), words):
            found.setdefault(label, value)
    return found


def _pairs(cells: list[Cell], words: HeaderWords) -> Iterator[tuple[str, str]]:
    """Yield labels and values: behind a colon in the cell, or in the cell to the right."""
    rest = list(cells)
    while rest:
        cell = rest.pop(0)
        label, value = _in_one(cell, words)
        if value is None and rest and not _is_label(rest[0], words):
            value = spaced(rest.pop(0).text)
        is_pair = _is_label(cell, words) or (len(cells) > 1 and _may_be_label(label, value))
        if is_pair and not is_private(cell.text, words):
            yield label, value or ""


def _in_one(cell: Cell, words: HeaderWords) -> tuple[str, str | None]:
    """Return the label of a cell, and what stands behind its colon, if anything does."""
    label, colon, value = half_width(cell.text).partition(":")
    if colon and value.strip() and caption(label) in words.labels:
        return spaced(label), spaced(cell.text[len(label) + 1 :])
    return spaced(cell.text).rstrip(":：").rstrip(), None


def _is_label(cell: Cell, words: HeaderWords) -> bool:
    label = cell.text.partition(":")[0].partition("：")[0]
    return bool({caption(label), plain(label)} & words.labels) or is_private(cell.text, words)


def _may_be_label(label: str, value: str | None) -> bool:
    return value is not None and len(label) <= LONGEST_LABEL


def goals(lines: Sequence[Line], words: HeaderWords) -> dict[str, str]:
    """Return header → text of the year's goals: below their headers, or right of their labels."""
    found: dict[str, str] = {}
    for number, line in enumerate(lines):
        headers = [cell for cell in texts(line) if caption(cell.text) in words.goals]
        below = next((other for other in lines[number + 1 :] if any(texts(other))), ())
        for cell in headers:
            text = _right_of(cell, line, words) or (_below(cell, line, below) if below else "")
            found.setdefault(spaced(cell.text).rstrip(":："), text)
    return found


def _right_of(cell: Cell, line: Line, words: HeaderWords) -> str:
    """Return the text next to a label, if that is no label or header itself."""
    cells = list(texts(line))
    after = cells[cells.index(cell) + 1 :][:1]
    other = [one for one in after if caption(one.text) not in words.goals]
    alone = len(cells) > 1 and cells.index(cell) % 2 == 0
    return spaced(other[0].text) if other and alone else ""


def _below(cell: Cell, line: Line, below: Line) -> str:
    column = line.index(cell)
    return spaced(below[column].text) if column < len(below) else ""
