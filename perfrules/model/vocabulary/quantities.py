"""The words and signs of quantities, as the vocabulary lists them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from perfrules.model.quantity import Sign
from perfrules.text import any_of, half_width
from perfrules.values import exact, freeze


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class DateWords:
    """
    The words of days and deadlines.

    Attributes:
        pattern: of a day, month, year or part of one.
        numeral: a Chinese numeral before a word of dates.
        year: a year within a longer text.
        within: what counts months if it follows a lone month.
        spans: a part of a year → its first and last month.
        hint: what every date holds.
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
    hint: re.Pattern[str]
    by: tuple[str, ...]
    leads: tuple[str, ...]
    relative: Mapping[str, int]
    to: re.Pattern[str]

    def __post_init__(self) -> None:
        freeze(self, "spans", "relative")

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of dates, in half width."""
        return cls(
            pattern=_date_pattern(document),
            numeral=_date_numeral(document),
            year=re.compile(rf"(?<![0-9])[0-9]{{4}}{re.escape(document['year'])}"),
            ends=_longest_first(document["ends"]),
            before=_longest_first(document["before"]),
            done=_longest_first(document["done"]),
            within=frozenset(document["within"]),
            spans={word: (int(a), int(b)) for word, (a, b) in document["spans"].items()},
            hint=_date_hint(document),
            by=_longest_first(document["by"]),
            leads=_longest_first(document["leads"]),
            relative={word: int(later) for word, later in document["relative"].items()},
            to=re.compile(any_of(document["to"])),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PrefixWords:
    """
    The words before a number.

    Attributes:
        pattern: one of them: a comparator, one that changes nothing, one of *counting*, or of
            *each*.
        signs: comparators; one may be alone in a cell.
        counting: words that only a counted number follows: 完成2次.
        each: 每年 → 年; not_each: units that would be a day there.
    """

    pattern: re.Pattern[str]
    signs: Mapping[str, Sign]
    counting: frozenset[str]
    each: Mapping[str, str]
    not_each: frozenset[str]

    def __post_init__(self) -> None:
        freeze(self, "signs", "each")

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of all words of quantities."""
        signs = _signs(document["signs"], "before")
        each = {f"{document['each']['word']}{per}": per for per in document["each"]["per"]}
        words = (*signs, *document["leads"], *document["counting"], *each)
        return cls(
            pattern=re.compile(any_of(words)),
            signs=signs,
            counting=frozenset(document["counting"]),
            each=each,
            not_each=frozenset(document["each"]["not"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class BoundWords:
    """
    The words that say how far a number reaches; each tuple is in the order in which it is tried.

    Attributes:
        after: comparators after a number.
        at_least: after a number, that it is a lower bound: 200余人.
        vague_before, vague_after: that it has no bounds: 约300.
        within: that it is an upper bound, if its unit is one of *within_units*: 30日内.
        between: between the ends of a range; range_tails: after it.
        plus_minus: before a deviation.
    """

    after: Mapping[str, Sign]
    at_least: tuple[str, ...]
    vague_before: tuple[str, ...]
    vague_after: tuple[str, ...]
    within: tuple[str, ...]
    within_units: frozenset[str]
    between: tuple[str, ...]
    range_tails: tuple[str, ...]
    plus_minus: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self, "after")

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of all words of quantities."""
        return cls(
            after=_signs(document["signs"], "after"),
            at_least=_longest_first(document["lower_bounds"]),
            vague_before=_longest_first(document["vague"]["before"]),
            vague_after=_longest_first(document["vague"]["after"]),
            within=_longest_first(document["within"]["words"]),
            within_units=frozenset(document["within"]["units"]),
            between=_longest_first(document["ranges"]),
            range_tails=_longest_first(document["range_tails"]),
            plus_minus=_longest_first(document["plus_minus"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class NumeralWords:
    """
    Chinese numerals.

    Attributes:
        digits, tens, shorthand: a character → its number; pair: the digit for two things.
        point: the point within numerals; clock: what makes it an hour.
        counters: what may follow a numeral.
        characters: the characters of a numeral.
    """

    digits: Mapping[str, int]
    tens: Mapping[str, int]
    shorthand: Mapping[str, int]
    pair: str
    point: str
    clock: tuple[str, ...]
    counters: tuple[str, ...]
    characters: frozenset[str]

    def __post_init__(self) -> None:
        freeze(self, "digits", "tens", "shorthand")

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of all words of quantities."""
        return cls(
            digits={word: int(value) for word, value in document["digits"].items()},
            tens={word: int(value) for word, value in document["tens"].items()},
            shorthand={word: int(value) for word, value in document["shorthand"].items()},
            pair=document["pair"],
            point=document["point"]["word"],
            clock=_longest_first(document["point"]["not_before"]),
            counters=_longest_first(document["counters"]),
            characters=frozenset(_numeral_characters(document)),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class FactorWords:
    """
    The words that multiply a number, each in the order in which they are tried.

    Attributes:
        magnitudes: powers of ten after a number: 万.
        parts, parts_before: parts of a whole after a number and before it: %, 百分之.
        shares: shares by themselves: 百分之百.
        most_percent: the greatest share; one beyond is two cells in one.
    """

    magnitudes: Mapping[str, Fraction]
    parts: Mapping[str, Fraction]
    parts_before: Mapping[str, Fraction]
    shares: Mapping[str, Fraction]
    most_percent: Fraction

    def __post_init__(self) -> None:
        freeze(self, "magnitudes", "parts", "parts_before", "shares")

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of all words of quantities."""
        parts = document["parts"]
        return cls(
            magnitudes=_factors(document["magnitudes"]),
            parts=_factors(parts["after"]),
            parts_before=_factors(parts["before"]),
            shares=_factors(parts["alone"]),
            most_percent=exact(parts["most"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class UnitWords:
    """
    The units of numbers.

    Attributes:
        pattern: a unit; anything else is not a unit.
        signs: a sign of a unit that half width would break up → the unit in letters.
        currency, money: what comes before an amount of money, and its unit.
        tails: what is dropped after the unit of money.
        points: the unit of weights and scores.
    """

    pattern: re.Pattern[str]
    signs: tuple[tuple[str, str], ...]
    currency: tuple[str, ...]
    money: str
    tails: tuple[str, ...]
    points: tuple[str, ...]

    @classmethod
    def from_document(cls, document: Mapping[str, Any], signs: Mapping[str, str]) -> Self:
        """Build from the plain data of all words of quantities, and *signs* in their own width."""
        return cls(
            pattern=_unit_pattern(document),
            signs=tuple(sorted(signs.items(), key=_length, reverse=True)),
            currency=_longest_first(document["currency"]["before"]),
            money=document["currency"]["unit"],
            tails=_longest_first(document["unit_tails"]),
            points=_longest_first(document["points_units"]),
        )

    def is_unit(self, text: str) -> bool:
        """Return whether a compact text is a unit and nothing else."""
        return self.pattern.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class CellWords:
    """
    What makes a whole cell say nothing, or no number.

    Attributes:
        blanks: cells that say nothing; not_numbers: cells that a program may call numbers.
        gap: a space inside a number, or between two.
        closing: a mark at the end of a cell.
        look_alike: letters that a program read for digits.
    """

    blanks: frozenset[str]
    not_numbers: frozenset[str]
    gap: re.Pattern[str]
    closing: re.Pattern[str]
    look_alike: re.Pattern[str]

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of all words of quantities."""
        return cls(
            blanks=frozenset(document["blanks"]),
            not_numbers=frozenset(document["not_numbers"]),
            gap=_gap_pattern(document),
            closing=re.compile(rf"(?<=[^0-9])[{re.escape(document['closing'])}]$"),
            look_alike=_look_alike_pattern(document),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class QuantityWords:
    """The words of quantities; *hint* is a character that every number holds."""

    prefixes: PrefixWords
    bounds: BoundWords
    numerals: NumeralWords
    factors: FactorWords
    units: UnitWords
    cells: CellWords
    dates: DateWords
    hint: re.Pattern[str]

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build from the plain data of ``specs/vocabulary/quantities.yaml``."""
        signs_of_units = document["unit_signs"]
        # Cells are compared in half width, so the words are too.
        document = _in_half_width(document)
        return cls(
            prefixes=PrefixWords.from_document(document),
            bounds=BoundWords.from_document(document),
            numerals=NumeralWords.from_document(document),
            factors=FactorWords.from_document(document),
            units=UnitWords.from_document(document, signs_of_units),
            cells=CellWords.from_document(document),
            dates=DateWords.from_document(document["dates"]),
            hint=_number_hint(document),
        )


def _length(pair: tuple[str, object]) -> int:
    return len(pair[0])


def _in_half_width(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {_in_half_width(key): _in_half_width(value) for key, value in data.items()}
    if isinstance(data, str):
        return half_width(data)
    return [_in_half_width(item) for item in data]


def _longest_first(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _signs(signs: Mapping[str, Any], side: str) -> dict[str, Sign]:
    pairs = [(word, Sign(sign)) for sign, words in signs.items() for word in words[side]]
    return dict(sorted(pairs, key=_length, reverse=True))


def _factors(words: Mapping[str, str]) -> dict[str, Fraction]:
    pairs = [(word, exact(value)) for word, value in words.items()]
    return dict(sorted(pairs, key=_length, reverse=True))


def _numeral_characters(document: Mapping[str, Any]) -> str:
    point: str = document["point"]["word"]
    return "".join((*document["digits"], *document["tens"], *document["shorthand"], point))


def _gap_pattern(document: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the pattern of a space in a number; `30 万` has none: its magnitude is set apart."""
    numerals = _numeral_characters(document).replace(document["point"]["word"], "")
    han = f"[{re.escape(numerals)}]"
    return re.compile(rf"[0-9]\s+\.?[0-9,]|{han}\s+(?:{han}|[0-9])")


def _number_hint(document: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the pattern of a digit, a character of a numeral, or one of a share by itself."""
    shares = "".join(document["parts"]["alone"])
    return re.compile(f"[0-9{re.escape(_numeral_characters(document) + shares)}]")


def _unit_pattern(document: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the pattern of a unit: 个, 个工作日, 元/人*月, 件(套)."""
    by, things = (any_of(document["counted"][part]) for part in ("by", "things"))
    units = any_of(word for kind in document["units"] for word in kind)
    marks = f"[{re.escape(document['unit_marks'])}]"
    one = rf"(?:{by})(?:{things})|{units}"
    return re.compile(
        rf"(?:{one})(?:\((?:{units})\))?(?:{marks}(?:{one}|{any_of(document['per'])}))*"
    )


def _look_alike_pattern(document: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the pattern of a number of which all digits are letters: IO, lO%."""
    units = any_of(["%", *(word for kind in document["units"] for word in kind)])
    return re.compile(rf"\W*[{re.escape(document['look_alikes'])}]+(?:{units})?")


def _date_hint(document: Mapping[str, Any]) -> re.Pattern[str]:
    words = [document["year"], *document["month"], *document["spans"], *document["relative"]]
    return re.compile(rf"{any_of(words)}|[0-9]{{4}}[-./]")


def _date_numeral(document: Mapping[str, Any]) -> re.Pattern[str]:
    follow = any_of([document["year"], *document["month"], *document["day"]])
    return re.compile(f"[{re.escape(document['numerals'])}]+(?={follow})")


def _date_pattern(document: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the pattern of a date: year, then a part of a year, or month, day and end."""
    year, month = re.escape(document["year"]), f"(?:{any_of(document['month'])})"
    return re.compile(
        rf"(?:(?P<year>[0-9]{{4}})(?:{year}|(?={year}))|(?P<relative>{any_of(document['relative'])}))?"
        rf"(?:(?P<part>{any_of(document['spans'])})"
        rf"|(?:(?P<month>[0-9]{{1,2}})(?:{month}?(?:{any_of(document['to'])})(?P<to>[0-9]{{1,2}}))?{month}"
        rf"(?:(?P<day>[0-9]{{1,2}})(?:{any_of(document['day'])}))?))?"
        rf"(?P<end>{any_of(document['ends'])})?"
    )
