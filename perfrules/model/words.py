"""The words and signs of quantities, as the vocabulary lists them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from perfrules.model.quantity import Sign
from perfrules.text import half_width
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
        by: before a day, that it is a deadline; leads: before a day, nothing.
        relative: a year as seen from the form's → how many later.
        to: between the first and the last of several days.
    """

    pattern: re.Pattern[str]
    numeral: re.Pattern[str]
    year: re.Pattern[str]
    ends: tuple[str, ...]
    before: tuple[str, ...]
    done: tuple[str, ...]
    within: frozenset[str]
    spans: Mapping[str, tuple[int, int]]
    by: tuple[str, ...]
    leads: tuple[str, ...]
    relative: Mapping[str, int]
    to: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # hashed as itself, for caches
class QuantityWords:
    """
    The words of quantities; each tuple is in the order in which it is tried, longest first.

    Attributes:
        magnitudes, parts, parts_before: a word → the number that it stands for.
        digits, tens, shorthand: Chinese numerals → their number; pair: the one for two things.
        within, within_units: a word that means at most, but behind a span of time only.
        gap: a space inside a number, or between two.
        unit: a unit; what counts nothing known is none.
        unit_signs: a sign of a unit → the unit in letters.
        head: one of the words before a number: a comparator, one that changes nothing, one that
            only a counted number follows (*counting*), or *each* so many.
        each: 每年 → 年; each_not: units that would be a day there.
        parts_alone: a word → the share that it is.
        most_percent: percentages beyond are two cells in one.
        point, clock: the point within numerals, and what makes it an hour.
        currency, money: before an amount of money; its unit.
        closing: a mark at the end of a cell.
        look_alike: letters that a program read for digits.
    """

    before: tuple[tuple[str, Sign], ...]
    after: tuple[tuple[str, Sign], ...]
    magnitudes: tuple[tuple[str, Fraction], ...]
    parts: tuple[tuple[str, Fraction], ...]
    parts_before: tuple[tuple[str, Fraction], ...]
    parts_alone: tuple[tuple[str, Fraction], ...]
    most_percent: Fraction
    head: re.Pattern[str]
    counting: frozenset[str]
    each: Mapping[str, str]
    each_not: frozenset[str]
    point: str
    clock: tuple[str, ...]
    currency: tuple[str, ...]
    money: str
    closing: re.Pattern[str]
    look_alike: re.Pattern[str]
    range_tails: tuple[str, ...]
    digits: Mapping[str, int]
    pair: str
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
            parts_alone=_factors(parts["alone"]),
            most_percent=exact(parts["most"]),
            head=_head_pattern(document),
            counting=frozenset(document["counting"]),
            each=_each(document["each"]),
            each_not=frozenset(document["each"]["not"]),
            point=document["point"]["word"],
            clock=_longest_first(document["point"]["not_before"]),
            currency=_longest_first(document["currency"]["before"]),
            money=document["currency"]["unit"],
            closing=re.compile(rf"(?<=[^0-9])[{re.escape(document['closing'])}]$"),
            look_alike=_look_alike_pattern(document),
            range_tails=_longest_first(document["range_tails"]),
            digits={word: int(value) for word, value in document["digits"].items()},
            pair=document["pair"],
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
        return half_width(data)
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
    """Return the pattern of a unit: 个, 个工作日, 元/人*月, 件(套)."""
    by, things = (_any_of(document["counted"][part]) for part in ("by", "things"))
    units = _any_of(word for kind in document["units"] for word in kind)
    marks = f"[{re.escape(document['unit_marks'])}]"
    one = rf"(?:{by})(?:{things})|{units}"
    return re.compile(
        rf"(?:{one})(?:\((?:{units})\))?(?:{marks}(?:{one}|{_any_of(document['per'])}))*"
    )


def _head_pattern(document: Mapping[str, Any]) -> re.Pattern[str]:
    signs = (word for words in document["signs"].values() for word in words["before"])
    words = [*signs, *document["leads"], *document["counting"], *_each(document["each"])]
    return re.compile(_any_of(words))


def _each(document: Mapping[str, Any]) -> dict[str, str]:
    return {f"{document['word']}{per}": per for per in document["per"]}


def _look_alike_pattern(document: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the pattern of a number of which all digits are letters: IO, lO%."""
    units = _any_of(["%", *(word for kind in document["units"] for word in kind)])
    return re.compile(rf"\W*[{re.escape(document['look_alikes'])}]+(?:{units})?")


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
        by=_longest_first(document["by"]),
        leads=_longest_first(document["leads"]),
        relative={word: int(later) for word, later in document["relative"].items()},
        to=re.compile(_any_of(document["to"])),
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
        rf"(?:(?P<year>[0-9]{{4}})(?:{year}|(?={year}))|(?P<relative>{_any_of(document['relative'])}))?"
        rf"(?:(?P<part>{_any_of(document['spans'])})"
        rf"|(?:(?P<month>[0-9]{{1,2}})(?:{month}?(?:{_any_of(document['to'])})(?P<to>[0-9]{{1,2}}))?{month}"
        rf"(?:(?P<day>[0-9]{{1,2}})(?:{_any_of(document['day'])}))?))?"
        rf"(?P<end>{_any_of(document['ends'])})?"
    )
