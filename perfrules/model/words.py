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
        spans: a part of a year → its first and last month.
        numerals: a Chinese numeral before a word of dates.
    """

    pattern: re.Pattern[str]
    ends: tuple[str, ...]
    before: tuple[str, ...]
    done: tuple[str, ...]
    spans: Mapping[str, tuple[int, int]]
    numerals: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityWords:
    """
    The words of quantities; each tuple is in the order in which it is tried, longest first.

    Attributes:
        magnitudes, parts, parts_before: a word → the number that it stands for.
        digits, tens, shorthand: Chinese numerals → their number.
        within, within_units: a word that means at most, but behind a span of time only.
        not_units: what is no unit though it follows a number.
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
    lower_bounds: tuple[str, ...]
    vague_before: tuple[str, ...]
    vague_after: tuple[str, ...]
    ranges: tuple[str, ...]
    plus_minus: tuple[str, ...]
    within: tuple[str, ...]
    within_units: frozenset[str]
    not_units: frozenset[str]
    unit_signs: tuple[tuple[str, str], ...]
    unit_tails: tuple[str, ...]
    longest_unit: int
    not_in_units: frozenset[str]
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
            lower_bounds=_longest_first(document["lower_bounds"]),
            vague_before=_longest_first(vague["before"]),
            vague_after=_longest_first(vague["after"]),
            ranges=_longest_first(document["ranges"]),
            plus_minus=_longest_first(document["plus_minus"]),
            within=_longest_first(document["within"]["words"]),
            within_units=frozenset(document["within"]["units"]),
            not_units=frozenset(document["not_units"]),
            unit_signs=tuple(sorted(signs_of_units.items(), key=_length, reverse=True)),
            unit_tails=_longest_first(document["unit_tails"]),
            longest_unit=int(document["longest_unit"]),
            not_in_units=frozenset(document["not_in_units"]),
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


def _dates(document: Mapping[str, Any]) -> DateWords:
    return DateWords(
        pattern=_date_pattern(document),
        ends=_longest_first(document["ends"]),
        before=_longest_first(document["before"]),
        done=_longest_first(document["done"]),
        spans={word: (int(a), int(b)) for word, (a, b) in document["spans"].items()},
        numerals=_numerals(document),
    )


def _numerals(document: Mapping[str, Any]) -> re.Pattern[str]:
    follow = _any_of([document["year"], document["month"], *document["day"]])
    return re.compile(f"[{re.escape(document['numerals'])}]+(?={follow})")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _date_pattern(document: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the pattern of a date: year, then a part of a year, or month, day and end."""
    year, month = re.escape(document["year"]), re.escape(document["month"])
    return re.compile(
        rf"(?:(?P<year>[0-9]{{4}})(?:{year}|(?={year})))?"
        rf"(?:(?P<part>{_any_of(document['spans'])})"
        rf"|(?:(?P<month>[0-9]{{1,2}})(?:(?:{_any_of(document['to'])})(?P<to>[0-9]{{1,2}}))?{month}"
        rf"(?:(?P<day>[0-9]{{1,2}})(?:{_any_of(document['day'])}))?)?"
        rf"(?P<end>{_any_of(document['ends'])})?)"
    )
