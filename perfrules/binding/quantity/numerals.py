"""Chinese numerals: 二十, 一万二, 廿五, 贰拾万, 九十五点五."""

import re
from fractions import Fraction
from itertools import takewhile

from perfrules.model.vocabulary.quantities import QuantityWords

LONGEST = 40
"""Characters of a numeral."""
TEN = 10
"""The only power that may have no digit before it: 十二."""

_POWERS = {"y": 10**8, "w": 10**4, "k": 1000, "h": 100, "t": TEN}
_LETTERS = {power: letter for letter, power in _POWERS.items()}
_SECTION = (
    r"(?:0?[1-9]k)?(?:(?:(?<!k)0)?[1-9]h)?(?:(?:(?<!h)0)?[1-9]t|(?<![0-9kwy])t)?"
    r"(?:(?<!t)0[1-9]|(?<![0-9hkwy])[1-9])?"
)
"""Four digits; a lone digit only after 十 or 零: 一百二万 may be 1020000 or 1200000."""
_MYRIADS = rf"{_SECTION}(?<=[0-9thk])w{_SECTION}"
_LARGE = rf"(?:{_MYRIADS}|{_SECTION})(?<=[0-9thkw])y(?:{_MYRIADS}|(?=0|.*[t0][1-9]$){_SECTION}|)"
"""Behind 亿 comes 万 or 零, or all down to the ones: 两亿二千 may be 220000000 or 200002000."""
_NUMERAL = re.compile(
    rf"(?!.*w.*y[1-9]$)(?:{_LARGE}|{_MYRIADS}|{_SECTION})(?<!0)(?:(?<=[hkwy])[1-9])?"
)
_PAIR = "p"
_NO_PAIR = re.compile(r"p(?![khwy])|(?<=t)p")
"""两 is a digit before a power only: 二十两 are twenty taels."""
_SHORT_TAIL = re.compile(r"[hkwy][1-9]$")
"""A digit at the end without its power: 一万二."""


def leading_numeral(text: str, words: QuantityWords) -> str:
    """Return the run of numeral characters that *text* begins with."""
    length = 0
    while length < min(len(text), LONGEST) and text[length] in words.numerals.characters:
        length += 1
    return text[:length]


def value(numeral: str, words: QuantityWords) -> Fraction | None:
    """
    Return the number that a Chinese numeral says, or ``None`` where it says none.

    A digit after a power of ten without its own power counts in tenths of it: 一万二 is 12000.
    """
    if leading_numeral(numeral, words) != numeral:
        return None
    before, point, behind = numeral.partition(words.numerals.point)
    if point:
        return _with_point(before, behind, words)
    if not numeral or words.numerals.tens.get(numeral[0], 0) > TEN:
        return None
    if all(character in words.numerals.digits for character in numeral):
        return _digit_by_digit(numeral, words)
    return _by_powers(numeral, words)


def in_digits(text: str, words: QuantityWords) -> str:
    """Return a text with the numerals before words of dates in digits: 十二月 is 12月."""

    def digits(match: re.Match[str]) -> str:
        number = value(match[0], words)
        return match[0] if number is None else str(number)

    return words.dates.numeral.sub(digits, text)


def _with_point(before: str, behind: str, words: QuantityWords) -> Fraction | None:
    """Read 九十五点五, and 一点八亿; after the point are digits, then perhaps a magnitude."""
    integer = value(before, words)
    digits = "".join(takewhile(words.numerals.digits.__contains__, behind))
    factor = _myriads(words).get(behind.removeprefix(digits))
    if integer is None or not digits or factor is None:
        return None
    short = words.numerals.tens.get(before[-2:-1], 0) > TEN and before[-1] in words.numerals.digits
    if integer >= _POWERS["w"] or short or words.numerals.pair in digits:
        # 一亿点五, 一百五点二 (105.2 or 150.2), 三点两 are not numbers.
        return None
    tenths = Fraction(
        int("".join(str(words.numerals.digits[word]) for word in digits)), TEN ** len(digits)
    )
    return (integer + tenths) * factor


def _myriads(words: QuantityWords) -> dict[str, Fraction]:
    """Return 万 and larger, and nothing; with less, as 五点五十, it is an hour."""
    large = {word for word, power in words.numerals.tens.items() if power >= _POWERS["w"]}
    magnitudes = words.factors.magnitudes.items()
    return {"": Fraction(1)} | {word: n for word, n in magnitudes if large.issuperset(word)}


def _digit_by_digit(numeral: str, words: QuantityWords) -> Fraction | None:
    """Read 二〇二三 digit by digit; a run like 三四 is not a number (three or four)."""
    zero = any(words.numerals.digits[character] == 0 for character in numeral)
    if len(numeral) > 1 and (
        not zero or words.numerals.pair in numeral or not words.numerals.digits[numeral[0]]
    ):
        return None
    return Fraction("".join(str(words.numerals.digits[character]) for character in numeral))


def _by_powers(numeral: str, words: QuantityWords) -> Fraction | None:
    text = "".join(_power_letter(character, words) for character in numeral)
    if _NO_PAIR.search(text):
        return None
    text = text.replace(_PAIR, str(words.numerals.digits[words.numerals.pair]))
    if text.startswith("0") or not _NUMERAL.fullmatch(text):
        return None
    tail = int(text[-1]) * _POWERS[text[-2]] // TEN if _SHORT_TAIL.search(text) else 0
    return Fraction(_sum_of_powers(text[:-1] if tail else text) + tail)


def _power_letter(character: str, words: QuantityWords) -> str:
    """Return a character of a numeral as a digit, a letter of `_POWERS`, or both."""
    if character == words.numerals.pair:
        return _PAIR
    if character in words.numerals.digits:
        return str(words.numerals.digits[character])
    if character in words.numerals.shorthand:
        return f"{words.numerals.shorthand[character] // TEN}t"
    return _LETTERS[words.numerals.tens[character]]


def _sum_of_powers(text: str) -> int:
    for letter, power in _POWERS.items():
        head, found, rest = text.rpartition(letter)
        if found:
            return _sum_of_powers(head or "1") * power + _sum_of_powers(rest)
    return int(text or "0")
