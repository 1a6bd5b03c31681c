"""Names in scope: what rules of a row, of money, of a group and of the total read, with units."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a name's value is counted in."""

    AMOUNT = "amount"
    """what the indicator counts, in the base unit of its cells"""
    MONEY = "money"
    """the unit that the money block prints"""
    POINTS = "points"
    """points of the score"""
    SHARE = "share"
    """a share: 1 is 100 %"""
    DAYS = "days"
    NUMBER = "number"
    """a count, a factor, or a number whose unit is unknown"""
    LABEL = "label"
    """one of a closed list of words"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """
    A name that a rule may read.

    Attributes:
        labels: all that it can be, where it is a label.
        many: whether it is a list, with one number a row, line or group.
    """

    unit: Unit
    labels: tuple[str, ...] = ()
    many: bool = False


Signature = Mapping[str, Name]

IN_TIME, LATE = "in-time", "late"
"""What *timing* can be."""

_AMOUNT, _MONEY = Name(unit=Unit.AMOUNT), Name(unit=Unit.MONEY)
_WEIGHT = Name(unit=Unit.POINTS)
_EACH = Name(unit=Unit.POINTS, many=True)
_BLOCK: Signature = {"initial": _MONEY, "revised": _MONEY, "executed": _MONEY}

ROW: Signature = {
    "target": _AMOUNT,
    "actual": _AMOUNT,
    "weight": _WEIGHT,
    "timing": Name(unit=Unit.LABEL, labels=(IN_TIME, LATE)),
}
"""A rule of a row; target and actual are in one unit."""
MONEY: Signature = {**_BLOCK, "weight": _WEIGHT}
"""A rule over a line of the money block."""
GROUP: Signature = {"points": _EACH, "weight": _EACH}
"""A rule over the rows of a group."""
TOTAL: Signature = {**_BLOCK, **GROUP, "sections": _EACH}
"""A rule over all lines: their points and weights, the points of each group, the money total."""


def numbers(signature: Signature) -> frozenset[str]:
    """Return the names of single numbers."""
    return frozenset(n for n, name in signature.items() if not (name.labels or name.many))


def labels(signature: Signature) -> dict[str, tuple[str, ...]]:
    """Return the names of labels, with all that each can be."""
    return {n: name.labels for n, name in signature.items() if name.labels}


def lists(signature: Signature) -> frozenset[str]:
    """Return the names of lists."""
    return frozenset(n for n, name in signature.items() if name.many)
