"""
The quantity grammar: what a target or an actual says, without any rule.

A cell is blank, a date, a quantity, or words. A quantity is: what may come before a number
(`prefixes`), an amount (`amounts`), a comparator after it; or two amounts that are the ends of a
range. What holds a number and fits none of these is *unread*: it is reported, never guessed.
"""

import re
from dataclasses import replace
from fractions import Fraction

from perfrules.binding.quantity import numerals
from perfrules.binding.quantity.amounts import NUMBER, Amount, leading_amount
from perfrules.binding.quantity.dates import is_month_or_number, parse_date
from perfrules.binding.quantity.prefixes import Prefix, fitted, whole_amount, without_prefix
from perfrules.binding.quantity.spelling import has_gap, is_ambiguous
from perfrules.model.form import Number
from perfrules.model.quantity import Kind, Quantity, Sign
from perfrules.model.vocabulary.quantities import QuantityWords
from perfrules.text import PERCENT, compact, half_width, prefix_of, suffix_of, without_spaces
from perfrules.values import LONGEST_NUMBER, Span, exact

LONGEST_QUANTITY = 60
"""Characters of a cell that is read as a quantity; longer ones are words or unread."""

_ANY_DIGIT = re.compile("[0-9]")
_PLAIN = re.compile(rf"{NUMBER.pattern}%?")


def parse_quantity(text: str | None, words: QuantityWords, *, fiscal_year: int | None) -> Quantity:
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
    spelled = _with_unit_words(text, words)
    half = half_width(spelled)
    bare = words.cells.closing.sub("", without_spaces(half))
    if not bare or bare in words.cells.blanks:
        return Quantity(text=text, kind=Kind.BLANK)
    if is_ambiguous(spelled, half) or _is_no_number(bare, words, fiscal_year):
        return Quantity(text=text, kind=Kind.UNREAD)
    if len(bare) <= LONGEST_QUANTITY:
        half = half if spelled == text else half_width(text)
        found = _date(text, half, bare, words, fiscal_year) or _quantity(text, half, bare, words)
        if found:
            return found
    return Quantity(text=text, kind=_kind_of_phrase(bare, words))


def parse_number(text: str | None, words: QuantityWords) -> Number:
    """
    Read a cell that should hold a plain number: a weight, a score, an amount, a rate.

    Returns:
        the number, if the cell is one (thousands commas, ``%`` and a unit of points are
        allowed); a blank or dash has no value; any other text has none either.
    """
    if text is None or not text.strip():
        return Number()
    half = half_width(text)
    bare = without_spaces(half)
    if bare in words.cells.blanks:
        return Number(text)
    tail = suffix_of(bare, words.units.points)
    digits = bare.removesuffix(tail) if tail else bare
    number = NUMBER.match(digits)
    if number is None or is_ambiguous(text, half) or has_gap(half, words.cells.gap):
        return Number(text)
    if len(digits) > LONGEST_NUMBER or digits[number.end() :] not in ("", PERCENT):
        return Number(text)
    return Number(text, exact(digits.replace(",", "")))


def _with_unit_words(text: str, words: QuantityWords) -> str:
    """Spell out signs of units that half width would break up: a square metre is not m and 2."""
    for sign, unit in words.units.signs:
        text = text.replace(sign, unit)
    return text


def says_nothing(number: Number, words: QuantityWords) -> bool:
    """Return whether a cell of a number is blank or a dash."""
    return number.text is None or compact(number.text) in words.cells.blanks


def _is_no_number(bare: str, words: QuantityWords, year: int | None) -> bool:
    return bare.lower() in words.cells.not_numbers or is_month_or_number(bare, year)


def _kind_of_phrase(bare: str, words: QuantityWords) -> Kind:
    """A phrase without digits is words; a number in it means that something was not read."""
    number = (
        _ANY_DIGIT.search(bare) or bare.startswith("#") or words.cells.look_alike.fullmatch(bare)
    )
    return Kind.UNREAD if number else Kind.WORDS


def _date(
    text: str, half: str, bare: str, words: QuantityWords, year: int | None
) -> Quantity | None:
    if not words.dates.hint.search(bare) or words.cells.gap.search(half):
        return None
    return parse_date(text, numerals.in_digits(bare, words), words.dates, year)


def _quantity(text: str, half: str, bare: str, words: QuantityWords) -> Quantity | None:
    if not words.hint.search(bare) or has_gap(half, words.cells.gap):
        return None
    if words.dates.year.search(bare):
        return None
    if plain := _plain_number(bare, words):
        return replace(plain, text=text)
    prefix = without_prefix(bare, words)
    readers = (_compared,) if prefix.sign else (_two_sided, _vague, _compared, _ranged, _around)
    found = next(filter(None, (read(prefix, words) for read in readers)), None)
    return replace(found, text=text) if found else None


def _plain_number(bare: str, words: QuantityWords) -> Quantity | None:
    """Read digits alone or with a percent sign: the commonest cells, on the shortest way."""
    match = _PLAIN.fullmatch(bare)
    amount = leading_amount(bare, words) if match else None
    return _signed_amount(amount, Sign.NONE) if amount else None


def _two_sided(prefix: Prefix, words: QuantityWords) -> Quantity | None:
    """Read ±10%."""
    sign = prefix_of(prefix.rest, words.bounds.plus_minus)
    amount = whole_amount(prefix, prefix.rest.removeprefix(sign), words) if sign else None
    if amount is None or amount.number < 0 or amount.lower_bound:
        return None
    return _within_span(amount, Span(low=-amount.number, high=amount.number))


def _vague(prefix: Prefix, words: QuantityWords) -> Quantity | None:
    """Read about so many: with a word before, behind, or both."""
    before = prefix_of(prefix.rest, words.bounds.vague_before)
    after = suffix_of(prefix.rest, words.bounds.vague_after)
    if not (before or after):
        return None
    core = prefix.rest.removeprefix(before or "").removesuffix(after or "")
    amount = whole_amount(prefix, core, words)
    return _within_span(amount, None) if amount else None


def _compared(prefix: Prefix, words: QuantityWords) -> Quantity | None:
    """Read a number with comparators before and behind it, or without one."""
    after = words.bounds.after
    for word in filter(prefix.rest.endswith, after):
        amount = whole_amount(prefix, prefix.rest.removesuffix(word), words)
        if amount:
            return (
                _signed_amount(amount, after[word]) if prefix.sign in (None, after[word]) else None
            )
    if found := _within_time(prefix, words):
        return found
    amount = whole_amount(prefix, prefix.rest, words)
    return _signed_amount(amount, prefix.sign or Sign.NONE) if amount else None


def _within_time(prefix: Prefix, words: QuantityWords) -> Quantity | None:
    """Read 30日内: at most, but only so much time."""
    tail = suffix_of(prefix.rest, words.bounds.within)
    amount = whole_amount(prefix, prefix.rest.removesuffix(tail), words) if tail else None
    if amount is None or amount.unit not in words.bounds.within_units:
        return None
    return _signed_amount(amount, Sign.LE) if prefix.sign in (None, Sign.LE) else None


def _signed_amount(amount: Amount, sign: Sign) -> Quantity | None:
    if amount.lower_bound:
        # 余 says that it is more than the number; with a comparator too it says nothing clear.
        return None if sign is not Sign.NONE else _within_span(amount, Span(low=amount.number))
    return Quantity(
        text="",
        kind=Kind.QUANTITY,
        sign=sign,
        number=amount.number,
        span=_span_of(sign, amount.number),
        unit=amount.unit,
        factor=amount.factor,
    )


def with_sign(quantity: Quantity, sign: Sign) -> Quantity | None:
    """Return a bare number with a comparator that is printed elsewhere; ``None`` for a range."""
    if quantity.number is None:
        return None
    return replace(quantity, sign=sign, span=_span_of(sign, quantity.number))


def _span_of(sign: Sign, number: Fraction) -> Span:
    """Return the values that a comparator allows."""
    match sign:
        case Sign.GE | Sign.GT:
            return Span(low=number, low_closed=sign is Sign.GE)
        case Sign.LE | Sign.LT:
            return Span(high=number, high_closed=sign is Sign.LE)
        case _:
            return Span.point(number)


def _within_span(amount: Amount, span: Span | None) -> Quantity:
    """Return an amount of which only bounds are known, or not even these."""
    return Quantity(text="", kind=Kind.QUANTITY, span=span, unit=amount.unit, factor=amount.factor)


def _ranged(prefix: Prefix, words: QuantityWords) -> Quantity | None:
    """Read ``low – high unit``; a unit or percent sign that only one end prints is both ends'."""
    low = prefix.amount
    dash = low and prefix_of(low.rest, words.bounds.between)
    if low is None or not dash or (low.number < 0 and len(dash) > 1):
        # -5--3 may reach to -3 or to 3.
        return None
    core = low.rest.removeprefix(dash)
    high = leading_amount(core.removesuffix(suffix_of(core, words.bounds.range_tails) or ""), words)
    if high is None or high.rest or high.lower_bound or low.lower_bound:
        return None
    if bool(NUMBER.match(prefix.rest)) is not bool(NUMBER.match(core)):
        # 6—八 is written in two ways, so perhaps by two hands.
        return None
    number = low.number * high.factor if low.unit is None and low.factor == 1 else low.number
    if low.unit not in (None, high.unit) or number > high.number:
        return None
    return _ranged_amount(prefix, high, Span(low=number, high=high.number), words)


def _around(prefix: Prefix, words: QuantityWords) -> Quantity | None:
    """Read 100±5; of 100±5% nobody knows what the percentage is of."""
    middle = prefix.amount
    sign = middle and prefix_of(middle.rest, words.bounds.plus_minus)
    by = leading_amount(middle.rest.removeprefix(sign), words) if middle and sign else None
    if middle is None or by is None or by.rest or by.number < 0:
        return None
    if middle.lower_bound or by.lower_bound or middle.factor != by.factor:
        return None
    if middle.unit not in (None, by.unit):
        return None
    span = Span(low=middle.number - by.number, high=middle.number + by.number)
    return _ranged_amount(prefix, by, span, words)


def _ranged_amount(
    prefix: Prefix, end: Amount, span: Span, words: QuantityWords
) -> Quantity | None:
    amount = fitted(prefix, end, words)
    return _within_span(amount, span) if amount else None
