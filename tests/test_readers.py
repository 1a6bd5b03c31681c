"""Files: what is written and where; the kind by content; every bad file in one clear line."""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

import perfrules
from perfrules import api
from perfrules.findings import UnreadableForm
from perfrules.model.messages import Lang
from perfrules.readers import FileKind, contents, decoded, kind_of, read
from tests.support import CASES, EXAMPLES, expectation

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
        assert finding.severity == "error"
        assert "\n" not in api.messages().message(finding, Lang.ZH)


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
        contents(path)
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
            api._bound("file", head + data)
        except UnreadableForm as error:
            assert error.findings


def test_the_kind_is_told_by_the_content(tmp_path):
    path = tmp_path / "form.txt"
    path.write_bytes(XLSX.read_bytes())
    assert kind_of("x", path.read_bytes()) is FileKind.XLSX
    assert perfrules.read_form(path).unit == "黔南州大数据局"
    assert kind_of("x", (EXAMPLES / "partly-met-2023.yaml").read_bytes()) is FileKind.DOCUMENT
    assert kind_of("x", b'{"schema": "perfrules/form/1"}') is FileKind.DOCUMENT


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


def _one(value, layout=None):
    def write(book, sheet):
        sheet.write(0, 0, value, book.add_format({"num_format": layout}) if layout else None)

    return read("book.xlsx", workbook(write)).rows[0][0]


@pytest.mark.parametrize(
    ("value", "layout", "text"),
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
        (1234567.5, "#,##0.00", "1234567.5"),
        (True, None, "TRUE"),
        ("≥95%", None, "≥95%"),
    ],
)
def test_a_number_is_printed_as_excel_shows_it(value, layout, text):
    assert _one(value, layout).text == text


def test_a_percent_keeps_digits_that_its_format_hides():
    assert _one(0.4988, "0%").text == "49.88%"


def test_a_date_is_printed_as_a_date():
    import datetime

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


def test_a_million_formatted_rows_are_not_walked():
    def write(book, sheet):
        sheet.write("A1", "甲")
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))

    assert len(read("b", workbook(write)).rows) == 1


def test_a_missing_package_is_named(monkeypatch):
    import builtins

    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name in ("python_calamine", "perfrules.readers.excel") or "excel" in (args[2] or ()):
            raise ImportError(name=name if "." not in name else "python_calamine")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(perfrules.MissingExtra) as caught:
        read("b", SMALL)
    assert caught.value.extra == "excel"


BROKEN_FORMS = sorted((CASES / "broken-forms").glob("*.txt"))


@pytest.mark.parametrize("path", BROKEN_FORMS, ids=lambda path: path.stem)
def test_a_faulty_form_is_read_and_its_faults_told(path):
    found = [f"{f.code} {f.where.spot}".strip() for f in perfrules.read_form(path).findings]
    assert found == expectation(path)
