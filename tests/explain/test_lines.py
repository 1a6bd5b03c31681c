"""The paragraph about a line: sentences that a clerk understands, made from the trace."""

import pytest

import perfrules
from perfrules.model.card import Act
from tests.support import EXAMPLES, small

HEAD = {"schema": "perfrules/form/1", "title": "自评表", "fiscal_year": 2023, "unit": "某局"}


def row(**fields):
    return {
        "level1": "产出指标",
        "level2": "数量",
        "name": "某指标",
        "weight": "10",
        "claimed": "10",
        **fields,
    }


def told(spec, *rows, lang="zh", **amounts):
    """Return the paragraph of the money line if there is money, else of the last line."""
    kind = perfrules.load_spec(spec).head.kind
    document = {**HEAD, "kind": kind, "indicators": list(rows or [row(target="1", actual="1")])}
    if amounts:
        money = {"label": "年度资金总额", **amounts, "claimed": "10"}
        document["budget"] = {"unit": "万元", "rows": [money]}
    card = perfrules.score(perfrules.form_from(document), perfrules.load_spec(spec))
    lines = perfrules.explain(card, lang)
    return lines[0].text if amounts else lines[-1].text


QIANNAN = "cn-gz-qiannan/department@2023"


@pytest.mark.parametrize(
    ("revised", "executed", "sentence"),
    [
        ("120", "114", "执行率95%在0%（得0分）与100%（得10分）之间，按比例得9.5分。"),
        ("3651", "3651", "执行率100%达到100%，得10分。"),
        ("100", "0", "执行率0%不大于0%，得0分。"),
        ("300", "100", "执行率≈33.3333%在0%（得0分）与100%（得10分）之间"),
    ],
)
def test_a_rate_on_a_line_is_a_sentence(revised, executed, sentence):
    paragraph = told(QIANNAN, revised=revised, executed=executed)
    assert sentence in paragraph
    assert f"执行率 = 全年执行数 ÷ 全年预算数 = {executed}万元 ÷ {revised}万元 = " in paragraph
    assert "→" not in paragraph


@pytest.mark.parametrize(
    ("target", "actual", "sentence"),
    [
        ("≥90%", "81%", "实际完成值 81% 小于 年度指标值 90%。"),
        ("≥90%", "81%", "实际完成值 ÷ 年度指标值 × 分值：81% ÷ 90% × 10分 = 9分。"),
        ("≥10亿元", "9亿元", "实际完成值 9亿元 小于 年度指标值 10亿元。"),
        ("≥10亿元", "90000万元", "90000万元 ÷ 10亿元 × 10分 = 9分"),
        ("≤59.73万元", "59.73万元", "实际完成值 59.73万元 不大于 年度指标值 59.73万元。"),
        ("≥25万元", "20", "实际完成值 20万元 小于 年度指标值 25万元。"),
        ("≥25万", "20万", "实际完成值 20万 小于 年度指标值 25万。"),
        ("≥3次", "4次", "实际完成值 4次 不小于 年度指标值 3次。"),
    ],
)
def test_amounts_stay_in_the_unit_of_their_cells(target, actual, sentence):
    assert sentence in told(QIANNAN, row(target=target, actual=actual))


def test_a_late_line_says_that_it_is_late():
    late = row(level2="时效", target="2023年6月30日前", actual="2023年9月1日", claimed="5")
    assert "实际完成时间晚于规定时限，属逾期。" in told(QIANNAN, late)
    assert "It was done after the deadline, so it is late." in told(QIANNAN, late, lang="en")
    in_time = {**late, "actual": "2023年5月"}
    assert "在规定时限内完成。" in told(QIANNAN, in_time)


def test_what_was_rounded_on_the_way_is_said():
    # 海淀表：执行率 154.74÷310.2 = 49.88…%，先取整到 50%，得 5 分
    paragraph = told("cn-bj-haidian/project@2016", initial="310.2", executed="154.74")
    assert "执行率按1%取整（四舍五入），为50%。" in paragraph
    assert "执行率50%在0%（得0分）与100%（得10分）之间，按比例得5分。" in paragraph


def test_the_founding_form_is_explained_without_code():
    form = perfrules.read_form(EXAMPLES / "qiannan-bigdata-2023.txt")
    card = perfrules.score(form, perfrules.load_spec(QIANNAN))
    for explanation in perfrules.explain(card):
        text = explanation.text
        assert "→" not in text
        assert not {"actual", "target", "weight", "timing", "rate"} & set(text.split())


def test_a_trace_is_made_of_nodes_of_the_rule():
    form = perfrules.read_form(EXAMPLES / "partly-met-2023.yaml")
    card = perfrules.score(form, perfrules.load_spec(QIANNAN))
    money, *_ = card.lines
    acts = [(note.act, note.rule.path, note.branch) for note in money.outcome.trace.notes]
    assert acts == [
        (Act.VALUE, "rules/execution/rate", None),
        (Act.VALUE, "rules/execution", 1),
    ]


JUDGED = "    let: {share: {pick: tier}}\n    value: share * weight\n"


def paragraph_under(path, lang="zh", **fields):
    """Return the paragraph of one row under a variant of the small spec."""
    document = {**HEAD, "kind": "project", "indicators": [row(**fields)]}
    card = perfrules.score(perfrules.form_from(document), perfrules.load_spec(path))
    return perfrules.explain(card, lang)[-1].text


def test_a_choice_that_changes_nothing_is_explained_without_numbers(tmp_path):
    # 定性行的得分乘以 0：选什么都得 0 分
    none = JUDGED.replace("share * weight", "share * weight * 0")
    told = paragraph_under(small(tmp_path, (JUDGED, none)), target="优秀", actual="良好")
    assert "按权重比例 × 分值 × 0计。" in told
    assert "得0.00分。" in told


@pytest.mark.parametrize(
    ("bounds", "actual", "sentence"),
    [("0..5", "9", "超过上限，按5分计。"), ("2..", "1", "低于下限，按2分计。")],
)
def test_a_bound_that_holds_is_said(bounds, actual, sentence, tmp_path):
    # 目标 10 个、分值 10 分：完成几个得几分，再按上下限取舍
    rounded = "    round: points\n    cite: note1\n  judged:"
    bounded = f"    bounds: {bounds}\n    cite: note1\n  judged:"
    example = "{target: 2, actual: 1, weight: 10}, points: 5"
    other = "{target: 10, actual: 3, weight: 10}, points: 3"
    path = small(tmp_path, (rounded, bounded), (example, other))
    assert sentence in paragraph_under(path, target="10个", actual=f"{actual}个")


def test_amounts_in_words_keep_the_unit_that_was_read():
    assert "3次" in told(QIANNAN, row(target="≥三次", actual="三次"))


def test_a_line_without_amounts_or_tier_has_no_empty_brackets():
    late = row(level2="时效", target="2023年6月30日前", actual="2023年9月1日")
    for lang in ("zh", "en"):
        paragraphs = told(QIANNAN, late, lang=lang) + told(QIANNAN, lang=lang, revised="1")
        assert "（）" not in paragraphs
        assert "()" not in paragraphs


def test_an_inequality_is_shown_as_it_is_printed():
    told_ = told(QIANNAN, row(target="≥2000家", actual="≥2000家"))
    assert "实际完成值 “≥2000家” 不小于 年度指标值 2000家。" in told_


def test_the_reason_of_an_unscored_line_is_said_once():
    paragraph = told(QIANNAN, row(target="≥3次", actual=""))
    assert paragraph.count("未计分") == 1
