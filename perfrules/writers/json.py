"""Scorecards, reviews and failures as JSON; all points are decimal text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, assert_never

from perfrules.findings import Finding, Judged
from perfrules.model.card import (
    Excluded,
    Interval,
    LineOfCard,
    Ranged,
    Scorecard,
    Scored,
    Section,
    Unscored,
)
from perfrules.model.explanation import Explanation
from perfrules.model.form import Form
from perfrules.model.messages import Lang, Messages
from perfrules.values import PLACES, as_text, percent_text
from perfrules.writers.plain import TURNING

if TYPE_CHECKING:
    from perfrules.model.deductions import Deduction
    from perfrules.model.second_opinion import SecondOpinion

SCORECARD = "perfrules/scorecard/1"
FAILURE = "perfrules/failure/1"

_TURNING = re.compile(f"[{TURNING}]")
"""What JSON allows in a text, and a terminal or an editor would obey."""


def json_line(document: Mapping[str, Any]) -> str:
    """Return a document as one line of JSON."""
    return escaped_json(json.dumps(document, ensure_ascii=False)) + "\n"


def json_text(document: Mapping[str, Any]) -> str:
    """Return a document as JSON that people read too."""
    return escaped_json(json.dumps(document, ensure_ascii=False, indent=1)) + "\n"


def escaped_json(text: str) -> str:
    """Return JSON that means the same, without controls and marks of direction."""
    return _TURNING.sub(lambda match: json.dumps(match[0])[1:-1], text)


def scorecard_document(
    card: Scorecard, explanations: Sequence[Explanation], messages: Messages, lang: Lang
) -> dict[str, Any]:
    """Return a scorecard as ``schemas/scorecard.schema.json`` describes it."""
    return {
        "schema": SCORECARD,
        "spec": _spec_json(card),
        "form": _form_json(card.form),
        "total": _total_json(card),
        "grade": _grade_json(card),
        "sections": [_section_json(section) for section in card.sections],
        "lines": [_line_json(explanation) for explanation in explanations],
        "findings": findings_document(card.judged, messages, lang),
        "clauses": {
            clause.id: {
                "document": clause.document,
                "place": clause.place,
                "quote": clause.quote,
                "seen": clause.seen,
            }
            for clause in card.clauses
        },
        "assumptions": [{"id": a.id, "text": a.text} for a in card.assumptions],
    }


def failure_document(
    source: str, findings: Iterable[Finding], messages: Messages, lang: Lang
) -> dict[str, Any]:
    """Return what is said of a file that cannot be scored."""
    found = findings_document(messages.policy.judged(findings), messages, lang)
    return {"schema": FAILURE, "source": source, "findings": found}


def findings_document(
    findings: Iterable[Judged], messages: Messages, lang: Lang
) -> list[dict[str, Any]]:
    """Return findings as plain data, with their sentences in *lang*."""
    return [
        {
            "code": finding.code,
            "severity": judged.severity,
            "row": finding.row,
            "where": str(finding.where),
            "message": messages.message(finding, lang),
            "hint": messages.hint(finding, lang),
            "params": dict(finding.params),
        }
        for judged in findings
        for finding in (judged.finding,)
    ]


def _spec_json(card: Scorecard) -> dict[str, Any]:
    spec = card.spec
    return {
        "id": spec.id,
        "year": spec.fiscal_year,
        "version": spec.version,
        "digest": spec.digest,
        "language": spec.language,
        "vocabulary": card.vocabulary,
        "trial": spec.head.trial,
        "chosen_by": card.chosen_by,
    }


def _form_json(form: Form) -> dict[str, Any]:
    return {
        "source": form.source,
        **({"sheet": form.sheet} if form.sheet else {}),
        "title": form.title,
        "unit": form.unit,
        "fiscal_year": form.fiscal_year,
    }


def _total_json(card: Scorecard) -> dict[str, Any]:
    return {
        **_interval_json(card.total),
        "claimed": card.form.claimed_total.text,
        "weight": None if card.spec.weight is None else as_text(card.spec.weight),
        "sum": _ends_json(card.sum),
        "steps": _steps_json(card),
    }


def _grade_json(card: Scorecard) -> dict[str, Any]:
    return {
        "settled": card.grade,
        "possible": list(card.grades),
        "claimed": card.form.claimed_grade,
    }


def _section_json(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "label": section.label,
        "weight": as_text(section.weight),
        **_interval_json(section.points),
        "claimed": None if section.claimed is None else as_text(section.claimed),
        "says": section.says,
    }


def _points_json(value: Fraction | None) -> str | None:
    return None if value is None else as_text(value, PLACES)


def _ends_json(interval: Interval) -> dict[str, str | None]:
    return {"low": _points_json(interval.low), "high": _points_json(interval.high)}


def _interval_json(interval: Interval | None) -> dict[str, str | None]:
    if interval is None:
        return {"low": None, "high": None, "settled": None}
    return {**_ends_json(interval), "settled": _points_json(interval.settled)}


def _steps_json(card: Scorecard) -> list[dict[str, Any]]:
    """Return what the total does beyond adding up; nothing if it is the sum."""
    total = card.total
    if total is None or (total.low, total.high) == (card.sum.low, card.sum.high):
        return []
    notes = [note for note in card.total_trace.notes if note.result is not None]
    return [
        *(
            {"rule": note.rule.id, "formula": note.formula, "value": as_text(note.result)}
            for note in notes
            if note.result is not None
        ),
        {"rule": "total", **_ends_json(total)},
    ]


def _line_json(explanation: Explanation) -> dict[str, Any]:
    line = explanation.line
    return {
        "id": line.id,
        "level1": line.level1,
        "level2": line.level2,
        "name": line.name,
        "kind": line.kind,
        "rule": line.rule.id if line.rule else None,
        "outcome": _outcome_name(line),
        "target": line.target,
        "actual": line.actual,
        "weight": line.weight.text,
        "claimed": line.claimed.text,
        "low": _points_json(line.low),
        "high": _points_json(line.high),
        "settled": _points_json(line.settled),
        "span": _span_json(line),
        "cause": line.outcome.cause if isinstance(line.outcome, Ranged) else None,
        "claimed_tier": line.claimed_tier,
        "formula": explanation.formula,
        "substituted": explanation.substituted,
        "clauses": list(line.clauses),
        "assumptions": [assumption.id for assumption in line.assumptions],
        "where": str(line.where),
        "cells": dict(line.cells),
    }


def _outcome_name(line: LineOfCard) -> str:
    match line.outcome:
        case Scored():
            return "scored"
        case Ranged():
            return "ranged"
        case Unscored():
            return "unscored"
        case Excluded():
            return "excluded"
        case _ as never:
            assert_never(never)


def _span_json(line: LineOfCard) -> str | None:
    """Return the exact span of a range, edges open or closed as they are."""
    return str(line.outcome.span) if isinstance(line.outcome, Ranged) else None


# -- reviews ---------------------------------------------------------------------------------


def review_document(card: Scorecard, scorecard: Mapping[str, Any]) -> dict[str, Any]:
    """Return a reviewed scorecard as plain data, with what to deduct."""
    from perfrules.model.deductions import deductions, unconfirmed

    return {
        **scorecard,
        "deductions": [_deduction_json(one) for one in deductions(card)],
        "unconfirmed": [_deduction_json(one) for one in unconfirmed(card)],
    }


def _deduction_json(one: Deduction) -> dict[str, str | None]:
    return {"id": one.line.id, "least": _points_json(one.least), "most": _points_json(one.most)}


def second_document(opinion: SecondOpinion, messages: Messages, lang: Lang) -> dict[str, Any]:
    """Return a second opinion as plain data: score after review and deviation, by line, in all."""
    return {
        "spec": opinion.reviewed.spec.name,
        "lines": [
            {
                "id": line.own.id,
                "claimed": line.own.claimed.text,
                "reviewed": _points_json(line.points),
                "low": _points_json(line.reviewed.low),
                "high": _points_json(line.reviewed.high),
                "deviation": _share_json(line.deviation),
            }
            for line in opinion.lines
        ],
        "claimed": _points_json(opinion.claimed),
        "reviewed": _points_json(opinion.points),
        "deviation": _share_json(opinion.deviation),
        "findings": findings_document(opinion.judged, messages, lang),
    }


def _share_json(value: Fraction | None) -> str | None:
    return None if value is None else percent_text(value)
