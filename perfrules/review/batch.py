"""What only shows when several forms lie side by side."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from perfrules.findings import Case, Code, Finding, Where
from perfrules.model.card import LineOfCard, Scorecard
from perfrules.model.form import Form
from perfrules.model.vocabulary.review import ReviewWords
from perfrules.review.checks import percent
from perfrules.review.found import at_money, holds
from perfrules.review.heads import said
from perfrules.review.sections import claims_all
from perfrules.text import caption
from perfrules.values import as_text

FEWEST_FORMS = 5
"""Fewest forms whose distribution of grades says anything."""


def batch(cards: Sequence[Scorecard], words: ReviewWords) -> tuple[Finding, ...]:
    """Return what several forms show together."""
    return tuple(finding for check in BATCH_CHECKS for finding in check(cards, words))


def _twice(
    cards: Sequence[Scorecard],
    words: ReviewWords,  # noqa: ARG001
) -> Iterator[Finding]:
    """One form was handed in twice: the same unit, year and rows."""
    first: dict[object, Scorecard] = {}
    for card in cards:
        form = card.form
        rows = tuple((line.name, line.target, line.actual) for line in card.lines)
        other = first.setdefault((form.unit, form.fiscal_year, form.title, rows), card)
        if other is not card:
            params = {"other": other.form.source}
            yield Finding(code=Code.HANDED_IN_TWICE, where=form.where(), params=params)


def _rows(cards: Sequence[Scorecard]) -> Iterator[tuple[Scorecard, LineOfCard]]:
    for card in cards:
        yield from ((card, line) for line in card.lines if line.row)


def _copied(cards: Sequence[Scorecard], words: ReviewWords) -> Iterator[Finding]:
    """Long texts of a row stand in another unit's form too (a heuristic by length)."""
    first: dict[tuple[str, str], Scorecard] = {}
    for card, line in _rows(cards):
        for field, text in _long_texts(line, words):
            other = first.setdefault((field, text), card)
            if other.form.unit != card.form.unit:
                params = {"text": text, "other": other.form.source}
                spot = line.cells.get(field, line.where.spot)
                where = Where(source=line.where.source, spot=spot)
                yield Finding(
                    code=Code.COPIED_FROM_OTHER_UNIT, where=where, row=line.name, params=params
                )


def _long_texts(line: LineOfCard, words: ReviewWords) -> Iterator[tuple[str, str]]:
    reason = (line.row.reason if line.row else None) or ""
    for field, text in {"name": line.name, "reason": reason}.items():
        if len(text) >= words.longest_head:
            yield field, text


def _two_meanings(cards: Sequence[Scorecard], words: ReviewWords) -> Iterator[Finding]:
    """One name, and targets of another unit or direction."""
    first: dict[str, LineOfCard] = {}
    for _, line in _rows(cards):
        assert line.row is not None
        name = words.numbering.sub("", caption(line.name))
        other = first.setdefault(name, line)
        assert other.row is not None
        one, two = other.row.target, line.row.target
        if other.where.source != line.where.source and (one.unit, one.sign) != (two.unit, two.sign):
            params = {"target": line.target, "other": other.target, "form": other.where.source}
            yield Finding(
                code=Code.NAME_WITH_TWO_MEANINGS, where=line.where, row=line.name, params=params
            )


def _all_full(
    cards: Sequence[Scorecard],
    words: ReviewWords,  # noqa: ARG001
) -> Iterator[Finding]:
    """All forms of one unit claim everything: nothing was told apart."""
    of_unit: dict[str, list[Scorecard]] = {}
    for card in cards:
        of_unit.setdefault(card.form.unit or "", []).append(card)
    for unit, forms in of_unit.items():
        if unit and len(forms) > 1 and all(map(claims_all, forms)):
            where = forms[0].form.where("claimed_total")
            params = {"count": str(sum(len(card.lines) for card in forms))}
            found = Finding(code=Code.FULL_MARKS_EVERYWHERE, where=where, row=unit, params=params)
            yield replace(found, case=Case.WHOLE_UNIT)


def _alike(cards: Sequence[Scorecard], words: ReviewWords) -> Iterator[Finding]:
    """Nearly all forms are of the best grade."""
    graded = [card for card in cards if card.grade and card.form.claimed_total.value is not None]
    best = [
        card for card in graded if card.spec.grade and card.grade == card.spec.grade.tiers[0].label
    ]
    if len(graded) < FEWEST_FORMS or len(best) < len(graded) * words.beyond[Code.ODD_DISTRIBUTION]:
        return
    totals = sorted(card.form.claimed_total.value or Fraction(0) for card in graded)
    ends = {"low": as_text(totals[0]), "high": as_text(totals[-1])}
    told = {"share": percent(Fraction(len(best), len(graded))), "grade": best[0].grade or ""}
    where = graded[0].form.where("claimed_total")
    yield Finding(
        code=Code.ODD_DISTRIBUTION, where=where, params={"count": str(len(graded)), **told, **ends}
    )


def _department_and_projects(cards: Sequence[Scorecard], words: ReviewWords) -> Iterator[Finding]:
    """What a department spent on projects is not what its project forms spent."""
    for card in cards:
        form, labels = card.form, words.lists["project_spending"]
        rows = form.budget.parts if form.budget and form.kind == "department" else ()
        of_projects = [
            row for row in rows if holds(row.label, labels) and row.executed.value is not None
        ]
        spent = [_spent(other.form) for other in cards if _is_project_of(other.form, form)]
        for row in of_projects if spent else ():
            assert form.budget and row.executed.value is not None
            made = sum(spent, Fraction(0)) / form.budget.factor
            if made != row.executed.value:
                params = {"executed": row.executed.text or "", "sum": as_text(made)}
                yield at_money(Code.DEPARTMENT_AND_PROJECTS_DIFFER, row, "executed", **params)


def _is_project_of(form: Form, department: Form) -> bool:
    same = (form.unit, form.fiscal_year) == (department.unit, department.fiscal_year)
    return same and form.kind == "project" and bool(form.unit)


def _spent(form: Form) -> Fraction:
    """Return what a form executed, in the base unit of money."""
    total = form.budget.total if form.budget else None
    value = total.executed.value if total else None
    return value * form.budget.factor if value and form.budget else Fraction(0)


def _swapped(cards: Sequence[Scorecard], words: ReviewWords) -> Iterator[Finding]:
    """Owner and unit of one form are unit and owner of another."""
    first: dict[tuple[str, str], Scorecard] = {}
    for card in cards:
        owner, unit = (said(card.form, words.lists[name], words) for name in ("owners", "carriers"))
        if owner and unit and owner != unit:
            first.setdefault((owner, unit), card)
            if (unit, owner) in first:
                params = {"owner": owner, "unit": unit}
                yield Finding(
                    code=Code.OWNER_AND_UNIT_SWAPPED, where=card.form.where("unit"), params=params
                )


BATCH_CHECKS: tuple[Callable[[Sequence[Scorecard], ReviewWords], Iterator[Finding]], ...] = (
    _twice,
    _copied,
    _two_meanings,
    _all_full,
    _alike,
    _department_and_projects,
    _swapped,
)
