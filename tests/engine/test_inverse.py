"""The rules turned round: what it would take."""

from dataclasses import replace
from fractions import Fraction

import pytest

import perfrules
from perfrules import resources
from perfrules.engine.inputs import answer
from perfrules.engine.interpret import NoValue
from perfrules.engine.inverse import Inverse, next_grade, ways
from perfrules.explain.workshop import need_text
from perfrules.model.messages import Lang, Words
from perfrules.rules.tree import Basis, Input
from perfrules.values import Mode, Rounding, Span, as_text
from tests.speclib.test_rule_sets import form, spec_of
from tests.support import CASES, FOUNDING, HALF, PARTLY, small


def wants(name, *rows, money=None):
    card = perfrules.score(form(*rows, money=money), spec_of(name))
    return card, Inverse(card)


@pytest.mark.parametrize(
    ("name", "row", "value", "attained", "beyond"),
    [
        # 9.995 of 10 points rounds to 10.00: 99.95 of 100
        (FOUNDING, {"target": "≥100", "actual": "90", "weight": "10"}, "99.95", True, 1),
        (FOUNDING, {"target": "≥100", "actual": "120", "weight": "10"}, "99.95", True, 1),
        (FOUNDING, {"target": "≤8", "actual": "12", "weight": "10"}, "1600/199.9", True, -1),
        (FOUNDING, {"target": "≤8", "actual": "6", "weight": "10"}, "1600/199.9", True, -1),
        (
            "cn-jx/project@2017",
            {"name": "群众满意率", "target": "≥90%", "actual": "84%", "weight": "10"},
            "0.9",
            True,
            1,
        ),
        (
            "cn-hn/department@2017",
            {"name": "预算控制率", "target": "", "actual": "10%", "weight": "5"},
            "0",
            True,
            -1,
        ),
        (
            "cn-mof/poverty-fund@2017",
            {
                "level1": "资金投入",
                "name": "地方投入比例",
                "target": "",
                "actual": "20%",
                "weight": "6",
                "inputs": {"region": "中部"},
            },
            "0.39966666666666666666",
            True,
            1,
        ),
    ],
)
def test_the_number_that_earns_full_marks_is_exact(name, row, value, attained, beyond):
    card, turned = wants(name, row)
    line = next(line for line in card.lines if line.row)
    want = turned.full(line)
    top, _, bottom = value.partition("/")
    wanted = Fraction(top) / Fraction(bottom or 1)
    assert abs(want.value - wanted) < Fraction(1, 10**15)
    assert (want.attained, want.beyond) == (attained, beyond)
    again = perfrules.with_inputs(form({**row, "actual": as_text(want.value)}), {})
    assert again.rows[0].name == line.name


def test_at_an_open_edge_only_what_lies_beyond_earns_it(tmp_path):
    path = small(
        tmp_path,
        (
            "..<target: actual / target * weight\n      target..: weight",
            "..target: 0\n      target<..: weight",
        ),
        (HALF[0], "id: a, rule: up, given: {target: 2, actual: 1, weight: 10}, points: 0"),
    )
    card = perfrules.score(
        form({"target": "≥2.5", "actual": "1", "weight": "10"}), perfrules.load_spec(path)
    )
    want = Inverse(card).full(card.lines[1])
    assert (want.value, want.attained, want.beyond) == (Fraction("2.5"), False, 1)
    assert want.printed == "2.6"
    assert need_text(want, Words(resources.messages(), Lang.EN)) == "more than 2.5"


def test_what_has_no_number_has_no_inverse():
    rows = [
        {"target": "明显提升", "actual": "部分达成", "weight": "10"},
        {"target": "2023年底前", "actual": "2023年5月", "weight": "10"},
        {"target": "≥10", "actual": "5-6", "weight": "10"},
        {"target": "≥10", "actual": "", "weight": "10"},
        {"target": "≥10", "actual": "5", "weight": ""},
    ]
    card, turned = wants(FOUNDING, *rows)
    assert [turned.full(line) for line in card.lines] == [None] * 6
    assert [turned.most(line) for line in card.lines[1:3]] == [5, 10]
    assert turned.reaching(card.lines[1], Fraction(8)) is None


def test_the_cheapest_way_to_the_next_grade_is_one_row():
    card = perfrules.score(perfrules.read_form(PARTLY), spec_of(FOUNDING))
    assert (card.total.settled, card.grade, next_grade(card).label) == (
        Fraction("88.5"),
        "良",
        "优",
    )
    (way,) = ways(card, Inverse(card))
    (want,) = way.wants
    # 88.5 + 1.5: the row must earn 19.5 of 20, so 19.495 before rounding: 0.9 × 19.495 / 20
    assert (want.line.name, want.points, want.value) == (
        "培训合格率",
        Fraction("19.5"),
        Fraction("0.877275"),
    )


def test_where_no_row_is_enough_the_fewest_are_named():
    row = {"target": "≥10", "actual": "1", "weight": "30"}
    rows = [{**row, "name": name} for name in ("甲", "乙", "丙")]
    money = {"revised": "100", "executed": "0"}
    card, turned = wants(FOUNDING, *rows, money=money)
    assert (card.total.low, next_grade(card).label) == (9, "中")
    (way,) = ways(card, turned)
    assert [(want.line.name, want.points) for want in way.wants] == [("甲", 30), ("乙", 27)]
    for want, changed in zip(way.wants, rows, strict=False):
        changed["actual"] = as_text(
            Rounding(step=Fraction(1, 10_000), mode=Mode.CEILING)(want.value)
        )
    assert perfrules.score(form(*rows, money=money), spec_of(FOUNDING)).grade == "中"


def test_a_ceiling_can_stand_in_the_way():
    row = {"target": "≥10", "actual": "9", "weight": "90"}
    spec = spec_of("platform-manual/project@2022")
    scale = spec_of(FOUNDING).grade
    card = perfrules.score(
        form(row, money={"revised": "100", "executed": "65"}), replace(spec, grade=scale)
    )
    assert (card.total.low, card.grade) == (79, "中")
    # the rate caps the total at 79: only more money spent helps
    (way,) = ways(card, Inverse(card))
    assert [want.name for want in way.wants] == ["executed"]


def test_a_ceiling_stays_in_the_way_where_the_rows_are_poor():
    row = {"target": "≥10", "actual": "0", "weight": "90"}
    spec = replace(spec_of("platform-manual/project@2022"), grade=spec_of(FOUNDING).grade)
    read = form(
        {**row, "target": "明显提升", "actual": "无"}, money={"revised": "100", "executed": "45"}
    )
    card = perfrules.score(read, spec)
    assert (card.total.low, next_grade(card).label) == (Fraction("4.5"), "中")
    assert ways(card, Inverse(card)) == ()


def test_a_pool_is_part_of_the_way():
    spec = replace(spec_of("cn-yn/link-fund@2022"), grade=spec_of(FOUNDING).grade)
    method = "≤25个工作日得满分6分,>50个工作日为0分,25-50个工作日按比例减分"
    day = {"level1": "基础指标", "method": method, "target": "≤25个工作日", "actual": "50个工作日"}
    judged = {
        "level1": "基础指标",
        "target": "完成",
        "actual": "完成",
        "weight": "94",
        "claimed": "88",
    }
    pool = {"level1": "调整指标", "name": "机制创新", "target": "", "actual": "有", "claimed": "1"}
    card = perfrules.score(form({**day, "weight": "6"}, judged, pool), spec)
    assert (card.total.settled, card.grade) == (89, "良")
    (way,) = ways(card, Inverse(card))
    # one point more of six, 0.9995 before rounding: that share of the way from day 50 to day 25
    assert way.wants[0].value == Fraction(50) - 25 * Fraction("0.9995") / 6


def test_what_is_approached_and_never_reached_is_no_way(tmp_path):
    path = small(
        tmp_path,
        ("      target..: weight\n    round: points\n", "      target..: 0\n"),
    )
    rows = [
        {"name": name, "target": "≥10", "actual": "1", "weight": "45"}
        for name in ("甲", "乙", "丙")
    ]
    read = form(*rows, money={"revised": "1", "executed": "0"})
    card = perfrules.score(read, perfrules.load_spec(path))
    turned = Inverse(card)
    assert turned.full(card.lines[1]).value is None
    assert turned.reaching(card.lines[1], Fraction(1)).beyond == 0
    assert turned.reaching(card.lines[1], Fraction(99)).value is None
    assert ways(card, turned) == ()


def test_a_rule_that_cannot_be_turned_round_has_no_inverse():
    spec = perfrules.load_spec(CASES / "overshoot-spec.yaml")
    card = perfrules.score(form({"target": "=100", "actual": "90", "weight": "10"}), spec)
    assert Inverse(card).full(card.lines[1]) is None


def test_a_change_from_nothing_has_no_size():
    row = {"target": "明显提升", "actual": "达成", "weight": "90", "claimed": "85"}
    card = perfrules.score(form(row, money={"revised": "100", "executed": "0"}), spec_of(FOUNDING))
    (way,) = ways(card, Inverse(card))
    assert (way.wants[0].name, way.wants[0].change) == ("executed", None)


def test_the_best_grade_has_no_way_up():
    card, turned = wants(
        FOUNDING,
        {"target": "≥1", "actual": "1", "weight": "90"},
        money={"revised": "1", "executed": "1"},
    )
    assert ways(card, turned) == ()
    assert next_grade(card) is None
    excerpt, _ = wants("cn-hn/department@2017", {"target": "≥1", "actual": "1", "weight": "9"})
    assert next_grade(excerpt) is None


def scored(path, *rows):
    """Return the card of rows of 10 points each under a spec file."""
    row = {"level1": "产出指标", "level2": "数量", "weight": "10", "reason": "无"}
    document = {"schema": "perfrules/form/1", "fiscal_year": 2023, "kind": "project"}
    indicators = [{**row, "name": f"行{n}", **fields} for n, fields in enumerate(rows)]
    form = perfrules.form_from({**document, "indicators": indicators})
    return perfrules.score(form, perfrules.load_spec(path))


def test_a_number_that_no_change_brings_to_full_marks_is_not_attained(tmp_path):
    # 结果封顶 5 分，分值 10 分：怎么改也得不到满分
    rounded = "    round: points\n    cite: note1\n  judged:"
    bounded = "    bounds: 0..5\n    cite: note1\n  judged:"
    card = scored(small(tmp_path, (rounded, bounded)), {"target": "10个", "actual": "3个"})
    line = card.lines[-1]
    requirement = Inverse(card).reaching(line, Fraction(10))
    assert (requirement.value, requirement.attained) == (None, False)


def test_a_better_grade_without_a_lower_edge_has_no_way(tmp_path):
    # 分数越低等级越好的表：合格是 60 分以下，没有下限可达
    upper = "    pass: {label: 合格, span: 60.., cite: note1}"
    lower = "    fail: {label: 不合格, span: ..<60, cite: note1}"
    turned = (upper.replace("60..", "..<60"), lower.replace("..<60", "60.."))
    path = small(tmp_path, (upper, turned[0]), (lower, turned[1]))
    card = scored(path, *[{"target": "1个", "actual": "1个"}] * 9)
    assert card.grade == "不合格"
    assert ways(card, Inverse(card)) == ()


def test_an_answer_that_nobody_gave_is_no_label():
    asked = Input(
        id="state", labels=("x",), span=Span(), reads_actual=True, about="何种情况", basis=Basis()
    )
    with pytest.raises(NoValue):
        answer(asked, None)
    assert answer(asked, None, "x") == "x"
