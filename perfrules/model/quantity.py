"""What a target or an actual says, without any rule."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from perfrules.values import Span


class Sign(StrEnum):
    """The comparator of a cell, whatever sign or word wrote it."""

    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    EQ = "eq"
    NONE = "none"


class Kind(StrEnum):
    """What sort of thing a cell holds."""

    QUANTITY = "quantity"
    """a number, or bounds of one"""
    DATE = "date"
    """a day or a stretch of days; numbers are proleptic Gregorian ordinals"""
    WORDS = "words"
    """a phrase without any number"""
    BLANK = "blank"
    """nothing, or a dash"""
    UNREAD = "unread"
    """something with a number in it that the grammar does not know; never guessed"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """
    A target or an actual as its cell gives it.

    Attributes:
        text: the cell's own text, untouched.
        kind: what sort of thing it is.
        sign: the comparator.
        number: the number printed, in *unit* (``≥25万`` is 250000, ``95%`` is 19/20;
            a date is the last day that it allows); ``None`` unless there is just one.
        span: the values that the text allows, read as a measurement: ``2000家`` is one
            value, ``≥2000家`` is ``2000..``, ``200余人`` is ``200..``, ``90%-95%`` is
            ``0.9..0.95``; ``None`` where nothing bounds it (``约300``) or nothing is read.
        unit: what is counted, without magnitude: ``万元`` is 元, ``10亿条`` is 条;
            a percentage has the unit ``%``; ``None`` where none is printed.
        factor: what one printed 1 means: 10000 for ``25万``, 1/100 for ``95%``.
    """

    text: str
    kind: Kind
    sign: Sign = Sign.NONE
    number: Fraction | None = None
    span: Span | None = None
    unit: str | None = None
    factor: Fraction = Fraction(1)
