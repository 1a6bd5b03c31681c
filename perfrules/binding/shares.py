"""Weights written as shares of the whole (20%): read as points of a hundred, and told."""

from dataclasses import replace

from perfrules.binding.notice import Notices
from perfrules.findings import Code
from perfrules.model.form import MoneyRow, Number, Row
from perfrules.model.grid import Cell
from perfrules.text import compact

PERCENT = "%"
HUNDRED = 100


def in_points(rows: tuple[Row, ...], notices: Notices) -> tuple[Row, ...]:
    """
    Return rows whose weights are points.

    Only where every weight has a percent sign; a lone one stays as it is. Scores with the
    sign are shares too, and are then read alike.
    """
    weighted = [row for row in rows if row.weight.value is not None]
    if not weighted or not all(_is_share(row.weight) for row in weighted):
        return rows
    first = weighted[0]
    spot = first.cells.get("weight", first.where.spot)
    notices.notice(
        Code.WEIGHTS_AS_SHARES, Cell("", spot), first.name, weight=first.weight.text or ""
    )
    return tuple(
        replace(row, weight=points(row.weight), claimed=points(row.claimed)) for row in rows
    )


def money_in_points(row: MoneyRow) -> MoneyRow:
    """Return a line of money whose weight and score are points."""
    return replace(row, weight=points(row.weight), claimed=points(row.claimed))


def _is_share(number: Number) -> bool:
    return compact(number.text or "").endswith(PERCENT)


def points(number: Number) -> Number:
    """Return a number whose percent sign, if it has one, counts points of a hundred."""
    if number.value is None or not _is_share(number):
        return number
    return Number(number.text, number.value * HUNDRED)
