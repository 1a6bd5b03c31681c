"""The money block alone: its unit, its lines, the line that decides."""

from fractions import Fraction

import pytest

from perfrules.binding.money import bind_money
from perfrules.binding.parser import CellParser
from perfrules.binding.table import find_tables
from perfrules.findings import Code
from perfrules.resources import vocabulary
from tests.binding.sheets import MONEY, sheet

WORDS = vocabulary()


def budget(*rows):
    found = sheet(*rows)
    (table,) = find_tables(found, WORDS.headers.money.columns)
    parser = CellParser(found, WORDS, 2023)
    return bind_money(table, len(rows), parser), [finding.code for finding in parser.findings]


def test_amounts_below_their_headers():
    found, codes = budget(
        ["项目资金（万元）", *MONEY],
        ["", "年度资金总额", "100", "120", "90", "10", "75%", "7.5"],
        ["", "其中：财政拨款", "60", "80", "70", "—", "", ""],
        ["", "三、绩效指标", "", "", "", "", "", ""],
    )
    assert (found.unit, found.factor) == ("万元", 10_000)
    assert [row.label for row in found.rows] == ["年度资金总额", "其中：财政拨款"]
    assert found.total is found.rows[0]
    assert found.total.executed.value == 90 and found.total.rate.value == Fraction(3, 4)
    assert codes == []


def test_an_amount_with_a_unit_of_its_own_is_converted_and_reported():
    found, codes = budget(
        ["资金（万元）", *MONEY], ["", "年度资金总额", "100", "1亿元", "9000万元", "10", "", ""]
    )
    assert [found.total.revised.value, found.total.executed.value] == [10_000, 9_000]
    assert codes == [Code.AMOUNT_WITH_UNIT] * 2


def test_a_rate_is_in_percent_where_its_header_says_so():
    header = [text.replace("执行率", "执行率（%）") for text in MONEY]
    found, _ = budget(header, ["年度资金总额", "100", "120", "90", "10", "75", "7.5"])
    assert found.total.rate.value == Fraction(3, 4)


def test_amounts_right_of_their_captions():
    found, _ = budget(
        ["资金情况", "全年预算数", "120", "全年执行数", "90"], ["", "财政拨款", "80", "", "60"]
    )
    assert [row.label for row in found.rows] == ["全年预算数", "财政拨款"]
    assert [row.executed.value for row in found.rows] == [90, 60]
    assert found.total is found.rows[0]


def test_a_label_with_its_amount_behind_a_colon_is_a_line_of_its_own():
    found, _ = budget(MONEY, ["年度资金总额", "1", "1", "1"], ["基本支出：10", "项目支出：20"])
    assert [row.label for row in found.rows][1:] == ["基本支出：10", "项目支出：20"]


def test_a_column_of_amounts_without_a_known_header_is_reported():
    _, codes = budget([*MONEY, "结余数"], ["年度资金总额", "1", "1", "1", "10", "", "", "5"])
    assert codes == [Code.UNKNOWN_COLUMN]


@pytest.mark.parametrize(
    "behind",
    [
        ["年度总体目标", "办好三件事"],
        ["一级指标", "二级指标", "三级指标", "指标值", "实际"],
        ["", "10", "20", "30"],
    ],
)
def test_the_block_ends_where_another_begins(behind):
    found, _ = budget(MONEY, ["年度资金总额", "1", "1", "1"], behind)
    assert len(found.rows) == 1


def test_a_block_without_a_total_has_none():
    found, _ = budget(["单位：元"], MONEY, ["财政拨款", "1", "1", "1"])
    assert (found.unit, found.total) == ("元", None)
