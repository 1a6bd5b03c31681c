"""A spec is checked when it is loaded: one file per mistake, all mistakes in one run."""

import pickle
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

import perfrules
from perfrules import api
from tests.support import CASES, EXAMPLES, ROOT, expectation

BROKEN = sorted((CASES / "broken-specs").glob("*.yaml"))
AMENDMENTS = sorted((CASES / "broken-amendments").glob("*.yaml"))
SMALL = CASES / "small-spec.yaml"


def _found(path):
    with pytest.raises(perfrules.InvalidSpec) as caught:
        perfrules.load_spec(path)
    own = [finding for finding in caught.value.findings if finding.where.source == str(path)]
    return [f"{finding.code} {finding.where.spot}" for finding in own]


def test_the_small_spec_is_sound():
    assert perfrules.load_spec(SMALL).name == "test/small@2023"


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_mistake_is_told_at_its_place(path):
    assert sorted(_found(path)) == sorted(expectation(path))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_spec_is_the_small_one_with_one_difference(path):
    lines, small = (
        path.read_text("utf-8").splitlines()[2:],
        SMALL.read_text("utf-8").splitlines()[1:],
    )
    same = len(set(lines) & set(small))
    assert same >= len(set(small)) - 5


@pytest.mark.parametrize("path", AMENDMENTS, ids=lambda path: path.stem)
def test_a_wrong_amendment_is_told_at_its_place(path):
    assert sorted(_found(path)) == sorted(expectation(path))


def test_findings_come_in_the_order_of_the_file():
    found = _found(CASES / "broken-specs" / "two-faults-one-run.yaml")
    lines = [int(entry.split()[1].split(":")[0]) for entry in found]
    assert lines == sorted(lines)


def test_an_overlap_names_the_point():
    with pytest.raises(perfrules.InvalidSpec) as caught:
        perfrules.load_spec(CASES / "broken-specs" / "overlap-in-scale.yaml")
    assert caught.value.findings[0].params["point"] == "80%"


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(perfrules.InvalidSpec) as caught:
        perfrules.load_spec(tmp_path / "none.yaml")
    assert [finding.code for finding in caught.value.findings] == ["PR101"]


def test_a_spec_in_another_encoding_is_told(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_bytes(SMALL.read_text("utf-8").encode("gb18030"))
    with pytest.raises(perfrules.InvalidSpec) as caught:
        perfrules.load_spec(path)
    assert [finding.code for finding in caught.value.findings] == ["PR107"]


def test_a_list_is_no_spec(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_text("- a\n", encoding="utf-8")
    with pytest.raises(perfrules.InvalidSpec) as caught:
        perfrules.load_spec(path)
    assert [finding.code for finding in caught.value.findings] == ["PR007"]


def test_a_spec_cannot_extend_itself(tmp_path):
    path = tmp_path / "spec.yaml"
    text = (EXAMPLES / "specs/cn-gz-qiannan/department/2024.yaml").read_text("utf-8")
    path.write_text(text.replace("2023.1", "2024.1"), encoding="utf-8")
    with pytest.raises(perfrules.InvalidSpec) as caught:
        perfrules.load_spec(path)
    assert [finding.code for finding in caught.value.findings] == ["PR025"]


def test_a_part_is_dropped_by_name(tmp_path):
    path = tmp_path / "spec.yaml"
    text = (EXAMPLES / "specs/cn-gz-qiannan/department/2024.yaml").read_text("utf-8")
    head = text.split("amend:")[0]
    drop = '{drop: rows/less-than/assume, was: 表注只写≤; "<"按"≤"计}'
    cite = "{add: rows/less-than/cite, to: trial.shares}"
    path.write_text(
        f"{head}amend:\n  - {{id: a, cite: trial.shares, ops: [{drop}, {cite}]}}\n",
        encoding="utf-8",
    )
    spec = perfrules.load_spec(path)
    entry = next(entry for entry in spec.rows if entry.id == "less-than")
    assert (entry.basis.cite, entry.basis.assume) == (("trial.shares",), None)


def test_a_spec_travels_to_another_process():
    spec = perfrules.load_spec(SMALL)
    assert pickle.loads(pickle.dumps(spec)) == spec


def test_comments_and_order_of_keys_do_not_change_the_digest(tmp_path):
    data = yaml.load(SMALL.read_text("utf-8"), Loader=yaml.BaseLoader)
    turned = dict(reversed(list(data.items())))
    path = tmp_path / "turned.yaml"
    path.write_text(yaml.safe_dump(turned, allow_unicode=True, sort_keys=False), encoding="utf-8")
    text = path.read_text("utf-8").replace("perfrules: '1'", "perfrules: 1")
    text = text.replace("fiscal_year: '2023'", "fiscal_year: 2023").replace("'true'", "true")
    path.write_text("# a comment\n" + text, encoding="utf-8")
    assert perfrules.load_spec(path).digest == perfrules.load_spec(SMALL).digest


def test_a_changed_file_is_loaded_anew(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_text(SMALL.read_text("utf-8"), encoding="utf-8")
    first = perfrules.load_spec(path)
    path.write_text(SMALL.read_text("utf-8").replace("小表\n", "大表\n", 1), encoding="utf-8")
    assert perfrules.load_spec(path).digest != first.digest


def test_published_specs_never_change():
    known = yaml.safe_load((ROOT / "specs" / "digests.yaml").read_text("utf-8"))
    from perfrules.speclib.load import published

    assert dict(published()) == known


def test_what_is_loaded_is_immutable():
    spec = perfrules.load_spec(SMALL)
    with pytest.raises(AttributeError):
        spec.head = None
    assert replace(spec, head=replace(spec.head, id="other")).id == "other"


def test_an_unknown_spec_is_answered_with_those_there_are():
    with pytest.raises(perfrules.NoSuchSpec) as caught:
        perfrules.load_spec("cn-gz-qiannan/department", 1999)
    assert "cn-gz-qiannan/department@2023" in caught.value.known


def test_a_revision_can_be_pinned():
    assert perfrules.load_spec("cn-gz-qiannan/department", "2023.1").version == "2023.1"


def test_the_library_is_listed():
    names = [entry.name for entry in api.specs()]
    assert "cn-gz-qiannan/department@2023" in names
    assert names == sorted(names)
    assert all(isinstance(entry.path, Path) for entry in api.specs())
