"""Files that would cost without end, run something or fetch something: one clear line each."""

import io
import time
import zipfile

import openpyxl
import pytest
import xlsxwriter

import perfrules
from perfrules.findings import UnreadableForm
from perfrules.readers import decoded, file_kind
from tests.binding.test_split_forms import form, saved, workbook
from tests.readers.test_files import packed, replaced, sheet
from tests.readers.test_formats import codes, document, p, page, tc, texts
from tests.readers.test_ods import ods, td, tr
from tests.reading import read, read_all
from tests.support import EXAMPLES, ROOT, severity

FORMS = ROOT / "tests" / "forms"
SEED = FORMS / "qiannan"
XLSX = EXAMPLES / "qiannan-bigdata-2023.xlsx"
LONGEST = 20.0
"""Seconds; on a slow machine these files take two or three."""


def members(path, **more):
    """Return an office file with more members."""
    data = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(data, "a") as archive:
        for name, content in more.items():
            archive.writestr(name.replace("__", "/").replace("_bin", ".bin"), content)
    return data.getvalue()


# -- what is too much -------------------------------------------------------------------------

PARAGRAPHS = document("<w:p/>" * 600_000)
MANY_TABLES = document(
    ("<w:tbl><w:tr>" + tc("a", '<w:gridSpan w:val="190"/>') + "</w:tr></w:tbl>") * 3_000
)
ATTRIBUTES = b"<table><tr><td %s>x<td>y" % b" ".join(b"a%d" % n for n in range(200_000))
CROWDED = " ".join(f'a{n}="1"' for n in range(200_000))
SLASHES = b"<table><tr><td %s>x<td>y" % b"/".join(b"a%d" % n for n in range(200_000))

TOO_MUCH = {
    "xlsx-100-mb-in-100-kb": packed(**{"xl__workbook.xml": "", "xl__x.xml": "a" * 100_000_000}),
    "xlsx-tags": sheet(b"<a>" * 3_200_000),
    "xlsx-merges": sheet(
        b'<row r="1"><c r="A1"><v>1</v></c></row>',
        b"<mergeCells>" + b'<mergeCell ref="C1:D1"/>' * 600_000 + b"</mergeCells>",
    ),
    "xlsx-styles": replaced("xl/styles.xml", b"<cellXfs", b"<a/>" * 600_000 + b"<cellXfs"),
    "xlsx-columns": sheet(b'<row r="1">' + b"<c><v>1</v></c>" * 10_000 + b"</row>"),
    "xlsx-one-long-cell": sheet(
        b'<row r="1"><c t="inlineStr"><is><t>' + b"a" * 9_000_000 + b"</t></is></c></row>"
    ),
    "docx-100-mb-in-100-kb": packed(**{"word__document.xml": "", "word__x.xml": "a" * 100_000_000}),
    "docx-tags": PARAGRAPHS,
    "docx-attributes": document(f"<w:p {CROWDED}/>"),
    "docx-attributes-of-many": document('<w:p a="" b="" c="" d="" e="" f=""/>' * 200_000),
    "xlsx-attributes": sheet(f"<row><c {CROWDED}><v>1</v></c></row>".encode()),
    "docx-paragraphs": document(
        p("a") * 21_000 + "<w:tbl><w:tr>" + tc("a") * 2 + "</w:tr></w:tbl>"
    ),
    "docx-tables": MANY_TABLES,
    "docx-columns": document("<w:tbl><w:tr>" + tc("a") * 10_000 + "</w:tr></w:tbl>"),
    "ods-tags": ods("<a/>" * 600_000),
    "ods-shared-text": ods(tr(td("a" * 19_000, 'table:number-columns-repeated="199"'), times=999)),
    "ods-repeated": ods(tr(td("a", f'table:number-columns-repeated="{"9" * 4_000}"'))),
    "html-tags": page("<b>" * 600_000),
    "html-attributes": ATTRIBUTES,
    "html-attributes-behind-slashes": SLASHES,
    "html-columns": page("<table><tr>" + "<td>a" * 10_000 + "</table>"),
    "html-paragraphs": page("<table><tr><td>a<td>b</table>" + "<p>a" * 30_000),
    "html-tables": page("<table><tr><td colspan=190>a<td>b</table>" * 3_000),
    "html-text": page("a" * 11_000_000),
    "text": b"a" * 11_000_000,
    "text-lines": b"a\r" * 30_000,
    "text-aligned": b"a  b  c  d\n" * 2 + b"ab  " * 500_000,
    "csv-commas": b"a,b,c,d\n" + b"," * 500_000,
    "markdown-bars": b"|a|b|\n|--|--|\n" + b"|" * 500_000,
    "utf-16": b"\xff\xfe" + "a".encode("utf-16-le") * 11_000_000,
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_too_much_is_refused_soon(name):
    began = time.process_time()
    assert codes(TOO_MUCH[name]) == ["PR105"]
    assert time.process_time() - began < LONGEST


def test_a_shared_text_that_every_cell_names_is_counted_for_each():
    data, cells = io.BytesIO(), (b"<row>" + b'<c t="s"><v>0</v></c>' * 20 + b"</row>") * 100
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    book.add_worksheet().write("A1", "a" * 19_000)
    book.close()
    changed = io.BytesIO()
    with zipfile.ZipFile(data) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                head = part[: part.index(b"<sheetData>")]
                part = head + b"<sheetData>" + cells + b"</sheetData></worksheet>"
            target.writestr(name, part)
    with pytest.raises(UnreadableForm) as caught:
        read("x", changed.getvalue())
    (finding,) = caught.value.findings
    assert (finding.code, finding.params["size"]) == ("PR105", str(19_000 * 2_000))


def test_long_texts_that_few_cells_name_are_read():
    rows = [[f"{number}" + "a" * 10_000] for number in range(40)]
    assert len(read("x", workbook({"表": rows})).rows) == 40


@pytest.mark.parametrize(
    "data",
    [
        sheet(
            b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(1, 1_000_001))
        ),
        b"<!doctype html>" + b"<!-- -->" * 100_000 + b"<table><tr><td>a",
        b"<?x?>" * 700 + b" " * 3000 + b"x",
        page("<table><tr><td>a<td>" + "\xa0\t" * 400_000 + "x</table>"),
        b"|a\n" + b"-" * 200_000 + b" " * 200_000 + b"x|\n",
        page("<table><tr><td>" * 100_000),
        page("<table><tr><td>a<td>" + "<div>" * 400_000),
    ],
    ids=[
        "million-formatted-rows",
        "comments",
        "instructions",
        "blanks",
        "dashes",
        "nested-tables",
        "nested-blocks",
    ],
)
def test_what_looks_costly_is_read_or_refused_soon(data):
    began = time.process_time()
    try:
        read_all("x", data)
    except UnreadableForm as error:
        assert len(error.findings) == 1
    assert time.process_time() - began < LONGEST


@pytest.mark.parametrize(
    "body",
    [
        "<w:sdt><w:sdtContent>" * 5_000 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 5_000,
        "<w:tbl><w:tr>"
        + "<w:sdt><w:sdtContent>" * 5_000
        + "</w:sdtContent></w:sdt>" * 5_000
        + "</w:tr></w:tbl>",
    ],
)
def test_controls_in_controls_without_end_are_damage(body):
    assert codes(document(body)) == ["PR106"]


def test_tables_in_tables_of_word_follow_the_outer_one():
    inner = "<w:tbl><w:tr>" + tc("c") + "</w:tr></w:tbl>"
    cell = f"<w:tc>{p('b')}{inner}</w:tc>"
    for _ in range(500):
        cell = f"<w:tc>{p('b')}<w:tbl><w:tr>{cell}</w:tr></w:tbl></w:tc>"
    body = f"<w:tbl><w:tr>{tc('a')}{cell}</w:tr></w:tbl>"
    assert texts(read("x", document(body))) == [["a", "b"], *[["b"]] * 500, ["c"]]


def test_a_quoted_cell_that_does_not_end_is_damage():
    assert codes(b"a,b,c,d\n" * 9 + b'"' * 1_000_001) == ["PR106"]


def test_values_of_a_tag_may_be_long_and_scripts_too():
    state = "a/b=" * 20_000
    script = "<script>if (a <b " + "c " * 9_000 + ") {}</script>"
    body = f'{script}<input type="hidden" value="{state}"><table><tr><td>a<td>b</table>'
    assert texts(read("x", page(body))) == [["a", "b"]]


# -- what would run or fetch something --------------------------------------------------------


@pytest.mark.parametrize("name", ["seed-form.xlsx", "seed-form.docx", "seed-form.ods"])
def test_macros_are_passed_over(name):
    path = SEED / name
    data = members(path, **{"xl__vbaProject_bin": b"\xff" * 99, "Basic__script-lb_bin": b"x"})
    assert read("x", data).rows == read("x", path.read_bytes()).rows


def test_links_to_other_workbooks_are_not_followed():
    body = b'<row r="1"><c r="A1"><f>[1]Sheet1!A1</f><v>5</v></c><c r="B1"><f>[1]S!B1</f></c></row>'
    linked = members(XLSX, **{"xl__externalLinks__externalLink1.xml": "<externalLink/>"})
    assert read("x", linked).rows == read("x", XLSX.read_bytes()).rows
    assert [cell.text for cell in read("x", sheet(body)).rows[0]] == ["5", "=[1]S!B1"]


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">'
    + "".join(f'<!ENTITY b{n + 1} "{f"&b{n};" * 10}">' for n in range(9))
    + "]>"
)


@pytest.mark.parametrize(
    "data",
    [
        replaced("xl/workbook.xml", b"<workbook", ENTITIES.encode() + b"<workbook"),
        f"<?xml version='1.0'?>{ENTITIES}<office:document>&a;&b9;</office:document>".encode(),
        document("", xml=f"{ENTITIES}<x>&a;&b9;</x>"),
        document("", xml=f"{ENTITIES}<x>&a;</x>".encode("utf-16")),
        document("", xml=b"<?xml version='1.0' encoding='cp037'?>" + ENTITIES.encode("cp037")),
    ],
    ids=["xlsx", "fods", "docx", "utf-16", "ebcdic"],
)
def test_entities_are_refused(data):
    assert codes(data) == ["PR111"]


def test_entities_of_a_page_are_nothing():
    body = "<table><tr><td>a&a;&b9;<td>b</table>"
    found = texts(read("x", f"{ENTITIES.replace('x [', 'html [')}<html>{body}".encode()))
    assert "root:" not in str(found)
    assert len(str(found)) < 1000


# -- what is locked ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_an_encrypted_office_file_is_told(kind):
    data = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
    assert codes(data + kind.encode()) == ["PR104"]


def test_an_encrypted_old_workbook_is_told():
    data = (SEED / "seed-form.xls").read_bytes()
    start = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")  # the first record: a workbook begins
    after = start + 4 + int.from_bytes(data[start + 2 : start + 4], "little")
    record = b"\x2f\x00" + data[after + 2 : after + 4]  # the next one becomes a password's
    assert codes(data[:after] + record + data[after + 4 :]) == ["PR104"]


# -- what is cut or in another encoding -------------------------------------------------------

WHOLE = {
    "xlsx": SEED / "seed-form.xlsx",
    "xls": SEED / "seed-form.xls",
    "docx": SEED / "seed-form.docx",
    "ods": SEED / "seed-form.ods",
    "html": SEED / "seed-form.html",
    "csv": FORMS / "03-suixi-linshijiuzhu-2019" / "form.csv",
    "txt": FORMS / "01-guichi-tangxi-weituoyewu-2022" / "form.txt",
}


@pytest.mark.parametrize("share", range(20))
@pytest.mark.parametrize("kind", WHOLE)
def test_a_file_cut_anywhere_is_read_or_refused(kind, share, tmp_path):
    data = WHOLE[kind].read_bytes()
    path = saved(tmp_path, data[: len(data) * share // 20])
    try:
        assert perfrules.read_forms(path)
    except UnreadableForm as error:
        assert error.findings


@pytest.mark.parametrize("kind", ["html", "csv", "txt"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "gb18030"])
def test_a_text_is_the_same_in_each_encoding(kind, encoding):
    data = WHOLE[kind].read_bytes()
    text = decoded("x", data)
    assert read("x", text.encode(encoding)).rows == read("x", data).rows


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-7", "big5hkscs", "iso2022_jp"])
def test_a_text_in_another_encoding_is_refused_or_holds_no_form(encoding, tmp_path):
    text = "\n".join("\t".join(row) for row in form("甲"))
    path = saved(tmp_path, text.encode(encoding, "replace"))
    with pytest.raises(UnreadableForm) as caught:
        perfrules.read_forms(path)
    assert [f.code for f in caught.value.findings] in (["PR107"], ["PR203"], ["PR103"])


# -- formulas that nobody calculated ----------------------------------------------------------


def _formulas(value):
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    page = book.add_worksheet("表")
    for row, line in enumerate(form("甲")):
        page.write_row(row, 0, line)
    page.write_formula("G7", "=SUM(G6:G6)", None, value)
    book.close()
    return data.getvalue()


def test_noughts_of_formulas_that_were_never_calculated_are_told(tmp_path):
    one = perfrules.read_form(saved(tmp_path, _formulas(0)))
    told = [(f.code, severity(f), f.where.spot, dict(f.params)) for f in one.findings]
    assert ("PR113", "warning", "表!G7", {"count": "1", "formula": "=SUM(G6:G6)"}) in told
    assert one.claimed_total.value == 0


def test_a_nought_that_was_calculated_is_not_told(tmp_path):
    one = perfrules.read_form(saved(tmp_path, _formulas(90)))
    assert "PR113" not in {finding.code for finding in one.findings}
    data = io.BytesIO()
    book = openpyxl.Workbook()
    book.calculation.fullCalcOnLoad = False
    for line in form("甲"):
        book.active.append(line)
    book.save(data)
    assert all(not grid.findings for grid in read_all("x", data.getvalue()))


def test_a_sheet_whose_formulas_all_give_empty_texts_is_empty():
    body = b'<row r="1"><c r="A1" t="str"><f>IF(1,"")</f><v></v></c></row>'
    assert codes(sheet(body)) == ["PR102"]


def test_kinds_that_are_not_read_are_named():
    names = {"ppt/presentation.xml": "pptx", "xl/workbook.bin": "xlsb", "OFD.xml": "OFD"}
    for name, kind in names.items():
        with pytest.raises(UnreadableForm) as caught:
            file_kind("x", packed(**{name.replace("/", "__"): ""}))
        assert caught.value.findings[0].params["kind"] == kind
