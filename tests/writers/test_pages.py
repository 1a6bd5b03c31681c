"""Pages in a terminal, as Markdown and as HTML: what they look like."""

from fractions import Fraction

import pytest

from perfrules.findings import Severity, Where
from perfrules.model.messages import Lang
from perfrules.model.page import (
    Align,
    Bullet,
    Bullets,
    FindingEntry,
    FindingGroup,
    FindingList,
    Fold,
    Heading,
    NumberCell,
    Page,
    PageColumn,
    PageTable,
    PlaceCell,
    Quote,
    SeverityLabel,
    bullets,
    cell_text,
    joined_pages,
    paragraph,
)
from perfrules.writers import html_text, markdown_text, terminal_text
from perfrules.writers.terminal import cells_wide, cut_to

TABLE = PageTable(
    (PageColumn("指标", share=3), PageColumn("值", share=1), PageColumn("n", Align.RIGHT)),
    (
        ("建成5G基站", "≥2500个", NumberCell("3.00", Fraction(3), 2)),
        ("a", SeverityLabel(Severity.ERROR, "错误"), NumberCell("–")),
    ),
    (("合计", "", NumberCell("100")),),
)
WHERE = Where(source="form.xlsx", spot="Sheet1!E7")
WARNING = SeverityLabel(Severity.WARNING, "提醒")


def entry(hint="改正", spot="E7"):
    return FindingEntry(PlaceCell(spot, WHERE), f"{spot}不对", hint)


def findings(*entries, fold=None):
    group = FindingGroup(WARNING, "PR999", "不对", entries, fold)
    return FindingList(("级别", "代码", "位置", "发现", "建议"), (group,))


def page(*blocks):
    return Page("题", Lang.ZH, blocks)


def shown(*blocks, room=200):
    return terminal_text(page(*blocks), room).splitlines()


def test_columns_line_up_where_a_character_is_two_cells_wide():
    assert shown(TABLE) == [
        "指标        值          n",
        "----------  -------  ----",
        "建成5G基站  ≥2500个  3.00",
        "a           错误        –",
        "合计                  100",
    ]


def test_a_table_fits_its_room_and_a_name_keeps_the_most():
    lines = shown(TABLE, room=20)
    assert max(map(cells_wide, lines)) <= 20
    assert lines[2].startswith("建")
    assert "…" in lines[2]
    assert lines[2].endswith("3.00")


def test_columns_without_a_share_are_never_cut():
    wide = PageTable((PageColumn("a"),), (("x" * 50,),))
    assert "x" * 50 in shown(wide, room=10)


def test_a_text_is_cut_with_an_ellipsis():
    assert cut_to("建成5G基站", 5) == "建成…"
    assert cells_wide(cut_to("建成5G基站", 6)) <= 6


def test_blocks_are_set_apart_and_a_heading_belongs_to_what_follows():
    lines = shown(
        Heading(1, "题"), paragraph("一", "", "二"), Heading(2, "甲"), bullets("x"), bullets("y")
    )
    assert lines == ["题", "一", "二", "", "甲", "  x", "", "  y"]
    assert shown(Heading(1, "题"), bullets("x")) == ["题", "", "  x"]


def test_lists_are_set_in_and_quotes_name_their_place():
    nested = Bullets((Bullet("一", (Bullet("二", (Bullet("三"),)),)),))
    assert shown(nested, Quote("条文", "第一条")) == [
        "  一",
        "    二",
        "      三",
        "",
        "  “条文”",
        "  — 第一条",
    ]
    assert markdown_text(page(nested)) == "- 一\n  - 二\n    - 三\n"
    assert "<li>一\n<ul>\n<li>二\n<ul>\n<li>三</li>" in html_text(page(nested))


def test_a_hint_that_neighbours_share_is_printed_once():
    assert shown(findings(entry(), entry(spot="E8"), entry("", "E9"))) == [
        "[提醒] PR999 不对 ×3",
        "    E7: E7不对",
        "    E8: E8不对",
        "    建议: 改正",
        "    E9: E9不对",
    ]


@pytest.mark.parametrize(("hint", "last"), [("改正", ["    建议: 改正"]), ("", [])])
def test_only_a_terminal_folds_findings(hint, last):
    folded = findings(entry(hint), entry(hint, "E8"), fold=Fold(1, "另有 1 处：E8"))
    assert shown(folded) == ["[提醒] PR999 不对 ×2", "    E7: E7不对", "    另有 1 处：E8", *last]
    assert "E8不对" in markdown_text(page(folded))
    assert "E8不对" in html_text(page(folded))


def test_a_table_in_markdown_keeps_its_alignment():
    assert markdown_text(page(TABLE)).splitlines()[:3] == [
        "| 指标 | 值 | n |",
        "| --- | --- | --: |",
        "| 建成5G基站 | ≥2500个 | 3.00 |",
    ]


def test_lines_of_a_paragraph_are_lines_in_every_layout():
    told = page(paragraph("一", "二"), paragraph("三", is_warning=True))
    assert terminal_text(told, 80) == "一\n二\n\n三\n"
    assert markdown_text(told) == "一  \n二\n\n**三**\n"
    assert "<p>一<br>二</p>\n<p class=warning>三</p>" in html_text(told)


def test_html_marks_numbers_sums_and_severities():
    text = html_text(page(TABLE, findings(entry())))
    assert '<td class="right">3.00</td>' in text
    assert '<td class="error">错误</td>' in text
    assert '<td class="warning">提醒</td>' in text
    assert "<tfoot>\n<tr><td>合计</td>" in text
    assert "<tfoot>" not in html_text(page(findings(entry())))
    assert '<html lang="zh">' in text
    assert "http" not in text


def test_pages_are_joined_under_the_title_of_the_first():
    one, two = page(Heading(1, "甲")), Page("乙", Lang.ZH, (Heading(1, "乙"),))
    joined = joined_pages([one, two])
    assert (joined.title, joined.lang) == ("题", Lang.ZH)
    assert html_text(joined).count("<h1>") == 2


def test_every_cell_has_a_text():
    cells = ("a", NumberCell("1"), PlaceCell("E7", WHERE), WARNING)
    assert [cell_text(cell) for cell in cells] == ["a", "1", "E7", "提醒"]
