"""Chinese numerals: 二十, 一万二, 廿五, 贰拾万."""

import re
from fractions import Fraction

from perfrules.model.words import QuantityWords

LONGEST = 30
"""Characters of a numeral."""
TEN = 10
"""The only power that may stand without a digit before it: 十二."""
MYRIAD = 10_000
"""Chinese numerals are read in sections of four digits."""


def leading(text: str, words: QuantityWords) -> str:
    """Return the run of numeral characters that *text* begins with."""
    known = words.digits.keys() | words.tens.keys() | words.shorthand.keys()
    length = 0
    while length < min(len(text), LONGEST) and text[length] in known:
        length += 1
    return text[:length]


def value(numeral: str, words: QuantityWords) -> Fraction | None:
    """
    Return the number that a Chinese numeral says, or ``None`` where it says none.

    A digit after a power of ten without its own power counts in tenths of it: 一万二 is 12000.
    """
    if not numeral or words.tens.get(numeral[0], 0) > TEN:
        return None
    if all(character in words.digits for character in numeral):
        return _digit_by_digit(numeral, words)
    return _by_powers(numeral, words)


def in_digits(text: str, words: QuantityWords) -> str:
    """Return a text with the numerals before words of dates in digits: 十二月 is 12月."""

    def digits(match: re.Match[str]) -> str:
        number = value(match[0], words)
        return match[0] if number is None else str(number)

    return words.dates.numerals.sub(digits, text)


def _digit_by_digit(numeral: str, words: QuantityWords) -> Fraction | None:
    """Read 二〇二三 digit by digit; a run like 三四 is no number (three or four)."""
    zero = any(words.digits[character] == 0 for character in numeral)
    if len(numeral) > 1 and not zero:
        return None
    return Fraction("".join(str(words.digits[character]) for character in numeral))


def _by_powers(numeral: str, words: QuantityWords) -> Fraction | None:
    total = section = digit = largest = 0
    last, pending = 1, False
    for character in numeral:
        if character in words.digits:
            if pending:
                return None
            digit, pending = words.digits[character], words.digits[character] != 0
            last = 1 if digit == 0 else last
            continue
        if character in words.shorthand:
            section, digit, pending, last = section + words.shorthand[character], 0, False, 10
            continue
        power = words.tens[character]
        if power >= MYRIAD:
            # 一亿二千万 is 一亿 and 二千万; only a larger power takes what stands before it.
            whole = section + digit
            total = (total + whole) * power if power > largest else total + whole * power
            section, largest = 0, max(largest, power)
        else:
            section += (digit if pending else 1) * power
        digit, pending, last = 0, False, power
    tail = digit * (last // 10 if last >= 100 else 1) if pending else 0
    return Fraction(total + section + tail)
