"""Word, web, comma-separated, Markdown and old workbooks: the same grid, whatever the file."""

import io
import zipfile

import pytest
import xlrd
from hypothesis import given
from hypothesis import strategies as st

import perfrules
from perfrules.findings import UnreadableForm
from perfrules.readers import FileKind, file_kind
from tests.reading import read
from tests.support import ROOT

FORMS = ROOT / "tests" / "forms"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def texts(grid):
    return [[cell.text for cell in row] for row in grid.rows]


def codes(data):
    with pytest.raises(UnreadableForm) as caught:
        read("x", data)
    return [finding.code for finding in caught.value.findings]


# -- web pages ------------------------------------------------------------------------------


def page(body):
    return f"<!doctype html><html><body>{body}</body></html>".encode()


def test_cells_that_reach_over_rows_and_columns_are_laid_out():
    grid = read(
        "x", page("<table><tr><td rowspan=2>a<td colspan=2>b</tr><tr><td>c<td>d</tr></table>")
    )
    assert texts(grid) == [["a", "b", "b"], ["a", "c", "d"]]
    assert [cell.spot for cell in grid.rows[1]] == ["T1R1C1", "T1R2C2", "T1R2C3"]


def test_a_span_of_nought_goes_down_to_the_end_and_nonsense_is_passed_over():
    body = "<table><tr><td rowspan=0>a<td rowspan='2%'>b</tr><tr><td rowspan=all>c</tr>"
    body += "<tr><td>d</tr></table>"
    assert texts(read("x", page(body))) == [["a", "b"], ["a", "b", "c"], ["a", "d"]]


def test_rows_of_a_table_inside_another_are_its_own():
    inner = "<table><tr><td>c<td>d</tr></table>"
    body = f"<table><tr><td>a {inner}<td>b</tr></table>"
    assert texts(read("x", page(body))) == [["a", "b"], ["c", "d"]]


def test_heads_and_cells_without_ends_and_several_tables_are_read_in_their_order():
    body = "<table><tr><th>a<td>b<th>c<tr><td>d<td>e<td>f</table><p>中</p>"
    body += "<table><thead><tr><th>g<th>h</thead><tbody><tr><td>i<td>j</table>"
    grid = read("x", page(body))
    assert texts(grid) == [["a", "b", "c"], ["d", "e", "f"], ["中"], ["g", "h"], ["i", "j"]]
    assert [row[0].spot for row in grid.rows] == ["T1R1C1", "T1R2C1", "P1", "T2R1C1", "T2R2C1"]


@pytest.mark.parametrize("name", ["form.html", "form.txt"])
def test_a_page_or_text_that_is_called_a_workbook_is_what_it_is(name, tmp_path):
    data = (FORMS / "22-yongde-minglang-zhongxue-2022" / name).read_bytes()
    path = tmp_path / "form.xls"
    path.write_bytes(data)
    whole = perfrules.read_form(FORMS / "22-yongde-minglang-zhongxue-2022" / name)
    assert perfrules.read_form(path).rows[0].name == whole.rows[0].name


def test_lines_stay_lines_and_scripts_are_no_text():
    body = "<h1>标题</h1><script>alert(1)</script><p>说明<br>二</p>"
    body += "<table><tr><td>产出指标<br>(50分)"
    body += "<td>&nbsp;a\nb&nbsp;<style>x</style><div>c</div></tr></table>"
    grid = read("x", page(body))
    assert texts(grid) == [["标题"], ["说明\n二"], ["产出指标\n(50分)", "a b c"]]


def test_bytes_are_decoded_here_whatever_the_page_declares():
    head = '<?xml version="1.0" encoding="gb2312"?><html><meta charset="gb2312">'
    text = f"{head}<table><tr><td>面积㎡<td>囍</tr></table></html>"
    for encoding in ("utf-8", "gb18030"):
        assert texts(read("x", text.encode(encoding))) == [["面积㎡", "囍"]]


def test_a_page_without_a_table_is_empty():
    assert codes(page("<p>没有表</p>")) == ["PR102"]
    assert codes(b"<html>") == ["PR102"]
    assert codes(b"<!-- -->  <html><?x?></html>") == ["PR102"]


def test_a_page_that_would_grow_too_large_is_refused():
    cell = "<td rowspan=1000 colspan=1000>x"
    assert codes(page("<table>" + f"<tr>{cell}</tr>" * 1000 + "</table>")) == ["PR105"]
    assert codes(page("<table>" + "<tr><td>x" * 30_000 + "</table>")) == ["PR105"]


@given(st.text(st.sampled_from("<>/= \"'tabler dhspan0123456789&;!-"), max_size=200))
def test_any_page_is_read_or_refused(text):
    try:
        read("x", b"<html><table><tr><td>a<td>b</tr>" + text.encode())
    except UnreadableForm as error:
        assert error.findings


# -- Word -----------------------------------------------------------------------------------


def document(body, **members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        xml = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", members.get("xml", xml))
    return data.getvalue()


def p(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text, inner=""):
    return f"<w:tc><w:tcPr>{inner}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells_of_word_are_laid_out():
    rows = [
        tc("a", '<w:vMerge w:val="restart"/>') + tc("b", '<w:gridSpan w:val="2"/>'),
        tc("", "<w:vMerge/>") + tc("c") + tc("d"),
        tc("", "<w:vMerge/>") + tc("e") + tc("", "<w:vMerge/>"),
    ]
    body = p("标题") + "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    grid = read("x", document(body))
    assert texts(grid) == [["标题"], ["a", "b", "b"], ["a", "c", "d"], ["a", "e", ""]]


def test_what_stands_before_a_row_in_controls_and_in_changes_is_read():
    before = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    control = f"<w:sdt><w:sdtContent>{tc('b')}</w:sdtContent></w:sdt>"
    old = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    deleted = f"<w:p>{old}<w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>"
    run = "<w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:tab/><w:t>3</w:t><w:br/><w:t>4</w:t>"
    marks = f"<w:p><w:r>{run}</w:r></w:p>"
    rows = f"<w:tr>{before}{control}</w:tr>"
    rows += f"<w:tr><w:tc>{deleted}</w:tc><w:tc>{marks}{p('')}</w:tc></w:tr>"
    body = f"<w:sdt><w:sdtContent><w:tbl>{rows}</w:tbl></w:sdtContent></w:sdt><w:sectPr/>"
    assert texts(read("x", document(body))) == [["", "b"], ["新", "1-2 3\n4"]]


def test_symbols_of_a_font_are_characters():
    def sym(code):
        return f'<w:p><w:r><w:sym w:font="Symbol" w:char="{code}"/><w:t>9</w:t></w:r></w:p>'

    cells = "".join(f"<w:tc>{sym(code)}</w:tc>" for code in ("F0B3", "f0a3", "2265", "F0FF", "x"))
    found = texts(read("x", document(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")))
    assert found == [["≥9", "≤9", "≥9", "\uf0ff9", "9"]]


def test_what_was_moved_away_is_gone_and_a_text_box_says_its_text_once():
    moved = "<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
    moved += "<w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo>"
    box = f"<w:txbxContent>{p('框')}</w:txbxContent>"
    twice = f"<x><Choice>{box}</Choice><Fallback><w:pict>{box}</w:pict></Fallback></x>"
    ruby = "<w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt>"
    ruby += "<w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby>"
    cells = [
        f"<w:p>{moved}</w:p>",
        f"<w:p><w:r>{twice}</w:r></w:p>",
        f"<w:p><w:r>{ruby}</w:r></w:p>",
    ]
    row = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    assert texts(read("x", document(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"))) == [["新", "框", "拼"]]


def test_a_document_that_is_not_whole_is_refused():
    assert codes(document("", xml="<w")) == ["PR106"]
    assert codes(document("", xml="<x/>")) == ["PR106"]
    assert codes(document(p("没有表"))) == ["PR102"]
    assert codes(document("", xml="<!DOCTYPE x [<!ENTITY a 'b'>]><x/>")) == ["PR111"]
    wide = "<w:tr>" + tc("a", '<w:gridSpan w:val="900"/>') * 3 + "</w:tr>"
    assert codes(document(f"<w:tbl>{wide}</w:tbl>")) == ["PR105"]


# -- comma-separated and Markdown -----------------------------------------------------------


def test_commas_separate_where_most_lines_have_many():
    data = '标题,,,,\n一,二,三,四,五\n"a,b","c\nd",e,f,g\n'.encode()
    assert file_kind("x", data) is FileKind.CSV
    assert texts(read("x", data))[1:] == [
        ["一", "二", "三", "四", "五"],
        ["a,b", "c\nd", "e", "f", "g"],
    ]
    assert file_kind("x", "一,二,三\n四,五\n".encode()) is FileKind.TEXT
    assert file_kind("x", b"a\tb,c,d,e,f\n") is FileKind.TEXT


def test_semicolons_separate_too_and_a_tab_in_a_cell_is_no_separator():
    data = '一;二;三;四\n"a;b";c,d;"e\nf";g\n'.encode()
    assert file_kind("x", data) is FileKind.CSV
    assert texts(read("x", data)) == [["一", "二", "三", "四"], ["a;b", "c,d", "e\nf", "g"]]
    data = "一,二,三,四\na,b\tc,d,e\nf,g,h,i\n".encode()
    assert texts(read("x", data))[1] == ["a", "b\tc", "d", "e"]


def test_cells_in_quotes_between_tabs_keep_their_lines_and_the_lines_their_numbers():
    data = '一\t"a\r\nb"\t"1,000"\r\n"说""是"""\t"十四五"规划\t"甲\r\n乙\t"丙\r\n'.encode()
    grid = read("x", data)
    assert texts(grid) == [
        ["一", "a\nb", "1,000"],
        ['说"是"', '"十四五"规划', '"甲'],
        ["乙", '"丙'],
        [],
    ]
    assert [row[0].spot for row in grid.rows if row] == ["1:1", "3:1", "4:1"]


def test_tables_of_markdown_are_read_with_the_text_around_them():
    text = "# 标题\n\n| 一级 | 名称 |\n|:---|---:|\n| 产出 | a\\|b |\n| 效益 | c\n说明\n"
    assert file_kind("x", text.encode()) is FileKind.MARKDOWN
    assert [row for row in texts(read("x", text.encode())) if row] == [
        ["# 标题"],
        ["一级", "名称"],
        ["产出", "a|b"],
        ["效益", "c"],
        ["说明"],
    ]


def test_a_form_in_markdown_binds_like_the_others(tmp_path):
    text = """# 项目支出绩效自评表

(2023年度)

| 项目名称 | 清扫 |
| --- | --- |
| 实施单位 | 某局 |

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
|---|---|---|---|---|---|---|
| 产出指标 | 数量 | 培训 | ≥20场 | 25场 | 20 | 20 |
"""
    path = tmp_path / "form.md"
    path.write_text(text, encoding="utf-8")
    form = perfrules.read_form(path)
    assert (form.kind, form.fiscal_year, form.unit) == ("project", 2023, "某局")
    assert [(row.name, row.target.number, row.weight.value) for row in form.rows] == [
        ("培训", 20, 20)
    ]


# -- old workbooks --------------------------------------------------------------------------


class Sheet:
    """As much of an xlrd sheet as the reader looks at."""

    def __init__(self, cells, visibility=0):
        self.name, self.visibility, self.cells = "表", visibility, cells
        self.nrows, self.merged_cells = len(cells), []
        self.rowinfo_map, self.colinfo_map = {}, {}

    def row_len(self, row):
        return len(self.cells[row])

    def cell_type(self, row, column):
        return self.cells[row][column][0]

    def cell_value(self, row, column):
        return self.cells[row][column][1]

    def cell_xf_index(self, row, column):
        return 0


class Book:
    datemode = 0

    def __init__(self, *sheets, code="0.00%"):
        self.all = sheets
        self.xf_list = [type("Style", (), {"format_key": 7})()]
        self.format_map = {7: type("Format", (), {"format_str": code})()}

    def sheets(self):
        return list(self.all)


OLE2 = bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600


def test_values_of_an_old_workbook_are_shown_as_a_person_sees_them(monkeypatch):
    row = [
        (xlrd.XL_CELL_TEXT, "指标"),
        (xlrd.XL_CELL_NUMBER, 0.987),
        (xlrd.XL_CELL_DATE, 45291.0),
        (xlrd.XL_CELL_DATE, 45291.5),
        (xlrd.XL_CELL_BOOLEAN, 1),
        (xlrd.XL_CELL_ERROR, 0x17),
        (xlrd.XL_CELL_BLANK, ""),
    ]
    hidden = Sheet([[(xlrd.XL_CELL_TEXT, "x")] * 9], visibility=1)
    monkeypatch.setattr(xlrd, "open_workbook", lambda **given: Book(Sheet([row, []]), hidden))
    assert texts(read("x", OLE2)) == [
        ["指标", "98.70%", "2023-12-31", "2023-12-31 12:00:00", "TRUE", "#REF!"]
    ]


def test_hidden_rows_of_an_old_workbook_are_read_and_told(monkeypatch):
    sheet = Sheet([[(xlrd.XL_CELL_TEXT, "a")], [(xlrd.XL_CELL_TEXT, "b")]])
    sheet.rowinfo_map[1] = type("Row", (), {"hidden": 1})()
    monkeypatch.setattr(xlrd, "open_workbook", lambda **given: Book(sheet))
    grid = read("x", OLE2)
    assert texts(grid) == [["a"], ["b"]]
    assert [(f.code, f.where.spot) for f in grid.findings] == [("PR124", "表!A2")]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (xlrd.XLRDError("Workbook is encrypted"), "PR104"),
        (xlrd.XLRDError("cannot"), "PR106"),
        (AssertionError(), "PR106"),
        (IndexError(), "PR106"),
    ],
)
def test_an_old_workbook_that_cannot_be_read_is_refused(error, code, monkeypatch):
    def fail(**given):
        raise error

    monkeypatch.setattr(xlrd, "open_workbook", fail)
    assert codes(OLE2) == [code]


@pytest.mark.slow
def test_blank_formatted_cells_of_an_old_workbook_are_not_laid_out(monkeypatch):
    blank = [(xlrd.XL_CELL_BLANK, "")] * 256
    text = [(xlrd.XL_CELL_TEXT, "a")]
    sheet = Sheet([[*blank[:1], *text, *blank], *[blank] * 65_000])
    monkeypatch.setattr(xlrd, "open_workbook", lambda **given: Book(sheet))
    assert texts(read("x", OLE2)) == [["", "a"]]


def test_an_old_workbook_in_which_nothing_stands_is_empty(monkeypatch):
    monkeypatch.setattr(xlrd, "open_workbook", lambda **given: Book(Sheet([])))
    assert codes(OLE2) == ["PR102"]
    monkeypatch.setattr(xlrd, "open_workbook", lambda **given: Book())
    assert codes(OLE2) == ["PR102"]


@pytest.mark.parametrize("share", range(5, 100, 10))
def test_an_old_workbook_cut_anywhere_is_read_or_refused(share, tmp_path):
    data = (FORMS / "19-jinzhai-chagu-2023" / "form.xls").read_bytes()
    path = tmp_path / "form.xls"
    path.write_bytes(data[: len(data) * share // 100])
    try:
        perfrules.read_form(path)
    except UnreadableForm as error:
        assert error.findings


@given(st.integers(0, 40_000), st.binary(min_size=1, max_size=40))
def test_an_old_workbook_changed_anywhere_is_read_or_refused(place, noise):
    data = (FORMS / "19-jinzhai-chagu-2023" / "form.xls").read_bytes()
    place %= len(data)
    changed = data[:place] + noise + data[place + len(noise) :]
    try:
        read("x", changed)
    except UnreadableForm as error:
        assert error.findings


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [("form.html", "html", "html"), ("form.xls", "xls", "xls")],
)
def test_a_missing_package_names_its_extra(name, module, extra, monkeypatch):
    import sys

    monkeypatch.delitem(sys.modules, f"perfrules.readers.{module}", raising=False)
    monkeypatch.delattr(f"perfrules.readers.{module}", raising=False)
    monkeypatch.setitem(sys.modules, "lxml" if extra == "html" else "xlrd", None)
    with pytest.raises(perfrules.MissingExtra) as caught:
        perfrules.read_form(FORMS / "22-yongde-minglang-zhongxue-2022" / name)
    assert caught.value.extra == extra
