"""What is true for all forms."""

import io
import json
from dataclasses import replace
from fractions import Fraction

import xlsxwriter
from hypothesis import assume, given
from hypothesis import strategies as st

import perfrules
from perfrules import Ranged, Scored, resources
from perfrules.binding import from_document, to_document
from perfrules.binding.quantity.grammar import parse_quantity
from perfrules.engine import outcome
from perfrules.engine.interpret import Scope, value_of
from perfrules.engine.inverse import Inverse
from perfrules.findings import Where
from perfrules.model.card import Cause
from perfrules.model.messages import Lang
from perfrules.model.quantity import Kind
from perfrules.readers import FileKind, file_kind
from perfrules.resources import vocabulary
from perfrules.values import Mode, Rounding, Span
from tests.reading import read
from tests.strategies import bound, documents

SPEC = perfrules.load_spec("cn-gz-qiannan/department", 2023)
CENTS = Rounding(step=Fraction(1, 100), mode=Mode.HALF_UP)
WHERE = Where(source="law")
points = st.fractions(min_value=0, max_value=500, max_denominator=20)


@given(documents())
def test_points_lie_between_nothing_and_the_weight(document):
    for line in perfrules.score(bound(document), SPEC).lines:
        assert 0 <= line.low <= line.high <= (line.weight.value or 0)
        assert line.settled is None or line.low - CENTS.step < line.settled < line.high + CENTS.step


@given(documents())
def test_there_is_a_line_for_every_row_in_order(document):
    card = perfrules.score(bound(document), SPEC)
    assert [line.name for line in card.lines[1:]] == [row["name"] for row in document["indicators"]]
    assert len({line.id for line in card.lines}) == len(card.lines)


@given(documents())
def test_the_total_is_the_sum_of_the_lines(document):
    card = perfrules.score(bound(document), SPEC)
    assert card.total.low == sum(line.low for line in card.lines)
    assert card.total.high == sum(line.high for line in card.lines)
    assert card.total.low <= card.total.high


def _without_claims(document):
    bare = json.loads(json.dumps(document))
    for row in (*bare["indicators"], *bare["budget"]["rows"]):
        row["claimed"] = None
    return {**bare, "claimed_total": None, "claimed_grade": None}


@given(documents())
def test_a_claim_never_changes_what_is_computed(document):
    one = perfrules.score(bound(document), SPEC)
    two = perfrules.score(bound(_without_claims(document)), SPEC)
    assert [(a.low, a.high) for a in one.lines] == [(b.low, b.high) for b in two.lines]
    assert (one.total.low, one.total.high, one.grades) == (
        two.total.low,
        two.total.high,
        two.grades,
    )


@given(documents(), st.randoms())
def test_the_order_of_rows_is_nothing(document, random):
    shuffled = json.loads(json.dumps(document))
    random.shuffle(shuffled["indicators"])
    one, two = (perfrules.score(bound(d), SPEC) for d in (document, shuffled))
    assert one.total == two.total
    assert sorted((a.name, a.low, a.high) for a in one.lines) == sorted(
        (b.name, b.low, b.high) for b in two.lines
    )


@given(documents())
def test_scoring_twice_gives_the_same(document):
    form = bound(document)
    assert perfrules.score(form, SPEC) == perfrules.score(form, SPEC)


@given(documents())
def test_what_is_written_reads_back(document):
    form = bound(document)
    written = json.loads(json.dumps(to_document(form), ensure_ascii=False))
    again = from_document({**written, "fiscal_year": str(form.fiscal_year)}, "form", vocabulary())
    assert replace(again, findings=()) == replace(form, findings=())


@given(documents())
def test_every_line_is_explained_and_every_finding_told(document):
    card = perfrules.score(bound(document), SPEC)
    messages = resources.messages()
    for lang in ("zh", "en"):
        assert len(perfrules.explain(card, lang)) == len(card.lines)
        for finding in card.findings:
            assert card.severity(finding)
            assert messages.message(finding, Lang(lang))


@given(points, points, points, st.fractions(min_value=1, max_value=20, max_denominator=10))
def test_more_is_never_less_for_a_positive_indicator(target, one, two, weight):
    low, high = sorted([one, two])
    names = {"target": target, "weight": weight}
    scores = [_points("positive", {**names, "actual": actual}) for actual in (low, high)]
    assert scores[0] <= scores[1]


@given(points, points, points, st.fractions(min_value=1, max_value=20, max_denominator=10))
def test_more_is_never_better_for_a_reverse_indicator(target, one, two, weight):
    low, high = sorted([one, two])
    names = {"target": target, "weight": weight}
    scores = [_points("reverse", {**names, "actual": actual}) for actual in (low, high)]
    assert scores[0] >= scores[1]


def _points(rule, names):
    found = outcome(SPEC.rules[rule], names, grid=CENTS, where=WHERE)
    assert isinstance(found, Scored)
    return found.points


spans = st.tuples(points, points).map(sorted)


@given(st.sampled_from(["positive", "reverse"]), points, spans, st.data())
def test_both_ends_of_a_range_are_attained_or_approached(rule, target, ends, data):
    low, high = ends
    assume(low < high)
    names = {"target": target, "weight": Fraction(10)}
    span = Span(low=low, high=high)
    found = outcome(SPEC.rules[rule], names, grid=CENTS, where=WHERE, imprecise={"actual": span})
    share = data.draw(st.fractions(0, 1, max_denominator=50))
    actual = low + (high - low) * share
    exact = value_of(SPEC.rules[rule], Scope({**names, "actual": actual}))
    if isinstance(found, Scored):
        assert exact == found.exact
        return
    assert isinstance(found, Ranged)
    assert found.cause is Cause.DATA
    assert any(exact in part for part in found.parts)
    # Between 0 and the target both rules are monotone, so a closed end is the value of an end.
    ends = {value_of(SPEC.rules[rule], Scope({**names, "actual": a})) for a in (low, high, target)}
    assert found.span.low in ends
    assert found.span.high in ends


@given(documents(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_a_form_is_one_form_in_every_encoding(document, encoding):
    text = _as_text(document)
    data = text.encode(encoding)
    assert file_kind("form.txt", data) is FileKind.TEXT
    assert read("form.txt", data) == read("form.txt", text.encode())


@given(documents())
def test_a_form_as_a_workbook_is_the_form_as_text(document):
    text = _as_text(document)
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    sheet = book.add_worksheet("表")
    for number, line in enumerate(text.split("\n")):
        for column, cell in enumerate(line.split("\t")):
            sheet.write_string(number, column, cell)
    book.close()
    one, two = (
        perfrules.binding.bind(read("form", found), vocabulary())
        for found in (text.encode(), data.getvalue())
    )
    assert [(r.name, r.target, r.actual, r.weight, r.claimed, r.reason) for r in one.rows] == [
        (r.name, r.target, r.actual, r.weight, r.claimed, r.reason) for r in two.rows
    ]
    assert one.budget.total.revised == two.budget.total.revised
    assert (one.unit, one.fiscal_year, one.kind) == (two.unit, two.fiscal_year, two.kind)


@given(documents())
def test_a_form_as_text_is_the_form_as_document(document):
    form = bound(document)
    text = perfrules.binding.bind(read("form", _as_text(document).encode()), vocabulary())
    assert [(r.name, r.target, r.actual, r.weight, r.claimed) for r in text.rows] == [
        (r.name, r.target, r.actual, r.weight, r.claimed) for r in form.rows
    ]
    assert text.fiscal_year == form.fiscal_year


HEADER = "一级指标\t二级指标\t三级指标\t年度指标值(A)\t实际完成值(B)\t分值\t得分\t未完成原因分析"
MONEY = "资金(万元)\t资金来源\t年初预算数\t全年预算数(A)\t全年执行数(B)\t分值\t执行率\t得分"
FIELDS = ("level1", "level2", "name", "target", "actual", "weight", "claimed", "reason")


def _as_text(document):
    """Print a form as a published text."""
    total = document["budget"]["rows"][0]
    money = [
        "",
        total["label"],
        "",
        total["revised"],
        total["executed"],
        "10",
        "",
        total["claimed"],
    ]
    rows = [[row[name] or "" for name in FIELDS] for row in document["indicators"]]
    lines = [document["title"], "(2023年度)", f"单位名称: {document['unit']}", MONEY]
    lines += ["\t".join(money), HEADER, *("\t".join(row) for row in rows)]
    return "\n".join(lines) + "\n"


@given(documents())
def test_a_whole_row_that_slid_is_put_right_and_told(document):
    """A row with all its cells, and a target and actual of one kind, has one best reading."""
    rows = [
        {**row, "level1": "", "level2": "", "claimed": row["weight"]}
        for row in document["indicators"]
    ]
    rows = [row for row in rows if row["actual"] not in ("", "已完成") and _one_kind(row)]
    assume(rows)
    head, _, body = _as_text({**document, "indicators": rows}).partition(HEADER)
    slid = "\n".join(line.removeprefix("\t") for line in body.split("\n"))
    form = perfrules.binding.bind(read("form", (head + HEADER + slid).encode()), vocabulary())
    straight = bound({**document, "indicators": rows}).rows
    assert [(r.name, r.target, r.actual, r.weight, r.claimed) for r in form.rows] == [
        (r.name, r.target, r.actual, r.weight, r.claimed) for r in straight
    ]
    assert [f.code for f in form.findings].count("PR201") == len(rows)


def _one_kind(row):
    target, actual = (
        parse_quantity(row[name], vocabulary().quantities, fiscal_year=2023)
        for name in ("target", "actual")
    )
    return target.kind is actual.kind is not Kind.UNREAD


# -- rules of the box: ranges and their inverse ---------------------------------------------

FROM_THE_BOX = {
    "step down": ("cn-jx/project@2017", "satisfaction"),
    "two-sided ladder": ("cn-jx/project@2017", "cost-control"),
    "begun points": ("cn-hn-yueyang/department@2018", "staff"),
    "block step": ("cn-hn/department@2017", "completion"),
    "ladder": ("cn-hn/department@2017", "control"),
}
shares = st.fractions(min_value=0, max_value=2, max_denominator=400)
named_rules = st.sampled_from(sorted(FROM_THE_BOX)).map(
    lambda name: next(
        entry.rule
        for entry in perfrules.load_spec(FROM_THE_BOX[name][0]).rows
        if entry.id == FROM_THE_BOX[name][1]
    )
)


@given(named_rules, shares, shares, st.fractions(min_value=0, max_value=1, max_denominator=97))
def test_every_actual_of_a_span_scores_inside_the_range_of_the_span(rule, one, two, share):
    low, high = min(one, two), max(one, two)
    names = {"weight": Fraction(5)}
    ranged = outcome(
        rule, names, grid=CENTS, where=WHERE, imprecise={"actual": Span(low=low, high=high)}
    )
    exact = low + (high - low) * share
    point = outcome(rule, {**names, "actual": exact}, grid=CENTS, where=WHERE)
    assert isinstance(point, Scored)
    if isinstance(ranged, Scored):
        assert ranged.exact == point.exact
    elif isinstance(ranged, Ranged):
        assert any(point.exact in part for part in ranged.parts)
    else:
        assert ranged.finding.code == "PR307"


targets = st.integers(1, 400).map(lambda cents: Fraction(cents, 4))


@given(targets, targets, st.integers(1, 40), st.sampled_from(["≥", "≤"]))
def test_what_earns_full_marks_earns_them_and_a_little_less_does_not(target, actual, weight, sign):
    row = {
        "level1": "产出指标",
        "level2": "数量",
        "name": "甲",
        "target": f"{sign}{float(target)}",
        "actual": f"{float(actual)}",
        "weight": str(weight),
    }
    card = perfrules.score(
        perfrules.form_from({"schema": "perfrules/form/1", "indicators": [row]}), SPEC
    )
    line = card.lines[1]
    want = Inverse(card).full(line)
    little = Fraction(1, 10**9) * want.beyond

    def earned(value):
        names = {"target": target, "actual": value, "weight": Fraction(weight)}
        return outcome(line.rule, names, grid=CENTS, where=WHERE).points

    assert earned(want.value) == weight
    assert earned(want.value + little) == weight
    assert earned(want.value - little) < weight
