"""
Amounts: a number with its magnitude, part and unit, and nothing else.

`10余万人`, `1亿2000万元`, `百分之九十五`, `50件(套)`, `¥5,000`. What comes before an amount is
in `prefixes`; what follows it (a comparator, the other end of a range) is in `grammar`.
"""

import re
from fractions import Fraction
from typing import NamedTuple

from perfrules.binding.quantity import numerals
from perfrules.model.vocabulary.quantities import QuantityWords
from perfrules.text import PERCENT, prefix_of
from perfrules.values import LONGEST_NUMBER, exact

ONE, HUNDREDTH = Fraction(1), Fraction(1, 100)

# No zero comes before another digit: 00 may be 0 and 0, and 0,950 may be less than one.
NUMBER = re.compile(r"-?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0)(?:\.[0-9]+)?")
_ODD_NUMBER = re.compile(r"^[eE.,][0-9]|^,")
_BRACKETED = re.compile(r"\(([^()]+)\)$")


class Amount(NamedTuple):
    """A number with its magnitude and unit, and what is left of the text behind it."""

    number: Fraction
    factor: Fraction
    unit: str | None
    rest: str
    lower_bound: bool = False


def leading_amount(bare: str, words: QuantityWords) -> Amount | None:
    """Read the amount that a text begins with; a senseless percentage is not an amount."""
    currency, text = _taken_off(bare, words.units.currency)
    found = _share_word(text, words) or _spoken_share(text, words) or _counted(text, words)
    if found is None or (found.unit == PERCENT and abs(found.number) > words.factors.most_percent):
        return None
    if currency is None:
        return found
    money = words.units.money
    return found._replace(unit=money) if found.unit in (None, money) else None


def _share_word(text: str, words: QuantityWords) -> Amount | None:
    """Read a word that is a share by itself: 百分之百."""
    word, rest = _taken_off(text, tuple(words.factors.shares))
    if word is None:
        return None
    return Amount(number=words.factors.shares[word], factor=HUNDREDTH, unit=PERCENT, rest=rest)


def _spoken_share(text: str, words: QuantityWords) -> Amount | None:
    """Read a share whose part is printed first: 百分之九十五."""
    part, behind = _taken_off(text, tuple(words.factors.parts_before))
    found = _leading_number(behind, words) if part else None
    if part is None or found is None:
        return None
    factor = words.factors.parts_before[part]
    return Amount(number=found[0] * factor, factor=factor, unit=PERCENT, rest=found[1])


def _counted(text: str, words: QuantityWords) -> Amount | None:
    found = _leading_number(text, words)
    if found is None:
        return None
    number, rest = found
    lower, rest = _taken_off(_unbracketed(rest, words), words.bounds.at_least)
    part, behind = _taken_off(rest, tuple(words.factors.parts))
    if part:
        factor, bounded = words.factors.parts[part], lower is not None
        return Amount(number * factor, factor, unit=PERCENT, rest=behind, lower_bound=bounded)
    number, factor, rest = _magnified(number, rest, words, whole=lower is None)
    later, rest = _taken_off(rest, words.bounds.at_least) if factor != 1 else (None, rest)
    unit, rest = _unit(rest, words)
    bounded = (lower or later) is not None
    return Amount(number, factor, unit=unit, rest=rest, lower_bound=bounded)


def _unbracketed(rest: str, words: QuantityWords) -> str:
    """Return what is after a number, without the brackets around a unit: 100(%), 50(个)."""
    match = _BRACKETED.fullmatch(rest)
    if match is None:
        return rest
    known = match[1] in words.factors.parts or words.units.is_unit(match[1])
    return match[1] if known else rest


def _leading_number(bare: str, words: QuantityWords) -> tuple[Fraction, str] | None:
    """Read the number that a text begins with, in digits or numerals; return what is after it."""
    match = NUMBER.match(bare)
    if match:
        rest = bare[match.end() :]
        if len(match[0]) > LONGEST_NUMBER or _ODD_NUMBER.match(rest):
            return None
        return exact(match[0].replace(",", "")), rest
    return _numeral(bare, words)


def _numeral(bare: str, words: QuantityWords) -> tuple[Fraction, str] | None:
    """Read a Chinese numeral; half past eight is not 8.5."""
    numeral = numerals.leading_numeral(bare, words)
    value = numerals.value(numeral, words)
    rest = bare.removeprefix(numeral)
    if value is None or (
        rest and not prefix_of(rest, (*words.numerals.counters, *words.bounds.at_least))
    ):
        return None
    clock = words.numerals.point in numeral and prefix_of(rest, words.numerals.clock)
    return None if clock else (value, rest)


def _magnified(
    number: Fraction, rest: str, words: QuantityWords, *, whole: bool
) -> tuple[Fraction, Fraction, str]:
    """Multiply by the magnitude that follows; a *whole* number may have a smaller one after it."""
    factor, rest = _magnitude(rest, words)
    total = number if factor == 1 else number * factor
    whole = whole and number > 0 and number.denominator == 1
    while whole and factor > 1 and (smaller := _smaller(rest, factor, words)):
        more, factor, rest = smaller
        total += more
    return total, factor, rest


def _smaller(
    rest: str, above: Fraction, words: QuantityWords
) -> tuple[Fraction, Fraction, str] | None:
    """Read 2000万 in 1亿2000万."""
    match = NUMBER.match(rest)
    if match is None or not match[0].isdecimal():
        return None
    factor, behind = _magnitude(rest[match.end() :], words)
    number = exact(match[0]) * factor
    return (number, factor, behind) if factor > 1 and 0 < number < above else None


def _magnitude(text: str, words: QuantityWords) -> tuple[Fraction, str]:
    word, rest = _taken_off(text, tuple(words.factors.magnitudes))
    return (words.factors.magnitudes[word], rest) if word else (ONE, text)


def _taken_off(text: str, words: tuple[str, ...]) -> tuple[str | None, str]:
    word = prefix_of(text, words)
    return word, text.removeprefix(word or "")


def _unit(text: str, words: QuantityWords) -> tuple[str | None, str]:
    """Split the unit off; anything but a known unit stays, so that nothing is read."""
    unit = words.units.pattern.match(text)
    if unit is None:
        return None, text
    rest = text[unit.end() :]
    if unit[0] == words.units.money:
        _, rest = _taken_off(rest, words.units.tails)
    return unit[0], rest
