"""What the checks share: rows and money of a scorecard, places, bounds."""

from collections.abc import Iterator
from fractions import Fraction

from perfrules.findings import Code, Finding, Where
from perfrules.model.card import LineOfCard, Scorecard
from perfrules.model.form import MoneyRow, Row
from perfrules.model.quantity import Kind, Quantity
from perfrules.model.vocabulary.review import ReviewWords
from perfrules.text import caption

PERCENT = "%"


def rows_of(card: Scorecard) -> Iterator[tuple[LineOfCard, Row]]:
    """Yield the lines that are rows of the form, of those that apply."""
    for line in card.lines:
        if line.row is not None and line.row.applies:
            yield line, line.row


def total_of(card: Scorecard) -> MoneyRow | None:
    """Return the line of the money block that decides the rate."""
    return card.form.budget.total if card.form.budget else None


def rate_of(money: MoneyRow) -> Fraction | None:
    """Return the share of the revised budget that was executed, where both are known."""
    if money.executed.value is None or not money.revised.value:
        return None
    return money.executed.value / money.revised.value


def rate(card: Scorecard) -> Fraction | None:
    """Return the share of the budget that was executed, where the form tells it."""
    total = total_of(card)
    return rate_of(total) if total else None


def at_line(code: Code, line: LineOfCard, at: str, /, **params: str) -> Finding:
    """Return a finding about a field of a row."""
    where = Where(source=line.where.source, spot=line.cells.get(at, line.where.spot))
    return Finding(code=code, where=where, row=line.name, params=params)


def at_money(code: Code, money: MoneyRow, at: str, /, **params: str) -> Finding:
    """Return a finding about a field of a line of the money block."""
    where = Where(source=money.where.source, spot=money.cells.get(at, money.where.spot))
    return Finding(code=code, where=where, row=money.label, params=params)


def beyond(card: Scorecard, words: ReviewWords, code: Code) -> Fraction:
    """Return the bound of a check: the spec's, else the catalogue's."""
    own = card.spec.check(code).beyond
    return words.beyond[code] if own is None else own


def holds(text: str, words: tuple[str, ...]) -> bool:
    """Tell whether a text holds one of some words."""
    return any(word in text for word in words)


def levels(row: Row) -> str:
    """Return both captions of a row in one, without brackets."""
    return caption(row.level1) + caption(row.level2)


def exact_number(quantity: Quantity) -> Fraction | None:
    """Return the number of a quantity, where there is just one."""
    return quantity.number if quantity.kind is Kind.QUANTITY else None


def pair(target: Quantity, actual: Quantity) -> tuple[Fraction, Fraction] | None:
    """Return both numbers in one unit; a unit that one side leaves out is the other's."""
    aim, done = exact_number(target), exact_number(actual)
    if aim is None or done is None:
        return None
    if target.unit == actual.unit:
        return aim, done
    if actual.unit is None and actual.factor == 1 and not (target.unit == PERCENT and done <= 1):
        return aim, done * target.factor
    if target.unit is None and target.factor == 1 and not (actual.unit == PERCENT and aim <= 1):
        return aim * actual.factor, done
    return None
