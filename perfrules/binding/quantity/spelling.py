"""Spellings that half width and dropped spaces would make another number of."""

import re

from perfrules.text import half_width

_NUMBER_SIGNS = re.compile(
    "[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2079\u2080-\u2089\u2150-\u218b\u2460-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u32b0]"
)
"""Circled, raised and Roman numbers and fractions: NFKC would turn them into plain digits."""
_TWO_NUMBERS = re.compile(r"[0-9]\s+[0-9]")
_LOOSE = re.compile(r"[.,]\s+[0-9]|^\s*-\s|[0-9%]\s+-[0-9]")
"""A sign or a point that a space parts from its number."""
_ASCII_DIGIT = re.compile("[0-9]")


def is_ambiguous(text: str, half: str) -> bool:
    """
    Return whether *half* width and no spaces would make another number of a text.

    ``20 20`` are two numbers; ``\u33e0`` (the first day) and a raised 2 are not numbers.
    """
    if _NUMBER_SIGNS.search(text) or _TWO_NUMBERS.search(half):
        return True
    return _ASCII_DIGIT.search(half) is not None and any(
        _ASCII_DIGIT.search(half_width(character)) and not character.isdecimal()
        for character in text
        if not character.isascii()
    )


def has_gap(half: str, gap: re.Pattern[str]) -> bool:
    """Return whether dropping the spaces of a text in half width may join two numbers."""
    return bool(gap.search(half) or _LOOSE.search(half))
