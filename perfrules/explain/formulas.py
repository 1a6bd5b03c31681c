"""Formulas in the reader's words, and with the numbers put in."""

import re
from collections.abc import Mapping
from fractions import Fraction

from perfrules.model.card import Note
from perfrules.model.messages import Lang, Messages
from perfrules.values import Mode, Rounding, as_text

SHOWN = Rounding(step=Fraction(1, 10_000), mode=Mode.HALF_UP)
"""How a number without an end is shown: four decimals, marked as rounded."""

_NAME = re.compile(r"[^\W\d]\w*")
_SIGNS = {"*": "×", "/": "÷", "-": "−"}


def worded(note: Note, messages: Messages, lang: Lang) -> str:
    """Return a formula with its names in the reader's words."""

    def word(match: re.Match[str]) -> str:
        key = f"name.{match[0]}"
        return messages.say(key, lang) if key in messages.reports else match[0]

    return _NAME.sub(word, _signs(note.formula))


def substituted(note: Note) -> str:
    """Return a formula with the values of its names, and its result."""

    def value(match: re.Match[str]) -> str:
        known: Fraction | str | None = note.names.get(match[0])
        return match[0] if known is None else _shown(known)

    text = _NAME.sub(value, _signs(note.formula))
    return text if note.result is None else f"{text} = {_shown(note.result)}"


def _signs(formula: str) -> str:
    return "".join(_SIGNS.get(character, character) for character in formula)


def _shown(value: Fraction | str) -> str:
    return value if isinstance(value, str) else number(value)


def number(value: Fraction) -> str:
    """Return a number as decimal text; one without an end is cut to four decimals with ``≈``."""
    text = as_text(value)
    return f"≈{as_text(SHOWN(value))}" if "/" in text else text


def cells(names: Mapping[str, str], *fields: str) -> str:
    """Return the spots of some fields, those that are known."""
    return ", ".join(dict.fromkeys(names[field] for field in fields if names.get(field)))
