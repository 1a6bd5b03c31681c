"""Files: what is written and where; the kind by content; every bad file in one clear line."""

import datetime
import io
import json
import sys
import zipfile
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

import perfrules
from perfrules import resources
from perfrules.findings import UnreadableForm
from perfrules.model.messages import Lang
from perfrules.readers import FileKind, decoded, file_kind, office_package, opened
from perfrules.readers.number_formats import number_format
from perfrules.readers.sheet_xml import column_letters, column_number
from tests.reading import read
from tests.support import CASES, EXAMPLES, ROOT, expectation, severity

TXT = EXAMPLES / "qiannan-bigdata-2023.txt"
XLSX = EXAMPLES / "qiannan-bigdata-2023.xlsx"


def workbook(write):
    """Return the bytes of a workbook that *write* fills."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    write(book, book.add_worksheet("表"))
    book.close()
    return data.getvalue()


def packed(**members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return data.getvalue()


SMALL = workbook(lambda book, sheet: sheet.write("A1", "x"))
OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")

FILES = {path.name: path.read_bytes() for path in sorted((CASES / "broken-files").iterdir())}
MADE = {
    "PR105-too-many-columns": b"\t" * 10_000 + b"x",
    "PR105-too-many-rows": b"x\n" * 30_000,
    "PR105-too-many-cells": (b"\t" * 150 + b"x\n") * 10_000,
    "PR105-long-cell": b"x" * 100_000,
    "PR105-zip-bomb": packed(xl__workbook_xml="0" * 210_000_000),
    "PR009-many-nodes": b"schema: perfrules/form/1\nindicators: [" + b"1, " * 210_000 + b"1]",
}
"""Files that are too large to keep: made here, named like the kept ones by the code they raise."""
BAD = {**FILES, **MADE}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_clear_line(name, tmp_path):
    path = tmp_path / f"{name}.txt"
    path.write_bytes(BAD[name])
    with pytest.raises(UnreadableForm) as caught:
        perfrules.read_form(path)
    codes = [finding.code for finding in caught.value.findings]
    assert name[:5] in codes
    for finding in caught.value.findings:
        assert finding.where.source == str(path)
        assert severity(finding) == "error"
        assert "\n" not in resources.messages().message(finding, Lang.ZH)


def sheet(body, tail=b""):
    """Return the founding workbook with other cells: XML that no writer would make."""
    result = io.BytesIO()
    with zipfile.ZipFile(XLSX) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part[: part.index(b"<sheetData>")] + b"<sheetData>" + body
                part += b"</sheetData>" + tail + b"</worksheet>"
            target.writestr(name, part)
    return result.getvalue()


def replaced(member, old, new):
    """Return the founding workbook with one text of a member replaced everywhere."""
    result = io.BytesIO()
    with zipfile.ZipFile(XLSX) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            assert name != member or old in part
            target.writestr(name, part.replace(old, new) if name == member else part)
    return result.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "PR105"),
        (sheet(b'<row r="1048576"><c r="XFD1048576" t="str"><v/></c></row>'), "PR105"),
        (sheet(b'<row r="1048576"><c><v>1</v></c></row>'), "PR105"),
        (sheet(b'<row r="1"><c r="ZZ1"><v>1</v></c></row>'), "PR105"),
        (sheet(b'<row r="9000"><c r="CV9000"><v>1</v></c></row>'), "PR105"),
        (sheet(b'<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>'), "PR106"),
        (sheet(b'<row r="1"><c r="A99999999999999999999"><v>1</v></c></row>'), "PR106"),
        (sheet(b'<row r="1"><c r="A1" t="s"><v>5</v></c></row>'), "PR106"),
        (sheet(b'<row r="1"><c r="A1"><v>1</v></c></wor>'), "PR106"),
        (
            sheet(
                b'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>',
                b"<mergeCells>" + b'<mergeCell ref="A1:B1"/>' * 2 + b"</mergeCells>",
            ),
            "PR106",
        ),
        (
            replaced(
                "xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"../../../etc/passwd"
            ),
            "PR106",
        ),
        (
            replaced(
                "xl/worksheets/sheet1.xml",
                b"<worksheet",
                b"<!--%s--><!DOCTYPE x><worksheet" % (b" " * 99_999),
            ),
            "PR111",
        ),
    ],
    ids=[
        "far-corner",
        "far-blank",
        "far-row-without-references",
        "far-column",
        "far-apart",
        "column-past-the-last",
        "row-past-counting",
        "no-such-text",
        "not-well-formed",
        "areas-overlap",
        "sheet-outside",
        "late-document-type",
    ],
)
def test_a_hostile_workbook_is_refused_before_it_costs(data, code):
    with pytest.raises(UnreadableForm) as caught:
        read("book.xlsx", data)
    assert [finding.code for finding in caught.value.findings] == [code]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<fills count="2"><fill><patternFill /></fill>', b'<fills count="2"><fill/>'),
        (b'<cellStyle name="Normal" xfId="0" builtinId="0" hidden="0" />', b""),
        (b'<numFmts count="0" />', b""),
    ],
)
def test_odd_styles_do_not_keep_a_form_from_being_read(old, new):
    data = replaced("xl/styles.xml", old, new)
    assert read("book.xlsx", data).rows == read("book.xlsx", XLSX.read_bytes()).rows


def test_a_workbook_without_styles_shows_numbers_in_full():
    parts = office_package.package_parts(
        "b", sheet(b'<row r="1"><c r="A1" s="3"><v>0.5</v></c></row>')
    )
    del parts["xl/styles.xml"]
    assert read("b", office_package.repacked(parts).getvalue()).rows[0][0].text == "0.5"


@pytest.mark.parametrize(
    "data",
    [
        replaced("xl/workbook.xml", b'state="visible"', b'state="hidden"'),
        sheet(b""),
        sheet(b'<row r="1"><c r="A1" t="inlineStr"><is><t> </t></is></c></row>'),
    ],
    ids=["all-hidden", "no-cells", "blanks-only"],
)
def test_a_workbook_in_which_nothing_is_seen_is_empty(data):
    with pytest.raises(UnreadableForm) as caught:
        read("b", data)
    assert [finding.code for finding in caught.value.findings] == ["PR102"]


class PanicException(BaseException):
    pass


@pytest.mark.parametrize(
    ("error", "becomes"),
    [(PanicException, UnreadableForm), (KeyboardInterrupt, KeyboardInterrupt)],
)
def test_a_panic_is_damage_and_an_interrupt_is_not(error, becomes, monkeypatch):
    def fails(data):
        raise error

    monkeypatch.setattr("python_calamine.CalamineWorkbook", SimpleNamespace(from_filelike=fails))
    with pytest.raises(becomes):
        read("b", SMALL)


def test_a_zip_whose_members_have_a_password_is_encrypted():
    data = bytearray(SMALL)
    data[data.index(b"PK\1\2") + 8] |= 1
    with pytest.raises(UnreadableForm) as caught:
        read("b", bytes(data))
    assert [finding.code for finding in caught.value.findings] == ["PR104"]


def test_a_member_with_a_wrong_checksum_is_damaged():
    data = bytearray(SMALL)
    data[data.index(b"PK\1\2") + 16] ^= 1
    with pytest.raises(UnreadableForm) as caught:
        read("b", bytes(data))
    assert [finding.code for finding in caught.value.findings] == ["PR106"]


@pytest.mark.parametrize(("hour", "text"), [(8, "2023-12-31 08:00:00"), (0, "2023-12-31")])
def test_a_moment_is_printed_with_its_time(hour, text):
    moment = datetime.datetime(2023, 12, 31, hour)  # noqa: DTZ001 - a workbook has no zones
    assert _one(moment, "yyyy-mm-dd hh:mm").text == text


def test_white_space_between_elements_is_no_content():
    data = sheet(b'\n <row r="1">\n <c r="A1">\n <v>1</v>\n </c>\n </row>\n')
    assert [[cell.text for cell in row] for row in read("b", data).rows] == [["1"]]


def test_a_style_that_is_not_there_shows_the_number():
    data = sheet(b'<row r="1"><c r="A1" s="99"><v>0.5</v></c></row>')
    assert read("b", data).rows[0][0].text == "0.5"


def test_cells_without_references_follow_each_other():
    data = sheet(b'<row><c s="3"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>')
    cells = [[(cell.text, cell.spot) for cell in row] for row in read("b", data).rows]
    assert cells == [
        [("100%", "自评表!A1"), ("2", "自评表!B1")],
        [("3", "自评表!A2"), ("", "自评表!B2")],
    ]


def test_of_two_parts_of_one_name_only_the_checked_one_is_read():
    data = io.BytesIO(XLSX.read_bytes())
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(data, "a") as archive:
        part = archive.read(name).replace(b"2002.94", b"9999.99")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(name, part)
    texts = [cell.text for row in read("b", data.getvalue()).rows for cell in row]
    assert "9999.99" in texts
    assert "2002.94" not in texts


def test_the_founding_workbook_is_its_true_grid():
    truth = json.loads((ROOT / "tests" / "forms" / "qiannan.grid.json").read_text("utf-8"))[
        "filled"
    ]
    rows = read("book.xlsx", XLSX.read_bytes()).rows[3 : 3 + len(truth)]
    assert [[cell.text for cell in row] for row in rows] == truth


@pytest.mark.parametrize("name", ["does-not-exist", ".", "a\0b"])
def test_what_cannot_be_opened_is_told(name, tmp_path):
    with pytest.raises(UnreadableForm) as caught:
        perfrules.read_form(f"{tmp_path}/{name}")
    assert [finding.code for finding in caught.value.findings] == ["PR101"]


def test_a_huge_file_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / "huge.txt"
    path.write_bytes(b"x" * 100)
    monkeypatch.setattr("perfrules.readers.files.MOST_BYTES", 99)
    with pytest.raises(UnreadableForm) as caught:
        opened(path)
    assert caught.value.findings[0].params["limit"] == "99"


@pytest.mark.parametrize("cut", range(0, 9000, 450))
def test_a_workbook_cut_anywhere_is_refused_or_read(cut, tmp_path):
    path = tmp_path / "cut.xlsx"
    path.write_bytes(XLSX.read_bytes()[:cut])
    with pytest.raises(UnreadableForm):
        perfrules.read_form(path)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    for head in (b"", b"PK\x03\x04", OLE2, b"schema: perfrules/form/1\n"):
        try:
            perfrules.read_forms(head + data, source="file")
        except UnreadableForm as error:
            assert error.findings


def test_the_kind_is_told_by_the_content(tmp_path):
    path = tmp_path / "form.txt"
    path.write_bytes(XLSX.read_bytes())
    assert file_kind("x", path.read_bytes()) is FileKind.XLSX
    assert perfrules.read_form(path).unit == "黔南州大数据局"
    assert file_kind("x", (EXAMPLES / "partly-met-2023.yaml").read_bytes()) is FileKind.DOCUMENT
    assert file_kind("x", b'{"schema": "perfrules/form/1"}') is FileKind.DOCUMENT


def test_a_text_cell_knows_its_line_and_place():
    grid = read("f", b"a\t\tb\r\nc\n\n\td")
    assert [[(cell.text, cell.spot) for cell in row] for row in grid.rows] == [
        [("a", "1:1"), ("", "1:2"), ("b", "1:3")],
        [("c", "2:1")],
        [],
        [("", "4:1"), ("d", "4:2")],
    ]


lines = st.lists(
    st.lists(
        st.text(st.characters(categories=["L", "N", "P"]), max_size=5), min_size=1, max_size=4
    ),
    min_size=1,
    max_size=4,
)


@given(lines)
def test_tabs_and_lines_read_back(table):
    text = "# \n" + "\n".join("\t".join(row) for row in table)
    grid = read("f", text.encode())
    again = [[cell.text for cell in row] for row in grid.rows[1:]]
    assert again == [
        row if any(cell.strip() for cell in row) and "\t".join(row).strip() else [] for row in table
    ]


def test_gb18030_is_read():
    assert decoded("f", "绩效㎡囍".encode("gb18030")) == "绩效㎡囍"


def _one(value, code=None):
    def write(book, sheet):
        sheet.write(0, 0, value, book.add_format({"num_format": code}) if code else None)

    return read("book.xlsx", workbook(write)).rows[0][0]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1, "0%", "100%"),
        (0.987, "0.00%", "98.70%"),
        (1.0259, "0.00%", "102.59%"),
        (0.4988, "0%", "49.88%"),
        (3651, None, "3651"),
        (2002.94, None, "2002.94"),
        (10, "0.00", "10.00"),
        (0.1 + 0.2, None, "0.3"),
        (0, None, "0"),
        (0, "0%", "0%"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (0.987, "0.00%_ ", "98.70%"),
        (0.5, "0.0%;[Red]-0.0%", "50.0%"),
        (0.5, "#,##0.00%", "50.00%"),
        (0.5, '0%;-0%;"-"', "50%"),
        (10, "0.00_);[Red](0.00)", "10.00"),
        (2000, '"≥"0"家"', "≥2000家"),
        (2023, "0\\年", "2023年"),
        (12.5, "[$¥-804]0.00", "12.50"),
        (12000, "0,", "12000"),
        (0.5, "# ?/?", "0.5"),
        (0.5, "0.00E+00", "0.5"),
        (7, "[DBNum1]0", "7"),
        (7, "[>5]0.0;0", "7"),
        (7, "[Red]0.0", "7.0"),
        (7, "@", "7"),
        (7, 'General"家"', "7家"),
        (-0.05, "0.0%", "-5.0%"),
        (0, "0.00", "0.00"),
        (1e308, None, "1" + "0" * 308),
        (True, None, "TRUE"),
        ("≥95%", None, "≥95%"),
    ],
)
def test_a_number_is_printed_as_excel_shows_it(value, code, text):
    assert _one(value, code).text == text


def test_a_percent_keeps_digits_that_its_format_hides():
    assert _one(0.4988, "0%").text == "49.88%"


def test_a_date_is_printed_as_a_date():
    assert _one(datetime.date(2023, 12, 31), "yyyy-mm-dd").text == "2023-12-31"


def test_an_error_cell_is_shown():
    def write(book, sheet):
        sheet.write("A1", "x")
        sheet.write_formula("B1", "=1/0", None, "#DIV/0!")

    assert read("b", workbook(write)).rows[0][1].text == "#DIV/0!"


def test_a_formula_without_a_value_is_no_blank():
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["B1"] = "=SUM(1,2)"
    data = io.BytesIO()
    book.save(data)
    assert read("b", data.getvalue()).rows[0][1].text == "=SUM(1,2)"


def test_a_formula_that_gave_an_empty_text_is_blank():
    data = sheet(
        b'<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>IF(A1,"")</f><v></v></c></row>'
    )
    assert [cell.text for cell in read("b", data).rows[0]] == ["1", ""]


def test_a_book_of_formulas_without_values_is_not_empty():
    data = sheet(b'<row r="1"><c r="A1"><f>1+1</f></c></row>')
    assert read("b", data).rows[0][0].text == "=1+1"


def test_merged_cells_repeat_the_first_one():
    def write(book, sheet):
        sheet.merge_range("B2:C3", "甲")
        sheet.write("D4", "乙")

    rows = read("b", workbook(write)).rows
    assert [rows[1][1], rows[1][2], rows[2][1], rows[2][2]] == [rows[1][1]] * 4
    assert rows[1][1].spot == "表!B2"


def test_the_first_sheet_with_content_is_read():
    def write(book, sheet):
        book.add_worksheet("二").write("A1", "甲")

    assert read("b", workbook(write)).rows[0][0].spot == "二!A1"


def test_the_fullest_visible_sheet_is_read():
    def write(book, sheet):
        sheet.write("A1", "填报说明")
        book.add_worksheet("名单").write_column("A1", ["甲"] * 9)
        book.get_worksheet_by_name("名单").hide()
        book.add_worksheet("自评表").write_row("A1", ["甲", "乙"])
        book.add_worksheet("附表").write_row("A1", ["甲", "乙"])

    assert read("b", workbook(write)).rows[0][0].spot == "自评表!A1"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters='"'), max_size=4))
def test_a_literal_of_a_format_is_no_number(text):
    shown = number_format(f'"{text}"0.0').shown(Decimal(5))
    assert shown.endswith("5.0")
    assert number_format(f'0.0"{text}"').decimals == 1


@pytest.mark.parametrize("column", [0, 25, 26, 701, 702, 16_383])
def test_a_column_is_named_as_openpyxl_names_it(column):
    assert column_letters(column) == get_column_letter(column + 1)
    assert column_number(column_letters(column)) == column


TEXT = "绩效\t≥95%\n㎡囍\t1"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings_of_one_text_give_one_grid(encoding):
    assert read("f", TEXT.encode(encoding)) == read("f", TEXT.encode("utf-8"))


def test_a_million_formatted_rows_are_not_walked():
    def write(book, sheet):
        sheet.write("A1", "甲")
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))

    assert len(read("b", workbook(write)).rows) == 1


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.delitem(sys.modules, "perfrules.readers.xlsx", raising=False)
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(perfrules.MissingExtra) as caught:
        read("b", SMALL)
    assert caught.value.extra == "excel"


BROKEN_FORMS = sorted((CASES / "broken-forms").glob("*.txt"))


@pytest.mark.parametrize("path", BROKEN_FORMS, ids=lambda path: path.stem)
def test_a_faulty_form_is_read_and_its_faults_told(path):
    found = [f"{f.code} {f.where.spot}".strip() for f in perfrules.read_form(path).findings]
    assert found == expectation(path)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c t="inlineStr"><is><t>甲</t></is></c>', "甲"),
        ('<c t="inlineStr"><is><r><t>甲</t></r><r><rPr><b/></rPr><t>乙</t></r></is></c>', "甲乙"),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c t="str"><f>A9</f><v>甲</v></c>', "甲"),
        ('<c t="inlineStr"><is><t>甲</t><rPh sb="0" eb="1"><t>jia</t></rPh></is></c>', "甲"),
    ],
    ids=["inline", "rich", "truth", "error", "formula", "phonetic"],
)
def test_a_cell_of_a_workbook_is_what_a_person_sees(cell, text):
    grid = read("x", sheet(f'<row r="1">{cell}<c><v>1</v></c></row>'.encode()))
    assert grid.rows[0][0].text == text


def test_a_shared_text_is_that_of_its_runs_without_how_it_is_spoken():
    data, spoken = (
        io.BytesIO(),
        '<si><r><t>合</t></r><r><t>计</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>',
    )
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    book.add_worksheet().write("A1", "old")
    book.close()
    changed = io.BytesIO()
    with zipfile.ZipFile(data) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, part.replace(b"<si><t>old</t></si>", spoken.encode()))
    assert read("x", changed.getvalue()).rows[0][0].text == "合计"


@pytest.mark.parametrize("system", [True, False])
def test_a_date_is_the_same_day_in_both_systems(system):
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "date_1904": system})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    book.add_worksheet().write_datetime("A1", datetime.date(2023, 12, 31), day)
    book.close()
    assert read("x", data.getvalue()).rows[0][0].text == "2023-12-31"


def test_hidden_rows_and_columns_are_read_and_told():
    def write(book, page):
        for row in range(3):
            page.write_row(row, 0, ["x", "y", "z"])
        page.set_row(1, None, None, {"hidden": True})
        page.set_column(2, 2, None, None, {"hidden": True})

    grid = read("form.xlsx", workbook(write))
    (told,) = grid.findings
    assert (told.code, told.where.spot, told.params["count"]) == ("PR124", "表!C1", "5")
    assert [[cell.text for cell in row] for row in grid.rows] == [["x", "y", "z"]] * 3


def test_hidden_columns_in_which_nothing_stands_are_not_told():
    def write(book, page):
        page.write_row(0, 0, ["x", "y"])
        page.set_column(5, 9, None, None, {"hidden": True})

    assert read("form.xlsx", workbook(write)).findings == ()
