"""What the checks share: what a check is, what it yields, and small helpers for rows and texts."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from typing import Generic, TypeVar

from perfrules.findings import Code, Finding, Where
from perfrules.model.form import Number
from perfrules.model.quantity import Kind, Quantity
from perfrules.text import PERCENT

W = TypeVar("W")
"""The whole that is checked: a form, a second opinion, several forms."""
S = TypeVar("S")
"""What a check looks at in it."""

NOTHING = Fraction(0)
NO_RATE = "–"
"""What is shown for a rate that is not known."""
DECIMALS = re.compile(r"\.(\d+)")

# -- checks --------------------------------------------------------------------------------


class Stage(StrEnum):
    """When a check is made."""

    SCORE = "score"
    """with every score"""
    REVIEW = "review"
    """where a form is reviewed"""
    PRECHECK = "precheck"
    """also before anything was done: it looks at the plan alone"""


@dataclass(frozen=True, slots=True)
class Subject(Generic[W, S]):
    """
    What a check looks at, one at a time.

    Attributes:
        of: returns all subjects of this sort in a whole, such as the rows of a form.
    """

    name: str
    of: Callable[[W], Iterable[S]]


@dataclass(frozen=True, slots=True)
class Observation:
    """
    What a check says of its subject; with the code of the check it is a finding.

    Attributes:
        case: the circumstance, if it changes how bad the code is.
    """

    where: Where
    row: str | None
    params: Mapping[str, str]
    case: str = ""

    def in_case(self, case: str) -> "Observation":
        """Return it with a circumstance that changes how bad it is, if there is one."""
        return Observation(self.where, self.row, self.params, case) if case else self

    def finding(self, code: Code) -> Finding:
        """Return the finding of a check."""
        return Finding(
            code=code, where=self.where, row=self.row, params=self.params, case=self.case
        )


Observations = Iterator[Observation]


@dataclass(frozen=True, slots=True)
class Check(Generic[W, S]):
    """
    A check: what it looks at, when it is made, and the code of its findings.

    How bad a finding is, which tolerance or bound holds, comes from the spec.

    Attributes:
        look: yields what it observes about one subject; its docstring says what the check finds.
    """

    code: Code
    subject: Subject[W, S]
    stages: frozenset[Stage]
    look: Callable[[S], Iterable[Observation]]

    @property
    def name(self) -> str:
        """The name of the function that looks."""
        return self.look.__name__

    def findings(self, whole: W) -> Iterator[Finding]:
        """Yield what the check finds in a whole, in its order."""
        for observed in chain.from_iterable(map(self.look, self.subject.of(whole))):
            yield observed.finding(self.code)


def check(
    code: Code, subject: Subject[W, S], *stages: Stage
) -> Callable[[Callable[[S], Observations]], Check[W, S]]:
    """Return a decorator that makes a function a check."""

    def decorated(look: Callable[[S], Observations]) -> Check[W, S]:
        return Check(code, subject, frozenset(stages), look)

    return decorated


# -- numbers and texts ---------------------------------------------------------------------


def decimals_of(text: str | None) -> int:
    """Return how many decimal places the numbers in a text have at most."""
    return max(map(len, DECIMALS.findall(text or "")), default=0)


def holds(text: str, words: Iterable[str]) -> bool:
    """Return whether a text holds one of some words."""
    return any(map(text.__contains__, words))


def exact_number(quantity: Quantity) -> Fraction | None:
    """Return the number of a quantity, where there is just one."""
    return quantity.number if quantity.kind is Kind.QUANTITY else None


def in_one_unit(target: Quantity, actual: Quantity) -> tuple[Fraction, Fraction] | None:
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


def same_number(printed: Number, value: Fraction) -> bool:
    """Compare at the printed precision; a rate without a percent sign may be either."""
    readings, step = readings_of(printed)
    return any(abs(reading - value * 100) <= step / 2 for reading in readings)


def readings_of(printed: Number) -> tuple[tuple[Fraction, Fraction], Fraction]:
    """Return a printed rate in percent, both ways to read one without a sign, and its step."""
    assert printed.value is not None
    step = Fraction(1, 10 ** decimals_of(printed.text))
    return (printed.value * 100, printed.value), step
