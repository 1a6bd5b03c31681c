"""Sections: first and second levels that are missing, nameless, or of another kind."""

from typing import TYPE_CHECKING, Any

from perfrules.findings import Code
from perfrules.model.spec import Group
from perfrules.review.subjects import FORM, INDICATOR, FormSubject, RowSubject
from perfrules.review.support import Check, Observation, Observations, Stage, check, holds
from perfrules.text import compact
from perfrules.values import as_text, sum_of

if TYPE_CHECKING:
    from perfrules.model.vocabulary.review import ReviewWords


@check(Code.OUTSIDE_GROUPS, INDICATOR, Stage.SCORE, Stage.PRECHECK)
def row_outside_groups(row: RowSubject) -> Observations:
    """The first-level caption of a row belongs to no group of the spec."""
    if row.line.group is None and row.line.level1:
        yield row.at("name", level1=row.line.level1)


@check(Code.NO_FIRST_LEVEL, FORM, Stage.SCORE)
def no_first_level(form: FormSubject) -> Observations:
    """Rows have no first-level caption; mostly all, since the form has no such column."""
    outside = (row for row in form.indicators if row.line.group is None)
    if unnamed := [row for row in outside if not row.line.level1]:
        yield Observation(unnamed[0].at("name").where, None, {"count": str(len(unnamed))})


@check(Code.SECTION_MISSING, FORM, Stage.REVIEW, Stage.PRECHECK)
def section_missing(form: FormSubject) -> Observations:
    """Groups that the rules give points have no row, and no row of another may be of them."""
    there = _kinds_of_rows(form)
    if missing := [group for group in form.spec.groups if _is_missing(group, there, form.words)]:
        label = " ".join(group.label for group in missing)
        yield form.at("header", label, weight=as_text(sum_of(group.weight for group in missing)))


def _kinds_of_rows(form: FormSubject) -> frozenset[str]:
    """Return the kinds of section that the rows are of, or may be of for all that is known."""
    words = form.words
    grouped = {(row.levels, row.line.group is None) for row in form.rows}
    kinds = [(words.section_kinds(levels), is_outside) for levels, is_outside in grouped]
    if any(is_outside and not found for found, is_outside in kinds):
        return frozenset(words.sections)
    return frozenset(kind for found, _ in kinds for kind in found)


def _is_missing(group: Group, there: frozenset[str], words: "ReviewWords") -> bool:
    """Return whether no row is of a group; of one with several kinds, of a kind that must be."""
    kinds = {kind for caption in group.captions for kind in words.section_kinds(caption)}
    wanted = kinds & words.required if len(kinds) > 1 else kinds
    return group.weight > 0 and not wanted <= there


@check(Code.SECTION_UNNAMED, FORM, Stage.REVIEW, Stage.PRECHECK)
def nameless_section(form: FormSubject) -> Observations:
    """A first-level caption holds nothing but its points."""
    first: dict[str, RowSubject] = {}
    for row in form.rows:
        first.setdefault(row.row.level1, row)
    for level1, row in first.items():
        is_bare = not row.level1 or form.words.bare_points.fullmatch(compact(level1))
        if level1 and is_bare:
            yield row.at("level1", level1=level1)


@check(Code.ROW_IN_WRONG_SECTION, FORM, Stage.REVIEW, Stage.PRECHECK)
def satisfaction_elsewhere(form: FormSubject) -> Observations:
    """Satisfaction is a second level of one section, and the form has a section of that name."""
    names = form.words.lists["satisfied"]
    if not any(holds(row.level1, names) for row in form.rows):
        return
    for row in form.rows:
        level1, level2 = row.row.level1, row.row.level2
        if level1 and holds(level2, names) and not holds(level1, names):
            yield row.at("level2", level1=level1, level2=level2)


CHECKS: tuple[Check[FormSubject, Any], ...] = (
    row_outside_groups,
    no_first_level,
    section_missing,
    nameless_section,
    satisfaction_elsewhere,
)
