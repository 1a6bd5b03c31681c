"""The values of a line as people write them: 95% stays a percentage, 万元 stays 万元."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from perfrules.model.card import Inputs, LineOfCard, Scorecard
from perfrules.model.messages import Words
from perfrules.model.quantity import Quantity
from perfrules.rules import signature
from perfrules.rules.signature import Unit
from perfrules.rules.tree import Rule
from perfrules.rules.units import units_inside
from perfrules.rules.walk import walk
from perfrules.values import number_text, share_text

_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_WORD = re.compile(r"\s*([^\s\d,.;:()\[\]，。；：（）【】]*)")


class ValueText:
    """Shows the values that the rule of a line read and made."""

    def __init__(self, card: Scorecard, line: LineOfCard, words: Words) -> None:
        self.line = line
        self.words = words
        self.budget_unit = (card.form.budget.unit if card.form.budget else None) or ""
        self.units = _units(line)
        inputs = line.assignment.inputs
        self.imprecise = inputs.imprecise if isinstance(inputs, Inputs) else {}

    def named(self, name: str, value: Any) -> str:
        """Return the number of a name, in the unit that the name has here."""
        row = self.line.row
        if row is not None and name in ("target", "actual"):
            own, other = (row.target, row.actual) if name == "target" else (row.actual, row.target)
            if name in self.imprecise:  # ≥2000家 was never measured to be 2000
                return f"“{own.text}”"
            return _amount_text(value, _printed(own, other))
        return self.of_unit(value, self.units.get(name, Unit.NUMBER))

    def of_unit(self, value: Any, unit: Unit) -> str:
        """Return a number in a unit."""
        match unit:
            case Unit.SHARE:
                return share_text(value)
            case Unit.AMOUNT if self.line.row is not None:
                printed = _printed(self.line.row.target, self.line.row.actual)
                return _amount_text(value, printed)
            case Unit.MONEY:
                return number_text(value) + self.budget_unit
            case Unit.POINTS | Unit.DAYS:
                return self.words.say(f"unit.{unit}", number=number_text(value))
            case _:
                return number_text(value)


def _units(line: LineOfCard) -> Mapping[str, Unit]:
    """Return the units of all names inside the rule of a line."""
    names = signature.ROW if line.row else signature.MONEY
    known = {name: one.unit for name, one in names.items()}
    for part in walk(line.rule) if isinstance(line.rule, Rule) else ():
        known = units_inside(part, known)
    return known


def _printed(own: Quantity, other: Quantity) -> Quantity:
    """Return the cell whose unit a value is shown in: a bare number is read in the other's."""
    return other if own.unit is None and other.unit is not None else own


def _amount_text(value: Fraction, printed: Quantity) -> str:
    """Return an amount in the unit that a cell prints: 10亿元, not 1000000000."""
    return number_text(value / printed.factor) + _unit_text(printed)


def _unit_text(printed: Quantity) -> str:
    """Return what follows the number of a cell: 万元, %, 场."""
    found = _NUMBER.search(printed.text)
    if found is None:
        return (printed.unit or "") if printed.factor == 1 else ""
    behind = _WORD.match(printed.text, found.end())
    return behind[1] if behind else ""
