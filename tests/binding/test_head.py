"""The head alone: title, kind, year, unit, labels."""

import pytest

from perfrules.binding.head import read_head
from perfrules.binding.labels import labels_of, public_texts, values_of
from perfrules.resources import vocabulary
from tests.binding.sheets import sheet

WORDS = vocabulary().headers


def head(*rows):
    return read_head(sheet(*rows).rows, WORDS)


def test_a_whole_head():
    found = head(
        ["## 部门整体支出绩效自评表 ##"],
        ["（2023年度）"],
        ["部门名称", "某某局", "联系人", "张三"],
        ["自评得分：95", "自评等级", "优"],
    )
    assert found.title.text == "部门整体支出绩效自评表"
    assert (found.kind, found.year, found.unit_name) == ("department", 2023, "某某局")
    assert (found.total.text, found.grade.text) == ("95", "优")
    assert values_of(found.labels) == {"部门名称": "某某局", "自评得分": "95", "自评等级": "优"}
    assert {name: cell.spot for name, cell in found.cells.items()} == {
        "title": "1:1",
        "fiscal_year": "2:1",
        "unit": "3:2",
    }


def test_an_empty_head_says_nothing():
    found = head()
    assert (found.title, found.kind, found.year, found.unit, found.unit_name) == (None,) * 5
    assert found.labels == () and found.total is None and found.grade is None


@pytest.mark.parametrize(
    ("rows", "year"),
    [
        ([["绩效自评表（2021）"]], 2021),
        ([["二〇二二年度绩效自评表"]], 2022),
        ([["填报日期：2024年1月5日"], ["项目支出绩效自评表"]], None),
        ([["填报日期：2024年1月5日"], ["绩效自评表2022"]], 2022),
    ],
)
def test_the_year_is_the_one_that_is_named_as_fiscal(rows, year):
    assert head(*rows).year == year


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([["绩效自评表"], ["项目名称", "修路"]], "project"),
        ([["项目绩效自评表"]], "project"),
        ([["转移支付绩效自评表"]], "transfer"),
        ([["绩效自评表"]], None),
    ],
)
def test_the_kind_is_named_by_the_title_or_a_label(rows, kind):
    assert head(*rows).kind == kind


@pytest.mark.parametrize(
    ("row", "unit", "spot"),
    [
        (["县级预算部门名称", "某县农业局"], "某县农业局", "1:2"),
        (["主管部门", "甲局", "实施单位", "乙站"], "乙站", "1:4"),
        (["实施单位：", "主管部门：甲局"], "甲局", "1:2"),
        (["单位名称"], None, "1:1"),
        (["附件1"], None, None),
    ],
)
def test_the_unit_is_behind_the_first_label_that_has_a_value(row, unit, spot):
    found = head(row)
    assert found.unit_name == unit
    assert (found.unit.spot if found.unit else None) == spot


def test_one_cell_may_hold_several_labels():
    rows = sheet(["项目名称：修路 主管部门：交通局 联系人：张三"]).rows
    found = values_of(labels_of(rows, WORDS.labels))
    assert found == {"项目名称": "修路", "主管部门": "交通局"}


def test_persons_and_telephones_are_not_kept():
    rows = sheet(["联系人", "张三", "说明文字"], ["项目名称", "修路", "联系电话：123"]).rows
    assert list(public_texts(rows, WORDS.labels)) == ["说明文字", "项目名称", "修路"]
    assert values_of(labels_of(rows, WORDS.labels)).keys() == {"项目名称"}
