"""Number formats of a workbook: how a stored number is shown."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

MOST_FORMATS = 256
"""Number formats that are remembered."""
DOUBLE_DIGITS = 15
"""Significant digits of a number that Excel keeps and shows."""
GENERAL = "General"
BUILT_IN = {0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
"""Formats that a workbook names by number only; the others show a number in full."""

_FORMAT_PARTS = re.compile(
    r"""
    "(?P<quoted>[^"]*)" | \\(?P<escaped>.) | (?P<room>[_*].)
    | \[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\] | (?P<colour>\[[A-Za-z]+\d*\])
    | (?P<number>[0#?][0#?.,]*|General) | (?P<letter>[A-Za-z@\[/]) | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ZEROS = re.compile(r"(?P<commas>#,##)?0(?:\.(?P<decimals>0+))?")
_SCALED = re.compile(r".*,(?:\.|$)")
_DISPLAYED = re.compile(r"([^\d.-]*)(-?[0-9][0-9,]*(?:\.[0-9]+)?)([^\d.,/]*)")
_NO_COLOURS = re.compile(r"\[(?:DBNum\d+|[hmsHMS]+)\]")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """
    How a number is shown.

    The text before and after it, its least decimals, whether commas part its thousands,
    and whether the format says how many decimals there are.

    More decimals than the format has are kept of a number that was typed: what it hides may
    decide a score. Of one that a formula gave, which may have any number, they are not.
    """

    before: str = ""
    after: str = ""
    decimals: int = 0
    commas: bool = False
    is_fixed: bool = False

    def shown(self, value: Decimal, *, whole: bool = True) -> str:
        """
        Return the text of a number.

        Args:
            value: the number.
            whole: with all its digits; else as many as the format shows, if it says how many.
        """
        scaled = value * 100 if "%" in self.before + self.after else value
        hidden = -int(scaled.normalize().as_tuple().exponent) if scaled else 0
        if not whole and self.is_fixed:
            scaled = scaled.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
            hidden = 0
        digits = f"{scaled:{',' * self.commas}.{max(self.decimals, hidden, 0)}f}"
        return f"{self.before}{digits}{self.after}"


PLAIN_FORMAT = NumberFormat()


@lru_cache(maxsize=MOST_FORMATS)
def number_format(code: str) -> NumberFormat:
    """
    Return what a number format adds to a number: ``0.00%``, ``"≥"0"家"``.

    Only the first section counts, which is the one of positive numbers. A format of
    something else (a scale, a fraction, an exponent, a condition) adds nothing: the number is
    then shown in full.
    """
    around, number = ["", ""], ""
    for part in _FORMAT_PARTS.finditer(code):
        if part["sign"] == ";":
            break
        if part["letter"] or _NO_COLOURS.fullmatch(part[0]) or (part["number"] and number):
            return PLAIN_FORMAT
        number = number or part["number"] or ""
        text = part["quoted"] or part["escaped"] or part["currency"] or part["sign"] or ""
        around[bool(number)] += _without_currency(text)
    if not number or _SCALED.fullmatch(number):
        return PLAIN_FORMAT
    zeros = _ZEROS.fullmatch(number)
    decimals = len(zeros["decimals"] or "") if zeros else 0
    commas = bool(zeros and zeros["commas"])
    return NumberFormat(around[0].lstrip(), around[1].rstrip(), decimals, commas, zeros is not None)


def displayed_format(shown: str, value: Decimal) -> NumberFormat:
    """
    Infer the number format from a number and its displayed text.

    A text that is not the number itself, rounded (a scale, a fraction, a sign that words
    give), says nothing: the number is then shown in full.
    """
    match = _DISPLAYED.fullmatch(shown)
    if match is None:
        return PLAIN_FORMAT
    before, digits, after = match.groups()
    printed = Decimal(digits.replace(",", ""))
    scaled = value * 100 if "%" in before + after else value
    decimals = -int(printed.as_tuple().exponent)
    if abs(printed - scaled) * 2 > Decimal(1).scaleb(-decimals):
        return PLAIN_FORMAT
    around = _without_currency(before).lstrip(), _without_currency(after).rstrip()
    return NumberFormat(*around, decimals, "," in digits)


def _without_currency(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) != "Sc")


def shown_decimal(value: float) -> Decimal:
    """Return the number that Excel shows for a stored one: 0.30000000000000004 is 0.3."""
    return Decimal(f"{value:.{DOUBLE_DIGITS}g}")
