"""The second opinion: a reviewed form next to the claimed one, and checks of the reviewer."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from perfrules.findings import Code, Findings, Where
from perfrules.model.card import Scorecard
from perfrules.model.form import Form, Number, Reviewed, Row
from perfrules.model.quantity import Kind
from perfrules.model.second_opinion import SecondLine, SecondOpinion, deviation
from perfrules.model.vocabulary.review import ReviewWords
from perfrules.review.support import (
    Check,
    Observation,
    Observations,
    Stage,
    Subject,
    check,
    holds,
)
from perfrules.text import caption, phrase
from perfrules.values import percent_text, points_text


def as_reviewed(form: Form, reviewed: Form | None, words: ReviewWords) -> Form:
    """
    Return a form with the reviewer's values for actuals and the reviewer's scores for claims.

    Args:
        form: as it was handed in, perhaps with columns of a reviewer.
        reviewed: the reviewer's copy, if there is one; rows are matched by name and order.
        words: for numbering that is not part of a name.
    """
    if reviewed is None:
        return replace(form, rows=tuple(_taken(row, row.reviewed) for row in form.rows))
    copies = dict(_keyed(reviewed, words))
    rows = (_taken(row, _written(copies.get(key))) for key, row in _keyed(form, words))
    budget = reviewed.budget or form.budget
    return replace(form, rows=tuple(rows), budget=budget, claimed_total=reviewed.claimed_total)


def _keyed(form: Form, words: ReviewWords) -> Iterator[tuple[tuple[str, int], Row]]:
    """Yield the rows by name, numbered if several rows have one name."""
    seen: dict[str, int] = {}
    for row in form.rows:
        name = words.numbering.sub("", caption(row.name))
        seen[name] = seen.get(name, 0) + 1
        yield (name, seen[name]), row


def _written(row: Row | None) -> Reviewed | None:
    """Return what a reviewer's copy says of a row: its columns of review, else its own."""
    if row is None or row.reviewed:
        return row.reviewed if row else None
    return Reviewed(actual=row.actual, points=row.claimed, deviation=Number(), remark=row.reason)


def _taken(row: Row, written: Reviewed | None) -> Row:
    if written is None:
        return replace(row, claimed=Number(), reviewed=None)
    actual = row.actual if written.actual.kind is Kind.BLANK else written.actual
    return replace(row, actual=actual, claimed=written.points, reviewed=written)


def second_opinion(own: Scorecard, reviewed: Scorecard, words: ReviewWords) -> SecondOpinion:
    """
    Put two scorecards of one form side by side, and look at the reviewer's work.

    Args:
        own: by the values of the form.
        reviewed: by those of `as_reviewed`, under the rules of the review.
        words: of the catalogue.
    """
    lines = tuple(_lines(own, reviewed))
    subject = OpinionSubject(own, lines, words)
    found = Findings(one for check in CHECKS for one in check.findings(subject))
    return SecondOpinion(own=own, reviewed=reviewed, lines=lines, findings=found)


def _lines(own: Scorecard, reviewed: Scorecard) -> Iterator[SecondLine]:
    """Pair the lines of the rows, which are the same in both; money lines by their group."""
    of_rows = iter(reviewed.indicators)
    of_money = {line.id: line for line in reviewed.lines if line.row is None}
    for line in own.lines:
        if line.row is None:
            other = of_money.get(line.id, line)
            yield SecondLine(own=line, reviewed=other, written=None)
        else:
            other, row = next(of_rows)
            yield SecondLine(own=line, reviewed=other, written=row.reviewed)


# -- what the checks look at ---------------------------------------------------------------


class OpinionSubject:
    """A second opinion as a whole."""

    def __init__(self, card: Scorecard, lines: tuple[SecondLine, ...], words: ReviewWords) -> None:
        self.words = words
        self.grid = card.spec.points.rounding
        self.lines = tuple(ReviewedLineSubject(self, line) for line in lines)
        self.written = tuple(
            WrittenSubject(self, line, line.written) for line in lines if line.written
        )


class ReviewedLineSubject:
    """A line of a second opinion."""

    def __init__(self, opinion: OpinionSubject, line: SecondLine) -> None:
        self.opinion = opinion
        self.line = line

    def at(self, /, **params: str) -> Observation:
        """Return an observation at what the reviewer wrote, or should have written."""
        own = self.line.own
        where = Where(source=own.where.source, spot=own.cells.get("reviewed", own.where.spot))
        return Observation(where, own.name, params)


class WrittenSubject(ReviewedLineSubject):
    """A line of a second opinion about which the reviewer wrote something."""

    def __init__(self, opinion: OpinionSubject, line: SecondLine, written: Reviewed) -> None:
        super().__init__(opinion, line)
        self.written = written
        self.points = written.points.value
        self.remark = written.remark or ""

    @cached_property
    def taken(self) -> Fraction | None:
        """The points that the reviewer took from the claim."""
        claim = self.line.own.claimed.value
        return None if claim is None or self.points is None else claim - self.points

    def with_scores(self, **params: str) -> Observation:
        """Return an observation with what was claimed and what the reviewer gave."""
        own = self.line.own
        return self.at(
            claimed=own.claimed.text or "",
            reviewed=self.written.points.text or "",
            weight=own.weight.text or "",
            remark=self.remark,
            **params,
        )


OPINION: Subject[OpinionSubject, OpinionSubject] = Subject("opinion", lambda opinion: (opinion,))
REVIEWED_LINE: Subject[OpinionSubject, ReviewedLineSubject] = Subject(
    "reviewed-line", lambda opinion: opinion.lines
)
"""each line of the second opinion"""
WRITTEN: Subject[OpinionSubject, WrittenSubject] = Subject(
    "written", lambda opinion: opinion.written
)
"""each line about which the reviewer wrote something"""


# -- the reviewer's work -------------------------------------------------------------------


@check(Code.ROW_NOT_REVIEWED, REVIEWED_LINE, Stage.REVIEW)
def row_not_reviewed(line: ReviewedLineSubject) -> Observations:
    """The review passes over a row of the form."""
    if line.line.own.row and line.line.written is None:
        yield line.at()


@check(Code.NO_REVIEW_SCORE, WRITTEN, Stage.REVIEW)
def no_review_score(line: WrittenSubject) -> Observations:
    """The reviewer wrote a value or a remark, and no score."""
    says_something = line.remark or line.written.actual.kind is not Kind.BLANK
    if says_something and line.points is None:
        yield line.with_scores()


@check(Code.DEDUCTED_WITHOUT_REMARK, WRITTEN, Stage.REVIEW)
def deducted_without_remark(line: WrittenSubject) -> Observations:
    """The reviewer took points and does not say why."""
    if line.taken is not None and line.taken > 0 and not line.remark:
        yield line.with_scores()


@check(Code.OTHER_SHARE_THAN_SAID, WRITTEN, Stage.REVIEW)
def other_share_than_said(line: WrittenSubject) -> Observations:
    """The remark names a share to take, and another was taken: neither of weight nor claim."""
    said = line.opinion.words.deducted.search(line.remark)
    weight, claim, taken = line.line.own.weight.value, line.line.own.claimed.value, line.taken
    if said is None or taken is None or weight is None or claim is None:
        return
    points = weight - (claim - taken)
    share, grid = Fraction(said[1]) / 100, line.opinion.grid
    if grid(weight * share) != points and grid(claim * share) != taken:
        yield line.with_scores(said=f"{said[1]}%", taken=points_text(taken))


@check(Code.UNSUPPORTED_WITH_POINTS, WRITTEN, Stage.REVIEW)
def unsupported_with_points(line: WrittenSubject) -> Observations:
    """The remark says that nothing supports the row, and it keeps points (keyword heuristic)."""
    if line.points and holds(line.remark, line.opinion.words.unsupported):
        yield line.with_scores()


@check(Code.REVIEW_ABOVE_CLAIM, WRITTEN, Stage.REVIEW)
def review_above_claim(line: WrittenSubject) -> Observations:
    """The review gives more than was claimed."""
    if line.taken is not None and line.taken < 0:
        yield line.with_scores()


@check(Code.WRONG_DEVIATION, WRITTEN, Stage.REVIEW)
def wrong_deviation(line: WrittenSubject) -> Observations:
    """The printed deviation is not (claimed - reviewed) / claimed, at its own precision."""
    printed = line.written.deviation
    right = deviation(line.line.own.claimed.value, line.points)
    if (
        printed.value is not None
        and right is not None
        and percent_text(printed.value) != percent_text(right)
    ):
        yield line.at(printed=printed.text or "", right=percent_text(right))


@check(Code.REVIEWED_WITHOUT_RULE, WRITTEN, Stage.REVIEW)
def reviewed_without_rule(line: WrittenSubject) -> Observations:
    """The rules of the review do not give the reviewer's score for the reviewer's values."""
    reviewed = line.line.reviewed
    if line.points is not None and not reviewed.low <= line.points <= reviewed.high:
        ends = dict.fromkeys(points_text(end) for end in (reviewed.low, reviewed.high))
        yield line.with_scores(points="–".join(ends))


@check(Code.UNEVEN_SHARES, OPINION, Stage.REVIEW)
def uneven_shares(opinion: OpinionSubject) -> Observations:
    """One remark takes different shares of the weight."""
    first: dict[str, tuple[WrittenSubject, Fraction]] = {}
    for line in opinion.written:
        weight = line.line.own.weight.value
        if line.taken is None or not weight or not line.remark:
            continue
        share = line.taken / weight
        other, before = first.setdefault(phrase(line.remark), (line, share))
        if before != share:
            shares = {"share": percent_text(share), "before": percent_text(before)}
            yield line.with_scores(other=other.line.own.name, **shares)


CHECKS: tuple[Check[OpinionSubject, Any], ...] = (
    row_not_reviewed,
    no_review_score,
    deducted_without_remark,
    other_share_than_said,
    unsupported_with_points,
    review_above_claim,
    wrong_deviation,
    reviewed_without_rule,
    uneven_shares,
)
