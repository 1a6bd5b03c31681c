"""What a review proposes to take from the points that a form claims."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from perfrules.findings import Code
from perfrules.model.card import Cause, LineOfCard, Outcome, Ranged, Scorecard, Unscored


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """Points to take from the claim of a line: at least and at most."""

    line: LineOfCard
    least: Fraction
    most: Fraction


def deductions(card: Scorecard) -> Iterator[Deduction]:
    """
    Yield what to take from claims that are above what the rules give, in the form's order.

    Where the direction of a target is in doubt, the claim may be right: the least is nothing.
    """
    doubtful = {
        finding.where for finding in card.findings if finding.code == Code.DIRECTION_DOUBTFUL
    }
    for line in card.lines:
        claim = line.claimed.value
        if claim is not None and claim > line.high and line.counts:
            is_doubtful = any(where.spot == line.cells.get("target") for where in doubtful)
            least = Fraction(0) if is_doubtful else claim - line.high
            yield Deduction(line=line, least=least, most=claim - line.low)


def unconfirmed(card: Scorecard) -> Iterator[Deduction]:
    """Yield what could be taken from claims that nothing confirms, in the form's order."""
    for line in card.lines:
        claim = line.claimed.value
        if claim is not None and _leaves_open(line.outcome) and line.low < claim <= line.high:
            yield Deduction(line=line, least=Fraction(0), most=claim - line.low)


def _leaves_open(outcome: Outcome) -> bool:
    """Return whether the form leaves a score open: no value, or an imprecise one."""
    match outcome:
        case Ranged(cause=cause):
            return cause is Cause.DATA
        case _:
            return isinstance(outcome, Unscored)
