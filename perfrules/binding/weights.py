"""Weights written as shares of the whole (20%), read as points of a hundred."""

from dataclasses import replace

from perfrules.binding.parser import CellParser
from perfrules.binding.sheet import sheet_cell
from perfrules.findings import Code
from perfrules.model.form import MoneyRow, Number, Row
from perfrules.text import PERCENT, compact

POINTS_OF_WHOLE = 100


def rows_in_points(rows: tuple[Row, ...], parser: CellParser) -> tuple[Row, ...]:
    """
    Return rows whose weights are points; that they were shares is reported.

    Only where every weight has a percent sign; a lone one stays as it is. Scores with the
    sign are shares too, and are then read alike.
    """
    weighted = [row for row in rows if row.weight.value is not None]
    if not weighted or not all(_is_share(row.weight) for row in weighted):
        return rows
    first = weighted[0]
    cell = sheet_cell("", first.cells.get("weight", first.where.spot))
    parser.report(Code.WEIGHTS_AS_SHARES, cell, first.name, weight=first.weight.text or "")
    return tuple(
        replace(row, weight=as_points(row.weight), claimed=as_points(row.claimed)) for row in rows
    )


def money_in_points(row: MoneyRow) -> MoneyRow:
    """Return a line of money whose weight and score are points."""
    return replace(row, weight=as_points(row.weight), claimed=as_points(row.claimed))


def as_points(number: Number) -> Number:
    """Return a number whose percent sign, if it has one, counts points of a hundred."""
    if number.value is None or not _is_share(number):
        return number
    return Number(number.text, number.value * POINTS_OF_WHOLE)


def _is_share(number: Number) -> bool:
    return compact(number.text or "").endswith(PERCENT)
