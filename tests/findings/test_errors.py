"""Errors speak: one English sentence each, findings for the reader's language, and they pickle."""

import copy
import pickle

import pytest

import perfrules
from perfrules.findings import (
    Code,
    Finding,
    FormulaError,
    InvalidSpec,
    MissingExtra,
    NoFittingSpec,
    NoSuchRow,
    NoSuchSpec,
    PerfRulesError,
    UnreadableForm,
    Where,
)
from perfrules.rules.formula import parse
from tests.support import ROOT

KNOWN = ("cn-gz-qiannan/department@2023", "cn-mof/project@2020")
MISSING = Finding(
    code=Code.CANNOT_OPEN,
    where=Where(source="nope.xlsx"),
    params={"why": "No such file or directory", "errno": "ENOENT"},
)
KEY = Finding(
    code=Code.UNKNOWN_KEY,
    where=Where(source="spec.yaml", spot="12:7"),
    params={"key": "nmae", "near": "name", "allowed": "id, name", "path": ""},
)
ERRORS = {
    "no such spec": (
        NoSuchSpec("cn-gz-qiannan/departmnt@2023", KNOWN),
        "no spec 'cn-gz-qiannan/departmnt@2023'; did you mean 'cn-gz-qiannan/department@2023'?",
    ),
    "nothing like it": (
        NoSuchSpec("x@1", KNOWN),
        "no spec 'x@1'; known: cn-gz-qiannan/department@2023, cn-mof/project@2020",
    ),
    "an empty library": (NoSuchSpec("x@1", ()), "no spec 'x@1'; there are none"),
    "no fitting spec": (
        NoFittingSpec("自评表 2023 project", KNOWN),
        "no spec fits the form '自评表 2023 project'; name one, such as "
        "cn-gz-qiannan/department@2023, cn-mof/project@2020",
    ),
    "no such row": (
        NoSuchRow("建成5G", ("建成5G基站", "培训")),
        "no indicator '建成5G'; did you mean '建成5G基站'?",
    ),
    "missing extra": (
        MissingExtra("pdf", "pdfplumber"),
        "this needs the package 'pdfplumber': pip install 'perfrules[pdf]'",
    ),
    "formula": (
        FormulaError("a + buget", 5, Code.UNKNOWN_NAME, {"name": "buget", "near": "budget"}),
        "formula 'a + buget', column 5: unknown name (name 'buget', near 'budget') [PR011]",
    ),
    "unreadable": (
        UnreadableForm([MISSING]),
        "nope.xlsx cannot be read as a form: cannot open (No such file or directory) [PR101]",
    ),
    "invalid": (
        InvalidSpec([KEY]),
        "spec.yaml cannot be used as a spec: 12:7 unknown key "
        "(key 'nmae', near 'name', allowed 'id, name') [PR005]",
    ),
}


@pytest.mark.parametrize(("error", "sentence"), ERRORS.values(), ids=ERRORS)
def test_an_error_is_an_english_sentence(error, sentence):
    assert str(error) == sentence


@pytest.mark.parametrize("error", [error for error, _ in ERRORS.values()], ids=ERRORS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_its_findings_speak_the_reader_s_language(error, lang):
    assert error.findings
    for finding in error.findings:
        assert "{" not in perfrules.message(finding, lang) + perfrules.hint(finding, lang)


@pytest.mark.parametrize("error", [error for error, _ in ERRORS.values()], ids=ERRORS)
@pytest.mark.parametrize("again", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy])
def test_an_error_pickles_and_copies(error, again):
    other = again(error)
    assert type(other) is type(error)
    assert (str(other), other.findings) == (str(error), error.findings)


def test_every_error_is_looked_at_here():
    found, kinds = {type(error) for error, _ in ERRORS.values()}, [PerfRulesError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    leaves = {kind for kind in kinds if not kind.__subclasses__()}
    assert leaves <= found


def test_many_faults_are_counted_and_the_first_are_spelt_out():
    error = InvalidSpec([KEY] * 12)
    assert str(error).count("unknown key") == 3
    assert str(error).endswith("; 9 more")


def test_an_error_is_one_line_whatever_a_file_says():
    odd = Finding(
        code=Code.NO_SUCH_PATH,
        where=Where(source="a\nb.yaml", spot="1:1"),
        params={"path": "x\x1b[2J\u2028y" + "z" * 500, "near": "…"},
    )
    text = str(InvalidSpec([odd]))
    assert text.splitlines() == [text]
    assert text.isprintable()
    assert len(text) < 200


def test_a_file_that_is_not_there_says_so(tmp_path):
    path = tmp_path / "nope.xlsx"
    with pytest.raises(
        perfrules.UnreadableForm, match=r"cannot open \(No such file or directory\)"
    ):
        perfrules.read_form(path)


def test_a_spec_that_is_misspelt_is_answered_with_the_nearest():
    with pytest.raises(perfrules.NoSuchSpec, match="did you mean 'cn-gz-qiannan/department@2023'"):
        perfrules.load_spec("cn-gz-qiannan/departmnt", 2023)


def test_a_form_that_no_spec_fits_says_which_could_be_named():
    document = {"schema": "perfrules/form/1", "title": "某表", "kind": "department"}
    row = {"name": "甲", "target": "1", "actual": "1", "weight": "1"}
    form = perfrules.form_from({**document, "indicators": [row]})
    with pytest.raises(perfrules.NoFittingSpec, match="no spec fits the form '某表 department'"):
        perfrules.choose_spec(form)


def test_a_spec_with_a_fault_names_its_place(tmp_path):
    path = tmp_path / "2023.yaml"
    source = (ROOT / "specs" / "cn-gz-qiannan" / "department" / "2023.yaml").read_text("utf-8")
    path.write_text(source.replace("groups:", "gruops:"), "utf-8")
    with pytest.raises(
        perfrules.InvalidSpec, match=r"2023.yaml cannot be used as a spec: \d+:\d+ "
    ):
        perfrules.load_spec(path)


def test_a_formula_error_names_the_column():
    with pytest.raises(FormulaError, match=r"formula 'a \+ buget', column 5: unknown name"):
        parse("a + buget", {"a", "budget"})


def test_an_error_of_no_kind_has_no_findings():
    assert PerfRulesError("something else").findings == ()
