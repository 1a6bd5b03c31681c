"""What the checks of a form look at: each fact of it is made once, whoever asks."""

from collections.abc import Callable, Mapping
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from perfrules.findings import Code, Where
from perfrules.model.card import LineOfCard, Scorecard, Scored, Unscored
from perfrules.model.checks import RowFacts
from perfrules.model.form import Budget, MoneyRow, Number, Row
from perfrules.model.quantity import Kind, Quantity, Sign
from perfrules.review.support import (
    Observation,
    Subject,
    decimals_of,
    exact_number,
    in_one_unit,
    same_number,
)
from perfrules.text import PERCENT, caption, phrase
from perfrules.values import Rounding, as_text, percent_text

if TYPE_CHECKING:
    from perfrules.model.vocabulary.review import ReviewWords

HUNDRED = 100
COLUMNS = ("initial", "revised", "executed")
PLANNED = COLUMNS[:2]
"""The amounts of a line of money."""


class FormSubject:
    """
    A scored form as a whole.

    Args:
        card: its score.
        words: returns the words of the review; only asked by checks that need them.
    """

    def __init__(self, card: Scorecard, words: "Callable[[], ReviewWords]") -> None:
        self.card = card
        self.form = card.form
        self.spec = card.spec
        self.budget = card.form.budget
        self._words = words
        self._captions = dict[str, str]()

    def at(self, place: str = "", row: str | None = None, /, **params: str) -> Observation:
        """Return an observation at a place of the form's head or foot."""
        return Observation(self.form.where(place), row, params)

    @cached_property
    def words(self) -> "ReviewWords":
        """The words of the review."""
        return self._words()

    def caption(self, text: str) -> str:
        """Return a caption as it is compared; most captions are on many rows."""
        if text not in self._captions:
            self._captions[text] = caption(text)
        return self._captions[text]

    def beyond(self, code: Code) -> Fraction:
        """Return the bound of a check: the spec's, else the catalogue's."""
        own = self.spec.check(code).beyond
        return self.words.beyond[code] if own is None else own

    def tolerance(self, code: Code) -> Fraction:
        """Return how far two numbers may differ."""
        return self.spec.check(code).tolerance

    @property
    def grid(self) -> Rounding:
        """The rounding of points."""
        return self.spec.points.rounding

    @cached_property
    def indicators(self) -> "tuple[RowSubject, ...]":
        """The rows of the form that have a line of the scorecard."""
        return tuple(RowSubject(self, line, row) for line, row in self.card.indicators)

    @cached_property
    def lines_over_money(self) -> "tuple[MoneyLineSubject, ...]":
        """The lines of the scorecard that are not rows of the form."""
        lines = self.card.lines
        return tuple(MoneyLineSubject(self, line) for line in lines if line.row is None)

    @cached_property
    def lines(self) -> "tuple[LineSubject, ...]":
        """All lines of the scorecard."""
        return (*self.lines_over_money, *self.indicators)

    @cached_property
    def rows(self) -> "tuple[RowSubject, ...]":
        """The rows of the form that apply."""
        return tuple(one for one in self.indicators if one.row.applies)

    @property
    def is_full(self) -> bool:
        """Whether every line claims its whole weight."""
        return bool(self.lines) and all(line.is_full for line in self.lines)

    @cached_property
    def grade_words(self) -> frozenset[str]:
        """The words of the spec's scales and of grades in general, as phrases."""
        tiers = (tier for scale in self.spec.scales.values() for tier in scale.tiers)
        return self.words.grades | {phrase(word) for tier in tiers for word in tier.words}

    @cached_property
    def money(self) -> "tuple[MoneySubject, ...]":
        """The lines of the money block."""
        budget = self.budget
        return tuple(MoneySubject(self, budget, row) for row in budget.rows) if budget else ()

    @cached_property
    def total(self) -> "MoneySubject | None":
        """The line of the money block that decides the rate."""
        return next((money for money in self.money if money.is_total), None)

    @cached_property
    def parts(self) -> "tuple[MoneySubject, ...]":
        """The other lines of the money block: by source of funds, or by use."""
        return tuple(money for money in self.money if not money.is_total)

    @cached_property
    def rate(self) -> Fraction | None:
        """The share of the budget that was executed, where it is known."""
        return self.total.rate if self.total else None

    @cached_property
    def rate_text(self) -> str:
        """The same in percent; nothing where it is not known."""
        return "" if self.rate is None else percent_text(self.rate)

    @cached_property
    def place(self) -> Fraction:
        """The last decimal place of the column of scores, as a number: 1, 0.1, 0.01."""
        texts = [line.claimed.text for line in self.card.lines]
        return Fraction(1, 10 ** max(map(decimals_of, texts), default=0))


class LineSubject:
    """A line of the scorecard, over money or over a row of the form."""

    row: Row | None = None

    def __init__(self, form: FormSubject, line: LineOfCard) -> None:
        self.form = form
        self.line = line
        self.claim = line.claimed.value
        self.of = line.weight.value
        self.is_full = self.claim is not None and self.claim == self.of
        """whether the line claims its whole weight"""

    def at(self, field: str, /, **params: str) -> Observation:
        """Return an observation at a field of the line."""
        line = self.line
        where = Where(source=line.where.source, spot=line.cells.get(field, line.where.spot))
        return Observation(where, line.name, params)

    @property
    def weight(self) -> Fraction | None:
        """The weight that the form prints; that of the rules where it prints none."""
        return self.of

    @cached_property
    def comparable(self) -> "Claim | None":
        """The claim, where there is a weight to compare it with; a row of a pool has none."""
        points, weight = self.claim, self.weight
        if points is None or weight is None:
            return None
        if not weight and not isinstance(self.line.outcome, Unscored):
            return None
        return Claim(self, points, weight)

    @property
    def possible(self) -> "Claim | None":
        """The same, where the claim is neither negative nor more than the weight."""
        claim = self.comparable
        return claim if claim and claim.size is Size.POSSIBLE else None

    @cached_property
    def differing(self) -> "Claim | None":
        """The same, where the rules give one value and the claim is another."""
        claim, outcome = self.possible, self.line.outcome
        if claim is None or not isinstance(outcome, Scored):
            return None
        is_equal = claim.points == outcome.points or claim.points == claim.computed
        return None if is_equal else claim


class Size(Enum):
    """How large a claim is."""

    NEGATIVE = "negative"
    POSSIBLE = "possible"
    ABOVE_WEIGHT = "above the weight"


def _size(points: Fraction, weight: Fraction) -> Size:
    if points != weight and points > weight:
        return Size.ABOVE_WEIGHT
    return Size.NEGATIVE if points.numerator < 0 else Size.POSSIBLE


class Claim:
    """
    A claimed score that can be compared with the weight of its line.

    Attributes:
        weight: as the form prints it.
    """

    def __init__(self, of: LineSubject, points: Fraction, weight: Fraction) -> None:
        self.of = of
        self.points = points
        self.weight = weight
        self.size = _size(points, weight)

    @property
    def is_scaled(self) -> bool:
        """Whether the form changed the weight that the rules give."""
        of = self.of.of
        return bool(of) and self.weight is not of and self.weight != of

    @cached_property
    def exact(self) -> Fraction:
        """What the rules give before rounding; a weight that the form changed scales it."""
        outcome, of = self.of.line.outcome, self.of.of
        exact = outcome.exact if isinstance(outcome, Scored) else outcome.low
        return exact * self.weight / of if of and self.is_scaled else exact

    @cached_property
    def computed(self) -> Fraction:
        """What the rules give."""
        return self.of.form.grid(self.exact) if self.is_scaled else self.of.line.low

    def at(self, **params: str) -> Observation:
        """Return an observation at the claim."""
        claimed = self.of.line.claimed.text or ""
        return self.of.at("claimed", claimed=claimed, weight=as_text(self.weight), **params)


class MoneyLineSubject(LineSubject):
    """A line of the scorecard over money."""

    @cached_property
    def weight(self) -> Fraction | None:
        """The weight that the form prints; that of the rules where it prints none."""
        lines = (one.money for one in self.form.money if one.money.where == self.line.where)
        return next((money.weight.value for money in lines if money.weight.value), self.of)


class RowSubject(LineSubject):
    """A line of the scorecard that is a row of the form."""

    row: Row

    def __init__(self, form: FormSubject, line: LineOfCard, row: Row) -> None:
        super().__init__(form, line)
        self.row = row
        self.target = row.target.text
        self.actual = row.actual.text

    @cached_property
    def numbers(self) -> tuple[Fraction, Fraction] | None:
        """Target and actual in one unit, where both are exact numbers."""
        return in_one_unit(self.row.target, self.row.actual)

    @cached_property
    def unit(self) -> str | None:
        """The unit of the actual, else that of the target."""
        return self.row.actual.unit or self.row.target.unit

    @cached_property
    def level1(self) -> str:
        """The first caption, without brackets."""
        return self.form.caption(self.row.level1)

    @cached_property
    def level2(self) -> str:
        """The second caption, without brackets."""
        return self.form.caption(self.row.level2)

    @cached_property
    def levels(self) -> str:
        """Both captions in one, without brackets."""
        return self.level1 + self.level2

    @cached_property
    def plain_name(self) -> str:
        """The name without brackets and numbering."""
        return self.form.words.numbering.sub("", caption(self.row.name))

    @cached_property
    def facts(self) -> RowFacts:
        """What a check of the catalogue, or of a spec, may ask about the row."""
        numbers = {name: value for name, value in self._numbers().items() if value is not None}
        return RowFacts(labels=self._labels(), texts=self._texts(), numbers=numbers)

    def _labels(self) -> Mapping[str, str]:
        row, line = self.row, self.line
        return {
            "applies": "yes" if row.applies else "no",
            "line": line.kind,
            "sign": row.target.sign,
            "target_is": row.target.kind,
            "actual_is": row.actual.kind,
            "units": _units(row),
            "scored": "no" if isinstance(line.outcome, Unscored) else "yes",
            "actual_exact": "no" if _is_vague(row.actual) else "yes",
        }

    def _texts(self) -> Mapping[str, str]:
        row, line = self.row, self.line
        return {
            "level1": self.level1,
            "level2": self.level2,
            "name": row.name,
            "caption": row.level1 + row.level2 + row.name,
            "target": self.target,
            "actual": self.actual,
            "reason": row.reason or "",
            "unit": row.target.unit or "",
            "actual_unit": row.actual.unit or "",
            "claimed": line.claimed.text or "",
            "weight": line.weight.text or "",
            "rate": self.form.rate_text,
        }

    def _numbers(self) -> Mapping[str, Fraction | None]:
        row, line = self.row, self.line
        aim, done = self.numbers or (None, None)
        return {
            "aim": exact_number(row.target),
            "done": exact_number(row.actual),
            "target": aim,
            "actual": done,
            "weight": self.of,
            "claimed": self.claim,
            "low": line.low,
            "high": line.high,
            "whole": self.form.spec.weight,
            "rate": self.form.rate,
            "executed": _executed(self.form, self.unit),
            "share": _share(row),
        }


class MoneySubject:
    """A line of the money block."""

    def __init__(self, form: FormSubject, budget: Budget, money: MoneyRow) -> None:
        self.form = form
        self.money = money
        self.budget = budget
        self.is_total = money is budget.total

    def at(self, field: str, /, **params: str) -> Observation:
        """Return an observation at a field of the line."""
        money = self.money
        where = Where(source=money.where.source, spot=money.cells.get(field, money.where.spot))
        return Observation(where, money.label, params)

    def amount(self, field: str) -> Number:
        """Return what is printed in a field."""
        number: Number = getattr(self.money, field)
        return number

    @cached_property
    def values(self) -> Mapping[str, Fraction | None]:
        """The amounts by column."""
        return {column: self.amount(column).value for column in COLUMNS}

    @cached_property
    def rate(self) -> Fraction | None:
        """The share of the revised budget that was executed, where both are known."""
        executed, revised = self.money.executed.value, self.money.revised.value
        return None if executed is None or not revised else executed / revised

    @cached_property
    def prints_rate_of_initial(self) -> bool:
        """Whether the printed rate is that of the initial budget, and not of the revised one."""
        money, rate = self.money, self.rate
        if rate is None or money.rate.value is None or not money.initial.value:
            return False
        assert money.executed.value is not None
        other = money.executed.value / money.initial.value
        return same_number(money.rate, other) and not same_number(money.rate, rate)


def _units(row: Row) -> str:
    """Return how the units of target and actual, both numbers, compare."""
    units = {row.target.unit, row.actual.unit}
    if len(units) == 1:
        return "same"
    return "one" if None in units else "other"


def _is_vague(quantity: Quantity) -> bool:
    """Return whether a number is known only within bounds, or not even so."""
    if quantity.kind is not Kind.QUANTITY or quantity.sign is not Sign.NONE:
        return False
    return quantity.span is None or not quantity.span.is_point


def _share(row: Row) -> Fraction | None:
    """Return the actual as a share of the whole; a bare number above 1 is in percent."""
    done = exact_number(row.actual)
    if done is None or row.actual.unit == PERCENT:
        return done
    bare = row.actual.unit is None and row.target.unit in (None, PERCENT)
    return done / HUNDRED if bare and done > 1 else None


def _executed(form: FormSubject, unit: str | None) -> Fraction | None:
    """Return the money that was spent, in *unit* if it is that of the money block."""
    budget, total = form.budget, form.total
    if not (budget and total and unit and budget.unit and budget.unit.endswith(unit)):
        return None
    executed = total.money.executed.value
    return None if executed is None else executed * budget.factor


FORM: Subject[FormSubject, FormSubject] = Subject("form", lambda form: (form,))
LINE: Subject[FormSubject, LineSubject] = Subject("line", lambda form: form.lines)
"""each line of the scorecard"""
INDICATOR: Subject[FormSubject, RowSubject] = Subject("indicator", lambda form: form.indicators)
"""each row of the form"""
ROWS: Subject[FormSubject, RowSubject] = Subject("row", lambda form: form.rows)
"""each row of the form that applies"""
MONEY_LINE: Subject[FormSubject, MoneyLineSubject] = Subject(
    "money-line", lambda form: form.lines_over_money
)
"""each line of the scorecard over money"""
MONEY_ROWS: Subject[FormSubject, MoneySubject] = Subject("money", lambda form: form.money)
"""each line of the money block"""
