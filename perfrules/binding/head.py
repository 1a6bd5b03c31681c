"""The head of a form: title, kind, fiscal year, unit, and what else is printed above the tables."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perfrules.binding.labels import Label, labels_of
from perfrules.binding.sheet import SheetCell, SheetRow, sheet_cell
from perfrules.model.vocabulary.headers import HeaderWords, LabelWords, TitleWords, YearWords

LONG_LABEL = 4
"""Characters of a label from which on it is known with something in front: 县级预算部门名称."""

_TITLE_MARKS = re.compile(r"^[#*\s]+|[#*\s]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """
    What is printed above the tables.

    Attributes:
        title: the cell of the title, without marks around it.
        kind: the kind of form.
        year, year_cell: the fiscal year, and where it is.
        unit: the cell with the unit's name, or that of its label where the name is blank.
        labels: all labels with their values.
        total, grade: a total and a grade that are printed above the tables.
    """

    title: SheetCell | None
    kind: str | None
    year: int | None
    year_cell: SheetCell | None
    unit: SheetCell | None
    labels: tuple[Label, ...]
    total: SheetCell | None
    grade: SheetCell | None

    @property
    def unit_name(self) -> str | None:
        """The unit's name; ``None`` where it is blank or no label asks for it."""
        return (self.unit.line if self.unit else "") or None

    @property
    def cells(self) -> dict[str, SheetCell | None]:
        """The cells by the field of the form that they answer."""
        return {"title": self.title, "fiscal_year": self.year_cell, "unit": self.unit}


def read_head(rows: Sequence[SheetRow], words: HeaderWords) -> Head:
    """Read the rows above the tables."""
    title = find_title(rows, words.titles)
    year, year_cell = _fiscal_year(rows, title, words.years)
    labels = labels_of(rows, words.labels)
    return Head(
        title=title,
        kind=_kind(title, rows, words.titles),
        year=year,
        year_cell=year_cell,
        unit=find_unit(labels, words.labels),
        labels=labels,
        total=value_behind(labels, words.foot.total_above),
        grade=value_behind(labels, words.grades.labels),
    )


def find_title(rows: Iterable[SheetRow], words: TitleWords) -> SheetCell | None:
    """Return the cell of the title: the first that holds a title word."""
    for row in rows:
        for cell in row.filled:
            if any(word in cell.compact for word in words.words):
                return sheet_cell(_TITLE_MARKS.sub("", cell.line), cell.spot)
    return None


def _kind(title: SheetCell | None, rows: Iterable[SheetRow], words: TitleWords) -> str | None:
    """Return the kind of form that its title names, else a label of its head."""
    printed = title.compact if title else ""
    named = (name for name, hints in words.kinds.items() if any(h in printed for h in hints))
    said = frozenset[str]().union(*(row.said for row in rows))
    labelled = (n for n, labels in words.kind_labels.items() if not said.isdisjoint(labels))
    hinted = (name for name, hints in words.kind_hints.items() if any(h in printed for h in hints))
    return next(named, None) or next(labelled, None) or next(hinted, None)


def _fiscal_year(
    rows: Iterable[SheetRow], title: SheetCell | None, words: YearWords
) -> tuple[int | None, SheetCell | None]:
    """Return the fiscal year and its cell: the first year that is named as one."""
    for row in rows:
        for cell in row.filled:
            text = cell.compact.translate(words.digits)
            match = words.named.search(text)
            if match and not text.startswith(words.filled_on):
                return int(next(filter(None, match.groups()))), cell
    match = words.in_title.search(title.compact) if title else None
    return (int(match[1]), title) if match else (None, None)


def value_behind(labels: Iterable[Label], words: tuple[str, ...]) -> SheetCell | None:
    """Return the first filled value after one of the labels *words*."""
    return next((one.value for one in labels if one.value.text and one.is_one_of(words)), None)


def find_unit(labels: Iterable[Label], words: LabelWords) -> SheetCell | None:
    """
    Return the cell of the unit's name, or that of its label where no name is printed.

    If there are several labels, the first one of the vocabulary that has a value wins.
    """
    found: dict[str, SheetCell] = {}
    for label in labels:
        word = next((word for word in words.unit if _is_named(label, word, words)), "")
        if word and not (word in found and found[word].text):
            found[word] = label.value
    ordered = [found[word] for word in words.unit if word in found]
    return next((cell for cell in ordered if cell.compact), ordered[0] if ordered else None)


def _is_named(label: Label, word: str, words: LabelWords) -> bool:
    """Return whether a label is a word for the unit, or an unknown one that ends in a long word."""
    is_long = len(word) >= LONG_LABEL and not label.is_one_of(words.heads)
    return label.is_one_of((word,)) or (is_long and label.caption.endswith(word))
