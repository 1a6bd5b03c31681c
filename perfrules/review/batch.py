"""What only shows when several forms are compared with each other."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from perfrules.findings import Case, Code, Finding
from perfrules.model.card import Scorecard
from perfrules.model.form import Form
from perfrules.model.vocabulary.review import ReviewWords
from perfrules.review.head import units
from perfrules.review.subjects import FormSubject, RowSubject
from perfrules.review.support import (
    NOTHING,
    Check,
    Observation,
    Observations,
    Stage,
    Subject,
    check,
    holds,
)
from perfrules.values import as_text, percent_text, sum_of

FEWEST_FORMS = 5
"""Fewest forms whose distribution of grades says anything."""
DEPARTMENT, PROJECT = "department", "project"
"""Kinds of form."""


class BatchSubject:
    """Several scored forms."""

    def __init__(self, cards: Sequence[Scorecard], words: ReviewWords) -> None:
        self.words = words
        self.forms = tuple(FormSubject(card, lambda: words) for card in cards)

    def rows(self) -> Iterator[RowSubject]:
        """Yield all rows of all forms."""
        for form in self.forms:
            yield from form.indicators


BATCH: Subject[BatchSubject, BatchSubject] = Subject("batch", lambda batch: (batch,))


def check_batch(cards: Sequence[Scorecard], words: ReviewWords) -> tuple[Finding, ...]:
    """Return what several forms show together."""
    subject = BatchSubject(cards, words)
    return tuple(finding for check in CHECKS for finding in check.findings(subject))


@check(Code.HANDED_IN_TWICE, BATCH, Stage.REVIEW)
def handed_in_twice(batch: BatchSubject) -> Observations:
    """One form was handed in twice: the same unit, year and rows."""
    first: dict[object, FormSubject] = {}
    for one in batch.forms:
        form = one.form
        rows = tuple((line.name, line.target, line.actual) for line in one.card.lines)
        other = first.setdefault((form.unit, form.fiscal_year, form.title, rows), one)
        if other is not one:
            yield one.at(other=other.form.source)


@check(Code.COPIED_FROM_OTHER_UNIT, BATCH, Stage.REVIEW)
def copied_from_other_unit(batch: BatchSubject) -> Observations:
    """Long texts of a row are in another unit's form too (a heuristic by length)."""
    first: dict[tuple[str, str], FormSubject] = {}
    for row in batch.rows():
        for field, text in {"name": row.line.name, "reason": row.row.reason or ""}.items():
            if len(text) < batch.words.longest_head:
                continue
            other = first.setdefault((field, text), row.form)
            if other.form.unit != row.form.form.unit:
                yield row.at(field, text=text, other=other.form.source)


@check(Code.NAME_WITH_TWO_MEANINGS, BATCH, Stage.REVIEW)
def name_with_two_meanings(batch: BatchSubject) -> Observations:
    """One name has targets of another unit or direction."""
    first: dict[str, RowSubject] = {}
    for row in batch.rows():
        other = first.setdefault(row.plain_name, row)
        one, two = other.row.target, row.row.target
        source = other.line.where.source
        if source != row.line.where.source and (one.unit, one.sign) != (two.unit, two.sign):
            params = {"target": row.target, "other": other.target, "form": source}
            yield Observation(row.line.where, row.line.name, params)


@check(Code.FULL_MARKS_EVERYWHERE, BATCH, Stage.REVIEW)
def full_marks_in_all_forms(batch: BatchSubject) -> Observations:
    """All forms of one unit claim full marks: nothing was distinguished."""
    of_unit: dict[str, list[FormSubject]] = {}
    for form in batch.forms:
        of_unit.setdefault(form.form.unit or "", []).append(form)
    for unit, forms in of_unit.items():
        if unit and len(forms) > 1 and all(form.is_full for form in forms):
            count = sum(len(form.lines) for form in forms)
            observed = forms[0].at("claimed_total", unit, count=str(count))
            yield observed.in_case(Case.WHOLE_UNIT)


@check(Code.ODD_DISTRIBUTION, BATCH, Stage.REVIEW)
def odd_distribution(batch: BatchSubject) -> Observations:
    """Nearly all forms are of the best grade."""
    graded = [one for one in batch.forms if one.card.grade and _total(one) is not None]
    best = [one for one in graded if one.spec.grade and one.card.grade == _best_grade(one)]
    share = batch.words.beyond[Code.ODD_DISTRIBUTION]
    if len(graded) < FEWEST_FORMS or len(best) < len(graded) * share:
        return
    totals = sorted(_total(one) or NOTHING for one in graded)
    yield graded[0].at(
        "claimed_total",
        count=str(len(graded)),
        share=percent_text(Fraction(len(best), len(graded))),
        grade=best[0].card.grade or "",
        low=as_text(totals[0]),
        high=as_text(totals[-1]),
    )


def _total(form: FormSubject) -> Fraction | None:
    return form.form.claimed_total.value


def _best_grade(form: FormSubject) -> str | None:
    return form.spec.grade.tiers[0].label if form.spec.grade else None


@check(Code.DEPARTMENT_AND_PROJECTS_DIFFER, BATCH, Stage.REVIEW)
def department_differs_from_projects(batch: BatchSubject) -> Observations:
    """What a department spent on projects is not what its project forms spent."""
    labels = batch.words.lists["project_spending"]
    for department in batch.forms:
        if department.form.kind != DEPARTMENT:
            continue
        others = (one for one in batch.forms if _is_project_of(one.form, department.form))
        spent = [_spent(one) for one in others]
        for line in department.parts if spent else ():
            executed, made = line.money.executed, sum_of(spent) / line.budget.factor
            if holds(line.money.label, labels) and executed.value not in (None, made):
                yield line.at("executed", executed=executed.text or "", sum=as_text(made))


def _is_project_of(form: Form, department: Form) -> bool:
    same = (form.unit, form.fiscal_year) == (department.unit, department.fiscal_year)
    return same and form.kind == PROJECT and bool(form.unit)


def _spent(form: FormSubject) -> Fraction:
    """Return what a form executed, in the base unit of money."""
    total = form.total
    return (total.values["executed"] or NOTHING) * total.budget.factor if total else NOTHING


@check(Code.OWNER_AND_UNIT_SWAPPED, BATCH, Stage.REVIEW)
def owner_and_unit_swapped(batch: BatchSubject) -> Observations:
    """Owner and unit of one form are unit and owner of another."""
    seen: set[tuple[str, str]] = set()
    for form in batch.forms:
        owner, unit = units(form.form, batch.words)
        if owner and unit and owner != unit:
            seen.add((owner, unit))
            if (unit, owner) in seen:
                yield form.at("unit", owner=owner, unit=unit)


CHECKS: tuple[Check[BatchSubject, Any], ...] = (
    handed_in_twice,
    copied_from_other_unit,
    name_with_two_meanings,
    full_marks_in_all_forms,
    odd_distribution,
    department_differs_from_projects,
    owner_and_unit_swapped,
)
