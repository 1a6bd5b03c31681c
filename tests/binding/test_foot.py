"""The foot alone: total row, grade, notes."""

import pytest

from perfrules.binding.foot import Foot, find_foot, find_grade, notes, value_in
from perfrules.binding.sheet import sheet_cell
from perfrules.resources import vocabulary
from tests.binding.sheets import sheet

WORDS = vocabulary().headers


def grade(*rows, above=None):
    found = find_foot(sheet(*rows).rows, 0, WORDS)
    cell = find_grade(found, above, WORDS)
    return cell.text if cell else None


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["自评结论", "优"]], "优"),
        ([["自评结论：良"]], "良"),
        ([["自评结论", "优□ 良☑ 中□ 差□"]], "良"),
        ([["自评结论", "□优 ☑良 □中 □差"]], "良"),
        ([["自评结论", "优☑ 良☑ 中□"]], None),
        ([["自评结论", "本项目完成情况较好，无重大问题"]], None),
        ([["总分", "95", "优"]], "优"),
        ([["总分", "95（优）"]], "优"),
        ([["总分", "95", "评价等级：中等"]], "中等"),
        ([["总分", "95"]], None),
        ([], None),
    ],
)
def test_the_grade_is_in_its_row_or_next_to_the_total(rows, found):
    assert grade(*rows) == found


def test_the_grade_above_the_tables_counts_where_the_foot_has_none():
    above = sheet_cell("良", "A1")
    assert grade(["总分", "95"], above=above) == "良"
    assert grade(["自评结论", "优"], above=above) == "优"
    assert grade(above=sheet_cell("自评等级为良好以上", "A1")) is None


def test_the_notes_begin_behind_both_rows():
    rows = sheet(["自评结论", "优"], ["", ""], ["总分", "95"], ["注：略"]).rows
    assert find_foot(rows, 0, WORDS) == Foot(total=rows[2], grade=rows[0], rows=(0, 2), notes=3)


def test_a_value_is_behind_the_colon_of_its_label():
    assert value_in(sheet_cell("合计：95（分）", "A1"), WORDS.foot.total).text == "95"
    assert value_in(sheet_cell("合计：（95）", "A1"), WORDS.foot.total).text == "(95)"
    assert value_in(sheet_cell("合计：", "A1"), WORDS.foot.total) is None
    assert value_in(sheet_cell("其他：95", "A1"), WORDS.foot.total) is None


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        ([["注：1.甲。2.乙。4.丙。"]], ["甲。", "乙。4.丙。"]),
        ([["备注："], ["1\\.甲"], ["不编号"]], ["甲", "不编号"]),
        ([["无关"], ["说 明：甲", "填表人：张三"]], ["甲"]),
        ([["无关"]], []),
    ],
)
def test_notes_begin_with_their_word_and_are_split_at_their_numbers(rows, texts):
    assert [note.text for note in notes(sheet(*rows).rows, WORDS)] == texts
