"""What stands above the tables and between them: labels with their values, the year's goals."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from perfrules.binding.tables import Captions, Line, texts
from perfrules.model.grid import Cell
from perfrules.model.vocabulary import HeaderWords
from perfrules.text import caption, compact, half_width, one_line

LONGEST_LABEL = 12
"""Characters of a label that the vocabulary does not list."""

Pair = tuple[str, Cell]
"""A label, and the cell of what stands behind it; its text is blank where nothing does."""


def pairs(line: Line, words: HeaderWords) -> Iterator[Pair]:
    """
    Yield the labels of a line with what is behind them.

    The value stands behind a colon in the label's own cell, which may hold several such, or
    in the cell to the right. Labels of persons and telephones are passed over with theirs.
    """
    cells = texts(line)
    rest = list(cells)
    while rest:
        cell = rest.pop(0)
        if found := list(_within(cell, words)):
            yield from (pair for pair in found if not is_private(pair[0], words))
            continue
        value = rest.pop(0) if rest and not _is_label(rest[0], words) else None
        label = one_line(cell.text).rstrip(":：").rstrip()
        if is_private(label, words):
            continue
        if is_known(label, words) or (value and len(label) <= LONGEST_LABEL):
            yield label, value or Cell("", cell.spot)


def _within(cell: Cell, words: HeaderWords) -> Iterator[Pair]:
    """Yield the labels of one cell with what stands behind their colons."""
    text = half_width(cell.text)
    found = [match for match in words.labelled.finditer(text) if _begins(text, match.start())]
    if not found or not text[found[0].end() :].strip():
        return
    ends = [*(match.start() for match in found[1:]), len(text)]
    for match, end in zip(found, ends, strict=True):
        yield one_line(match[0].rstrip(":")), Cell(one_line(text[match.end() : end]), cell.spot)


def _begins(text: str, place: int) -> bool:
    return place == 0 or text[place - 1].isspace()


def _is_label(cell: Cell, words: HeaderWords) -> bool:
    label = half_width(cell.text).partition(":")[0]
    return is_known(label, words) or is_private(label, words)


def is_known(label: str, words: HeaderWords) -> bool:
    """Tell whether the vocabulary lists a label."""
    return bool({caption(label), compact(label).rstrip(":")} & words.labels)


def is_private(text: str, words: HeaderWords) -> bool:
    """Tell whether a text is a label of a person or telephone, alone or with its value."""
    printed = compact(text)
    label = printed.partition(":")[0]
    ends_so = len(label) <= LONGEST_LABEL and label.endswith(words.private)
    return printed.startswith(words.private) or (ends_so and label not in words.unit)


def head(lines: Sequence[Line], words: HeaderWords) -> dict[str, str]:
    """Return label → value of the lines above the tables; nothing of persons and telephones."""
    found: dict[str, str] = {}
    for line in lines:
        for label, value in pairs(line, words):
            found.setdefault(label, one_line(value.text))
    return found


# -- goals --------------------------------------------------------------------------------------


def goals(lines: Sequence[Line], words: HeaderWords, captions: Captions) -> dict[str, str]:
    """Return header → text of the year's goals: below their headers, or right of their labels."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for line, below in pairwise([*lines, ()]):
        if words.goals.isdisjoint(captions.of(line)):
            continue
        headers = [cell for cell in _headers(line, words) if cell.spot not in seen]
        seen |= {cell.spot for cell in line}
        for cell in headers:
            text = _right_of(cell, line, words) or _below(cell, line, below, words)
            found.setdefault(one_line(cell.text).rstrip(":："), text)
    return found


def _headers(line: Line, words: HeaderWords) -> list[Cell]:
    """Return the headers of goals in a line; beside others a caption of the edge is none."""
    found = [cell for cell in texts(line) if caption(cell.text) in words.goals]
    inner = [cell for cell in found if caption(cell.text) not in words.edges]
    return inner if len(inner) > 1 else found


def has_goals(line: Line, words: HeaderWords) -> bool:
    """Tell whether a line heads the goals: two of their headers, or one with its text."""
    cells, headers = texts(line), _headers(line, words)
    return len(headers) > 1 or (headers[:1] == cells[:1] and len(cells) == len(headers) + 1)


def _right_of(cell: Cell, line: Line, words: HeaderWords) -> str:
    """Return the text next to a label, if that is no header of goals itself."""
    cells = texts(line)
    after = cells[cells.index(cell) + 1 :][:1]
    return one_line(after[0].text) if after and caption(after[0].text) not in words.goals else ""


def _below(cell: Cell, line: Line, below: Line, words: HeaderWords) -> str:
    column = line.index(cell)
    if column >= len(below) or below[column].spot == cell.spot:
        return ""
    text = below[column].text
    return "" if caption(text) in words.goals else one_line(text)
