"""A scorecard as plain rows, for frames and databases: a dict a line, numbers as Decimals."""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from perfrules.model.card import LineOfCard, Scorecard

DECIMAL_DIGITS = 28
"""Digits of a number that has no finite decimal text, such as a weight of 10/3."""


def rows(card: Scorecard) -> list[dict[str, Any]]:
    """
    Return the lines of a scorecard as plain rows, in its order.

    Numbers are Decimals, and ``None`` where they are open: *settled* of a line that a person
    must decide, *weight* and *claimed* of a blank cell. All rows have the same keys.

    >>> import perfrules
    >>> row = {"level1": "产出指标", "name": "甲", "target": "≥2", "actual": 1, "weight": 10}
    >>> form = perfrules.form_from({"schema": "perfrules/form/1", "indicators": [row]})
    >>> card = perfrules.score(form, perfrules.load_spec("cn-mof/project@2020"))
    >>> [(row["name"], row["low"], row["high"], row["settled"]) for row in perfrules.rows(card)][1]
    ('甲', Decimal('5'), Decimal('5'), Decimal('5'))
    """
    return [_plain_row(card, line) for line in card.lines]


def _plain_row(card: Scorecard, line: LineOfCard) -> dict[str, Any]:
    return {
        "source": card.form.source,
        "unit": card.form.unit,
        "fiscal_year": card.form.fiscal_year,
        "spec": f"{card.spec.id}@{card.spec.version}",
        "id": line.id,
        "level1": line.level1,
        "level2": line.level2,
        "name": line.name,
        "kind": line.kind,
        "target": line.target,
        "actual": line.actual,
        "outcome": type(line.outcome).__name__.lower(),
        "weight": as_decimal(line.weight.value),
        "low": as_decimal(line.low),
        "high": as_decimal(line.high),
        "settled": as_decimal(line.settled),
        "claimed": as_decimal(line.claimed.value),
        "where": str(line.where),
    }


def as_decimal(value: Fraction | None) -> Decimal | None:
    """
    Return a rational as a Decimal.

    >>> as_decimal(Fraction(5, 8)), as_decimal(Fraction(10, 3)), as_decimal(None)
    (Decimal('0.625'), Decimal('3.333333333333333333333333333'), None)
    """
    if value is None:
        return None
    with localcontext() as context:
        context.prec = DECIMAL_DIGITS
        return Decimal(value.numerator) / Decimal(value.denominator)
