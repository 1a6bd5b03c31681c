"""Where the parts of a form are, without binding any of them."""

import pytest

from perfrules.binding.regions import find_regions
from perfrules.findings import Code, UnreadableForm
from perfrules.resources import vocabulary
from tests.binding.sheets import HEADER, MONEY, ROW, TITLE, YEAR, sheet

WORDS = vocabulary().headers
FUNDS = ("年度资金总额", "10", "10", "9", "10", "90%", "9")
GOALS = (("年度总体目标", "预期目标", "实际完成情况"), ("", "办好三件事", "已办好"))
TOTAL = ("总分", "", "", "", "", "100", "81")
GRADE = ("自评结论", "良")
NOTE = ("注：1.按比例计分。",)


def regions(*rows):
    return find_regions(sheet(*rows), WORDS)


def test_a_form_in_the_official_order():
    found = regions(TITLE, YEAR, MONEY, FUNDS, *GOALS, HEADER, ROW, TOTAL, GRADE, NOTE)
    assert [row.filled[0].text for row in found.top] == [TITLE[0], YEAR[0]]
    assert (found.money.row, found.money_end) == (2, 6)
    assert (found.table.row, found.end) == (6, 8)
    assert found.foot.total.filled[0].text == "总分"
    assert found.foot.grade.filled[-1].text == "良"
    assert [row.filled[0].text for row in found.notes] == [NOTE[0]]
    assert found.in_total_row("claimed").text == "81"


def test_money_below_the_indicators_ends_them():
    found = regions(TITLE, HEADER, ROW, MONEY, FUNDS)
    assert (found.end, found.money.row, found.money_end) == (3, 3, 5)
    assert [row.filled[0].text for row in found.top] == [TITLE[0]]
    assert [row.filled[0].text for row in found.around] == [TITLE[0], MONEY[0], FUNDS[0]]


def test_a_header_that_is_printed_again_goes_on_with_the_table():
    found = regions(HEADER, ROW, HEADER, ROW)
    assert [table.row for table in found.tables] == [0, 2]
    assert found.end == 4


@pytest.mark.parametrize(
    "behind",
    [
        ("存在问题", "进度偏慢"),
        ("填表人：张三",),
        ("年度目标", "实际完成情况"),
        ("项目年度目标", "办好三件事"),
    ],
)
def test_what_is_behind_the_indicators_ends_them(behind):
    assert regions(HEADER, ROW, behind).end == 2


@pytest.mark.parametrize("inside", [("联系人培训", "", "次数", "3次"), ("", "", "质量", "合格")])
def test_a_row_of_the_table_does_not_end_it(inside):
    assert regions(HEADER, ROW, inside, ROW).end == 4


def test_a_form_without_total_grade_and_money():
    found = regions(HEADER, ROW)
    assert found.foot.rows == () and not found.foot.total and not found.foot.grade
    assert found.money is None and found.in_total_row("claimed") is None
    assert found.notes == found.sheet.rows[1:]


def test_a_sheet_without_a_header_of_indicators_is_refused():
    with pytest.raises(UnreadableForm) as refused:
        regions(TITLE, MONEY, FUNDS)
    assert [finding.code for finding in refused.value.findings] == [Code.NO_HEADER]
