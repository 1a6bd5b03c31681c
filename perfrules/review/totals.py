"""The claimed total and grade next to the claimed scores and the rules of the total."""

from fractions import Fraction
from typing import Any

from perfrules.findings import Code
from perfrules.review.subjects import FORM, FormSubject, LineSubject
from perfrules.review.support import Check, Observations, Stage, check
from perfrules.values import as_text, sum_of


@check(Code.TOTAL_NOT_SUM, FORM, Stage.SCORE)
def total_not_sum(form: FormSubject) -> Observations:
    """The printed total is not, or cannot be, the sum of the printed scores."""
    total = form.form.claimed_total
    if total.value is None or all(line.claim is None for line in form.lines):
        return
    least = sum_of(line.claim for line in form.lines)
    most = least + sum_of(_open_points(line) for line in form.lines if line.claim is None)
    tolerance = form.tolerance(Code.TOTAL_NOT_SUM)
    if not least - tolerance <= total.value <= most + tolerance:
        known = as_text(least) if least == most else f"{as_text(least)}–{as_text(most)}"
        yield form.at("claimed_total", printed=total.text or "", sum=known)


def _open_points(line: LineSubject) -> Fraction | None:
    """Return the points that a line without a score could have; none where it prints no weight."""
    total = line.form.total
    return total.money.weight.value if total and line.row is None else line.of


@check(Code.GRADE_DOES_NOT_FIT, FORM, Stage.SCORE)
def grade_does_not_fit(form: FormSubject) -> Observations:
    """The printed grade is not that of the printed total (or of no possible total)."""
    printed, scale = form.form.claimed_grade, form.spec.grade
    if not printed or scale is None:
        return
    total = form.form.claimed_total
    right = {t.label for t in scale.tiers if total.value is not None and total.value in t.span}
    right = right or set(form.card.grades)
    meant = {tier.label for tier in scale.tiers if printed in tier.words}
    if not meant & right:
        texts = {"printed": printed, "grade": " ".join(sorted(right))}
        yield form.at("claimed_grade", **texts, total=total.text or "")


@check(Code.TOTAL_ABOVE_CEILING, FORM, Stage.REVIEW)
def total_above_ceiling(form: FormSubject) -> Observations:
    """The printed total lies above what the rules of the total let through."""
    printed, total = form.form.claimed_total, form.card.total
    if printed.value is None or total is None or total.high >= form.card.sum.high:
        return
    if printed.value > total.high:
        yield form.at("claimed_total", printed=printed.text or "", high=as_text(total.high))


@check(Code.FULL_MARKS_EVERYWHERE, FORM, Stage.REVIEW)
def full_marks_everywhere(form: FormSubject) -> Observations:
    """Every line claims its whole weight."""
    if form.is_full:
        yield form.at("claimed_total", count=str(len(form.lines)))


CHECKS: tuple[Check[FormSubject, Any], ...] = (
    total_not_sum,
    grade_does_not_fit,
    total_above_ceiling,
    full_marks_everywhere,
)
