"""Forms that Hypothesis makes: any that the founding rules have something to say about."""

from hypothesis import strategies as st

from perfrules.binding import from_document
from perfrules.resources import vocabulary

numbers = st.decimals(0, 5000, places=2).map(lambda value: f"{value:f}")
units = st.sampled_from(["", "个", "%", "万元", "亿条"])
signs = st.sampled_from(["", "≥", "≤", ">", "<", "="])
phrases = st.sampled_from(["优秀", "明显提升", "助力企业发展"])
tiers = st.sampled_from(
    [
        "达成预期指标",
        "部分达成预期指标并具有一定效果",
        "未达成预期指标且效果较差",
        "持续提升",
        "优秀",
    ]
)
dates = st.sampled_from(["2023年底前", "2023年6月30日前", "9月前", "2023年12月"])
weights = st.integers(1, 2000).map(lambda cents: f"{cents / 100:.2f}")
levels = st.sampled_from(["产出指标 (50分)", "效益指标", "满意度指标", "其他"])


@st.composite
def quantities(draw):
    unit = draw(units)
    target = draw(signs) + draw(numbers) + unit
    actual = draw(
        st.one_of(
            numbers.map(lambda n: n + unit),
            numbers.map(lambda n: f"≥{n}{unit}"),
            numbers.map(lambda n: f"≤{n}{unit}"),
            st.just(target),
            st.sampled_from(["", "已完成", "约300", "200余人", "80%-95%"]),
        )
    )
    return target, actual


pairs = st.one_of(quantities(), st.tuples(phrases, tiers), st.tuples(dates, dates | tiers))


@st.composite
def rows(draw):
    target, actual = draw(pairs)
    return {
        "level1": draw(levels),
        "level2": draw(st.sampled_from(["数量", "成本", "时效"])),
        "name": draw(st.sampled_from(["甲项目", "乙项目", "丙项目"])),
        "target": target,
        "actual": actual,
        "weight": draw(weights),
        "claimed": draw(st.none() | weights | st.just("0")),
        "reason": draw(st.none() | st.just("停电改期")),
    }


money = st.fixed_dictionaries(
    {"label": st.just("年度资金总额:"), "revised": numbers, "executed": numbers, "claimed": numbers}
)


texts = st.sampled_from(["", "培训干部", "完成年度任务；建成示范点2个。"])
heads = st.fixed_dictionaries({"项目名称": texts, "主管部门": st.just("某市某局")})
goals = st.fixed_dictionaries({"预期目标": texts, "实际完成情况": texts})


@st.composite
def documents(draw):
    return {
        "title": "部门整体支出绩效目标自评表",
        "kind": "department",
        "fiscal_year": "2023",
        "unit": "某局",
        "head": draw(heads),
        "goals": draw(goals),
        "budget": {"unit": "万元", "rows": [draw(money)]},
        "indicators": draw(st.lists(rows(), min_size=1, max_size=5)),
        "claimed_total": draw(st.none() | numbers),
        "claimed_grade": draw(st.none() | st.sampled_from(["优", "良", "中", "差"])),
        "notes": ["满分为100分"],
    }


def bound(document):
    return from_document(document, "form", vocabulary())
