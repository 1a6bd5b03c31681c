"""Cells that several pages share: numbers of the form, points, severities, clauses."""

from fractions import Fraction

from perfrules.findings import Severity
from perfrules.model.card import LineOfCard, Scorecard
from perfrules.model.form import Number
from perfrules.model.messages import Words
from perfrules.model.page import Align, NumberCell, PageColumn, SeverityLabel
from perfrules.values import DASH, PLACES, points_text, range_text

NAME_SHARE = 3
"""A name keeps three times the room of a value when both must be cut."""


def name_column(header: str) -> PageColumn:
    """Return the column of the names of indicators."""
    return PageColumn(header, share=NAME_SHARE)


def value_column(header: str) -> PageColumn:
    """Return a column of targets, actuals or other texts that may be cut in a terminal."""
    return PageColumn(header, share=1)


def number_column(header: str) -> PageColumn:
    """Return a column of numbers."""
    return PageColumn(header, Align.RIGHT)


def printed_cell(number: Number) -> NumberCell:
    """Return a number as the form prints it."""
    return NumberCell(number.text or DASH, number.value)


def points_cell(value: Fraction | None) -> NumberCell:
    """Return points."""
    return NumberCell(points_text(value), value, PLACES)


def range_cell(low: Fraction, high: Fraction) -> NumberCell:
    """Return points from the least to the most."""
    return NumberCell(range_text(low, high), low if low == high else None, PLACES)


def severity_label(severity: Severity, words: Words) -> SeverityLabel:
    """Return a severity with the word for it."""
    return SeverityLabel(severity, words.say(f"severity.{severity}"))


def basis_text(card: Scorecard, line: LineOfCard) -> str:
    """Return the places of the clauses that a line rests on."""
    places = (card.spec.clauses[cite].place for cite in line.clauses)
    return " ".join(dict.fromkeys(places))
