"""Files that LibreOffice converts: a fake program stands for it, and the real one where it is."""

import io
import os
import shutil
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

import perfrules
from perfrules.findings import UnreadableForm
from perfrules.readers import FileKind, file_kind
from tests.readers.test_formats import codes, texts
from tests.readers.test_ods import content, ods, packed, table, td, tr
from tests.reading import read, read_all
from tests.support import ROOT, severity

SEED = ROOT / "tests" / "forms" / "qiannan"
DOC = (SEED / "seed-form.doc").read_bytes()
DOCX = SEED / "seed-form.docx"
ODT_TYPE = "application/vnd.oasis.opendocument.text"
ODT = packed("x", ODT_TYPE)
WORD_XML = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>'
EXCEL_XML = b'<?xml version="1.0"?>\n<!-- x --><Workbook xmlns="urn:x"/>'
FODT = (
    content("")
    .replace("-content", "")
    .replace("<office:a", f"<!--{'application/vnd.oasis.opendocument.text'}--><office:a", 1)
)

FAKE = """#!{python}
import os, pathlib, shutil, subprocess, sys, time
arguments = sys.argv[1:]
target = pathlib.Path(arguments[arguments.index("--outdir") + 1])
ending = arguments[arguments.index("--convert-to") + 1]
profile = pathlib.Path(arguments[0].partition("file://")[2])
log = pathlib.Path({log!r}) / str(os.getpid())
log.write_text(arguments[0] + (profile / "user" / "registrymodifications.xcu").read_text())
{body}
target.mkdir()
shutil.copy({made!r}, target / ("form." + ending))
"""

real = pytest.mark.skipif(
    not (shutil.which("soffice") or shutil.which("libreoffice")),
    reason="LibreOffice is not installed here",
)


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Put a program in the place of LibreOffice; it gives *made*, after *body*."""
    log, folder = tmp_path / "log", tmp_path / "bin"
    log.mkdir()
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def put(made=DOCX, body="", name="soffice"):
        program = folder / name
        text = FAKE.format(python=sys.executable, log=str(log), made=str(made), body=body)
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)
        return log

    return put


@pytest.mark.parametrize("name", ["soffice", "libreoffice"])
def test_a_document_is_read_as_it_was_converted(name, fake):
    fake(name=name)
    grid, same = read("form.doc", DOC), read("form.docx", DOCX.read_bytes())
    assert texts(grid) == texts(same)
    spots = [cell.spot for row in same.rows for cell in row]
    assert [cell.spot for row in grid.rows for cell in row] == [
        f"docx!{spot}" if spot else "" for spot in spots
    ]


def test_a_form_tells_that_it_came_through_a_conversion(fake, tmp_path):
    fake()
    path = tmp_path / "form.doc"
    path.write_bytes(DOC)
    form = perfrules.read_form(path)
    assert str(form.rows[0].where).startswith(f"{path}:docx!T1R")
    told = [(f.code, severity(f), dict(f.params)) for f in form.findings if f.code == "PR121"]
    assert told == [("PR121", "info", {"kind": "doc", "wanted": "docx"})]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (DOC, FileKind.DOC),
        (b"{\\rtf1 x}", FileKind.RTF),
        (ODT, FileKind.ODT),
        (FODT.encode(), FileKind.FODT),
        (WORD_XML, FileKind.WORD_XML),
        (b"<?xml version='1.0'?><pkg:package/>", FileKind.WORD_XML),
    ],
)
def test_each_kind_of_text_document_is_converted(data, kind, fake):
    fake()
    assert file_kind("x", data) is kind
    assert texts(read("x", data)) == texts(read("x", DOCX.read_bytes()))


def test_a_workbook_in_xml_is_converted_sheet_by_sheet(fake, tmp_path):
    made = tmp_path / "made.ods"
    sheets = table(tr(td("甲")), name="一") + table(tr(td("乙")), name="二")
    made.write_bytes(packed(content(sheets)))
    fake(made)
    assert file_kind("x", EXCEL_XML) is FileKind.EXCEL_XML
    grids = read_all("x", EXCEL_XML)
    assert [(grid.sheet, grid.rows[0][0].spot) for grid in grids] == [
        ("一", "ods!一!A1"),
        ("二", "ods!二!A1"),
    ]
    assert [[finding.code for finding in grid.findings] for grid in grids] == [["PR121"]] * 2


def test_a_program_gets_a_profile_of_its_own_without_macros_links_and_network(fake):
    log = fake()
    with ThreadPoolExecutor(8) as pool:
        grids = list(pool.map(lambda _: read("x", DOC), range(16)))
    assert all(grid == grids[0] for grid in grids)
    told = [path.read_text("utf-8") for path in log.iterdir()]
    profiles = {text.partition("<?xml")[0] for text in told}
    assert len(profiles) == 16
    for setting in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "ooInetHTTPSProxyName"):
        assert all(setting in text for text in told)


def test_nothing_is_left_behind(fake, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "log"))
    log = fake()
    read("x", DOC)
    assert [path.name for path in log.iterdir() if path.is_dir()] == []


# -- when it does not work --------------------------------------------------------------------


def test_without_the_program_it_is_said_how_to_go_on(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "form.doc"
    path.write_bytes(DOC)
    with pytest.raises(UnreadableForm) as caught:
        perfrules.read_form(path)
    (finding,) = caught.value.findings
    assert (finding.code, severity(finding)) == ("PR117", "error")
    assert "save it as .docx" in perfrules.hint(finding, "en")


@pytest.mark.parametrize(
    "body",
    ["sys.exit(1)", "sys.exit(0)", "os.kill(os.getpid(), 9)"],
    ids=["failure", "nothing-made", "killed"],
)
def test_a_program_that_fails_is_told(body, fake):
    fake(body=body)
    assert codes(DOC) == ["PR120"]


def test_what_is_made_must_be_what_was_asked_for(fake, tmp_path, monkeypatch):
    other = tmp_path / "other"
    other.write_bytes(ods(tr(td("甲"))))
    fake(other)
    assert codes(DOC) == ["PR120"]
    fake()
    monkeypatch.setattr("perfrules.readers.libreoffice.MOST_BYTES", 1000)
    assert codes(DOC) == ["PR120"]


def test_a_program_that_cannot_be_run_is_told(fake, tmp_path):
    fake()
    (tmp_path / "bin" / "soffice").write_bytes(b"\0")
    assert codes(DOC) == ["PR120"]


@pytest.mark.parametrize("has_groups", [True, False])
def test_a_program_that_does_not_end_is_ended_with_all_that_it_started(
    has_groups, fake, tmp_path, monkeypatch
):
    monkeypatch.setattr("perfrules.readers.libreoffice.LONGEST_WAIT", 0.5)
    if not has_groups:
        monkeypatch.delattr(os, "killpg")
    late = tmp_path / "late"
    child = f"import time, pathlib; time.sleep(2); pathlib.Path({str(late)!r}).touch()"
    start = f"subprocess.Popen([sys.executable, '-c', {child!r}])\n" if has_groups else ""
    fake(body=f"{start}time.sleep(60)")
    began = time.monotonic()
    assert codes(DOC) == ["PR120"]
    assert time.monotonic() - began < 10
    time.sleep(2 if has_groups else 0)
    assert not late.exists()


def test_a_document_with_a_password_is_not_given_to_the_program(fake):
    log = fake()
    data = bytearray(DOC)
    data[DOC.index(b"\xec\xa5") + 11] |= 1
    assert codes(bytes(data)) == ["PR104"]
    assert codes(packed("x", ODT_TYPE, "<manifest:encryption-data/>")) == ["PR104"]
    assert list(log.iterdir()) == []


def test_a_document_that_is_cut_short_is_damaged():
    assert codes(DOC[: len(DOC) // 2]) == ["PR106"]


def test_slides_are_of_another_kind():
    data = bytes.fromhex("d0cf11e0a1b11ae1") + "PowerPoint Document".encode("utf-16-le")
    assert codes(data) == ["PR103"]


def test_a_document_without_its_head_is_left_to_the_program(fake):
    fake(body="sys.exit(1)")
    data = bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le")
    assert codes(data) == ["PR120"]


def test_a_bomb_is_refused_before_it_is_converted(fake):
    log, data = fake(), io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODT_TYPE)
        archive.writestr("content.xml", b"0" * 70_000_000)
    assert codes(data.getvalue()) == ["PR105"]
    assert list(log.iterdir()) == []


# -- the real one -----------------------------------------------------------------------------


@real
def test_the_seed_as_an_old_document_is_the_same_form():
    one, two = perfrules.read_form(SEED / "seed-form.doc"), perfrules.read_form(DOCX)
    assert [(r.name, r.target, r.actual, r.weight, r.claimed) for r in one.rows] == [
        (r.name, r.target, r.actual, r.weight, r.claimed) for r in two.rows
    ]
    assert (one.title, one.fiscal_year, one.unit) == (two.title, two.fiscal_year, two.unit)


@real
def test_several_may_be_converted_at_once():
    with ThreadPoolExecutor(3) as pool:
        grids = list(pool.map(lambda _: read("x", DOC), range(3)))
    assert grids[0] == grids[1] == grids[2]
