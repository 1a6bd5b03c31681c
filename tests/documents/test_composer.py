"""YAML with places: what is refused, where, and that nothing else ever happens."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from perfrules.documents import at, compose, plain, texts, validate
from perfrules.documents.composer import DEEPEST, MOST_CHARACTERS
from perfrules.findings import InputError, InvalidSpec, UnreadableForm
from perfrules.resources import schema
from tests.support import CASES, ROOT, expectation

BROKEN = sorted((CASES / "broken-documents").glob("*.yaml"))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_mistake_is_told_at_its_place(path):
    with pytest.raises(InvalidSpec) as caught:
        compose("doc", path.read_text("utf-8"))
    found = [f"{finding.code} {finding.where.spot}" for finding in caught.value.findings]
    assert found == expectation(path)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "PR009"),
        ("[" * 900, "PR009"),
        ("x" * (MOST_CHARACTERS + 1), "PR009"),
        ("[" + "1, " * 200_001 + "1]", "PR009"),
        ("a: \x07", "PR001"),
    ],
    ids=["deep", "very-deep", "long", "many", "bell"],
)
def test_work_is_bounded(text, code):
    with pytest.raises(InvalidSpec) as caught:
        compose("doc", text)
    assert [finding.code for finding in caught.value.findings] == [code], caught.value


def test_scalars_keep_their_text_and_their_place():
    tree = compose("doc", "年度: 0.50\n项: [a, 'no', \"012\"]\n")
    assert texts(tree) == {"年度": "0.50", "项": ["a", "no", "012"]}
    assert str(at(tree, ["项", 1]).where) == "doc:2:8"
    assert str(tree.keys["项"]) == "doc:2:1"


def test_a_schema_sees_whole_numbers_flags_and_texts():
    tree = compose(
        "doc", "{a: 1, b: -2, c: 0.5, d: true, e: null, f: , g: '1', h: 12345678901234567890}"
    )
    assert plain(tree) == {
        "a": 1,
        "b": -2,
        "c": "0.5",
        "d": True,
        "e": None,
        "f": None,
        "g": "1",
        "h": "12345678901234567890",
    }


def test_json_is_read_too():
    assert texts(compose("doc", '{"a": ["b", null]}')) == {"a": ["b", None]}


def test_the_error_is_the_one_asked_for():
    with pytest.raises(UnreadableForm):
        compose("doc", "a: no", error=UnreadableForm)


@given(st.text(max_size=80))
def test_any_text_composes_or_is_refused(text):
    try:
        texts(compose("doc", text))
    except InputError as error:
        assert error.findings


words = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=12)
trees = st.recursive(
    words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(words, trees, min_size=1, max_size=3))
def test_what_yaml_writes_reads_back(tree):
    text = yaml.safe_dump(tree, default_style='"', allow_unicode=True)
    assert texts(compose("doc", text)) == tree


FORM = "schema: perfrules/form/1\nindicators:\n  - {name: 甲, weight: '1'}\n"


def _codes(text):
    found = validate(compose("doc", text), schema("form"))
    return [(finding.code, finding.where.spot, finding.params) for finding in found]


def test_a_sound_document_has_no_findings():
    assert _codes(FORM) == []


def test_an_unknown_key_is_told_at_the_key_with_the_near_one():
    ((code, spot, params),) = _codes(FORM.replace("weight", "wieght"))
    assert (code, spot, params["key"], params["near"]) == ("PR005", "3:15", "wieght", "weight")


def test_a_missing_key_is_told_at_its_mapping():
    ((code, spot, params),) = _codes("schema: perfrules/form/1\nindicators:\n  - {name: 甲}\n")
    assert (code, spot, params["key"]) == ("PR006", "3:5", "weight")


def test_a_wrong_value_is_told_with_what_is_expected():
    ((code, spot, params),) = _codes("kind: projct\n" + FORM)
    assert (code, spot, params["near"]) == ("PR007", "1:7", "project")
    ((code, spot, params),) = _codes(FORM.replace("name: 甲", "name: [甲]"))
    assert (code, spot, params["expected"]) == ("PR007", "3:12", "text")


def test_all_violations_are_told_in_one_run():
    assert len(_codes("kind: projct\nunti: x\n" + FORM.replace("weight", "wieght"))) == 3


@pytest.mark.parametrize(
    "name",
    [
        "spec",
        "form",
        "scorecard",
        "messages",
        "vocabulary-headers",
        "vocabulary-quantities",
        "vocabulary-review",
    ],
)
def test_every_schema_is_a_schema(name):
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("vocabulary/headers.yaml", "vocabulary-headers"),
        ("vocabulary/quantities.yaml", "vocabulary-quantities"),
        ("vocabulary/review.yaml", "vocabulary-review"),
        ("messages/findings.yaml", "messages"),
    ],
)
def test_the_words_fit_their_schemas(path, name):
    from jsonschema import Draft202012Validator

    text = (ROOT / "specs" / path).read_text("utf-8")
    Draft202012Validator(schema(name)).validate(texts(compose(path, text)))


@pytest.mark.parametrize(
    "name",
    [
        "spec",
        "form",
        "scorecard",
        "vocabulary-headers",
        "vocabulary-quantities",
        "vocabulary-review",
    ],
)
def test_unknown_keys_are_refused_everywhere(name):
    def walk(node):
        if isinstance(node, dict):
            if "properties" in node and node.get("type") in ("object", ["object", "null"]):
                assert node.get("additionalProperties") is False, node.get("description")
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(schema(name))


@pytest.mark.parametrize("name", ["spec", "form"])
def test_every_property_is_described(name):
    def walk(node, path):
        for key, value in node.get("properties", {}).items():
            if value is not False:
                ref = value.get("$ref", "").rpartition("/")[2]
                target = schema(name)["$defs"].get(ref, {})
                assert "description" in value or "description" in target, f"{path}/{key}"
                walk(value, f"{path}/{key}")
        for key, value in node.get("$defs", {}).items():
            walk(value, key)
        if isinstance(node.get("items"), dict):
            walk(node["items"], f"{path}[]")

    walk(schema(name), name)


def test_of_very_many_faults_the_first_are_told_and_that_there_are_more():
    with pytest.raises(InvalidSpec) as caught:
        compose("x", "x: 1\n" * 300)
    assert len(caught.value.findings) == 101
    last = caught.value.findings[-1]
    assert (last.code, last.params) == ("PR009", {"limit": "100", "what": "faults"})
    many = compose("x", "".join(f"k{number}: 1\n" for number in range(300)))
    found = validate(many, {"type": "object", "additionalProperties": False})
    assert [finding.code for finding in found] == ["PR005"] * 100 + ["PR009"]


def test_a_document_with_as_many_faults_as_are_told_is_told_whole():
    many = compose("x", "".join(f"k{number}: 1\n" for number in range(100)))
    assert len(validate(many, {"type": "object", "additionalProperties": False})) == 100
