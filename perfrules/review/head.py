"""The head of a form: its units, its project, its year, and whether the spec is of that year."""

from typing import TYPE_CHECKING, Any

from perfrules.findings import Code
from perfrules.model.form import Form
from perfrules.review.subjects import FORM, FormSubject
from perfrules.review.support import Check, Observations, Stage, check
from perfrules.text import caption, phrase

if TYPE_CHECKING:
    from perfrules.model.vocabulary.review import ReviewWords


@check(Code.OTHER_FISCAL_YEAR, FORM, Stage.SCORE, Stage.PRECHECK)
def other_fiscal_year(form: FormSubject) -> Observations:
    """The form is of another year than the spec."""
    year = form.form.fiscal_year
    if year is not None and year != form.spec.fiscal_year:
        yield form.at("fiscal_year", year=str(year), spec=form.spec.name)


@check(Code.TRIAL_SPEC, FORM, Stage.SCORE, Stage.PRECHECK)
def trial_spec(form: FormSubject) -> Observations:
    """The spec is a trial."""
    if form.spec.head.trial:
        yield form.at(spec=form.spec.name)


@check(Code.REQUIRED_CELL_BLANK, FORM, Stage.REVIEW)
def blank_head(form: FormSubject) -> Observations:
    """A label of the head that every form fills in has no value."""
    for label, value in form.form.head.items():
        if not value.strip() and caption(label) in form.words.heads:
            yield form.at("", label, field=label)


@check(Code.OWNER_AND_UNIT_SWAPPED, FORM, Stage.REVIEW, Stage.PRECHECK)
def owner_below_unit(form: FormSubject) -> Observations:
    """What should be the authority is by its name below what carries the project out."""
    owner, unit = units(form.form, form.words)
    if owner and unit and form.words.rank(owner) > form.words.rank(unit):
        yield form.at("unit", owner=owner, unit=unit)


def units(form: Form, words: "ReviewWords") -> tuple[str, str]:
    """Return the authority and the unit that a form names, without the numbers before them."""
    owner, unit = (_behind(form, words.lists[name]) for name in ("owners", "carriers"))
    return words.code_of_unit.sub("", phrase(owner)), words.code_of_unit.sub("", phrase(unit))


def _behind(form: Form, labels: tuple[str, ...]) -> str:
    found = (value for label, value in form.head.items() if caption(label) in labels)
    return next(found, "")


@check(Code.YEAR_DIFFERS, FORM, Stage.REVIEW, Stage.PRECHECK)
def project_of_another_year(form: FormSubject) -> Observations:
    """The name of the project speaks of another year than the form's."""
    year, named = form.form.fiscal_year, _behind(form.form, form.words.lists["projects"])
    if year is not None and (years := form.words.other_years(named, year)):
        yield form.at("", named, named=years, year=str(year))


CHECKS: tuple[Check[FormSubject, Any], ...] = (
    other_fiscal_year,
    trial_spec,
    blank_head,
    owner_below_unit,
    project_of_another_year,
)
