"""A form under a spec: assign a rule to each line, evaluate it, put the lines together."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from perfrules.engine.aggregate import aggregate, tally
from perfrules.engine.assign import assign
from perfrules.engine.evaluate import allows, evaluate
from perfrules.findings import Code, Finding, Findings
from perfrules.model.card import (
    Assignment,
    Excluded,
    LineOfCard,
    Outcome,
    Ranged,
    Scorecard,
    Scored,
    Unscored,
)
from perfrules.model.form import Form, Number
from perfrules.model.spec import Spec
from perfrules.values import Rounding


def score(form: Form, spec: Spec) -> Scorecard:
    """
    Score a form; pure and total.

    Returns:
        one line per row of the form, in its order, the lines over money first; the findings
        are those that scoring itself makes (`perfrules.review` adds the checks).
    """
    assignments = assign(form, spec)
    grid = spec.points.rounding
    outcomes = [evaluate(assignment, grid) for assignment in assignments]
    lines = _lines(assignments, outcomes, grid)
    whole = aggregate(form, [tally(line) for line in lines], spec)
    return Scorecard(
        spec=spec,
        form=form,
        lines=lines,
        sections=whole.sections,
        total=whole.total,
        sum=whole.sum,
        grades=whole.grades,
        grade=whole.grade,
        findings=Findings((*_noticed(form, lines), *whole.findings)),
        total_trace=whole.trace,
        grade_bases=whole.grade_bases,
    )


def _lines(
    assignments: Sequence[Assignment], outcomes: Sequence[Outcome], grid: Rounding
) -> tuple[LineOfCard, ...]:
    return tuple(
        LineOfCard(
            id=id_,
            assignment=assignment,
            outcome=outcome,
            settled=_settled(outcome, assignment, grid),
        )
        for id_, assignment, outcome in zip(_ids(assignments), assignments, outcomes, strict=True)
    )


def _ids(assignments: Sequence[Assignment]) -> list[str]:
    """Return an id for each line; of equal ones all but the first have an ordinal."""
    seen: Counter[str] = Counter()
    ids = []
    for assignment in assignments:
        id_ = _id(assignment)
        seen[id_] += 1
        ids.append(id_ if seen[id_] == 1 else f"{id_}#{seen[id_]}")
    return ids


def _id(assignment: Assignment) -> str:
    group = assignment.group.id if assignment.group else ""
    row = assignment.row
    return f"{group}/{row.level2}/{row.name}" if row else group


def _settled(outcome: Outcome, assignment: Assignment, grid: Rounding) -> Fraction | None:
    match outcome:
        case Scored(points=points):
            return points
        case Ranged():
            claim = _claim(assignment).value
            return claim if claim is not None and allows(outcome, claim, grid) else None
        case Unscored() | Excluded():
            return None
        case _ as never:
            assert_never(never)


def _claim(assignment: Assignment) -> Number:
    return assignment.subject.claimed if assignment.subject else Number()


def _noticed(form: Form, lines: Sequence[LineOfCard]) -> list[Finding]:
    """Return what was noticed about each line, in their order."""
    # Of a table without any weights reading has reported as much already.
    is_weighted = any(row.weight.text for row in form.rows)
    found: list[Finding] = []
    for line in lines:
        found += line.assignment.findings
        if isinstance(line.outcome, Unscored | Excluded):
            found.append(line.outcome.finding)
    return [one for one in found if is_weighted or one.code != Code.NO_WEIGHT]
