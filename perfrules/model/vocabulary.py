"""The words that forms are read with."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from perfrules.model.words import QuantityWords
from perfrules.text import half_width
from perfrules.values import exact


class Columns(dict[str, tuple[str, ...]]):
    """
    Field → the headers of its column.

    Attributes:
        field_of: a header → its field; a header names one field only.
    """

    def __init__(self, columns: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(columns)
        self.field_of = {word: field for field, words in columns.items() for word in words}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderWords:
    """
    The words that head the parts of a form, in half width and without spaces.

    Attributes:
        kinds: kind of form → words of its title.
        kind_labels: kind of form → labels of its head; kind_hints: weaker words of its title.
        boxes: a box or a tick; ticked: a grade with a tick behind it; ticked_before: before it.
        total_above: labels of a total above the tables; grades: what a grade may be called.
        money, indicators: the columns of the two tables, and
        money_needed, indicators_needed: sets of those that a header row must have, each of
            which is enough.
        heads: labels of the head; goals: headers of what was aimed at and done in the year.
        labels: all labels that may stand above the tables; labelled: one of them, or of
            persons, with its colon.
        dates: labels of days on which a form was filled.
        year_digits: a Chinese digit → the digit.
        money_units: a unit of amounts → how many of the base unit it is.
        natures: a word in the column of comparators → its sign, which may be blank.
        levels: captions of the first and second level; points: what such a caption prints.
        ignored: headers of columns that hold nothing to bind.
        answers: what an actual may say of any target.
        edges: captions at the left edge of a table that are no field of a row.
        behind: captions of what stands behind the indicators.
        inapplicable, inapplicable_marks: what a row says that does not apply.
        part_of: what the name of a part of the row above begins with.
        private: labels of personal data, which is not kept.
        radicals: a radical that stands for a character → the character.
        written_year, written_money, written_note, written_nothing: what a form is written with.
    """

    title: tuple[str, ...]
    kinds: Mapping[str, tuple[str, ...]]
    kind_labels: Mapping[str, tuple[str, ...]]
    kind_hints: Mapping[str, tuple[str, ...]]
    fiscal_year: re.Pattern[str]
    title_year: re.Pattern[str]
    dates: tuple[str, ...]
    year_digits: Mapping[int, str]
    unit: tuple[str, ...]
    heads: tuple[str, ...]
    goals: frozenset[str]
    labels: frozenset[str]
    labelled: re.Pattern[str]
    money: Columns
    money_needed: tuple[frozenset[str], ...]
    money_total: tuple[str, ...]
    money_units: Mapping[str, Fraction]
    indicators: Columns
    indicators_needed: tuple[frozenset[str], ...]
    natures: Mapping[str, str]
    levels: frozenset[str]
    points: re.Pattern[str]
    ignored: tuple[str, ...]
    answers: frozenset[str]
    edges: tuple[str, ...]
    behind: frozenset[str]
    total: tuple[str, ...]
    total_above: tuple[str, ...]
    grades: tuple[str, ...]
    grade: tuple[str, ...]
    boxes: re.Pattern[str]
    ticked: re.Pattern[str]
    ticked_before: re.Pattern[str]
    notes: tuple[str, ...]
    note_number: re.Pattern[str]
    inapplicable: tuple[str, ...]
    inapplicable_marks: tuple[str, ...]
    part_of: tuple[str, ...]
    private: tuple[str, ...]
    radicals: Mapping[str, str]
    written_year: str
    written_money: str
    written_note: str
    written_nothing: str

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of ``specs/vocabulary/headers.yaml``."""
        money, indicators = document["budget"], document["indicators"]
        return cls(
            title=_words(document["title"]),
            kinds={kind: _words(words) for kind, words in document["kinds"].items()},
            kind_labels={kind: _words(words) for kind, words in document["kind_labels"].items()},
            kind_hints={kind: _words(words) for kind, words in document["kind_hints"].items()},
            fiscal_year=re.compile(document["fiscal_year"]),
            title_year=re.compile(document["title_year"]),
            dates=_words(document["dates"]),
            year_digits={ord(c): str(n) for n, c in enumerate(document["year_digits"])},
            unit=_words(document["unit"]),
            heads=_words(document["heads"]),
            goals=frozenset(_words(document["goals"])),
            labels=_labels(document),
            labelled=_labelled(document),
            money=_columns(money["columns"]),
            money_needed=tuple(map(frozenset, money["needed"])),
            money_total=_words(money["total"]),
            money_units={word: exact(factor) for word, factor in money["units"].items()},
            indicators=_columns(indicators["columns"]),
            indicators_needed=tuple(map(frozenset, indicators["needed"])),
            natures=dict(document["natures"]),
            levels=frozenset(_words(document["levels"])),
            points=re.compile(document["points"]),
            ignored=_words(document["ignored"]),
            answers=frozenset(_words(document["answers"])),
            edges=_words(document["edges"]),
            behind=frozenset(_words(document["behind"])),
            total=_words(document["total"]),
            total_above=_words(document["total_above"]),
            grades=_words(document["grades"]),
            grade=_words(document["grade"]),
            boxes=re.compile(f"[{re.escape(document['ticks'] + document['boxes'])}]"),
            ticked=re.compile(f"({_any(document['grades'])})[{re.escape(document['ticks'])}]"),
            ticked_before=re.compile(
                f"[{re.escape(document['ticks'])}]({_any(document['grades'])})"
            ),
            notes=_words(document["notes"]),
            note_number=re.compile(document["note_number"]),
            inapplicable=_words(document["not_applicable"]["words"]),
            inapplicable_marks=_words(document["not_applicable"]["marks"]),
            part_of=_words(document["part_of"]),
            private=_words(document["private"]),
            radicals=dict(document["radicals"]),
            written_year=document["written"]["year"],
            written_money=document["written"]["money"],
            written_note=document["written"]["note"],
            written_nothing=document["written"]["nothing"],
        )


def _words(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(half_width, words))


def _any(words: Sequence[str]) -> str:
    """Return a pattern of any of some words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _labels(document: Mapping[str, Any]) -> frozenset[str]:
    lists = ("heads", "unit", "total_above", "grade", "goals")
    return frozenset(word for name in lists for word in _words(document[name]))


def _labelled(document: Mapping[str, Any]) -> re.Pattern[str]:
    words = sorted({*_labels(document), *_words(document["private"])}, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})(?:\([^()]*\))?\s*:")


def _columns(columns: Mapping[str, Sequence[str]]) -> Columns:
    return Columns({field: _words(words) for field, words in columns.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All words, and the digest that tells one vocabulary from another."""

    headers: HeaderWords
    quantities: QuantityWords
    digest: str

    @classmethod
    def from_documents(
        cls, *, headers: Mapping[str, Any], quantities: Mapping[str, Any], digest: str
    ) -> Self:
        """Build from the plain data of ``specs/vocabulary/``."""
        return cls(
            headers=HeaderWords.from_document(headers),
            quantities=QuantityWords.from_document(quantities),
            digest=digest,
        )
