"""
Days and deadlines: 2023年底前, 12月31日, 2024. 2. 22, 第四季度.

Where no year is printed it is the form's, never today's.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from perfrules.binding.text import ends_with
from perfrules.model.quantity import Kind, Quantity
from perfrules.model.words import DateWords
from perfrules.values import Span

_NUMERIC = re.compile(r"(?P<y>[0-9]{4})(?P<s>[-./])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})")


MONTHS = 12


class NoSuchDay(Exception):
    """The text is written as a date that does not exist, or of no known year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """First and last day of what a text names; *end* tells that its end is meant."""

    first: date
    last: date
    end: bool = False


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
        there is no such day or no year; ``None`` where the text is no date.
    """
    done = ends_with(plain, words.done) or ""
    plain = plain.removesuffix(done)
    before = ends_with(plain, words.before)
    core = plain.removesuffix(before) if before else plain
    try:
        stretch = _numeric(core) or _worded(core, words, year, within=done in words.within)
    except NoSuchDay:
        return Quantity(text=text, kind=Kind.UNREAD)
    if stretch is None:
        return None
    first, last = Fraction(stretch.first.toordinal()), Fraction(stretch.last.toordinal())
    if not before:
        return Quantity(text=text, kind=Kind.DATE, number=last, span=Span(low=first, high=last))
    sure = first - 1 if first != last and not stretch.end else last
    return Quantity(text=text, kind=Kind.DATE, number=sure, span=Span(high=last))


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


def _worded(text: str, words: DateWords, year: int | None, *, within: bool) -> Stretch | None:
    match = words.pattern.fullmatch(text)
    if match is None or not (match["part"] or match["month"] or match["year"]):
        return None
    if within and match["month"] and not (match["year"] or match["day"] or match["end"]):
        # 3月内 is within March or within three months.
        raise NoSuchDay
    year = int(match["year"]) if match["year"] else year
    if not year:
        raise NoSuchDay
    if match["part"]:
        return _months(year, *words.spans[match["part"]], end=match["part"].endswith(words.ends))
    if match["month"] is None:
        return _months(year, 1, 12, end=bool(match["end"]))
    first, last = int(match["month"]), int(match["to"] or match["month"])
    if match["day"]:
        return _day(year, first, int(match["day"]))
    return _months(year, first, last, end=bool(match["end"]))


def _months(year: int, first: int, last: int, *, end: bool) -> Stretch:
    if not 1 <= first <= last <= MONTHS:
        raise NoSuchDay
    days = calendar.monthrange(year, last)[1]
    return Stretch(first=date(year, first, 1), last=date(year, last, days), end=end)
