"""The words that head the parts of a form, in half width and without spaces."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from perfrules.text import any_of, half_width
from perfrules.values import exact, freeze


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class TitleWords:
    """
    The words of a title, and what it says of the kind of form.

    Attributes:
        words: a title holds one of them.
        kinds: kind of form → words of its title.
        kind_labels: kind of form → labels of its head; kind_hints: weaker words of its title.
    """

    words: tuple[str, ...]
    kinds: Mapping[str, tuple[str, ...]]
    kind_labels: Mapping[str, tuple[str, ...]]
    kind_hints: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        freeze(self, "kinds", "kind_labels", "kind_hints")

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of all header words."""
        return cls(
            words=_words(document["title"]),
            kinds=_word_lists(document["kinds"]),
            kind_labels=_word_lists(document["kind_labels"]),
            kind_hints=_word_lists(document["kind_hints"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class YearWords:
    """
    How a form prints its fiscal year.

    Attributes:
        named: a year that is named as a fiscal year; in_title: a year alone, in a title.
        filled_on: labels of days on which a form was filled.
        digits: a Chinese digit → the digit.
    """

    named: re.Pattern[str]
    in_title: re.Pattern[str]
    filled_on: tuple[str, ...]
    digits: Mapping[int, str]

    def __post_init__(self) -> None:
        freeze(self, "digits")

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of all header words."""
        return cls(
            named=re.compile(document["fiscal_year"]),
            in_title=re.compile(document["title_year"]),
            filled_on=_words(document["dates"]),
            digits={ord(c): str(n) for n, c in enumerate(document["year_digits"])},
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class LabelWords:
    """
    The labels above and between the tables.

    Attributes:
        unit: labels of the unit's name, by preference; heads: other labels of the head.
        goals: headers of what was aimed at and done in the year.
        private: labels of persons and telephones, whose values are not kept.
        known: all labels that may be above the tables.
        with_colon: one of them, or one of persons, with its colon.
    """

    unit: tuple[str, ...]
    heads: tuple[str, ...]
    goals: frozenset[str]
    private: tuple[str, ...]
    known: frozenset[str]
    with_colon: re.Pattern[str]

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of all header words."""
        lists = ("heads", "unit", "total_above", "grade", "goals")
        known = frozenset(word for name in lists for word in _words(document[name]))
        private = _words(document["private"])
        return cls(
            unit=_words(document["unit"]),
            heads=_words(document["heads"]),
            goals=frozenset(_words(document["goals"])),
            private=private,
            known=known,
            with_colon=re.compile(rf"(?:{any_of({*known, *private})})(?:\([^()]*\))?\s*:"),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ColumnWords:
    """
    The headers of a table's columns.

    Attributes:
        headers: field → the headers of its column.
        field_of: a header → its field; a header names one field only.
        needed: sets of fields; a row that names all fields of one of them is a header row.
    """

    headers: Mapping[str, tuple[str, ...]]
    field_of: Mapping[str, str]
    needed: tuple[frozenset[str], ...]

    def __post_init__(self) -> None:
        freeze(self, "headers", "field_of")

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of one table."""
        headers = _word_lists(document["columns"])
        return cls(
            headers=headers,
            field_of={word: field for field, words in headers.items() for word in words},
            needed=tuple(map(frozenset, document["needed"])),
        )

    def is_header(self, fields: Iterable[str]) -> bool:
        """Return whether the columns *fields* are enough for a header row."""
        found = set(fields)
        return any(needed <= found for needed in self.needed)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class MoneyWords:
    """
    The words of the money block.

    Attributes:
        columns: its columns; total: labels of the line whose money decides.
        units: a unit of amounts → how many of the base unit it is.
    """

    columns: ColumnWords
    total: tuple[str, ...]
    units: Mapping[str, Fraction]

    def __post_init__(self) -> None:
        freeze(self, "units")

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of the money block."""
        return cls(
            columns=ColumnWords.from_document(document),
            total=_words(document["total"]),
            units={word: exact(factor) for word, factor in document["units"].items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class IndicatorWords:
    """
    The words of the table of indicators.

    Attributes:
        columns: its columns; ignored: headers of columns that hold nothing to bind.
        natures: a word in the column of comparators → its sign, which may be blank.
        levels: captions of the first and second level; points: what such a caption prints.
        answers: what an actual may say of any target.
        inapplicable, inapplicable_marks: what a row says that does not apply.
        part_of: what the name of a part of the row above begins with.
    """

    columns: ColumnWords
    ignored: tuple[str, ...]
    natures: Mapping[str, str]
    levels: frozenset[str]
    points: re.Pattern[str]
    answers: frozenset[str]
    inapplicable: frozenset[str]
    inapplicable_marks: frozenset[str]
    part_of: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self, "natures")

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of all header words."""
        not_applicable = document["not_applicable"]
        return cls(
            columns=ColumnWords.from_document(document["indicators"]),
            ignored=_words(document["ignored"]),
            natures=document["natures"],
            levels=frozenset(_words(document["levels"])),
            points=re.compile(document["points"]),
            answers=frozenset(_words(document["answers"])),
            inapplicable=frozenset(_words(not_applicable["words"])),
            inapplicable_marks=frozenset(_words(not_applicable["marks"])),
            part_of=_words(document["part_of"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class GradeWords:
    """
    How a form prints its grade.

    Attributes:
        labels: what comes before a grade; names: what a grade may be called.
        box: a box or a tick; ticked: a grade with a tick after it; ticked_before: before it.
    """

    labels: tuple[str, ...]
    names: tuple[str, ...]
    box: re.Pattern[str]
    ticked: re.Pattern[str]
    ticked_before: re.Pattern[str]

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of all header words."""
        grade, tick = f"({any_of(document['grades'])})", f"[{re.escape(document['ticks'])}]"
        return cls(
            labels=_words(document["grade"]),
            names=_words(document["grades"]),
            box=re.compile(f"[{re.escape(document['ticks'] + document['boxes'])}]"),
            ticked=re.compile(grade + tick),
            ticked_before=re.compile(tick + grade),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class FootWords:
    """
    The words of what is below the indicators.

    Attributes:
        behind: captions that end the indicators.
        total: labels of the total; total_above: labels of one above the tables.
        notes: words before the notes; note_number: the number of a note.
    """

    behind: frozenset[str]
    total: tuple[str, ...]
    total_above: tuple[str, ...]
    notes: tuple[str, ...]
    note_number: re.Pattern[str]

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of all header words."""
        return cls(
            behind=frozenset(_words(document["behind"])),
            total=_words(document["total"]),
            total_above=_words(document["total_above"]),
            notes=_words(document["notes"]),
            note_number=re.compile(document["note_number"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class WrittenWords:
    """What a form is written with: its year, the money block, the notes, and nothing."""

    year: str
    money: str
    note: str
    nothing: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class HeaderWords:
    """
    The words of all parts of a form.

    Attributes:
        edges: captions at the left edge of a table, which are not a field of a row.
        radicals: a radical that stands for a character → the character.
        written: what a form is written with.
    """

    titles: TitleWords
    years: YearWords
    labels: LabelWords
    money: MoneyWords
    indicators: IndicatorWords
    grades: GradeWords
    foot: FootWords
    edges: frozenset[str]
    radicals: Mapping[str, str]
    written: WrittenWords

    def __post_init__(self) -> None:
        freeze(self, "radicals")

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of ``specs/vocabulary/headers.yaml``."""
        return cls(
            titles=TitleWords.from_document(document),
            years=YearWords.from_document(document),
            labels=LabelWords.from_document(document),
            money=MoneyWords.from_document(document["budget"]),
            indicators=IndicatorWords.from_document(document),
            grades=GradeWords.from_document(document),
            foot=FootWords.from_document(document),
            edges=frozenset(_words(document["edges"])),
            radicals=document["radicals"],
            written=WrittenWords(**document["written"]),
        )


def _words(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(half_width, words))


def _word_lists(lists: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {name: _words(words) for name, words in lists.items()}
