"""Uses the public names as an embedding system would; only type checkers run it."""

from fractions import Fraction
from typing import assert_type

import perfrules
from perfrules import workshop

form = perfrules.read_form("form.xlsx")
assert_type(form, perfrules.Form)
spec = perfrules.load_spec("cn-gz-qiannan/department", 2023)
assert_type(spec, perfrules.Spec)
card = perfrules.score(form, spec)
assert_type(card, perfrules.Scorecard)
if card.total:  # a spec may have none
    assert_type(card.total.low, Fraction)
    assert_type(card.total.settled, Fraction | None)
assert_type(card.grade, str | None)

for line in card.lines:
    match line.outcome:
        case perfrules.Scored(points=points):
            assert_type(points, Fraction)
        case perfrules.Ranged(low=low):
            assert_type(low, Fraction)
        case perfrules.Unscored(finding=finding) | perfrules.Excluded(finding=finding):
            assert_type(finding, perfrules.Finding)

for told in perfrules.explain(card, "en"):
    assert_type(told, perfrules.Explanation)
    assert_type(told.text, str)

assert_type(perfrules.message(card.findings[0], "en"), str)
assert_type(perfrules.form_from({"schema": "perfrules/form/1"}), perfrules.Form)

for entry in perfrules.specs():
    assert_type(entry.name, str)

path = "cn-gz-qiannan/department@2023"
assert_type(workshop.try_spec(path).holds, bool)
assert_type(workshop.lint_spec(path), tuple[perfrules.Finding, ...])
assert_type(workshop.new_spec(path, 2024, "en"), str)
assert_type(perfrules.compare(form, path, path).difference, tuple[Fraction, Fraction])
for _, want in perfrules.what_if(card).full:
    assert_type(want.value if want else None, Fraction | None)
