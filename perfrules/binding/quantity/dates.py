"""
Days and deadlines: 2023年底前, 12月31日, 2024. 2. 22, 第四季度.

Where no year is printed it is the form's, never today's.
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from perfrules.model.quantity import Kind, Quantity
from perfrules.model.vocabulary.quantities import DateWords
from perfrules.text import prefix_of, suffix_of
from perfrules.values import Span

_NUMERIC = re.compile(r"(?P<y>[0-9]{4})(?P<s>[-./])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})")
_YEAR = re.compile("[0-9]{4}")
_MONTH_OR_NUMBER = re.compile(
    r"\W*(?P<year>[0-9]{4})(?:\.(?:0?[1-9]|1[0-2])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])?)"
)

MONTHS = 12


class NoSuchDay(Exception):
    """The text is written as a date that does not exist, or of no known year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """
    First and last day of what a text names.

    Attributes:
        end: its end is meant (12月底).
        lone: it is a month and nothing else, and may be a number of months.
    """

    first: date
    last: date
    end: bool = False
    lone: bool = False


def is_month_or_number(plain: str, year: int | None) -> bool:
    """Return whether a text of digits may be a month or a day of about this year: 2023.12."""
    match = _MONTH_OR_NUMBER.fullmatch(plain)
    return bool(match and year and abs(int(match["year"]) - year) <= 1)


def parse_date(text: str, plain: str, words: DateWords, year: int | None) -> Quantity | None:
    """
    Read a day or a deadline.

    Args:
        text: the cell's own text, and
        plain: the same in half width without spaces.
        words: the words of dates.
        year: the form's fiscal year, for dates that print none.

    Returns:
        a `Quantity` of kind DATE; its span is the days that the text allows as ordinals, its
        number the last of them. `9月前` can mean before September begins or by its end: its
        span reaches to the end, its number is the day before it begins. Of kind UNREAD where
        the day does not exist, or no year is known; ``None`` if the text is not a date.
    """
    by, plain = _without_lead(plain, words)
    endings = (*(word for word in words.done if plain.endswith(word)), "")
    try:
        found = (_dated(plain, done, words, year, by=by) for done in endings)
        days = next(filter(None, found), None)
    except NoSuchDay:
        return Quantity(text=text, kind=Kind.UNREAD)
    return replace(days, text=text) if days else None


def _dated(
    plain: str, done: str, words: DateWords, year: int | None, *, by: bool
) -> Quantity | None:
    """Read a date followed by *done*, a word for what is to be done by then."""
    plain = plain.removesuffix(done)
    before = suffix_of(plain, words.before)
    stretch = _stretch(plain.removesuffix(before or ""), words, year)
    if stretch is None:
        return None
    if stretch.lone and (by or done in words.within):
        # 3月内 is within March or within three months; ≤12月 are months or by December.
        raise NoSuchDay
    return _described(stretch, by=by, before=before is not None)


def _without_lead(plain: str, words: DateWords) -> tuple[bool, str]:
    """Take off what comes before a date; return whether it says by then."""
    lead = prefix_of(plain, words.leads) or ""
    plain = plain.removeprefix(lead)
    by = prefix_of(plain, words.by) or ""
    return bool(by), plain.removeprefix(by)


def _described(stretch: Stretch, *, by: bool, before: bool) -> Quantity:
    first, last = Fraction(stretch.first.toordinal()), Fraction(stretch.last.toordinal())
    if not (before or by):
        return Quantity(text="", kind=Kind.DATE, number=last, span=Span(low=first, high=last))
    sure = first - 1 if before and first != last and not stretch.end else last
    return Quantity(text="", kind=Kind.DATE, number=sure, span=Span(high=last))


def _stretch(text: str, words: DateWords, year: int | None) -> Stretch | None:
    return _single(text, words, year) or _from_to(text, words, year)


def _single(text: str, words: DateWords, year: int | None) -> Stretch | None:
    return _numeric(text) or _worded(text, words, year)


def _from_to(text: str, words: DateWords, year: int | None) -> Stretch | None:
    """Read 2023年1月1日至12月31日; a year that only the first day prints is the last day's."""
    for to in words.to.finditer(text):
        head, tail = text[: to.start()], text[to.end() :]
        first = _single(head, words, year)
        last = first and _single(tail, words, first.first.year)
        if first and last:
            later = _YEAR.search(tail) and not _YEAR.search(head)
            if first.end or later or first.last > last.first:
                raise NoSuchDay
            # 前 after a day is before that day's end, however early the first day is.
            end = last.end or last.first == last.last
            return Stretch(first=first.first, last=last.last, end=end)
    return None


def _numeric(text: str) -> Stretch | None:
    match = _NUMERIC.fullmatch(text)
    if match is None:
        return None
    return _day(int(match["y"]), int(match["m"]), int(match["d"]))


def _day(year: int, month: int, day: int) -> Stretch:
    try:
        found = date(year, month, day)
    except ValueError:
        raise NoSuchDay from None
    return Stretch(first=found, last=found)


def _worded(text: str, words: DateWords, year: int | None) -> Stretch | None:
    match = words.pattern.fullmatch(text)
    if match is None or not any(match[part] for part in ("part", "month", "year", "relative")):
        return None
    if match["day"] and match["to"]:
        # 1月至3月15日 ends on that day and begins on another.
        return None
    year = _year(match, words, year)
    if match["day"]:
        return _day(year, int(match["month"]), int(match["day"]))
    if match["part"]:
        end = match["end"] or match["part"].endswith(words.ends)
        return _months(year, *words.spans[match["part"]], end=bool(end))
    first, last = int(match["month"] or 1), int(match["to"] or match["month"] or MONTHS)
    lone = match["month"] and not (match["year"] or match["relative"] or match["end"])
    return replace(_months(year, first, last, end=bool(match["end"])), lone=bool(lone))


def _year(match: re.Match[str], words: DateWords, year: int | None) -> int:
    if match["year"]:
        year = int(match["year"])
    if not year:
        raise NoSuchDay
    return year + words.relative.get(match["relative"] or "", 0)


def _months(year: int, first: int, last: int, *, end: bool) -> Stretch:
    if not 1 <= first <= last <= MONTHS:
        raise NoSuchDay
    days = calendar.monthrange(year, last)[1]
    return Stretch(first=date(year, first, 1), last=date(year, last, days), end=end)
