"""A check whose formula reads a name that a form or spec gives no value does not fire."""

import pytest
import yaml

import perfrules
from perfrules.model.checks import NUMBERS, RowFacts, RowTrait
from perfrules.rules.formula import FUNCTIONS
from tests.support import CASES

CLEAN = yaml.safe_load((CASES / "findings" / "clean.yaml").read_text("utf-8"))
WITHOUT_TOTAL = [entry for entry in perfrules.specs() if entry.head.excerpt]


def heavy(kind):
    """Return a form with one row that weighs more than half of all, and a vague target."""
    first, *others = CLEAN["indicators"]
    heaviest = {**first, "weight": "60", "claimed": "60"}
    return perfrules.form_from({**CLEAN, "kind": kind, "indicators": [heaviest, *others]})


def codes(card):
    return {finding.code for finding in card.findings}


@pytest.mark.parametrize("entry", WITHOUT_TOTAL, ids=lambda entry: entry.name)
def test_a_form_is_reviewed_under_a_spec_without_a_total(entry):
    card = perfrules.score(heavy(entry.head.kind), perfrules.load_spec(entry.path))
    assert card.spec.weight is None
    for look in (perfrules.review_card, perfrules.precheck_card):
        assert "PRW04" not in codes(look(card))  # a share of a whole that the spec does not know
        assert "PRQ01" in codes(look(card))  # the other checks are made


def test_the_share_of_a_row_is_checked_where_the_spec_has_a_total():
    card = perfrules.score(
        heavy("department"), perfrules.load_spec("cn-gz-qiannan/department", 2023)
    )
    assert "PRW04" in codes(perfrules.review_card(card))


@pytest.mark.parametrize("name", NUMBERS)
def test_a_formula_without_the_value_of_a_name_gives_nothing(name):
    trait = RowTrait.from_document({"at": "weight", "of": f"1 + {name}", "from": "0"}, {})
    facts = RowFacts(labels={"applies": "yes"}, texts={}, numbers={})
    assert trait.value(facts) is None
    assert not trait.fits(facts)


def test_one_number_of_a_row_is_called_like_a_function():
    assert set(NUMBERS) & FUNCTIONS.keys() == {"whole"}
