"""
The quantity grammar: what a target or an actual says, without any rule.

A cell is blank, a date, a quantity, or words. A quantity is: comparator, number, magnitude,
part (%), unit; the comparator may also be a word behind. What holds a number and fits none of
these is *unread*: it is reported, never guessed.
"""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from perfrules.binding import numerals
from perfrules.binding.dates import parse_date
from perfrules.binding.text import (
    LONGEST_REMEMBERED,
    MOST_REMEMBERED,
    ends_with,
    half_width,
    is_ambiguous,
    one_of,
    parted,
    plain,
)
from perfrules.model.form import Number
from perfrules.model.quantity import Kind, Quantity, Sign
from perfrules.model.words import QuantityWords
from perfrules.values import LONGEST_NUMBER, Span, exact

LONGEST_CELL = 60
"""Characters of a cell that is read as a quantity; longer ones are words or unread."""
PERCENT = "%"

# No zero stands before another digit: 00 may be 0 and 0, and 0,950 may be less than one.
_NUMBER = re.compile(r"-?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0)(?:\.[0-9]+)?")
_ODD_NUMBER = re.compile(r"^[eE.,][0-9]|^,")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number with its magnitude and unit, and what is left of the text behind it."""

    number: Fraction
    factor: Fraction
    unit: str | None
    rest: str
    lower_bound: bool = False


def parse(text: str | None, words: QuantityWords, *, fiscal_year: int | None) -> Quantity:
    """
    Read a target or an actual.

    Args:
        text: the cell.
        words: the vocabulary.
        fiscal_year: the form's year, for deadlines that print none.

    Returns:
        a quantity; every text gives one.
    """
    text = text or ""
    if len(text) <= LONGEST_REMEMBERED:
        return _remembered(text, words, fiscal_year)
    return _parsed(text, words, fiscal_year)


def _parsed(text: str, words: QuantityWords, fiscal_year: int | None) -> Quantity:
    spelled = _with_unit_words(text, words)
    bare = plain(spelled)
    if not bare or bare in words.blanks:
        return Quantity(text=text, kind=Kind.BLANK)
    if is_ambiguous(spelled) or bare.lower() in words.not_numbers:
        return Quantity(text=text, kind=Kind.UNREAD)
    if len(bare) <= LONGEST_CELL:
        found = _date(text, bare, words, fiscal_year) or _quantity(text, bare, words)
        if found:
            return found
    return Quantity(text=text, kind=_kind_of_phrase(bare))


# A row is read at several shifts, and forms hold the same quantities again and again.
_remembered = lru_cache(maxsize=MOST_REMEMBERED)(_parsed)


def parse_number(text: str | None, words: QuantityWords) -> Number:
    """
    Read a cell that should hold a plain number: a weight, a score, an amount, a rate.

    Returns:
        the number, if the cell is one (thousands commas, ``%`` and a unit of points are
        allowed); a blank or dash has no value; any other text has none either.
    """
    if text is None or not text.strip():
        return Number()
    known = _remembered_number if len(text) <= LONGEST_REMEMBERED else _number
    return known(text, words)


def _number(text: str, words: QuantityWords) -> Number:
    bare = plain(text)
    if bare in words.blanks:
        return Number(text)
    tail = ends_with(bare, words.points_units)
    digits = bare.removesuffix(tail) if tail else bare
    number = _NUMBER.match(digits)
    if number is None or is_ambiguous(text) or parted(text, words.gap):
        return Number(text)
    if len(digits) > LONGEST_NUMBER or digits[number.end() :] not in ("", PERCENT):
        return Number(text)
    return Number(text, exact(digits.replace(",", "")))


_remembered_number = lru_cache(maxsize=MOST_REMEMBERED)(_number)


def _with_unit_words(text: str, words: QuantityWords) -> str:
    """Spell out signs of units that half width would break up: a square metre is no m and 2."""
    for sign, unit in words.unit_signs:
        text = text.replace(sign, unit)
    return text


def says_nothing(number: Number, words: QuantityWords) -> bool:
    """Tell whether a cell of a number is blank or a dash."""
    return number.text is None or plain(number.text) in words.blanks


def _kind_of_phrase(bare: str) -> Kind:
    """A phrase without digits is words; a number in it means that something was not read."""
    return Kind.UNREAD if re.search(r"[0-9]", bare) or bare.startswith("#") else Kind.WORDS


def _date(text: str, bare: str, words: QuantityWords, year: int | None) -> Quantity | None:
    if words.gap.search(half_width(text)):
        return None
    return parse_date(text, numerals.in_digits(bare, words), words.dates, year)


def _quantity(text: str, bare: str, words: QuantityWords) -> Quantity | None:
    if parted(text, words.gap) or words.dates.year.search(bare):
        return None
    if tolerance := one_of(bare, words.plus_minus):
        return _two_sided(text, bare.removeprefix(tolerance), words)
    vague = one_of(bare, words.vague_before) or ends_with(bare, words.vague_after)
    if vague:
        core = bare.removeprefix(vague) if bare.startswith(vague) else bare.removesuffix(vague)
        amount = _whole(core, words)
        return _described(text, amount, number=None, span=None) if amount else None
    return _compared(text, bare, words) or _ranged(text, bare, words)


def _compared(text: str, bare: str, words: QuantityWords) -> Quantity | None:
    """Read ``comparator number unit``, with the comparator before or behind, or without one."""
    for word, sign in words.before:
        if bare.startswith(word):
            amount = _whole(bare.removeprefix(word), words)
            return _with_sign(text, amount, sign) if amount else None
    for word, sign in words.after:
        if bare.endswith(word):
            amount = _whole(bare.removesuffix(word), words)
            if amount:
                return _with_sign(text, amount, sign)
    if tail := ends_with(bare, words.within):
        amount = _whole(bare.removesuffix(tail), words)
        if amount and amount.unit in words.within_units:
            return _with_sign(text, amount, Sign.LE)
    amount = _whole(bare, words)
    return _with_sign(text, amount, Sign.NONE) if amount else None


def _with_sign(text: str, amount: Amount, sign: Sign) -> Quantity | None:
    if amount.lower_bound:
        # 余 says that it is more than the number; with a comparator too it says nothing clear.
        if sign is not Sign.NONE:
            return None
        return _described(text, amount, number=None, span=Span(low=amount.number))
    return replace(
        _described(text, amount, number=amount.number, span=_span_of(sign, amount.number)),
        sign=sign,
    )


def _span_of(sign: Sign, number: Fraction) -> Span:
    """Return the values that a comparator allows."""
    return {
        Sign.GE: Span(low=number),
        Sign.GT: Span(low=number, low_closed=False),
        Sign.LE: Span(high=number),
        Sign.LT: Span(high=number, high_closed=False),
    }.get(sign, Span.point(number))


def _described(
    text: str, amount: Amount, *, number: Fraction | None, span: Span | None
) -> Quantity:
    return Quantity(
        text=text,
        kind=Kind.QUANTITY,
        number=number,
        span=span,
        unit=amount.unit,
        factor=amount.factor,
    )


def _two_sided(text: str, bare: str, words: QuantityWords) -> Quantity | None:
    amount = _whole(bare, words)
    if amount is None or amount.number < 0 or amount.lower_bound:
        return None
    return _described(text, amount, number=None, span=Span(low=-amount.number, high=amount.number))


def _ranged(text: str, bare: str, words: QuantityWords) -> Quantity | None:
    """Read ``low – high unit``; a unit or percent sign that only one end prints is both ends'."""
    low = _amount(bare, words)
    dash = low and one_of(low.rest, words.ranges)
    if low is None or not dash or (low.number < 0 and len(dash) > 1):
        # -5--3 may reach to -3 or to 3.
        return None
    high = _whole(low.rest.removeprefix(dash), words)
    if high is None or high.lower_bound or low.lower_bound:
        return None
    number = low.number * high.factor if low.unit is None and low.factor == 1 else low.number
    if low.unit not in (None, high.unit) or number > high.number:
        return None
    return _described(text, high, number=None, span=Span(low=number, high=high.number))


def _whole(bare: str, words: QuantityWords) -> Amount | None:
    """Read an amount that is all of a text."""
    amount = _amount(bare, words)
    return amount if amount and not amount.rest else None


def _amount(bare: str, words: QuantityWords) -> Amount | None:
    before = one_of(bare, tuple(word for word, _ in words.parts_before))
    found = _leading_number(bare.removeprefix(before) if before else bare, words)
    if found is None:
        return None
    number, rest = found
    if before:
        factor = dict(words.parts_before)[before]
        return Amount(number=number * factor, factor=factor, unit=PERCENT, rest=rest)
    lower, rest = _taken(rest, words.lower_bounds)
    if part := next((pair for pair in words.parts if rest.startswith(pair[0])), None):
        return _share(number, part, rest, lower)
    factor, rest = _magnitude(rest, words)
    later, rest = _taken(rest, words.lower_bounds) if factor != 1 else (False, rest)
    amount = Amount(
        number=number * factor, factor=factor, unit=None, rest=rest, lower_bound=lower or later
    )
    return _with_unit(amount, words)


def _share(number: Fraction, part: tuple[str, Fraction], rest: str, lower: bool) -> Amount:
    word, factor = part
    rest = rest.removeprefix(word)
    return Amount(number=number * factor, factor=factor, unit=PERCENT, rest=rest, lower_bound=lower)


def _leading_number(bare: str, words: QuantityWords) -> tuple[Fraction, str] | None:
    match = _NUMBER.match(bare)
    if match:
        rest = bare[match.end() :]
        if len(match[0]) > LONGEST_NUMBER or _ODD_NUMBER.match(rest):
            return None
        return exact(match[0].replace(",", "")), rest
    numeral = numerals.leading(bare, words)
    value = numerals.value(numeral, words)
    rest = bare.removeprefix(numeral)
    if value is None or (rest and not one_of(rest, (*words.counters, *words.lower_bounds))):
        return None
    return value, rest


def _taken(text: str, words: tuple[str, ...]) -> tuple[bool, str]:
    word = one_of(text, words)
    return word is not None, text.removeprefix(word) if word else text


def _magnitude(text: str, words: QuantityWords) -> tuple[Fraction, str]:
    for word, factor in words.magnitudes:
        if text.startswith(word):
            return factor, text.removeprefix(word)
    return Fraction(1), text


def _with_unit(amount: Amount, words: QuantityWords) -> Amount:
    """Split the unit off; what is no known unit stays, so that nothing is read."""
    unit = words.unit.match(amount.rest)
    if unit is None:
        return amount
    _, rest = _taken(amount.rest[unit.end() :], words.unit_tails)
    return replace(amount, unit=unit[0], rest=rest)
