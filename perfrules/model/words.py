"""The words and signs of quantities, as the vocabulary lists them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from perfrules.model.quantity import Sign
from perfrules.values import exact


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """
    The words of days and deadlines.

    Attributes:
        pattern: of a day, month, year or part of one.
        numeral: a Chinese numeral before a word of dates.
        year: a year within a longer text.
        within: what behind a lone month may count months.
        spans: a part of a year → its first and last month.
    """

    pattern: re.Pattern[str]
    numeral: re.Pattern[str]
    year: re.Pattern[str]
    ends: tuple[str, ...]
    before: tuple[str, ...]
    done: tuple[str, ...]
    within: frozenset[str]
    spans: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # hashed as itself, for caches
class QuantityWords:
    """
    The words of quantities; each tuple is in the order in which it is tried, longest first.

    Attributes:
        magnitudes, parts, parts_before: a word → the number that it stands for.
        digits, tens, shorthand: Chinese numerals → their number.
        within, within_units: a word that means at most, but behind a span of time only.
        gap: a space inside a number, or between two.
        unit: a unit; what counts nothing known is none.
        unit_signs: a sign of a unit → the unit in letters.
    """

    before: tuple[tuple[str, Sign], ...]
    after: tuple[tuple[str, Sign], ...]
    magnitudes: tuple[tuple[str, Fraction], ...]
    parts: tuple[tuple[str, Fraction], ...]
    parts_before: tuple[tuple[str, Fraction], ...]
    digits: Mapping[str, int]
    tens: Mapping[str, int]
    shorthand: Mapping[str, int]
    gap: re.Pattern[str]
    lower_bounds: tuple[str, ...]
    vague_before: tuple[str, ...]
    vague_after: tuple[str, ...]
    ranges: tuple[str, ...]
    plus_minus: tuple[str, ...]
    within: tuple[str, ...]
    within_units: frozenset[str]
    unit_signs: tuple[tuple[str, str], ...]
    unit: re.Pattern[str]
    unit_tails: tuple[str, ...]
    blanks: frozenset[str]
    counters: tuple[str, ...]
    not_numbers: frozenset[str]
    points_units: tuple[str, ...]
    dates: DateWords

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of ``specs/vocabulary/quantities.yaml``."""
        signs_of_units = dict(document["unit_signs"])
        # Cells are compared in half width, so the words are too.
        document = _half_width(document)
        signs, vague, parts = document["signs"], document["vague"], document["parts"]
        return cls(
            before=_signed(signs, "before"),
            after=_signed(signs, "after"),
            magnitudes=_factors(document["magnitudes"]),
            parts=_factors(parts["after"]),
            parts_before=_factors(parts["before"]),
            digits={word: int(value) for word, value in document["digits"].items()},
            tens={word: int(value) for word, value in document["tens"].items()},
            shorthand={word: int(value) for word, value in document["shorthand"].items()},
            gap=_gap_pattern(document),
            lower_bounds=_longest_first(document["lower_bounds"]),
            vague_before=_longest_first(vague["before"]),
            vague_after=_longest_first(vague["after"]),
            ranges=_longest_first(document["ranges"]),
            plus_minus=_longest_first(document["plus_minus"]),
            within=_longest_first(document["within"]["words"]),
            within_units=frozenset(document["within"]["units"]),
            unit_signs=tuple(sorted(signs_of_units.items(), key=_length, reverse=True)),
            unit=_unit_pattern(document),
            unit_tails=_longest_first(document["unit_tails"]),
            blanks=frozenset(document["blanks"]),
            counters=_longest_first(document["counters"]),
            not_numbers=frozenset(document["not_numbers"]),
            points_units=_longest_first(document["points_units"]),
            dates=_dates(document["dates"]),
        )


def _length(pair: tuple[str, str]) -> int:
    return len(pair[0])


def _half_width(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {_half_width(key): _half_width(value) for key, value in data.items()}
    if isinstance(data, str):
        return unicodedata.normalize("NFKC", data)
    return [_half_width(item) for item in data]


def _longest_first(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _signed(signs: Mapping[str, Any], side: str) -> tuple[tuple[str, Sign], ...]:
    pairs = [(word, Sign(sign)) for sign, words in signs.items() for word in words[side]]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))


def _factors(words: Mapping[str, str]) -> tuple[tuple[str, Fraction], ...]:
    pairs = [(word, exact(value)) for word, value in words.items()]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))


def _gap_pattern(document: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the pattern of a space in a number; `30 万` has none: its magnitude stands apart."""
    numerals = "".join([*document["digits"], *document["tens"], *document["shorthand"]])
    han = f"[{re.escape(numerals)}]"
    return re.compile(rf"[0-9]\s+\.?[0-9,]|{han}\s+(?:{han}|[0-9])")


def _unit_pattern(document: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the pattern of a unit: 个, 个工作日, 元/人*月."""
    by, things = (_any_of(document["counted"][part]) for part in ("by", "things"))
    units = _any_of(word for kind in document["units"] for word in kind)
    marks = f"[{re.escape(document['unit_marks'])}]"
    one = rf"(?:{by})(?:{things})|{units}"
    return re.compile(rf"(?:{one})(?:{marks}(?:{one}|{_any_of(document['per'])}))*")


def _dates(document: Mapping[str, Any]) -> DateWords:
    return DateWords(
        pattern=_date_pattern(document),
        numeral=_date_numeral(document),
        year=re.compile(rf"(?<![0-9])[0-9]{{4}}{re.escape(document['year'])}"),
        ends=_longest_first(document["ends"]),
        before=_longest_first(document["before"]),
        done=_longest_first(document["done"]),
        within=frozenset(document["within"]),
        spans={word: (int(a), int(b)) for word, (a, b) in document["spans"].items()},
    )


def _date_numeral(document: Mapping[str, Any]) -> re.Pattern[str]:
    follow = _any_of([document["year"], *document["month"], *document["day"]])
    return re.compile(f"[{re.escape(document['numerals'])}]+(?={follow})")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _date_pattern(document: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the pattern of a date: year, then a part of a year, or month, day and end."""
    year, month = re.escape(document["year"]), f"(?:{_any_of(document['month'])})"
    return re.compile(
        rf"(?:(?P<year>[0-9]{{4}})(?:{year}|(?={year})))?"
        rf"(?:(?P<part>{_any_of(document['spans'])})"
        rf"|(?:(?P<month>[0-9]{{1,2}})(?:{month}?(?:{_any_of(document['to'])})(?P<to>[0-9]{{1,2}}))?{month}"
        rf"(?:(?P<day>[0-9]{{1,2}})(?:{_any_of(document['day'])}))?)?"
        rf"(?P<end>{_any_of(document['ends'])})?)"
    )
