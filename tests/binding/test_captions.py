"""A section is known however its caption is decorated, in every format and under every spec."""

import pytest

import perfrules
from perfrules.text import bare_caption, caption, is_numbered, one_line, phrase, wording

DECORATED = (
    "★{}",
    "☆ {}",
    "＊{}",
    "*{}*",
    "#{}",
    "＃{}",
    "▲{}",
    "{}:",
    "{}：",
    "★ {}（50分）：",
    "（50分）{}",
    "{}[50分]",
    "{}【50分】",
    "{}（共50分（含加分））",
    "一、{}",
    "（一）{}",
    "1.{}",
    "1、 {}：",
    "①{}",
    "⑴{}",
    "Ⅰ、{}",
    "【{}】",
    "（{}）",
    " {} ",
)
FORMATS = ("yaml", "json", "xlsx", "html", "csv", "md", "tsv")
KEPT_FOR_MARKUP = {"md": ("*{}*",)}
"""Captions that a format has no way to write: stars around a word are emphasis in Markdown."""


@pytest.mark.parametrize("printed", DECORATED)
def test_a_decorated_caption_is_the_caption(printed):
    assert bare_caption(printed.format("产出指标")) == "产出指标"


@pytest.mark.parametrize(
    "name", ["5G基站", "1.5倍产能", "三峡库区", "2023年度任务", "IV期项目", "S-1项目"]
)
def test_what_belongs_to_a_name_is_kept(name):
    assert bare_caption(name) == name
    assert not is_numbered(name)


def test_a_numbering_is_seen_behind_marks_and_widths():
    assert all(map(is_numbered, ["一、产出指标", "★１．产出指标", "（一、产出指标", "3)产出指标"]))


def test_each_spelling_drops_its_own_noise():
    assert caption("一、产出指标（50分）：") == "一、产出指标"
    assert phrase(" 按比例\n得分 。；") == "按比例得分"
    assert one_line(" 按比例\n 得分 ") == "按比例 得分"
    assert wording("1\\. 产出 指标（\uff11）") == "1.产出指标(1)"


def qiannan(level1):
    row = {"level2": "数量指标", "name": "培训人次", "target": "≥100人", "actual": "80人"}
    return {
        "schema": "perfrules/form/1",
        "title": "部门整体支出绩效自评表",
        "fiscal_year": 2023,
        "unit": "某局",
        "indicators": [{"level1": level1, **row, "weight": "50", "claimed": "40"}],
    }


def link_fund(base):
    printed = "≤25个工作日得满分6分,>50个工作日为0分,25-50个工作日按比例减分"
    later = "≤15日得满分0.5分,>30日为0分,15-30日按比例减分"
    return {
        "schema": "perfrules/form/1",
        "title": "衔接资金绩效评价表",
        "fiscal_year": 2022,
        "unit": "某县",
        "indicators": [
            {
                "level1": base,
                "name": "资金分解下达",
                "target": "25个工作日",
                "actual": "20个工作日",
                "weight": "6",
                "method": printed,
            },
            {
                "level1": "基础指标",
                "name": "资金拨付",
                "target": "15日",
                "actual": "10日",
                "weight": "0.5",
                "method": later,
            },
        ],
    }


def written(document, kind, folder):
    """Return a form as one reads it back from a file of a format."""
    data, _ = perfrules.write_form(perfrules.form_from(document), kind)
    path = folder / f"form.{kind}"
    path.write_bytes(data)
    return perfrules.read_form(path)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("printed", DECORATED)
def test_a_row_below_a_decorated_caption_is_in_its_section(printed, kind, tmp_path):
    if printed in KEPT_FOR_MARKUP.get(kind, ()):
        pytest.skip("emphasis")
    form = written(qiannan(printed.format("产出指标")), kind, tmp_path)
    card = perfrules.score(form, perfrules.load_spec("cn-gz-qiannan/department@2023"))
    assert [section.id for section in card.sections if section.points.low] == ["output"]
    assert "PR310" not in {finding.code for finding in card.findings}


@pytest.mark.parametrize(
    "spec", ["cn-mof/project@2021", "cn-hb/department@2020", "cn-jx/project@2017"]
)
@pytest.mark.parametrize("printed", DECORATED)
def test_each_spec_knows_its_section_by_a_decorated_caption(printed, spec):
    form = perfrules.form_from(qiannan(printed.format("产出指标")))
    card = perfrules.score(form, perfrules.load_spec(spec))
    assert "PR310" not in {finding.code for finding in card.findings}


@pytest.mark.parametrize("kind", ["yaml", "xlsx", "html"])
@pytest.mark.parametrize("printed", DECORATED)
def test_a_decorated_caption_costs_no_points(printed, kind, tmp_path):
    """Two full rows make 6.5; the decorated one once belonged to no section, which left 0.5."""
    form = written(link_fund(printed.format("基础指标")), kind, tmp_path)
    card = perfrules.score(form, perfrules.load_spec("cn-yn/link-fund@2022"))
    assert str(card.total.low) == "13/2"
