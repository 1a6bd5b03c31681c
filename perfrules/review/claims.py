"""Claimed scores next to what the rules give, and the reasons for lost points."""

from typing import Any

from perfrules.findings import Case, Code
from perfrules.model.card import Cause, Ranged, Unscored
from perfrules.model.quantity import Kind, Sign
from perfrules.review.subjects import (
    FORM,
    INDICATOR,
    LINE,
    MONEY_LINE,
    ROWS,
    Claim,
    FormSubject,
    LineSubject,
    MoneyLineSubject,
    RowSubject,
    Size,
)
from perfrules.review.support import Check, Observation, Observations, Stage, check, holds
from perfrules.values import Mode, Rounding, as_text, points_text

# -- what is claimed -----------------------------------------------------------------------


@check(Code.CLAIM_ABOVE_WEIGHT, LINE, Stage.SCORE)
def claim_above_weight(line: LineSubject) -> Observations:
    """The claim is more than the weight."""
    claim = line.comparable
    if claim and claim.size is Size.ABOVE_WEIGHT:
        yield claim.at()


@check(Code.NEGATIVE_CLAIM, LINE, Stage.SCORE)
def negative_claim(line: LineSubject) -> Observations:
    """The claim is less than nothing."""
    claim = line.comparable
    if claim and claim.size is Size.NEGATIVE:
        yield claim.at()


@check(Code.CLAIM_OUTSIDE_RANGE, LINE, Stage.SCORE)
def claim_outside_range(line: LineSubject) -> Observations:
    """The claim lies where no choice, or no possible actual, leads."""
    claim, outcome = line.possible, line.line.outcome
    if claim and isinstance(outcome, Ranged) and line.line.settled is None:
        low, high = points_text(line.line.low), points_text(line.line.high)
        tiers = {"tier": line.line.claimed_tier or "", "meant": outcome.tier or ""}
        yield claim.at(low=low, high=high, **tiers)


@check(Code.FULL_MARKS_THOUGH_MISSED, INDICATOR, Stage.SCORE)
def full_marks_though_missed(row: RowSubject) -> Observations:
    """The whole weight is claimed, and the rules give less."""
    claim = row.differing
    if claim and claim.points == claim.weight:
        yield _differing(claim, Code.FULL_MARKS_THOUGH_MISSED)


@check(Code.LOST_THOUGH_MET, INDICATOR, Stage.SCORE)
def lost_though_met(row: RowSubject) -> Observations:
    """The rules give the whole weight, and less is claimed."""
    claim = row.differing
    if claim and claim.points != claim.weight == claim.computed:
        yield _differing(claim, Code.LOST_THOUGH_MET)


@check(Code.LOST_THOUGH_MET, INDICATOR, Stage.SCORE)
def lost_though_repeated(row: RowSubject) -> Observations:
    """Words say that all was done, less is claimed, and no reason is given."""
    claim, line = row.possible, row.line
    if not claim or not isinstance(line.outcome, Ranged) or line.settled is None:
        return
    is_repeated = row.row.actual.kind is Kind.WORDS and row.actual == row.target
    is_choice = line.outcome.cause is Cause.CHOICE
    if is_choice and is_repeated and not row.row.reason and claim.points < line.high:
        yield claim.at(computed=points_text(line.high))


@check(Code.CLAIM_DIFFERS, INDICATOR, Stage.SCORE)
def claim_differs(row: RowSubject) -> Observations:
    """The claim is a part of the weight, and the rules give another one."""
    claim = row.differing
    if claim and claim.weight not in (claim.points, claim.computed):
        yield _differing(claim, Code.CLAIM_DIFFERS)


@check(Code.EXECUTION_POINTS_DIFFER, MONEY_LINE, Stage.SCORE)
def execution_points_differ(line: MoneyLineSubject) -> Observations:
    """The points of the money block are not those that the rules give for it."""
    if line.differing:
        yield _differing(line.differing, Code.EXECUTION_POINTS_DIFFER)


def _differing(claim: Claim, code: Code) -> Observation:
    """
    Return an observation about a claim that is not the one value of the rules.

    A claim that only rounds otherwise (to the decimals of its column, or by cutting off)
    decides nothing.
    """
    form = claim.of.form
    is_near = abs(claim.computed - claim.points) <= form.tolerance(code)
    cut_off = Rounding(step=form.grid.step, mode=Mode.DOWN)(claim.exact)
    rounded = Rounding(step=form.place, mode=Mode.HALF_UP)(claim.computed)
    is_rounded = claim.points != claim.weight and claim.points in (cut_off, rounded)
    observed = claim.at(computed=points_text(claim.computed))
    return observed.in_case(Case.TOLERATED if is_near or is_rounded else "")


@check(Code.TOO_MANY_DECIMALS, LINE, Stage.REVIEW)
def too_many_decimals(line: LineSubject) -> Observations:
    """The claim has more decimals than the rules round to."""
    step = line.form.grid.step
    if line.claim is not None and line.claim % step:
        yield line.at("claimed", claimed=line.line.claimed.text or "", step=as_text(step))


@check(Code.MISSED_FULL_MARKS_UNRULED, ROWS, Stage.REVIEW)
def missed_with_full_marks(row: RowSubject) -> Observations:
    """A row that no rule scores misses its target, and claims its whole weight."""
    line = row.line
    if isinstance(line.outcome, Unscored) and row.is_full and _is_missed(row):
        texts = {"target": row.target, "actual": row.actual}
        yield row.at("claimed", claimed=line.claimed.text or "", **texts)


def _is_missed(row: RowSubject) -> bool:
    """Return whether an exact actual is on the wrong side of its target; bare ones by words."""
    if row.numbers is None:
        return False
    aim, done = row.numbers
    if row.row.target.sign in (Sign.LE, Sign.LT):
        return done > aim
    lists = row.form.words.lists
    lower = (*lists["lower_is_better"], *lists["cost"])
    is_bare = row.row.target.sign is Sign.NONE
    return done < aim and not (is_bare and holds(row.row.level2 + row.row.name, lower))


@check(Code.REQUIRED_CELL_BLANK, FORM, Stage.REVIEW)
def blank_claims(form: FormSubject) -> Observations:
    """A score is blank where others are not; of an empty column nothing is said."""
    if any(row.line.claimed.text for row in form.rows):
        for row in form.rows:
            if row.of and row.claim is None:
                yield row.at("claimed", field="claimed")


# -- reasons -------------------------------------------------------------------------------


@check(Code.LOST_WITHOUT_REASON, INDICATOR, Stage.SCORE)
def lost_without_reason(row: RowSubject) -> Observations:
    """Points are lost, and the reason is empty."""
    if "reason" in row.line.cells and _is_unexplained(row):
        claimed, weight = row.line.claimed.text or "", row.line.weight.text or ""
        yield row.at("reason", claimed=claimed, weight=weight)


@check(Code.NO_ROOM_FOR_REASONS, FORM, Stage.SCORE)
def no_room_for_reasons(form: FormSubject) -> Observations:
    """Points are lost, and no row has room for a reason."""
    rows = [row for row in form.indicators if "reason" not in row.line.cells]
    if count := sum(map(_is_unexplained, rows)):
        yield form.at("header", count=str(count))


def _is_unexplained(row: RowSubject) -> bool:
    if row.claim is None or row.of is None or row.is_full or row.row.reason:
        return False
    return row.claim < row.of


CHECKS: tuple[Check[FormSubject, Any], ...] = (
    claim_above_weight,
    negative_claim,
    claim_outside_range,
    full_marks_though_missed,
    lost_though_met,
    lost_though_repeated,
    claim_differs,
    execution_points_differ,
    lost_without_reason,
    no_room_for_reasons,
    too_many_decimals,
    missed_with_full_marks,
    blank_claims,
)
