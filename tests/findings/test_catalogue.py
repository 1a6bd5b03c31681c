"""The catalogue: codes, what they carry, sentences, severities and pages agree."""

import re

import pytest

import perfrules
from perfrules import resources
from perfrules.findings import Code, Finding, Where
from perfrules.model.messages import Lang
from tests.support import ROOT

PLACEHOLDER = re.compile(r"\{(\w+)\}")
SOURCES = [path for path in (ROOT / "perfrules").rglob("*.py") if path.name != "codes.py"]


def placeholders(code):
    entry = resources.messages().findings[code]
    texts = [text for texts in (entry.message, entry.hint) for text in texts.values()]
    return {name for text in texts for name in PLACEHOLDER.findall(text)}


def test_every_code_has_a_sentence_and_every_sentence_a_code():
    assert set(resources.messages().findings) == set(Code)


@pytest.mark.parametrize("code", Code)
def test_a_code_declares_just_what_its_sentences_say(code):
    assert placeholders(code) == code.needs


def test_a_title_says_what_a_code_is_without_a_finding():
    titles = [
        text for entry in resources.messages().findings.values() for text in entry.title.values()
    ]
    assert not any(map(PLACEHOLDER.search, titles))


def test_a_code_has_one_name():
    assert len({code.value for code in Code}) == len(Code.__members__)


def test_no_other_module_spells_a_code():
    spelled = {
        f"{path.name}: {found}"
        for path in SOURCES
        for found in re.findall(r"\"PR[A-Z0-9]\d\d\"", path.read_text("utf-8"))
    }
    assert not spelled


def test_a_finding_that_carries_too_little_fails_in_the_tests():
    with pytest.raises(AssertionError, match="PR207 needs raw"):
        Finding(code=Code.NOT_A_NUMBER, where=Where(source="x"), params={"field": "weight"})


def test_a_finding_that_carries_what_its_code_does_not_declare_fails_in_the_tests():
    with pytest.raises(AssertionError, match="PR203 does not declare raw"):
        Finding(code=Code.NO_HEADER, where=Where(source="x"), params={"raw": "1"})


@pytest.mark.parametrize("lang", Lang)
def test_a_placeholder_that_nobody_fills_is_seen(lang):
    sentence = resources.messages().say("output.failed", lang, name="a.xlsx")
    assert "a.xlsx" in sentence
    assert "{why}" in sentence


def test_a_finding_about_the_whole_form_says_so_where_others_name_a_row():
    params = {"rule": "total"}
    finding = Finding(code=Code.NOT_COMPUTABLE, where=Where(source="x"), params=params)
    assert perfrules.message(finding, "zh").startswith("“整张表”")
    assert perfrules.message(finding, "en").startswith("“the form”")


@pytest.mark.parametrize("lang", Lang)
def test_a_hint_that_would_name_nothing_is_not_given(lang):
    params = {"path": "rules/x", "near": ""}
    nothing = Finding(code=Code.NO_SUCH_PATH, where=Where(source="x"), params=params)
    near = Finding(code=Code.NO_SUCH_PATH, where=Where(source="x"), params={**params, "near": "y"})
    assert resources.messages().hint(nothing, lang) == ""
    assert "“y”" in resources.messages().hint(near, lang)
