"""The reference lists every public name, in both languages."""

import re

import pytest

import perfrules
from perfrules import workshop
from tests.support import ROOT

PAGES = ("docs/api.md", "docs/api.zh-CN.md")


def names(page):
    text = (ROOT / page).read_text("utf-8")
    return set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]*)`", text))))


@pytest.mark.parametrize("page", PAGES)
def test_every_public_name_is_in_the_reference(page):
    assert set(perfrules.__all__) - {"__version__"} <= names(page)


def test_every_public_name_is_there():
    for room in (perfrules, workshop):
        assert [name for name in room.__all__ if not hasattr(room, name)] == []
    assert perfrules.__all__ == sorted(perfrules.__all__, key=lambda name: (name,))


def test_the_types_that_a_result_holds_are_public():
    form = perfrules.read_form(ROOT / "examples/qiannan-bigdata-2023.txt")
    card = perfrules.score(form, perfrules.choose_spec(form))
    values = (
        *(form.rows[0], form.budget, form.budget.rows[0], form.rows[0].target, form.rows[0].weight),
        *(card, card.lines[0], card.sections[0], card.total, card.findings[0]),
        *(line.outcome for line in card.lines),
        *(
            perfrules.explain(card)[0],
            perfrules.what_if(card),
            perfrules.compare(form, card.spec, card.spec),
        ),
        *(perfrules.second_opinion(card), card.spec.head, perfrules.specs()[0], form.where()),
        *(card.clauses[0], card.assumptions[0]),
    )
    for value in values:
        assert getattr(perfrules, type(value).__name__) is type(value)
