"""A library is a snapshot: the same answer for as long as it lives, another after `refresh`."""

import pickle
import shutil
from collections import Counter
from pathlib import Path

import pytest

import perfrules
from perfrules import workshop
from perfrules.library import default_library
from perfrules.speclib import files, load
from perfrules.speclib.build import examples
from tests.support import CASES, EXAMPLES, ROOT

SMALL = CASES / "small-spec.yaml"
PARTLY = EXAMPLES / "partly-met-2023.yaml"
CHILD = """\
perfrules: 1
id: test/small
version: "2024.1"
fiscal_year: 2024
extends: test/small@2023.1
sources:
  more:
    document: a notice
    seen: invented
    clauses: {more.1: {place: first, quote: words}}
amend:
  - id: renamed
    cite: more.1
    ops: [{set: title, was: a small spec for tests, to: another title}]
"""


@pytest.fixture
def bundle(tmp_path):
    """Return a bundle with a base and a spec that extends it."""
    folder = tmp_path / "test" / "small"
    folder.mkdir(parents=True)
    shutil.copy(SMALL, folder / "2023.yaml")
    title = perfrules.load_spec(SMALL).head.title
    child = CHILD.replace("a small spec for tests", title)
    (folder / "2024.yaml").write_text(child, encoding="utf-8")
    return tmp_path


def edited(path, old="label: 达成", new="label: 改过"):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_edited_base_is_seen_after_refresh(bundle):
    library = perfrules.Library([bundle])
    before = library.load("test/small@2024")
    base = bundle / "test/small/2023.yaml"
    edited(base, "version: ", "# edited\nversion: ")
    assert library.load("test/small@2024") is before
    assert not library.is_current
    assert library.refresh().load("test/small@2024").digest == before.digest
    edited(base, "weight: 100", "weight: 100.0")
    assert library.refresh().load("test/small@2024").digest != before.digest
    assert library.load("test/small@2024") is before


def test_a_new_file_is_seen_after_refresh(bundle):
    library = perfrules.Library([bundle])
    names = {entry.name for entry in library.specs}
    later = (bundle / "test/small/2024.yaml").read_text("utf-8").replace("2024", "2025")
    (bundle / "test/small/2025.yaml").write_text(later, encoding="utf-8")
    assert {entry.name for entry in library.specs} == names
    with pytest.raises(perfrules.NoSuchSpec):
        library.load("test/small@2025")
    assert library.refresh().load("test/small", 2025).fiscal_year == 2025


def test_a_file_that_is_named_is_never_served_stale(bundle):
    leaf, base = bundle / "test/small/2024.yaml", bundle / "test/small/2023.yaml"
    before = perfrules.load_spec(leaf)
    assert perfrules.load_spec(leaf) is before
    edited(base, "weight: 100", "weight: 100.0")
    assert perfrules.load_spec(leaf).digest != before.digest
    base.unlink()
    with pytest.raises(perfrules.InvalidSpec):
        perfrules.load_spec(leaf)
    shutil.copy(SMALL, base)
    assert perfrules.load_spec(leaf).digest == before.digest


def test_the_default_library_is_a_snapshot_until_refresh():
    library = default_library()
    assert default_library() is library
    assert perfrules.load_spec("cn-mof/project@2020") is library.load("cn-mof/project", 2020)
    fresh = perfrules.refresh()
    assert fresh is not library
    assert default_library() is fresh
    assert fresh.load("cn-mof/project@2020") == library.load("cn-mof/project@2020")


def test_a_library_is_a_value(bundle):
    library = perfrules.Library([bundle])
    assert pickle.loads(pickle.dumps(library)).folders == (bundle,)
    with pytest.raises(AttributeError):
        library.folders = ()


def test_one_name_loads_by_year_revision_and_file():
    library = perfrules.Library()
    one = library.load("cn-gz-qiannan/department@2023")
    file = ROOT / "specs/cn-gz-qiannan/department/2023.yaml"
    assert one == library.load("cn-gz-qiannan/department", 2023)
    assert one == library.load("cn-gz-qiannan/department@2023.1")
    assert one == library.load(file) == library.load(str(file)) == library.load(one)
    assert one.source.file == str(file)


def test_a_spec_knows_its_document(bundle):
    spec = perfrules.Library([bundle]).load("test/small@2024")
    assert [Path(source.file).name for source in spec.source.chain] == ["2024.yaml", "2023.yaml"]
    assert spec.source.tree.entries["title"].text == "another title"
    assert "amend" in spec.source.own.entries
    assert spec.source.tree.entries["title"].where.source.endswith("2024.yaml")


def test_a_check_of_an_extending_spec_does_each_thing_once(bundle, monkeypatch):
    counted = Counter()

    def counting(module, name, key):
        original = getattr(module, name)

        def counted_call(*args, **kwargs):
            counted[name, key(*args)] += 1
            return original(*args, **kwargs)

        monkeypatch.setattr(module, name, counted_call)

    counting(files, "composed", lambda source, text: (source, text))
    counting(load, "amended", lambda base, change: id(change))
    counting(load, "build", lambda source, *rest: source.file)
    counting(examples, "gives", lambda example, *rest: example.id)
    path = bundle / "test/small/2024.yaml"
    checked = workshop.check_spec(path, perfrules.Library([bundle]))
    assert checked.value.name == "test/small@2024"
    run = [key for name, key in counted if name == "gives"]
    assert sorted(run) == sorted(example.id for example in checked.value.examples)
    assert set(counted.values()) == {1}


def test_a_spec_is_built_from_text_and_from_data(bundle):
    text = SMALL.read_text("utf-8")
    spec = perfrules.spec_from(text)
    assert spec == perfrules.load_spec(SMALL)
    assert spec.source.file is None
    assert perfrules.spec_from(perfrules.resolve_spec(spec)) == spec
    child = (bundle / "test/small/2024.yaml").read_text("utf-8")
    extended = perfrules.Library([bundle]).spec_from(child)
    assert extended == perfrules.Library([bundle]).load("test/small@2024")
    assert [source.file is None for source in extended.source.chain] == [True, False]


def test_what_is_wrong_with_a_spec_from_data_is_placed_by_its_path():
    data = perfrules.resolve_spec(SMALL)
    data["rules"]["up"]["rund"] = "points"
    with pytest.raises(perfrules.InvalidSpec) as caught:
        perfrules.spec_from(data, "mine")
    assert [str(finding.where) for finding in caught.value.findings] == ["mine:$.rules.up.rund"]


def test_a_library_speaks_one_language():
    library = perfrules.Library(lang="en")
    card = library.score(perfrules.read_form(EXAMPLES / "qiannan-bigdata-2023.txt"))
    found = card.findings[0]
    assert library.message(found) == perfrules.message(found, "en")
    assert library.hint(found) == perfrules.hint(found, "en")
    assert library.explain(card) == perfrules.explain(card, "en")
    assert library.document(card) == perfrules.card_document(card, "en")
    failed = perfrules.assess(library, b"")
    assert library.document(failed) == perfrules.failure_document(failed, "en")
    assert pickle.loads(pickle.dumps(library.refresh())).lang == "en"


def test_one_folder_is_a_folder_and_not_its_letters(tmp_path):
    assert perfrules.Library(str(tmp_path)).folders == (tmp_path,)
    assert perfrules.Library(tmp_path).folders == (tmp_path,)


def test_a_folder_that_is_not_there_is_refused_when_the_library_is_made(tmp_path):
    with pytest.raises(perfrules.InvalidSpec) as caught:
        perfrules.Library([tmp_path / "nowhere"])
    assert caught.value.findings[0].code == "PR041"


def test_what_is_no_file_and_no_value_is_a_mistake_of_the_program():
    library = perfrules.Library()
    with pytest.raises(TypeError, match="not from dict"):
        perfrules.assess(library, {"indicators": []})
    spec = library.load("cn-gz-qiannan/department@2023")
    form = perfrules.read_form(EXAMPLES / "partly-met-2023.yaml")
    with pytest.raises(TypeError, match="load_spec"):
        perfrules.score(form, spec.name)
    with pytest.raises(TypeError, match="read_form"):
        perfrules.score("form.xlsx", spec)
