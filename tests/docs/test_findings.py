"""Every finding: a case that fires it, a page that explains it, sentences in both languages."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

import perfrules
from perfrules import resources
from perfrules.findings import Finding, Severity, Where
from perfrules.model.messages import Lang
from perfrules.model.spec import CheckSetting
from tests.support import CASES, ROOT, expectation

SPEC = perfrules.load_spec("cn-gz-qiannan/department", 2023)
FILES = sorted((CASES / "findings").glob("*.yaml"))
CODES = sorted(resources.messages().findings)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_form_is_remarked_on_just_so(path):
    card = perfrules.score(perfrules.read_form(path), SPEC)
    found = [f"{f.code} {f.row}" if f.row else f.code for f in card.findings]
    assert sorted(found) == sorted(expectation(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_remark_has_sentences_without_gaps(path):
    card = perfrules.score(perfrules.read_form(path), SPEC)
    for finding in card.findings:
        for lang in Lang:
            text = resources.messages().message(finding, lang)
            assert text
            assert "{" not in text
            assert "“”" not in text or finding.code in ("PRW03", "PRG02")


def test_a_difference_within_the_tolerance_is_an_info():
    path = CASES / "findings" / "PRM01-tolerated.yaml"
    card = perfrules.score(perfrules.read_form(path), SPEC)
    assert [(f.code, card.severity(f)) for f in card.findings] == [("PRM01", Severity.INFO)]


def test_a_claim_within_a_stated_tolerance_is_an_info():
    path = CASES / "findings" / "PRS05.yaml"
    checks = {**SPEC.checks, "PRS05": CheckSetting(tolerance=Fraction(1))}
    card = perfrules.score(perfrules.read_form(path), replace(SPEC, checks=checks))
    assert {f.code: card.severity(f) for f in card.findings}["PRS05"] is Severity.INFO


def test_the_spec_decides_how_bad_a_finding_is():
    path = CASES / "findings" / "PRN01.yaml"
    card = perfrules.score(perfrules.read_form(path), SPEC)
    assert resources.messages().findings["PRN01"].severity is Severity.ERROR
    assert [(f.code, card.severity(f)) for f in card.findings] == [("PRN01", Severity.WARNING)]


def _fired():
    """Return the codes that a case file or a test expects."""
    told = [path.name for path in CASES.rglob("*")]
    for path in (*CASES.rglob("*.yaml"), *CASES.rglob("*.txt")):
        told += re.findall(r"(?:# expect|code|found|fires): .*", path.read_text("utf-8"))
    for path in (ROOT / "tests").rglob("test_*.py"):
        told += re.findall(r"\"PR[A-Z0-9]\d\d\b", path.read_text("utf-8"))
    return set(re.findall(r"PR[A-Z0-9]\d\d", " ".join(told)))


FIRED = _fired()


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_fired_by_a_case(code):
    assert code in FIRED


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page(code):
    page = (ROOT / "docs" / "findings" / f"{code}.md").read_text(encoding="utf-8")
    message = resources.messages().findings[code]
    for lang in Lang:
        assert message.title[lang] in page
        assert message.message[lang] in page
        assert message.hint[lang] in page


def test_there_is_no_page_without_a_code():
    pages = {path.stem for path in (ROOT / "docs" / "findings").glob("PR*.md")}
    assert pages == set(CODES)


def test_a_sentence_is_one_line_whatever_a_cell_says():
    finding = Finding(
        code="PR202",
        where=Where(source="x"),
        params={"field": "actual", "raw": "a\n\x1b[2J\u2028b"},
    )
    assert "a [2J b" in resources.messages().message(finding, Lang.ZH)


@pytest.mark.parametrize("code", [c for c in CODES if resources.messages().findings[c].cases])
def test_a_page_lists_the_cases_of_its_code(code):
    page = (ROOT / "docs" / "findings" / f"{code}.md").read_text(encoding="utf-8")
    for case, severity in resources.messages().findings[code].cases.items():
        texts = [resources.messages().say(f"case.{case}", lang) for lang in Lang]
        assert f"- {' · '.join(texts)}: **{severity}** (" in page
