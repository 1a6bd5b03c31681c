"""A spec with every part: rows, sections, totals and grades, computed by hand."""

from fractions import Fraction

import pytest
import yaml

import perfrules
from perfrules import Ranged, Scored, Unscored
from perfrules.engine.inverse import Inverse, next_grade, ways
from perfrules.values import as_text
from tests.support import CASES, cases

SPEC = perfrules.load_spec(CASES / "engine" / "every-part.yaml")
ROW = {"level1": "产出指标", "level2": "数量", "name": "甲", "weight": "10"}
MONEY = ({"label": "年度资金总额", "revised": "100", "executed": "100"},)
FIELDS = ("level1", "level2", "name", "target", "actual", "weight", "claimed", "inputs", "part")


def form(rows, money=(), inputs=None):
    indicators = [
        {**ROW, **{name: row[name] for name in FIELDS if name in row}, "reason": "无"}
        for row in rows
    ]
    return perfrules.form_from(
        {
            "schema": "perfrules/form/1",
            "fiscal_year": 2023,
            "budget": {"unit": "万元", "rows": list(money)} if money else None,
            "indicators": indicators,
            "inputs": inputs or {},
        }
    )


def line_of(row):
    # A second row with a weight: of a table without any weight each row is not reported.
    other = {"name": "乙", "target": "≥1个", "actual": "1个"}
    card = perfrules.score(form([row, other], MONEY), SPEC)
    return next(line for line in card.lines if line.row)


def scoring_findings(line):
    found = [*line.assignment.findings]
    if isinstance(line.outcome, Unscored):
        found.append(line.outcome.finding)
    return {str(finding.code): dict(finding.params) for finding in found}


@pytest.mark.parametrize("case", cases("engine/rows.yaml"), ids=lambda case: case["id"])
def test_a_row_gets(case):
    line = line_of(case)
    match line.outcome:
        case Scored(points=points):
            gives = as_text(points)
        case Ranged(low=low, high=high):
            gives = f"{as_text(low)}..{as_text(high)}"
        case _:
            gives = "unscored"
    assert gives == case["gives"]
    assert scoring_findings(line) == case.get("says", {})
    assert line.kind == case.get("kind", line.kind)
    if "settled" in case or isinstance(line.outcome, Ranged):
        assert line.settled == (Fraction(case["settled"]) if "settled" in case else None)
    if "most" in case:
        assert (line.low, line.high) == (Fraction(case.get("least", "0")), Fraction(case["most"]))
    if "rests" in case:
        assert [assumption.text for assumption in line.assumptions] == case["rests"]


def form_of(case):
    labels = {"total": "年度资金总额", "grant": "财政拨款"}
    money = [
        {"label": labels[name], "revised": revised or None, "executed": executed or None}
        for name, (revised, executed) in case.get("money", {}).items()
    ]
    keys = ("level1", "level2", "name", "target", "actual", "weight", "claimed")
    rows = [dict(zip(keys, row, strict=False)) for row in case["rows"]]
    return form(rows, money, case.get("inputs"))


def ends(written):
    """Return low, high and settled points: of one number all three, of two ends none settled."""
    if isinstance(written, str):
        return (Fraction(written),) * 3
    low, high, *settled = map(Fraction, written)
    return low, high, settled[0] if settled else None


def interval(found):
    return found and (found.low, found.high, found.settled)


def wanted(written):
    return None if written in (None, "null") else ends(written)


CARDS = cases("engine/cards.yaml")


@pytest.mark.parametrize("case", CARDS, ids=lambda case: case["id"])
def test_a_form_gets(case):
    card = perfrules.score(form_of(case), SPEC)
    sections = {section.id: section for section in card.sections}
    for name, points in case["sections"].items():
        assert interval(sections[name].points) == wanted(points), name
    for name, claim in case.get("claims", {}).items():
        assert sections[name].claimed == (None if claim == "null" else Fraction(claim)), name
    for name, says in case.get("says", {}).items():
        assert sections[name].says == (None if says == "null" else says), name
    assert interval(card.total) == wanted(case["total"])
    assert list(card.grades) == case["grades"]
    assert card.grade == (None if case["grade"] == "null" else case["grade"])
    notices = {str(finding.code): dict(finding.params) for finding in card.findings}
    for code, params in case.get("notices", {}).items():
        assert notices[code] == params
    if "rests" in case:
        assert [assumption.id for assumption in card.assumptions] == case["rests"]


def card_case(name):
    return next(case for case in CARDS if case["id"] == name)


def spec_with(rules, without=()):
    """Return the spec with parts of some rules replaced (null: left out), or without own parts."""
    with (CASES / "engine" / "every-part.yaml").open(encoding="utf-8") as stream:
        document = yaml.safe_load(stream)
    for name, parts in rules.items():
        made = {**document["rules"][name], **parts}
        document["rules"][name] = {key: part for key, part in made.items() if part != "null"}
    for name in without:
        del document[name]
    return perfrules.Library().spec_from(document)


def test_a_group_has_no_points_where_its_rule_fails_for_the_least():
    spec = spec_with({"spread": {"value": "sum(points) / min(points)"}})
    row = ["效益指标", "经济效益", "丙", "明显提升", "未达成", "10"]
    card = perfrules.score(form_of({**card_case("full-marks"), "rows": [row]}), spec)
    assert {section.id: section.points for section in card.sections}["benefit"] is None
    row[4] = "达成"
    card = perfrules.score(form_of({**card_case("full-marks"), "rows": [row]}), spec)
    # 8 / 8 and 10 / 10, a whole number both times
    assert interval(card.sections[4].points) == (1, 1, None)


def test_without_a_total_there_is_no_next_grade():
    card = perfrules.score(form_of(card_case("no-money")), SPEC)
    assert next_grade(card) is None
    assert ways(card, Inverse(card)) == ()


def test_without_grades_there_is_no_next_grade():
    card = perfrules.score(form_of(card_case("full-marks")), spec_with({}, without=["grade"]))
    assert card.total.settled == 100
    assert next_grade(card) is None
    assert ways(card, Inverse(card)) == ()


def test_a_part_of_a_row_is_no_line():
    whole = {"target": "≥2个", "actual": "2个"}
    part = {"name": "其中:乙", "target": "≥1个", "actual": "0个", "weight": "", "part": True}
    card = perfrules.score(form([whole, part], MONEY), SPEC)
    assert [line.row.name for line in card.lines if line.row] == ["甲"]
    assert {section.id: section.points for section in card.sections}["output"].settled == 10


WAYS = cases("engine/ways.yaml")


@pytest.mark.parametrize("case", WAYS, ids=lambda case: case["id"])
def test_the_next_grade_is_reached_by(case):
    card = perfrules.score(form_of(case), spec_with(case.get("rules", {})))
    stands = card.total.low if card.total.settled is None else card.total.settled
    assert stands == Fraction(case["total"])
    found = [
        [f"{want.line.name} {as_text(want.value)} for {as_text(want.points)}" for want in way.wants]
        for way in ways(card, Inverse(card))
    ]
    assert found == case["ways"]
    assert all(want.attained for way in ways(card, Inverse(card)) for want in way.wants)


NEEDS = cases("engine/needs.yaml")


@pytest.mark.parametrize("case", NEEDS, ids=lambda case: case["id"])
def test_full_marks_take(case):
    spec = spec_with(case.get("rules", {}))
    rows = [case["row"]] if "row" in case else []
    # A second row with a weight: of a table without any weight each row is not reported.
    rows.append({"name": "乙", "target": "≥1个", "actual": "1个"})
    money = [{"label": "年度资金总额", **case["money"]}] if "money" in case else MONEY
    card = perfrules.score(form(rows, money), spec)
    (line,) = [one for one in card.lines if one.id == case["line"]]
    want = Inverse(card).full(line)
    assert (want.printed, want.beyond.name.lower()) == (
        None if case["takes"] == "null" else case["takes"],
        case["move"],
    )


def test_ways_to_the_next_grade_begin_with_the_smallest_change():
    rows = [
        ["效益指标", "社会效益", "乙", "≥4个", "2个", "20"],
        ["产出指标", "数量", "甲", "≥4000个", "3449个", "40"],
        ["效益指标", "经济效益", "丙", "≥2个", "2个", "25"],
    ]
    card = perfrules.score(form_of({**card_case("full-marks"), "rows": rows}), SPEC)
    assert card.total.settled == Fraction("84.49")
    found = ways(card, Inverse(card))
    # Of 90 points 5.51 are missing: 甲 has to earn 40 (39.995 rounds to it), 乙 15.51 (15.505).
    assert [[(want.line.name, want.value) for want in way.wants] for way in found] == [
        [("甲", Fraction("3999.5"))],
        [("乙", Fraction("3.101"))],
    ]
    assert {way.grade for way in found} == {"优"}
