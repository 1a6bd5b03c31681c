"""Labels with their values, as they are printed above the tables."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from perfrules.binding.sheet import SheetCell, SheetRow, sheet_cell
from perfrules.model.vocabulary.headers import LabelWords
from perfrules.text import caption, compact, half_width, one_line

LONGEST_LABEL = 12
"""Characters of a label that the vocabulary does not list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """
    A label and what is printed after it.

    Attributes:
        text: the label without its colon.
        caption, compact: the same in the spellings in which it is looked up.
        value: the cell after it; its text is blank where nothing is.
    """

    text: str
    caption: str
    compact: str
    value: SheetCell

    def is_one_of(self, words: Container[str]) -> bool:
        """Return whether the label is one of some words."""
        return self.caption in words or self.compact in words


def labels_of(rows: Iterable[SheetRow], words: LabelWords) -> tuple[Label, ...]:
    """
    Return the labels of some rows with what is after them.

    A value is after a colon in the label's own cell, which may hold several labels, or in the
    cell to the right. Labels of persons and telephones are left out with their values.
    """
    return tuple(label for row in rows for label in _labels_of_row(row, words))


def _labels_of_row(row: SheetRow, words: LabelWords) -> Iterator[Label]:
    rest = list(row.filled)
    while rest:
        cell = rest.pop(0)
        if inner := list(_labels_in_cell(cell, words)):
            yield from (label for label in inner if not is_private(label.compact, words))
            continue
        value = rest.pop(0) if rest and not _is_label_cell(rest[0], words) else None
        text = cell.line.rstrip(":：").rstrip()
        label = _label_of(text, value or sheet_cell("", cell.spot))
        if is_private(label.compact, words):
            continue
        if label.is_one_of(words.known) or (value and len(text) <= LONGEST_LABEL):
            yield label


def _label_of(text: str, value: SheetCell) -> Label:
    return Label(text=text, caption=caption(text), compact=compact(text), value=value)


def _labels_in_cell(cell: SheetCell, words: LabelWords) -> Iterator[Label]:
    """Yield the labels of one cell with what is after their colons."""
    if ":" not in cell.compact:
        return
    text = half_width(cell.text)
    found = [match for match in words.with_colon.finditer(text) if _begins(text, match.start())]
    if not found or not text[found[0].end() :].strip():
        return
    ends = [*(match.start() for match in found[1:]), len(text)]
    for match, end in zip(found, ends, strict=True):
        value = sheet_cell(one_line(text[match.end() : end]), cell.spot)
        yield _label_of(one_line(match[0].rstrip(":")), value)


def _begins(text: str, place: int) -> bool:
    return place == 0 or text[place - 1].isspace()


def _is_label_cell(cell: SheetCell, words: LabelWords) -> bool:
    printed, colon, _ = cell.compact.partition(":")
    named = caption(printed) if colon else cell.caption
    return named in words.known or printed in words.known or is_private(printed, words)


def is_private(printed: str, words: LabelWords) -> bool:
    """Return whether a compact text is a label of a person or telephone, with its value or not."""
    label = printed.partition(":")[0]
    ends_so = len(label) <= LONGEST_LABEL and label.endswith(words.private)
    return printed.startswith(words.private) or (ends_so and label not in words.unit)


def values_of(labels: Iterable[Label]) -> dict[str, str]:
    """Return label → value; of equal labels the first one."""
    found: dict[str, str] = {}
    for label in labels:
        found.setdefault(label.text, label.value.line)
    return found


def public_texts(rows: Iterable[SheetRow], words: LabelWords) -> Iterator[str]:
    """Yield the texts of some rows without persons and telephones."""
    for row in rows:
        is_value = False
        for cell in row.filled:
            if is_value:
                is_value = False
            elif is_private(cell.compact, words):
                is_value = True
            else:
                yield cell.line
