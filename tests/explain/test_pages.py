"""Reports are pages: their blocks are typed, so that every writer can use them."""

from dataclasses import replace
from fractions import Fraction

import pytest

import perfrules
from perfrules import api, resources
from perfrules.explain import (
    batch_page,
    catalogue_page,
    code_page,
    explanation_page,
    form_page,
    precheck_page,
    review_page,
    scorecard_page,
    spec_page,
    specs_page,
    what_if_page,
)
from perfrules.explain.findings import MOST_ALIKE
from perfrules.findings import Case, Code, Finding, Findings, Severity, Where
from perfrules.model.messages import Lang, Words
from perfrules.model.page import (
    Align,
    Bullets,
    FindingList,
    Heading,
    NumberCell,
    PageTable,
    PlaceCell,
    SeverityLabel,
    cell_text,
)
from tests.support import EXAMPLES

ZH, EN = (Words(resources.messages(), lang) for lang in (Lang.ZH, Lang.EN))
FORM = perfrules.read_form(EXAMPLES / "partly-met-2023.yaml")
SPEC = perfrules.load_spec("cn-gz-qiannan/department@2023")
CARD = perfrules.score(FORM, SPEC)


def only(page, kind):
    (block,) = [block for block in page.blocks if isinstance(block, kind)]
    return block


MISSED = Code.FULL_MARKS_THOUGH_MISSED


def finding(code=Code.TEMPLATE_LEFT, spot="Sheet1!E7", case=""):
    where = Where(source="form.xlsx", spot=spot)
    params = dict.fromkeys(code.needs - {"row"}, "×")
    return Finding(code=code, where=where, row="举办培训", params=params, case=case)


def test_points_are_numbers_and_a_range_is_not_one():
    table = only(scorecard_page(CARD, ZH), PageTable)
    points = [row[6] for row in table.rows]
    assert points[1] == NumberCell("20.00", Fraction(20), 2)
    assert points[4] == NumberCell("10.00–15.99", None, 2)
    assert table.rows[2][5] == NumberCell("18", Fraction(18))


def test_subtotals_and_the_total_are_at_the_foot():
    table = only(scorecard_page(CARD, EN), PageTable)
    assert len(table.rows) == len(CARD.lines)
    assert [cell_text(row[1]) for row in table.sums][-1] == "total"
    assert cell_text(table.sums[-1][6]) == "87.50–93.49"


def test_numbers_are_set_to_the_right_and_only_texts_may_be_cut():
    for page in (scorecard_page(CARD, ZH), form_page(FORM, ZH)):
        for table in (block for block in page.blocks if isinstance(block, PageTable)):
            for column, cell in zip(table.columns, table.rows[0], strict=True):
                assert isinstance(cell, NumberCell) == (column.align is Align.RIGHT)
                assert not (isinstance(cell, NumberCell) and column.share)


def test_a_spec_without_a_total_has_dashes_at_its_foot():
    card = replace(CARD, total=None, grades=(), grade=None)
    page = scorecard_page(card, ZH)
    assert cell_text(only(page, PageTable).sums[-1][6]) == "–"


def test_the_place_of_a_row_is_a_place():
    table = form_page(FORM, ZH).blocks[4]
    assert table.rows[0][-1] == PlaceCell("$.indicators[0]", FORM.rows[0].where)


def test_a_form_says_where_it_is_and_may_have_neither_title_nor_money():
    bare = replace(FORM, title=None, budget=None, sheet="表1", kind=None, unit=None)
    page = form_page(bare, EN)
    assert page.title == "none"
    assert "Sheet: 表1" in page.blocks[1].lines
    assert isinstance(page.blocks[2], PageTable)
    assert "Sheet: 表1" in scorecard_page(replace(CARD, form=bare), EN).blocks[1].lines


def test_findings_are_grouped_by_code_worst_first():
    card = replace(
        CARD,
        findings=Findings(
            (finding(MISSED), finding(MISSED, case=Case.TOLERATED), finding(), finding())
        ),
    )
    groups = only(scorecard_page(card, ZH), FindingList).groups
    assert [(group.label.severity, group.code, len(group.entries)) for group in groups] == [
        (Severity.ERROR, "PRS03", 1),
        (Severity.WARNING, "PRF02", 2),
        (Severity.INFO, "PRS03", 1),
    ]
    assert groups[0].label.text == "错误"
    assert groups[0].entries[0].place.text == "form.xlsx:Sheet1!E7"


@pytest.mark.parametrize(
    ("code", "count", "folds"),
    [
        (Code.TEMPLATE_LEFT, MOST_ALIKE + 1, False),
        (Code.TEMPLATE_LEFT, MOST_ALIKE + 2, True),
        (MISSED, MOST_ALIKE + 2, False),
    ],
)
def test_the_review_folds_what_repeats_itself_but_never_an_error(code, count, folds):
    found = Findings(finding(code, f"S!E{n}") for n in range(count))
    (group,) = only(review_page(replace(CARD, findings=found), ZH), FindingList).groups
    assert len(group.entries) == count
    assert (group.fold is not None) == folds
    if folds:
        assert group.fold.text == "另有 2 处：E3 E4"
    (full,) = only(scorecard_page(replace(CARD, findings=found), ZH), FindingList).groups
    assert full.fold is None


def test_the_sheet_names_its_only_sheet_once():
    one = review_page(replace(CARD, findings=Findings([finding()])), EN)
    assert "sheet: Sheet1" in one.blocks[1].lines[0]
    assert only(one, FindingList).groups[0].entries[0].place.text == "E7"
    two = review_page(replace(CARD, findings=Findings([finding(), finding(spot="B!A1")])), EN)
    assert "sheet: –" in two.blocks[1].lines[0]
    places = [entry.place.text for entry in only(two, FindingList).groups[0].entries]
    assert places == ["Sheet1!E7", "B!A1"]


def test_a_precheck_neither_deducts_nor_speaks_of_claims():
    page = precheck_page(replace(CARD, findings=Findings()), EN)
    assert not [block for block in page.blocks if isinstance(block, PageTable)]
    assert page.blocks[1].lines[1] == "errors 0, warnings 0, infos 0"
    assert page.blocks[-1].lines == ("No findings.",)


def test_what_shows_between_forms_has_a_title():
    page = batch_page((finding(),), EN)
    assert page.blocks[0] == Heading(1, "Between the forms")


def test_all_explanations_have_a_title_and_one_alone_has_none():
    told = perfrules.explain(CARD, "en")
    page = explanation_page(CARD, told, EN)
    assert page.blocks[0] == Heading(1, page.title)
    assert len(page.blocks) == 1 + len(CARD.lines)
    assert len(explanation_page(CARD, told[:1], EN).blocks) == 1


def test_the_severity_of_a_check_is_a_label():
    tables = [block for block in spec_page(SPEC, EN).blocks if isinstance(block, PageTable)]
    cells = [cell for table in tables for row in table.rows for cell in row]
    labels = [cell for cell in cells if isinstance(cell, SeverityLabel)]
    assert len(labels) == len(SPEC.checks) > 0


def test_a_number_out_of_reach_is_said_in_words():
    found = api.what_if(CARD)
    line, want = next((line, want) for line, want in found.full if want)
    far = replace(want, value=None)
    assert far.printed is None
    table = only(what_if_page(replace(found, full=((line, far),)), EN), PageTable)
    assert table.rows[0][-2:] == ("not within reach", "")


def test_the_list_of_specs_says_which_may_be_chosen():
    heads = [entry.head for entry in perfrules.specs()]
    rows = {row[0]: row for row in only(specs_page(heads, EN), PageTable).rows}
    assert rows["cn-gz-qiannan/department@2023"][2:] == (
        "department form",
        "部门整体支出绩效目标自评表",
        "automatically",
    )
    assert rows["cn-hb/department@2020"][-1] == "only by name"


def test_a_code_is_explained_without_a_finding():
    page = code_page(Code.ROW_SHIFTED, EN)
    assert page.title.startswith("PR201 ")
    assert "warning" in page.blocks[1].lines[0]
    assert "docs/findings/PR201.md" in page.blocks[1].lines[1]
    said = [
        item.text for block in page.blocks if isinstance(block, Bullets) for item in block.items
    ]
    assert len(said) == 2
    assert "“…”" in said[0]


def test_every_code_has_a_page_and_a_row():
    rows = only(catalogue_page(ZH), PageTable).rows
    assert [row[0] for row in rows] == sorted(map(str, Code))
    for code in Code:
        texts = [block.text for block in code_page(code, ZH).blocks if isinstance(block, Heading)]
        assert texts[0].startswith(code)
        assert "{" not in "".join(texts)


def test_the_cases_of_a_code_are_said_in_words():
    cases = {case for entry in resources.messages().findings.values() for case in entry.cases}
    assert cases
    for words in (ZH, EN):
        assert all(words.has(f"case.{case}") for case in cases)
    page = code_page(Code.MONEY_NOT_SUM, EN)
    assert "within the tolerance" in page.blocks[3].items[0].text
    assert page.blocks[3].items[0].text.endswith(": info")
