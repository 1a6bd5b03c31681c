"""Rows that occur twice in a form."""

from collections.abc import Iterator
from typing import Any

from perfrules.findings import Code
from perfrules.review.subjects import FORM, FormSubject, RowSubject
from perfrules.review.support import Check, Observations, Stage, check


@check(Code.INDICATOR_TWICE, FORM, Stage.REVIEW, Stage.PRECHECK)
def indicator_twice(form: FormSubject) -> Observations:
    """Two rows of one section have one name."""
    for one, two in _of_one_name(form):
        if one.line.level1 == two.line.level1:
            yield two.at("name", level1=one.line.level1, other=two.line.level1)


@check(Code.INDICATOR_IN_TWO_SECTIONS, FORM, Stage.REVIEW, Stage.PRECHECK)
def indicator_in_two_sections(form: FormSubject) -> Observations:
    """Rows of two sections have one name."""
    for one, two in _of_one_name(form):
        if one.line.level1 != two.line.level1:
            yield two.at("name", level1=one.line.level1, other=two.line.level1)


def _of_one_name(form: FormSubject) -> Iterator[tuple[RowSubject, RowSubject]]:
    """Yield each pair of rows that have one name, but for brackets and numbering."""
    before: dict[str, list[RowSubject]] = {}
    for two in form.rows:
        named = before.setdefault(two.plain_name, [])
        if two.plain_name:
            yield from ((one, two) for one in named)
        named.append(two)


CHECKS: tuple[Check[FormSubject, Any], ...] = (indicator_twice, indicator_in_two_sections)
