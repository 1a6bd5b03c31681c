"""PDF: ruled tables over pages, characters put back, and files that mean no good."""

import io
import json
import subprocess
import sys
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import perfrules
from perfrules.findings import MissingExtra, UnreadableForm
from perfrules.model.grid import Grid
from perfrules.readers import sandbox
from perfrules.readers.pdf import read_pdf as read
from tests.corpus.test_truth import bound_rows, truth, wanted_rows
from tests.support import ROOT

QIANNAN = ROOT / "tests" / "forms" / "qiannan"


def codes(data):
    with pytest.raises(UnreadableForm) as caught:
        read("x.pdf", data)
    return [finding.code for finding in caught.value.findings]


# -- the founding form, printed three ways ----------------------------------------------------


def founding(name):
    form = perfrules.read_form(QIANNAN / name)
    return form, [finding.code for finding in form.findings]


@pytest.mark.parametrize("name", ["seed-form-from-docx.pdf", "seed-form-from-html.pdf"])
def test_a_form_over_pages_is_bound_cell_by_cell(name):
    form, _ = founding(name)
    assert list(bound_rows(form)) == list(wanted_rows(truth(QIANNAN / name)))
    assert (form.unit, form.fiscal_year, form.claimed_grade) == ("黔南州大数据局", 2023, "优")


def test_every_pdf_is_to_be_checked_by_eye():
    _, told = founding("seed-form-from-xlsx.pdf")
    assert told == ["PR114"]


def test_numbers_stand_also_where_names_overflow_their_cells():
    form, _ = founding("seed-form-from-xlsx.pdf")
    wanted = list(wanted_rows(truth(QIANNAN / "seed-form-from-xlsx.pdf")))
    for field in ("weight", "claimed", "level1", "level2"):
        assert [row[field] for row in bound_rows(form)] == [row[field] for row in wanted]


def test_rows_that_a_page_break_cuts_are_put_together_and_told():
    _, told = founding("seed-form-from-docx.pdf")
    assert told.count("PR116") == 2


def test_radicals_of_browsers_are_put_back_and_told():
    form, told = founding("seed-form-from-html.pdf")
    assert told == ["PR114", "PR214"]
    assert "用户" in " ".join(row.name for row in form.rows)
    assert "户" in perfrules.message(form.findings[1]) or "⼾" in perfrules.message(
        form.findings[1]
    )


def test_no_radical_is_left_in_the_vocabulary_as_itself():
    from perfrules.resources import vocabulary

    for radical, character in vocabulary().headers.radicals.items():
        assert "\u2e80" <= radical <= "\u2fdf"
        assert "\u4e00" <= character <= "\u9fff"


# -- small files, made here ---------------------------------------------------------------------


def pdf(*pages, packed=False, extra=b""):
    """Return a PDF whose pages draw these contents."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(pages)))
    objects.append(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)))
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for index, content in enumerate(pages):
        resources = b"/Resources << /Font << /F1 3 0 R >> >>"
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] %s /Contents %d 0 R >>"
        objects.append(page % (resources, 5 + 2 * index))
        data = zlib.compress(content, 9) if packed else content
        how = b"/Filter /FlateDecode " if packed else b""
        objects.append(b"<< %s/Length %d >>\nstream\n%s\nendstream" % (how, len(data), data))
    made = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R %s>>\n" % (len(objects) + 1, extra)
    return made + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(made)


def text(x, y, said):
    return b"BT /F1 10 Tf %d %d Td (%s) Tj ET\n" % (x, y, said.encode())


def table(rows, top=700, height=40, wide=100):
    """Return the drawing of a table with all rules."""
    columns, drawn = len(rows[0]), b""
    for i in range(len(rows) + 1):
        drawn += b"50 %d m %d %d l S\n" % (top - i * height, 50 + columns * wide, top - i * height)
    for i in range(columns + 1):
        x = 50 + i * wide
        drawn += b"%d %d m %d %d l S\n" % (x, top, x, top - len(rows) * height)
    for i, row in enumerate(rows):
        for j, said in enumerate(row):
            for k, line in enumerate(said.split("\n")):
                drawn += text(55 + j * wide, top - i * height - 14 - 12 * k, line)
    return drawn


def texts(data):
    return [[cell.text for cell in row] for row in read("x.pdf", data).rows]


def test_lines_and_tables_stand_in_their_order():
    content = text(50, 750, "Title") + table([["a", "b"], ["c", "d"]]) + text(50, 500, "Note")
    assert texts(pdf(content)) == [["Title"], ["a", "b"], ["c", "d"], ["Note"]]


def test_a_line_that_fills_its_width_goes_on_in_the_next():
    long = text(50, 500, "a long note that fills") + text(50, 488, "its line")
    content = table([["a", "b"], ["c", "d"]]) + long
    assert texts(pdf(content))[2:] == [["a long note that fillsits line"]]
    apart = text(50, 500, "a long note that fills") + text(50, 440, "and another")
    assert len(texts(pdf(table([["a", "b"], ["c", "d"]]) + apart))) == 4


def test_a_header_that_is_printed_again_on_the_next_page_is_left_out():
    head = ["name", "target", "actual", "weight"]
    first, second = [head, ["a", "1", "1", "5"]], [head, ["b", "2", "2", "6"]]
    assert texts(pdf(table(first), table(second))) == [*first, second[1]]


def test_a_new_row_on_the_next_page_is_no_rest():
    first, second = [["a", "1", "why", "5"]] * 2, [["b", "2", "", "6"]] * 2
    assert texts(pdf(table(first), table(second))) == [*first, *second]


def test_words_broken_in_a_cell_are_joined_but_never_two_numbers():
    grid = texts(pdf(table([["20\n30", "ab\ncd"], ["5,\n6", "x"]])))
    assert grid == [["20\n30", "ab\ncd"], ["5,6", "x"]]


def test_a_page_without_rules_has_no_table():
    assert codes(pdf(text(50, 700, "no table"))) == ["PR115"]


@pytest.mark.slow
def test_pages_objects_and_bytes_have_limits():
    assert codes(pdf(*[text(50, 700, "x")] * 61)) == ["PR105"]
    assert codes(pdf(table([["a", "b"], ["c", "d"]]) + text(1, 1, "x" * 31_000))) == ["PR105"]
    assert codes(pdf(b"q Q\n" * 1_100_000, packed=True)) == ["PR105"]


def test_a_hundred_megabytes_in_a_hundred_kilobytes_are_not_unpacked():
    data = pdf(b" " * 100_000_000, packed=True)
    assert len(data) < 110_000
    assert codes(data) == ["PR105"]
    twice = data.replace(b"/Filter /FlateDecode", b"/Filter [/FlateDecode /FlateDecode]")
    assert codes(twice) == ["PR106"]


def test_an_encrypted_file_is_told():
    encrypted = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (x) /P -4 >> /ID [(a) (b)] "
    assert codes(pdf(table([["a", "b"], ["c", "d"]]), extra=encrypted)) == ["PR104"]


# -- a process of its own ---------------------------------------------------------------------

GRID = pdf(table([["a", "b"], ["c", "d"]]))
CUT = (QIANNAN / "seed-form-from-docx.pdf").read_bytes()[:9_999]


def test_a_process_of_its_own_reads_the_same_grid():
    assert sandbox.read_in_sandbox("x.pdf", GRID) == read("x.pdf", GRID)


@pytest.mark.parametrize("data", [b"%PDF-1.4", pdf(b"q Q\n" * 600_000, packed=True), CUT])
def test_a_process_of_its_own_refuses_in_the_same_words(data):
    with pytest.raises(UnreadableForm) as here:
        read("x.pdf", data)
    with pytest.raises(UnreadableForm) as there:
        sandbox.read_in_sandbox("x.pdf", data)
    assert there.value.findings == here.value.findings


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not bound memory")
def test_what_unpacks_without_end_is_ended():
    data = pdf(zlib.compress(b" " * 700_000_000), packed=True)
    with pytest.raises(UnreadableForm) as caught:
        sandbox.read_in_sandbox(
            "x.pdf", data.replace(b"/Filter /FlateDecode", b"/Filter [/Fl /Fl]")
        )
    (finding,) = caught.value.findings
    assert (finding.code, finding.params["what"]) == ("PR105", "bytes of memory")


def test_what_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(sandbox, "LONGEST_PDF_READ", 0.01)
    with pytest.raises(UnreadableForm) as caught:
        sandbox.read_in_sandbox("x.pdf", GRID)
    (finding,) = caught.value.findings
    assert (finding.code, finding.params["what"]) == ("PR105", "seconds")


def test_a_fault_of_the_process_is_no_fault_of_the_file(monkeypatch):
    monkeypatch.setattr(sandbox, "__name__", "perfrules.none")
    with pytest.raises(RuntimeError, match="none"):
        sandbox.read_in_sandbox("x.pdf", GRID)


@pytest.mark.parametrize("program", ["", "/usr/bin/uwsgi"])
def test_where_no_python_can_be_started_it_is_read_here(program, monkeypatch):
    monkeypatch.setattr(sys, "executable", program)
    monkeypatch.setattr(subprocess, "Popen", None)
    assert sandbox.read_in_sandbox("x.pdf", GRID) == read("x.pdf", GRID)


def said(data, monkeypatch):
    """Return what the process says, said here and without a bound."""
    output = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    monkeypatch.setattr(sys, "stdout", output)
    monkeypatch.setattr(sandbox, "_limit_own_memory", lambda: None)
    sandbox.main()
    return json.loads(output.buffer.getvalue())


def test_the_process_tells_rows_refusals_missing_packages_and_want_of_memory(monkeypatch):
    assert said(GRID, monkeypatch)["rows"][0] == [["a", "p1R1C1"], ["b", "p1R1C2"]]
    assert said(b"%PDF-1.4", monkeypatch)["findings"][0]["code"] == "PR106"
    monkeypatch.setattr(sandbox, "_read_here", raising(MemoryError()))
    assert said(GRID, monkeypatch)["findings"][0]["params"]["what"] == "bytes of memory"
    monkeypatch.setattr(sandbox, "_read_here", raising(MissingExtra("pdf", "pdfplumber")))
    assert said(GRID, monkeypatch) == {"missing": "pdfplumber"}


def raising(error):
    def act(*_):
        raise error

    return act


@pytest.mark.parametrize("program", [sys.executable, ""])
def test_a_missing_package_names_its_extra(program, monkeypatch, tmp_path):
    (tmp_path / "pdfplumber.py").write_text("raise ImportError(name='pdfplumber')", "utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(sys, "executable", program)
    monkeypatch.delitem(sys.modules, "perfrules.readers.pdf", raising=False)
    monkeypatch.delattr("perfrules.readers.pdf", raising=False)
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(MissingExtra) as caught:
        sandbox.read_in_sandbox("x.pdf", GRID)
    assert (caught.value.extra, caught.value.package) == ("pdf", "pdfplumber")


# -- what is cut ------------------------------------------------------------------------------

FOUNDING = (QIANNAN / "seed-form-from-docx.pdf").read_bytes()


@pytest.mark.parametrize("share", range(1, 20))
def test_a_truncated_file_is_one_clear_line_or_what_is_left(share):
    try:
        assert isinstance(read("x.pdf", FOUNDING[: len(FOUNDING) * share // 20]), Grid)
    except UnreadableForm as error:
        assert len(error.findings) == 1


SMALL = pdf(table([["name", "target"], ["a", "20"]]), table([["b", "30"], ["c", "40"]]))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), max_size=12))
def test_any_damage_is_read_or_refused(changes):
    data = bytearray(SMALL)
    for place, byte in changes:
        data[place] = byte
    try:
        assert isinstance(read("x.pdf", bytes(data)), Grid)
    except UnreadableForm as error:
        assert error.findings
