"""Names of rows: a year or a grade where only the indicator should be named."""

from typing import Any

from perfrules.findings import Code
from perfrules.review.subjects import ROWS, FormSubject, RowSubject
from perfrules.review.support import Check, Observations, Stage, check
from perfrules.text import phrase


@check(Code.YEAR_DIFFERS, ROWS, Stage.REVIEW, Stage.PRECHECK)
def row_of_another_year(row: RowSubject) -> Observations:
    """A name, target or actual speaks of other years only than the form's."""
    year, words = row.form.form.fiscal_year, row.form.words
    if year is None:
        return
    texts = {"name": row.row.name, "target": row.row.target.text, "actual": row.row.actual.text}
    for field, text in texts.items():
        if named := words.other_years(text, year):
            yield row.at(field, named=named, year=str(year))


@check(Code.GRADE_AS_NAME, ROWS, Stage.REVIEW, Stage.PRECHECK)
def grade_as_name(row: RowSubject) -> Observations:
    """A tier or a grade takes the place of the name."""
    name = row.form.words.numbering.sub("", phrase(row.row.name))
    if name in row.form.grade_words:
        yield row.at("name", name=row.row.name)


CHECKS: tuple[Check[FormSubject, Any], ...] = (row_of_another_year, grade_as_name)
