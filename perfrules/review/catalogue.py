"""The checks on rows that are data: those of the catalogue, and those that a spec adds."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from perfrules.model.checks import RowCheck, RowTrait
from perfrules.review.subjects import INDICATOR, FormSubject, RowSubject
from perfrules.review.support import Check, Observation, Stage
from perfrules.values import percent_text


def as_check(data: RowCheck, limit: Fraction | None) -> Check[FormSubject, Any]:
    """
    Return a check that looks at each row as its data says, and reports it at most once.

    Args:
        data: of the catalogue, or of a spec.
        limit: takes the place of the bounds of the data.
    """
    stages = (Stage.REVIEW, Stage.PRECHECK) if data.precheck else (Stage.REVIEW,)

    def look(row: RowSubject) -> Iterable[Observation]:
        trait = data.fitting(row.facts, limit)
        return () if trait is None else (_observation(row, data, trait),)

    return Check(data.code, INDICATOR, frozenset(stages), look)


def _observation(row: RowSubject, data: RowCheck, trait: RowTrait) -> Observation:
    texts, value = row.facts.texts, trait.value(row.facts)
    share = {} if value is None else {"share": percent_text(value)}
    told = {**texts, "text": texts[trait.at], **share}
    return row.at(trait.at, **told, **data.said(told)).in_case(trait.case)
