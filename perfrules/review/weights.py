"""Weights: of the whole form, of its sections and rows, and those that captions and notes print."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any

from perfrules.findings import Code, Where
from perfrules.model.spec import Group, RowEntry
from perfrules.review.subjects import (
    FORM,
    MONEY_ROWS,
    FormSubject,
    LineSubject,
    MoneySubject,
)
from perfrules.review.support import (
    NO_RATE,
    NOTHING,
    Check,
    Observation,
    Observations,
    Stage,
    check,
    holds,
)
from perfrules.text import compact
from perfrules.values import as_text, sum_of

if TYPE_CHECKING:
    from perfrules.model.vocabulary.review import ReviewWords

FEWEST_ALIKE = 5
"""Fewest rows of one weight that are reported."""


# -- the rules' weights --------------------------------------------------------------------


@check(Code.WEIGHTS_NOT_TOTAL, FORM, Stage.SCORE, Stage.PRECHECK)
def weights_not_total(form: FormSubject) -> Observations:
    """
    All weights together are not those of the whole form.

    A form that prints none for execution has either left it out, or has none to give.
    """
    total = form.spec.weight
    if total is None or not _has_weights(form):
        return
    rows = sum_of(row.of for row in form.indicators)
    made = rows + sum_of(line.weight for line in form.lines_over_money)
    prints = any(line.money.weight.text for line in form.money)
    if made == total or (rows == total and not prints):
        return
    shown = made if prints or not form.lines_over_money else rows
    yield form.at("header", sum=as_text(shown), total=as_text(total))


def _has_weights(form: FormSubject) -> bool:
    """Return whether any row has a weight; otherwise no check of weights is made."""
    return any(row.line.weight.text for row in form.indicators)


@check(Code.SECTION_WEIGHT_DIFFERS, FORM, Stage.SCORE, Stage.PRECHECK)
def section_weight_differs(form: FormSubject) -> Observations:
    """The rows of a section have other points than the rules give it in principle."""
    return _other_weights(form, lambda group: not group.fixed)


@check(Code.FIXED_WEIGHT_CHANGED, FORM, Stage.SCORE, Stage.PRECHECK)
def fixed_weight_changed(form: FormSubject) -> Observations:
    """The rows of a section, or execution, have other points than those that the rules fix."""
    return _other_weights(form, lambda group: group.fixed)


def _other_weights(form: FormSubject, wanted: Callable[[Group], bool]) -> Observations:
    if not _has_weights(form):
        return
    grouped = any(row.line.group for row in form.indicators)  # else PR310 or PR323 says it of all
    for section, group in zip(form.card.sections, form.spec.groups, strict=True):
        if not wanted(group):
            continue
        if group.rule:
            yield from _weight_of_execution(form, group)
        elif grouped and section.weight != group.weight and group.bounds is None:
            params = {"sum": as_text(section.weight), "weight": as_text(group.weight)}
            yield Observation(_first_of(form, group), group.label, params)


def _weight_of_execution(form: FormSubject, group: Group) -> Observations:
    """The weight of execution is another than that of the rules."""
    printed = form.total.money.weight if form.total else None
    if form.total and printed and printed.value not in (None, group.weight):
        params = {"sum": printed.text or "", "weight": as_text(group.weight)}
        yield Observation(form.total.at("weight").where, group.label, params)


def _first_of(form: FormSubject, group: Group) -> Where:
    """Return the place of the first row of a group."""
    lines = (row.line for row in form.indicators if row.line.group)
    places = (line.where for line in lines if line.group and line.group.id == group.id)
    return next(places, form.form.where("header"))


@check(Code.LISTED_ROW_MISSING, FORM, Stage.SCORE, Stage.PRECHECK)
def listed_row_missing(form: FormSubject) -> Observations:
    """A row that the rules list with its points is not in the form."""
    for entry, line in _listed(form):
        if line is None:
            name, weight = " ".join(entry.when.name), as_text(entry.weight or NOTHING)
            yield form.at("header", name, name=name, weight=weight)


@check(Code.LISTED_WEIGHT_DIFFERS, FORM, Stage.SCORE, Stage.PRECHECK)
def listed_weight_differs(form: FormSubject) -> Observations:
    """A row that the rules list with its points has other ones."""
    for entry, line in _listed(form):
        if line is not None and line.of != entry.weight:
            listed = as_text(entry.weight or NOTHING)
            yield line.at("weight", weight=line.line.weight.text or "", listed=listed)


def _listed(form: FormSubject) -> Iterator[tuple[RowEntry, LineSubject | None]]:
    """Yield the entries of the spec that have points of their own, with their lines."""
    entries = [entry for entry in form.spec.rows if entry.weight]
    found = {line.line.entry: line for line in form.lines} if entries else {}
    for entry in entries:
        yield entry, found.get(entry.id)


# -- the money block -----------------------------------------------------------------------


@check(Code.MONEY_PART_HAS_POINTS, MONEY_ROWS, Stage.REVIEW, Stage.PRECHECK)
def part_with_weight(line: MoneySubject) -> Observations:
    """A line below the total of the money block repeats its weight or score."""
    for field in ("weight", "claimed"):
        number = line.amount(field)
        if number.value and not line.is_total:
            yield line.at(field, field=field, value=number.text or "")


@check(Code.EXECUTION_NOT_SCORED, FORM, Stage.REVIEW, Stage.PRECHECK)
def execution_not_scored(form: FormSubject) -> Observations:
    """The rules give points for execution, and the form none: neither in the block nor in a row."""
    total = form.total
    group = next((group for group in form.spec.groups if group.rule), None)
    if total is None or group is None or total.money.weight.text or total.money.claimed.text:
        return
    words = form.words.sections["execution"]
    if not any(holds(row.levels + row.row.name, words) for row in form.rows):
        yield total.at("weight", weight=as_text(group.weight), rate=form.rate_text or NO_RATE)


# -- what captions and notes print ---------------------------------------------------------


@check(Code.CAPTION_POINTS_DIFFER, FORM, Stage.REVIEW, Stage.PRECHECK)
def caption_points_differ(form: FormSubject) -> Observations:
    """A caption of either level prints other points than its rows have."""
    by_level1 = groupby(form.rows, key=lambda one: (one.row.level1,))
    by_level2 = groupby(form.rows, key=lambda one: (one.row.level1, one.row.level2))
    runs = [("level1", printed[-1], list(run)) for printed, run in by_level1]
    runs += [("level2", printed[-1], list(run)) for printed, run in by_level2]
    for level, printed, run in runs:
        points, made = _printed_points(printed, form.words), sum_of(row.of for row in run)
        if points is not None and Fraction(points) != made:
            yield run[0].at(level, level1=printed, printed=points, sum=as_text(made))


def _printed_points(caption: str, words: "ReviewWords") -> str | None:
    said = words.caption_weight.search(compact(caption))
    return next(filter(None, said.groups())) if said else None


@check(Code.NOTE_POINTS_DIFFER, FORM, Stage.REVIEW, Stage.PRECHECK)
def note_points_differ(form: FormSubject) -> Observations:
    """The form's own notes give a section other points than its rows have."""
    notes = {f"note{number}": note for number, note in enumerate(form.form.notes, start=1)}
    texts = {**notes, "title": " ".join(form.form.texts)}
    for place, text in ((place, compact(text)) for place, text in texts.items()):
        for kind, pattern in form.words.noted_weights.items():
            if not (said := pattern.search(text)):
                continue
            made = _points_of_kind(form, kind)
            if made is not None and Fraction(said[1]) != made:
                yield form.at(place, said[0], said=said[0], sum=as_text(made))


def _points_of_kind(form: FormSubject, kind: str) -> Fraction | None:
    """Return the weights of a kind of section, if the form has it."""
    if kind == "execution":
        return form.total.money.weight.value if form.total else None
    rows = [row for row in form.rows if kind in form.words.section_kinds(row.level1)]
    return sum_of(row.of for row in rows) if rows else None


@check(Code.ALL_WEIGHTS_EQUAL, FORM, Stage.REVIEW, Stage.PRECHECK)
def equal_weights(form: FormSubject) -> Observations:
    """All rows weigh the same: nothing was weighed."""
    weights = [row.of for row in form.rows]
    if len(weights) >= FEWEST_ALIKE and weights[0] and len(set(weights)) == 1:
        yield form.at("header", count=str(len(weights)), weight=as_text(weights[0]))


CHECKS: tuple[Check[FormSubject, Any], ...] = (
    weights_not_total,
    section_weight_differs,
    fixed_weight_changed,
    listed_row_missing,
    listed_weight_differs,
    part_with_weight,
    execution_not_scored,
    caption_points_differ,
    note_points_differ,
    equal_weights,
)
