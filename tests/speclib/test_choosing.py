"""Which spec a form gets."""

import pytest

import perfrules
from perfrules import api


def sichuan(year):
    head = {
        "title": "部门预算项目支出绩效自评表",
        "kind": "project",
        "fiscal_year": year,
        "unit": "四川省某局",
    }
    return perfrules.form_from(
        {"schema": "perfrules/form/1", "indicators": [{"name": "甲", "weight": "90"}], **head}
    )


def test_the_newest_spec_in_force_is_chosen_and_never_a_later_one():
    spec, why = perfrules.choose_spec(sichuan(2023))
    assert (spec.name, why) == ("cn-sc/project@2023", "year:2023 + kind:project + unit:四川")
    later, _ = perfrules.choose_spec(sichuan(2025))
    assert later.name == "cn-sc/project@2023"
    card = perfrules.score(sichuan(2025), later)
    assert "PR312" in {finding.code for finding in card.findings}
    with pytest.raises(perfrules.NoSuchSpec):
        perfrules.choose_spec(sichuan(2022))


def test_who_errs_in_the_year_is_told_the_years_there_are():
    for name in ("cn-mof/project@1999", "cn-mof/project"):
        with pytest.raises(perfrules.NoSuchSpec) as caught:
            perfrules.load_spec(name)
        assert caught.value.known == ("cn-mof/project@2020", "cn-mof/project@2021")


def test_a_form_that_no_spec_speaks_for_is_told_those_of_its_kind_and_the_national_ones():
    form = perfrules.form_from(
        {
            "schema": "perfrules/form/1",
            "kind": "project",
            "fiscal_year": 2021,
            "unit": "某县民政局",
            "indicators": [{"name": "甲", "weight": "90"}],
        }
    )
    with pytest.raises(perfrules.NoSuchSpec) as caught:
        perfrules.choose_spec(form)
    assert "cn-mof/project@2021" in caught.value.known


def test_a_spec_that_is_used_by_name_is_never_chosen():
    chosen = {entry.name for entry in api.specs() if entry.head.is_chosen}
    assert "cn-mof/project@2020" not in chosen
    assert "cn-hn-yueyang/department@2018" not in chosen
    assert "cn-jx/project@2017" in chosen
