"""One form for all widths and spaces of a cell's text."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, wraps

MOST_REMEMBERED = 4_096
"""Texts that a function remembers."""
LONGEST_REMEMBERED = 100
"""Characters of such a text."""

_NUMBER_SIGNS = re.compile(
    "[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2079\u2080-\u2089\u2150-\u218b\u2460-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u32b0]"
)
"""Circled, raised and Roman numbers and fractions: NFKC would turn them into plain digits."""
_TWO_NUMBERS = re.compile(r"[0-9]\s+[0-9]")
_LOOSE = re.compile(r"[.,]\s+[0-9]|^\s*-\s|[0-9%]\s+-[0-9]")
"""A sign or a point that a space parts from its number."""
_DIGIT = re.compile("[0-9]")

_SPACES = re.compile(r"\s+")
_BRACKETED = re.compile(r"\([^()]*\)")


def remembered(function: Callable[[str], str]) -> Callable[[str], str]:
    """
    Remember what a function made of short texts.

    Forms hold the same captions again and again, and each is looked at from many sides. Long
    texts are not kept: files of strangers must not fill the memory.
    """
    known = lru_cache(maxsize=MOST_REMEMBERED)(function)

    @wraps(function)
    def answer(text: str) -> str:
        return known(text) if len(text) <= LONGEST_REMEMBERED else function(text)

    return answer


@remembered
def plain(text: str) -> str:
    """Return a text in half width and without any space."""
    return _SPACES.sub("", half_width(text))


@remembered
def half_width(text: str) -> str:
    """Return a text in half width, with its spaces; NFKC leaves some signs of minus."""
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("\u2010", "-")


def is_ambiguous(text: str) -> bool:
    """
    Tell whether half width and no spaces would make another number of a text.

    ``20 20`` are two numbers; a sign such as ``\u33e0`` (the first day) or a raised 2 is none.
    """
    if _NUMBER_SIGNS.search(text) or _TWO_NUMBERS.search(half_width(text)):
        return True
    return any(
        _DIGIT.search(half_width(character)) and not character.isdecimal()
        for character in text
        if not character.isascii()
    )


def parted(text: str, gap: re.Pattern[str]) -> bool:
    """Tell whether dropping the spaces of a text would join what are perhaps two numbers."""
    text = half_width(text)
    return bool(gap.search(text) or _LOOSE.search(text))


def spaced(text: str) -> str:
    """Return a text in one line: runs of spaces and line ends are one space."""
    return " ".join(text.split())


@remembered
def caption(text: str) -> str:
    """Return a caption in half width, without spaces, brackets, and marks at its ends."""
    return _BRACKETED.sub("", plain(text)).strip(":：*★#")


def one_of(text: str, words: tuple[str, ...]) -> str | None:
    """Return the first of *words* that *text* begins with."""
    return next((word for word in words if text.startswith(word)), None)


def ends_with(text: str, words: tuple[str, ...]) -> str | None:
    """Return the first of *words* that *text* ends with."""
    return next((word for word in words if text.endswith(word)), None)
