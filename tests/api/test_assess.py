"""`assess` gives a scorecard or a failure: nothing that is wrong with a form raises."""

import io
import json
import pickle
import runpy

import pytest

import perfrules
from tests.support import CASES, EXAMPLES

PARTLY = EXAMPLES / "partly-met-2023.yaml"
YUEYANG = "cn-hn-yueyang/department@2018"


@pytest.fixture(scope="module")
def library():
    return perfrules.Library()


def test_a_form_comes_as_a_value_a_path_bytes_or_a_stream(library):
    form = perfrules.read_form(PARTLY)
    data = PARTLY.read_bytes()
    origins = (form, PARTLY, str(PARTLY), data, io.BytesIO(data))
    cards = [perfrules.assess(library, origin, source="partly.yaml") for origin in origins]
    assert {card.whole for card in cards} == {cards[0].whole}
    assert {card.spec.name for card in cards} == {"cn-gz-qiannan/department@2023"}
    assert {str(card.lines[1].where).partition(":")[0] for card in cards[1:]} == {"partly.yaml"}
    assert cards[0].chosen_by == cards[1].chosen_by != "named"


def test_the_spec_may_be_named_loaded_or_a_file(library):
    small = CASES / "small-spec.yaml"
    for spec, by in (
        (YUEYANG, "named"),
        (library.load(YUEYANG), "named"),
        (small, f"file:{small}"),
    ):
        card = perfrules.assess(library, PARTLY, spec=spec)
        assert (card.spec, card.chosen_by) == (library.load(spec), by)


def codes(result):
    return {str(finding.code) for finding in result.findings}


def test_what_is_wrong_is_a_failure_with_its_place(library, tmp_path):
    failed = perfrules.assess(library, tmp_path / "none.xlsx")
    assert (type(failed), codes(failed)) == (perfrules.Failure, {"PR101"})
    assert str(failed.where) == str(tmp_path / "none.xlsx")
    assert codes(perfrules.assess(library, b"\x00\x01", source="a")) <= {"PR102", "PR103", "PR110"}
    assert codes(perfrules.assess(library, PARTLY, spec="cn-mof/nothing@2020")) == {"PR325"}
    assert codes(perfrules.assess(library, PARTLY, {"no such row:rank": 1})) == {"PR315"}
    document = {"schema": "perfrules/form/1", "indicators": [{"name": "甲", "weight": 10}]}
    unknown = perfrules.assess(library, perfrules.form_from(document))
    assert codes(unknown) == {"PR314"}
    assert pickle.loads(pickle.dumps(unknown)) == unknown


def test_an_answer_to_no_question_is_reported_whoever_gave_it(library):
    card = perfrules.assess(library, PARTLY, {"regoin": "中部"})
    (found,) = [finding for finding in card.findings if finding.code == "PR324"]
    assert found.params["names"] == "regoin"
    form = perfrules.with_inputs(perfrules.read_form(PARTLY), {"regoin": "中部"})
    assert "PR324" in codes(perfrules.score(form, card.spec))
    assert "PR324" not in codes(perfrules.assess(library, PARTLY))


def test_an_answer_is_checked_when_it_is_given(library):
    form = perfrules.read_form(PARTLY)
    with pytest.raises(TypeError, match="rank: an answer"):
        perfrules.with_inputs(form, {"rank": object()})
    yueyang = library.load(YUEYANG)
    (asked, *_) = yueyang.inputs
    impossible = perfrules.assess(library, PARTLY, {asked: "无此选项"}, spec=yueyang)
    assert "PR324" not in codes(impossible)


def test_score_takes_what_choose_returns(library):
    form = perfrules.read_form(PARTLY)
    chosen = library.choose(form)
    card = perfrules.score(form, chosen)
    assert card == library.score(form)
    assert (card.spec, card.chosen_by) == chosen
    assert perfrules.score(form, chosen.spec).chosen_by == "named"


def test_the_upload_handler_answers_with_json():
    handler = runpy.run_path(str(EXAMPLES / "upload_handler.py"))
    status, body = handler["answer"](perfrules.Library(), "a.yaml", PARTLY.read_bytes())
    assert (status, json.loads(body)["schema"]) == (200, "perfrules/scorecard/1")
    status, body = handler["answer"](perfrules.Library(), "a.txt", b"nothing", lang="en")
    document = json.loads(body)
    assert (status, document["schema"], document["source"]) == (422, "perfrules/failure/1", "a.txt")
    assert document["findings"][0]["message"]
