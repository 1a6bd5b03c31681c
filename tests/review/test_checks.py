"""The table of checks: each has a code, a stage, a sentence, and a case in which it fires."""

import importlib
import pkgutil
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

import perfrules
from perfrules import engine, resources, review
from perfrules.findings import Code
from perfrules.model.card import Interval
from perfrules.review import batch, reviewer
from perfrules.review.catalogue import as_check
from perfrules.review.checks import CHECKS, OF_STAGE, is_about_the_plan, run_checks
from perfrules.review.subjects import FormSubject
from perfrules.review.support import Check, Stage
from tests.review.test_faults import SEEDED
from tests.review.test_review import AUDITED, changed
from tests.support import CASES, ROOT

SPEC = perfrules.load_spec("cn-gz-qiannan/department", 2023)
PROJECT = perfrules.load_spec("cn-mof/project", 2020)
LISTED = perfrules.load_spec("cn-hn-yueyang/department", 2018)
TRIAL = perfrules.load_spec(ROOT / "examples/specs/cn-gz-qiannan/department/2024.yaml")
FOUNDING = ROOT / "examples" / "qiannan-bigdata-2023.txt"
NONE = Fraction(0)
WORDS = resources.review_words()
EVERY = (*CHECKS, *reviewer.CHECKS, *batch.CHECKS)


def named(check):
    return f"{check.code}-{check.name}"


def test_every_check_of_every_module_is_in_the_table():
    modules = [
        importlib.import_module(f"perfrules.review.{found.name}")
        for found in pkgutil.iter_modules(review.__path__)
    ]
    written = {id(one) for module in modules for one in vars(module).values() if type(one) is Check}
    assert written == {id(check) for check in EVERY}


def test_no_two_checks_have_one_name():
    names = Counter(check.name for check in EVERY)
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("check", EVERY, ids=named)
def test_a_check_says_what_it_finds_and_when_it_is_made(check):
    assert isinstance(check.code, Code)
    assert check.look.__doc__.strip().splitlines()[0].endswith(".")
    assert len(check.stages & {Stage.SCORE, Stage.REVIEW}) == 1


@pytest.mark.parametrize("code", sorted({check.code for check in CHECKS}))
def test_checks_of_one_code_are_made_in_the_precheck_together(code):
    of_code = {Stage.PRECHECK in check.stages for check in CHECKS if check.code == code}
    of_code |= {data.precheck for data in WORDS.checks if data.code == code}
    assert len(of_code) == 1


def test_codes_of_reading_are_about_the_plan_and_claims_are_not():
    assert is_about_the_plan(Code.ROW_SHIFTED, WORDS)
    assert is_about_the_plan(Code.NO_WEIGHT, WORDS)
    assert is_about_the_plan(Code.HEAVY_ROW, WORDS)
    assert not is_about_the_plan(Code.CLAIM_ABOVE_WEIGHT, WORDS)
    assert not is_about_the_plan(Code.UNIT_BLANK, WORDS)


# -- what is made when ----------------------------------------------------------------------


def unasked():
    raise AssertionError("a score needs no words of the review")


def card_of(document):
    return engine.score(perfrules.form_from(document), SPEC)


def test_a_score_never_asks_for_the_words_of_the_review():
    assert run_checks(card_of(changed({})), Stage.SCORE, unasked) == ()


def test_a_review_does_not_repeat_the_checks_of_the_score():
    assert not set(OF_STAGE[Stage.SCORE]) & set(OF_STAGE[Stage.REVIEW])
    card = card_of(changed({"set": {"合格率": {"claimed": "21"}}}))
    assert "PRS01" in {finding.code for finding in run_checks(card, Stage.SCORE, unasked)}
    again = run_checks(card, Stage.REVIEW, resources.review_words)
    assert "PRS01" not in {finding.code for finding in again}


def test_a_precheck_makes_the_checks_of_the_plan_and_no_others():
    bad = {"合格率": {"actual": "", "target": "持续提升", "claimed": "21"}}
    card = perfrules.score(perfrules.form_from(changed({"set": bad})), SPEC)
    found = {finding.code for finding in perfrules.precheck_card(card).findings}
    reviewed = {finding.code for finding in perfrules.review_card(card).findings}
    assert found == {code for code in reviewed if is_about_the_plan(code, WORDS)}
    assert "PRQ01" in found
    assert {"PRS01", "PRS09"} <= reviewed - found


# -- each check fires -----------------------------------------------------------------------


def swapped(case):
    text = (CASES / "faults" / f"{case['base']}.txt").read_text("utf-8")
    for old, new in case["swap"].items():
        text = text.replace(old.replace("|", "\t"), new.replace("|", "\t"))
    return text


@pytest.fixture(scope="module")
def subjects(tmp_path_factory):
    """Return the forms of the cases and of the corpus, ready to be looked at."""
    folder = tmp_path_factory.mktemp("faults")
    seeded = [folder / f"{number}.txt" for number in range(len(SEEDED))]
    for path, case in zip(seeded, SEEDED, strict=True):
        path.write_text(swapped(case), "utf-8")
    forms = [perfrules.form_from(changed(case)) for case in AUDITED]
    forms += map(perfrules.read_form, sorted((CASES / "findings").glob("*.yaml")))
    cards = [engine.score(form, SPEC) for form in forms]
    cards += [engine.score(perfrules.read_form(path), PROJECT) for path in seeded]
    cards.append(engine.score(perfrules.read_form(FOUNDING), TRIAL))
    cards.append(replace(cards[0], total=Interval(low=NONE, high=NONE, settled=None)))
    listed = {"level1": "投入", "name": "在职人员控制率"}  # with other points than the rules list
    cards.append(engine.score(perfrules.form_from(changed({"set": {"合格率": listed}})), LISTED))
    return [FormSubject(card, resources.review_words) for card in cards]


@pytest.mark.parametrize("check", CHECKS, ids=named)
def test_a_check_fires_in_a_case(check, subjects):
    assert any(finding for subject in subjects for finding in check.findings(subject))


@pytest.mark.parametrize("data", WORDS.checks, ids=lambda data: data.code)
def test_a_check_that_is_data_fires_in_a_case(data, subjects):
    check = as_check(data, None)
    assert any(finding for subject in subjects for finding in check.findings(subject))


def test_names_that_are_nothing_but_a_remark_in_brackets_are_not_one_name():
    names = {"举办培训": {"name": "（甲）"}, "合格率": {"name": "（乙）"}}
    form = FormSubject(card_of(changed({"set": names})), resources.review_words)
    assert [row.plain_name for row in form.rows][:2] == ["", ""]
    twice = next(check for check in CHECKS if check.name == "indicator_twice")
    assert list(twice.findings(form)) == []
