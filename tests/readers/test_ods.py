"""Spreadsheets of OpenDocument: what a person sees, with all digits, and no bomb unpacked."""

import io
import zipfile

import pytest

from perfrules.findings import UnreadableForm
from perfrules.readers import FileKind, file_kind
from perfrules.readers.limits import MOST_COLUMNS
from tests.readers.test_formats import codes, texts
from tests.reading import read, read_all
from tests.support import ROOT

FORMS = ROOT / "tests" / "forms"
NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def content(body, styles="", root="office:document-content"):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{root}{NAMES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{body}</office:spreadsheet>"
        f"</office:body></{root}>"
    )


def packed(xml, kind=TYPE, manifest=""):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        if kind is not None:
            archive.writestr("mimetype", kind)
        archive.writestr("content.xml", xml)
        archive.writestr("META-INF/manifest.xml", f"<m>{manifest}</m>")
    return data.getvalue()


def table(*rows, name="表", more=""):
    return f'<table:table table:name="{name}"{more}>{"".join(rows)}</table:table>'


def tr(*cells, times=1):
    repeated = f' table:number-rows-repeated="{times}"' if times != 1 else ""
    return f"<table:table-row{repeated}>{''.join(cells)}</table:table-row>"


def td(text="", more=""):
    line = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {more}>{line}</table:table-cell>"


def ods(*rows):
    return packed(content(table(*rows)))


def one(cell):
    return read("x", ods(tr(cell, td("z")))).rows[0][0].text


# -- values -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "10-yuanzhou-malingshu-2022",
        "22-yongde-minglang-zhongxue-2022",
        "33-xuancheng-dizhenju-2021",
    ],
)
def test_a_form_saved_as_ods_is_the_same_grid_as_its_workbook(name):
    book, sheet = (
        read("x", (FORMS / name / f"form.{kind}").read_bytes()) for kind in ("xlsx", "ods")
    )
    assert [row for row in sheet.rows if row] == [row for row in book.rows if row]


@pytest.mark.parametrize(
    ("kind", "value", "shown", "text"),
    [
        ("percentage", "1", "100%", "100%"),
        ("percentage", "0.987", "99%", "98.7%"),
        ("percentage", "0.987", "98.70%", "98.70%"),
        ("percentage", "1", "", "100%"),
        ("percentage", "0.5", "一半", "50%"),
        ("float", "3651", "3651", "3651"),
        ("float", "2002.94", "2,002.94", "2,002.94"),
        ("float", "10", "10.00", "10.00"),
        ("float", "2000", "≥2000家", "≥2000家"),
        ("float", "2023", "2023年", "2023年"),
        ("float", "12000", "12", "12000"),
        ("float", "0.5", "1/2", "0.5"),
        ("float", "100000", "1.00E+05", "100000"),
        ("float", "-5", "(5)", "-5"),
        ("float", "-5", "-5", "-5"),
        ("float", "0.30000000000000004", "0", "0.3"),
        ("float", "7", "七", "7"),
        ("currency", "12.5", "¥12.50", "12.50"),
        ("currency", "12.5", "12.50 元", "12.50 元"),
    ],
)
def test_a_number_is_shown_with_all_its_digits(kind, value, shown, text):
    assert one(td(shown, f'office:value-type="{kind}" office:value="{value}"')) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (td("23-12-31", 'office:value-type="date" office:date-value="2023-12-31"'), "2023-12-31"),
        (td("x", 'office:value-type="date" office:date-value="2023-12-31T00:00:00"'), "2023-12-31"),
        (
            td("x", 'office:value-type="date" office:date-value="2023-12-31T08:00:00"'),
            "2023-12-31 08:00:00",
        ),
        (td("WAHR", 'office:value-type="boolean" office:boolean-value="true"'), "TRUE"),
        (td("≥95%", 'office:value-type="string"'), "≥95%"),
        (td("", 'office:value-type="string" office:string-value="甲"'), "甲"),
        (td("#DIV/0!", 'table:formula="of:=1/0" office:value-type="string"'), "#DIV/0!"),
        (td("", 'table:formula="of:=SUM([.A1:.A9])"'), "=SUM([.A1:.A9])"),
        (td("", 'table:formula="of:=IF(1;&quot;&quot;)" office:value-type="string"'), ""),
        (td('产出<text:line-break/>指标<text:s text:c="2"/>一<text:tab/>二'), "产出\n指标 一 二"),
        (td("<text:span>甲<text:a>乙</text:a></text:span>丙</text:p><text:p>丁"), "甲乙丙\n丁"),
        (
            "<table:table-cell><office:annotation><text:p>批注</text:p></office:annotation>"
            "<text:p>甲<office:annotation><text:p>批注</text:p></office:annotation>乙</text:p>"
            "</table:table-cell>",
            "甲乙",
        ),
    ],
    ids=lambda value: value if len(value) < 20 else "",
)
def test_a_cell_is_what_a_person_sees(cell, text):
    assert one(cell) == text


# -- places -----------------------------------------------------------------------------------


def test_merged_cells_repeat_the_first_one_as_far_as_the_sheet_reaches():
    wide = 'table:number-columns-spanned="9" table:number-rows-spanned="2"'
    covered = '<table:covered-table-cell table:number-columns-repeated="8"/>'
    grid = read("x", ods(tr(td("甲", wide), covered), tr(covered), tr(td("乙"), td("丙"))))
    assert texts(grid) == [["甲", "甲"], ["甲", "甲"], ["乙", "丙"]]
    assert grid.rows[1][1].spot == "表!A1"


def test_blanks_that_are_repeated_a_million_times_cost_nothing():
    far = 'table:number-columns-repeated="16383"'
    rows = [tr(td("甲"), td("", far)), tr(td("", far), times=1048575), tr(td(""))]
    assert texts(read("x", ods(*rows))) == [["甲"]]


def test_what_is_repeated_stands_at_each_place():
    twice = 'table:number-columns-repeated="2"'
    grid = read("x", ods(tr(td("", twice), td("甲", twice)), tr(times=2), tr(td("乙"), times=2)))
    assert [[(c.text, c.spot) for c in row if c.text] for row in grid.rows] == [
        [("甲", "表!C1"), ("甲", "表!D1")],
        [],
        [],
        [("乙", "表!A4")],
        [("乙", "表!A5")],
    ]


def test_rows_in_groups_and_headers_are_rows():
    head = f"<table:table-header-rows>{tr(td('甲'))}</table:table-header-rows>"
    group = f"<table:table-row-group>{tr(td('乙'))}</table:table-row-group>"
    other = "<table:table-column/>"
    assert texts(read("x", ods(other, head, group))) == [["甲"], ["乙"]]


def test_a_shape_in_a_row_is_no_cell():
    assert texts(read("x", ods(tr("<table:shapes/>", td("甲"))))) == [["甲"]]


def test_each_visible_sheet_is_a_grid_and_hidden_ones_are_none():
    styles = "".join(
        f'<style:style style:name="{name}"><style:table-properties table:display="{shown}"/>'
        "</style:style>"
        for name, shown in (("a", "true"), ("b", "false"))
    )
    sheets = [
        table(tr(td("甲")), name="一", more=' table:style-name="a"'),
        table(tr(td("乙")), name="二", more=' table:style-name="b"'),
        table(tr(td("")), name="三"),
        table(tr(td("丁")), name="四"),
    ]
    grids = read_all("x", packed(content("".join(sheets), styles + "<style:style/>")))
    assert [(grid.sheet, texts(grid)) for grid in grids] == [("一", [["甲"]]), ("四", [["丁"]])]


def test_a_flat_file_is_read_too():
    flat = content(table(tr(td("甲"))), root="office:document").encode()
    assert file_kind("x", flat) is FileKind.FODS
    assert texts(read("x", flat)) == [["甲"]]


# -- bad files --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ods(tr(td("甲", 'table:number-columns-repeated="16384"'))), "PR105"),
        (ods(tr(td("甲", f'table:number-columns-repeated="{MOST_COLUMNS + 1}"'))), "PR105"),
        (ods(tr(td("甲"), times=1048576)), "PR105"),
        (ods(tr(td("", 'table:number-columns-repeated="999999"'), td("甲"))), "PR105"),
        (ods(tr(times=999_999), tr(td("甲"))), "PR105"),
        (ods(tr(td("甲", 'table:number-columns-repeated="199"'), times=19_999)), "PR105"),
        (ods(tr(td("甲" * 30_000))), "PR105"),
        (packed("<x>" + "<a/>" * 2_100_000 + "</x>"), "PR105"),
        (ods(tr(td("甲", 'table:number-columns-repeated="x"'))), "PR106"),
        (ods(tr(td("1", 'office:value-type="float" office:value="nan"'))), "PR106"),
        (ods(tr(td("1", 'office:value-type="float" office:value="x"'))), "PR106"),
        (
            ods(tr(*[td("甲", 'table:number-rows-spanned="9"')] * 3, times=9)),
            "PR106",
        ),
        (
            packed(
                content(table("<table:table-row-group>" * 5000 + "</table:table-row-group>" * 5000))
            ),
            "PR106",
        ),
        (packed("<x"), "PR106"),
        (packed("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"), "PR111"),
        (packed("<?xml version='1.0' encoding='cp037'?>"), "PR111"),
        (content("").replace("UTF-8", "cp037").replace("-content", "").encode(), "PR111"),
        (packed(content(table(tr(td(""))))), "PR102"),
        (packed(content("")), "PR102"),
        (packed("x", manifest="<manifest:encryption-data/>"), "PR104"),
        (packed("x", kind="application/vnd.oasis.opendocument.presentation"), "PR103"),
        (packed("x", kind=None), "PR103"),
    ],
)
def test_a_bad_spreadsheet_is_refused_before_it_costs(data, code):
    assert codes(data) == [code]


def test_a_package_that_is_encrypted_as_a_whole_is_told():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("encrypted-package", "x")
    assert codes(data.getvalue()) == ["PR104"]


@pytest.mark.parametrize("share", range(5, 100, 5))
def test_a_spreadsheet_cut_anywhere_is_refused(share):
    data = (FORMS / "33-xuancheng-dizhenju-2021" / "form.ods").read_bytes()
    with pytest.raises(UnreadableForm):
        read("x", data[: len(data) * share // 100])
