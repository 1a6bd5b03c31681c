"""Uses the public names as an embedding system would; only type checkers run it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, assert_never, assert_type

import perfrules
from perfrules import workshop

# Forms

form = perfrules.read_form("form.xlsx")
assert_type(form, perfrules.Form)
assert_type(perfrules.read_forms(Path("form.xlsx")), tuple[perfrules.Form, ...])


def uploaded(data: bytes, stream: BinaryIO) -> None:
    assert_type(perfrules.read_form(data, source="upload.xlsx"), perfrules.Form)
    assert_type(perfrules.read_form(stream, "Sheet1", source="upload.xlsx"), perfrules.Form)


row: Mapping[str, object] = {"name": "甲", "actual": Decimal("0.5"), "target": date(2023, 1, 1)}
assert_type(
    perfrules.form_from({"schema": "perfrules/form/1", "indicators": [row]}), perfrules.Form
)
assert_type(perfrules.with_inputs(form, {"rank": 3}), perfrules.Form)
assert_type(perfrules.write_form(form, "xlsx"), tuple[bytes, perfrules.Findings])
assert_type(perfrules.form_document(form, "en"), dict[str, Any])
assert_type(form.rows, tuple[perfrules.Row, ...])
assert_type(form.rows[0].target, perfrules.Quantity)
assert_type(form.rows[0].target.kind, perfrules.Kind)
assert_type(form.rows[0].target.sign, perfrules.Sign)
assert_type(form.rows[0].target.span, perfrules.Span | None)
assert_type(form.rows[0].weight, perfrules.Number)
assert_type(form.rows[0].reviewed, perfrules.Reviewed | None)
assert_type(form.budget, perfrules.Budget | None)
if form.budget:
    assert_type(form.budget.rows, tuple[perfrules.MoneyRow, ...])

# Specs

library = perfrules.Library(["rules/"])
assert_type(library.refresh(), perfrules.Library)
assert_type(library.load("cn-gz-qiannan/department@2023"), perfrules.Spec)
assert_type(library.choose(form), perfrules.ChosenSpec)
assert_type(library.score(form), perfrules.Scorecard)
assert_type(library.specs, tuple[perfrules.CatalogEntry, ...])
assert_type(library.specs[0].head, perfrules.SpecHead)
assert_type(perfrules.refresh(), perfrules.Library)
spec = perfrules.load_spec("cn-gz-qiannan/department", 2023)
assert_type(spec, perfrules.Spec)
assert_type(perfrules.spec_from("perfrules: 1"), perfrules.Spec)
assert_type(perfrules.resolve_spec(spec), dict[str, Any])
assert_type(spec.clauses["note3.up"], perfrules.Clause)
assert_type(spec.assumptions, tuple[perfrules.Assumption, ...])
chosen, why = perfrules.choose_spec(form)
assert_type(chosen, perfrules.Spec)
assert_type(why, str)
for entry in perfrules.specs():
    assert_type(entry.name, str)

# Scores

card = perfrules.score(form, spec)
assert_type(card, perfrules.Scorecard)
assert_type(perfrules.score(form, perfrules.choose_spec(form)), perfrules.Scorecard)
if card.total:  # a spec may have none
    assert_type(card.total, perfrules.Interval)
    assert_type(card.total.low, Fraction)
    assert_type(card.total.settled, Fraction | None)
assert_type(card.grade, str | None)
assert_type(card.sections, tuple[perfrules.Section, ...])


def outcome_text(line: perfrules.LineOfCard) -> str:
    match line.outcome:
        case perfrules.Scored(points=points):
            assert_type(points, Fraction)
            return str(points)
        case perfrules.Ranged(low=low, cause=cause):
            assert_type(low, Fraction)
            assert_type(cause, perfrules.Cause)
            return str(low)
        case perfrules.Unscored(finding=finding) | perfrules.Excluded(finding=finding):
            assert_type(finding, perfrules.Finding)
            return finding.code
        case _ as never:
            assert_never(never)


def handled(data: bytes) -> dict[str, Any]:
    result = perfrules.assess(library, data, {"rank": 3}, spec=spec, source="upload.xlsx")
    if isinstance(result, perfrules.Failure):
        assert_type(result.findings, perfrules.Findings)
        return perfrules.failure_document(result, "en")
    assert_type(result, perfrules.Scorecard)
    return perfrules.card_document(result, perfrules.Lang.EN)


assert_type(perfrules.rows(card), list[dict[str, Any]])
assert_type(perfrules.what_if(card), perfrules.WhatIf)
for _, want in perfrules.what_if(card).full:
    assert_type(want, perfrules.Requirement | None)
assert_type(perfrules.what_if(card).ways, tuple[perfrules.GradePath, ...])
compared = perfrules.compare(form, "cn-gz-qiannan/department@2023", spec)
assert_type(compared, perfrules.Comparison)
assert_type(compared.difference, tuple[Fraction, Fraction])

# Reviews and sentences

assert_type(perfrules.review_card(card), perfrules.Scorecard)
assert_type(perfrules.precheck_card(card), perfrules.Scorecard)
assert_type(perfrules.review_batch([card]), perfrules.Findings)
opinion = perfrules.second_opinion(card, form, spec)
assert_type(opinion, perfrules.SecondOpinion)
assert_type(opinion.lines, tuple[perfrules.SecondLine, ...])
for told in perfrules.explain(card, "en"):
    assert_type(told, perfrules.Explanation)
    assert_type(told.text, str)
found = card.findings[0]
assert_type(found, perfrules.Finding)
assert_type(found.code, perfrules.Code)
assert_type(found.where, perfrules.Where)
assert_type(card.severity(found), perfrules.Severity)
assert_type(perfrules.message(found, "en"), str)
assert_type(perfrules.hint(found, "en"), str)

# Errors

try:
    perfrules.load_spec("no/such@2023")
except perfrules.NoSuchSpec as error:
    assert_type(error.known, tuple[str, ...])
except (perfrules.InvalidSpec, perfrules.UnreadableForm, perfrules.InputError) as error:
    assert_type(error.findings, perfrules.Findings)
except (perfrules.NoSuchRow, perfrules.MissingExtra, perfrules.NoFittingSpec) as error:
    assert_type(str(error), str)
except perfrules.PerfRulesError as error:
    assert_type(error.findings, perfrules.Findings)

# The workshop

name = "cn-gz-qiannan/department@2023"
assert_type(workshop.try_spec(name).holds, bool)
assert_type(workshop.check_spec(spec, library).value, perfrules.Spec)
assert_type(workshop.lint_spec(name), perfrules.Findings)
assert_type(workshop.new_spec(name, 2024, "en"), str)
assert_type(workshop.spec_document(spec, "en", "html"), str)
for change in workshop.diff_specs(name, spec):
    assert_type(change.path, str)
