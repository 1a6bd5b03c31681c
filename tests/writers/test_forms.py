"""A form in another format: reading what was written gives the same form."""

import json
import shutil

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

import perfrules
from perfrules import writers
from perfrules.forms import clean_document, write_form
from perfrules.readers.libreoffice import PROGRAMS
from perfrules.writers.forms import TABLES as TABLE_KINDS
from tests import strategies
from tests.corpus.test_truth import FILES
from tests.review.test_second_opinion import HEAD, REVIEW, ROW, TITLES
from tests.support import CASES, EXAMPLES, ROOT, run

TABLES = ("xlsx", *TABLE_KINDS)
CLEAN = CASES / "findings" / "clean.yaml"


@pytest.mark.parametrize("kind", writers.FORMATS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.suffix[1:]}")
def test_a_published_form_is_the_same_in_every_format(path, kind):
    _, lost = perfrules.write_form(perfrules.read_form(path), kind)
    assert [finding.params for finding in lost] == []


@settings(max_examples=60, deadline=None)
@given(strategies.documents().map(strategies.bound))
def test_any_form_is_the_same_as_a_document(form):
    for kind in ("yaml", "json"):
        assert perfrules.write_form(form, kind)[1] == ()


@settings(max_examples=60, deadline=None)
@given(strategies.documents().map(strategies.bound))
def test_what_a_table_does_not_carry_of_any_form_is_told(form):
    for kind in ("xlsx", "csv", "html", "md", "tsv"):
        data, lost = perfrules.write_form(form, kind)
        (again,) = perfrules.read_forms(data, source=f"x.{kind}")
        one, two = clean_document(form), clean_document(again)
        two["head"] = {k: v for k, v in two["head"].items() if k in one["head"]}
        assert (one == two) or lost


def test_the_seed_is_one_form_in_six_files():
    folder = ROOT / "tests" / "forms" / "qiannan"
    files = sorted(folder.glob("seed-form.*"))
    if not any(map(shutil.which, PROGRAMS)):  # which only .doc needs
        files = [path for path in files if path.suffix != ".doc"]
    assert {path.suffix for path in files} >= {".docx", ".html", ".ods", ".xls", ".xlsx"}
    documents = []
    for path in [*files, folder / "seed-form-from-docx.pdf", folder / "seed-form-from-html.pdf"]:
        rows = clean_document(perfrules.read_form(path))["indicators"]
        # A file has a space more or less where lines end.
        documents.append([{k: "".join((v or "").split()) for k, v in row.items()} for row in rows])
    assert all(document == documents[0] for document in documents)


@pytest.fixture
def reviewed(tmp_path):
    path = tmp_path / "reviewed.txt"
    path.write_text(HEAD + TITLES + REVIEW + ROW, "utf-8")
    return path


@pytest.mark.parametrize("kind", writers.FORMATS)
def test_columns_of_a_review_are_carried(reviewed, kind):
    assert perfrules.write_form(perfrules.read_form(reviewed), kind)[1] == ()


def with_method():
    document = clean_document(perfrules.read_form(CLEAN))
    document["indicators"][0]["method"] = "按比例得分"
    document["indicators"][1]["reviewed"] = {"points": "18", "remark": None}
    return document


@pytest.mark.parametrize("kind", writers.FORMATS)
def test_rules_that_rows_print_and_half_a_review_are_carried(kind):
    assert perfrules.write_form(perfrules.form_from(with_method()), kind)[1] == ()


def test_answers_are_carried_by_documents_and_told_of_tables():
    form = perfrules.with_inputs(perfrules.read_form(CLEAN), {"rank": "2"})
    assert perfrules.write_form(form, "yaml")[1] == ()
    (lost,) = perfrules.write_form(form, "csv")[1]
    assert (lost.code, lost.params["path"]) == ("PR123", "$.inputs")


def test_a_form_whose_table_cannot_be_read_back_is_told():
    document = {"schema": "perfrules/form/1", "indicators": [{"name": "分值", "weight": ""}]}
    data, lost = perfrules.write_form(perfrules.form_from(document), "csv")
    assert data
    assert lost


def test_a_workbook_holds_texts_only_and_merged_captions(tmp_path):
    document = clean_document(perfrules.read_form(CLEAN))
    document["indicators"][0]["name"] = "=1+1"
    path = tmp_path / "form.xlsx"
    path.write_bytes(perfrules.write_form(perfrules.form_from(document), "xlsx")[0])
    sheet = load_workbook(path).active
    assert "=1+1" in {cell.value for row in sheet.rows for cell in row}
    assert {cell.data_type for row in sheet.rows for cell in row} <= {"s", "n", "f"}
    assert sheet.merged_cells.ranges
    assert perfrules.read_form(path).rows[0].name == "=1+1"


# -- the command ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", writers.FORMATS)
def test_the_command_writes_by_the_ending(tmp_path, kind):
    out = tmp_path / f"form.{kind}"
    assert run("convert", CLEAN, "-o", out).exit_code == 0
    assert perfrules.read_form(out).claimed_total.text == "96.5"
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_an_unknown_ending_and_the_form_itself_are_refused(tmp_path):
    assert run("convert", CLEAN, "-o", tmp_path / "form.ppt").exit_code == 2
    before = CLEAN.read_bytes()
    assert run("convert", CLEAN, "-o", CLEAN).exit_code == 2
    assert CLEAN.read_bytes() == before


def test_what_cannot_be_read_or_written_is_one_clear_line(tmp_path):
    missing = run("convert", tmp_path / "none.xlsx", "-o", tmp_path / "form.yaml")
    assert missing.exit_code == 2
    assert "PR101" in missing.stderr
    nowhere = run("convert", CLEAN, "-o", tmp_path / "no" / "form.yaml")
    assert nowhere.exit_code == 2
    assert "no 不存在" in nowhere.stderr


def test_what_is_lost_is_told_on_the_error_stream(tmp_path):
    form = tmp_path / "form.json"
    document = {**with_method(), "inputs": {"rank": "2"}}
    form.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    result = run("convert", form, "-o", tmp_path / "form.csv", "--lang", "en")
    assert result.exit_code == 1
    assert "PR123" in result.stderr
    assert perfrules.read_form(tmp_path / "form.csv").rows[0].method == "按比例得分"


def test_a_format_that_there_is_not_is_named_with_those_there_are():
    form = perfrules.read_form(EXAMPLES / "partly-met-2023.yaml")
    with pytest.raises(ValueError, match="no format 'pdf'"):
        write_form(form, "pdf")
