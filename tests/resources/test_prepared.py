"""Prepared data save time and change nothing: an edited file is composed anew."""

import dataclasses
import shutil

import pytest
import yaml

import perfrules
from perfrules import api, documents, resources
from perfrules.documents.packed import packed, unpacked
from perfrules.model.messages import Lang
from perfrules.resources import locate, prepare, prepared
from perfrules.speclib.catalog import Catalog
from perfrules.speclib.files import Files
from perfrules.speclib.load import Loader
from tests.support import ROOT

FILES = dict(prepare.files())


def test_prepared_data_are_those_of_the_files_there_are():
    """If this fails: python -m perfrules.resources.prepare."""
    wanted = dict(prepare.documents())
    assert {path: path.read_text("utf-8") for path in prepared.PREPARED.rglob("*.json")} == wanted


@pytest.mark.parametrize("name", FILES)
def test_a_tree_is_the_same_unpacked(name):
    path = FILES[name]
    tree = documents.compose(str(path), path.read_text("utf-8"))
    assert unpacked(str(path), packed(tree)) == tree


@pytest.mark.parametrize("entry", api.specs(), ids=lambda entry: entry.name)
def test_a_shipped_spec_is_the_spec_that_passes_all_checks(entry, monkeypatch):
    shipped = loader().load(entry.path)
    monkeypatch.setattr(Files, "is_shipped", lambda files, path: False)
    checked = loader().load(entry.path)
    names = [field.name for field in dataclasses.fields(checked)]
    assert [getattr(shipped, name) for name in names] == [getattr(checked, name) for name in names]


def loader():
    return Loader(Catalog())


def is_shipped(path):
    found = loader()
    return found.is_shipped(found.source(path).value)


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Return a copy of the library's files that may be edited."""
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    monkeypatch.setattr(locate, "data_root", lambda: tmp_path)
    for cached in (resources.messages, resources.vocabulary, resources.review_words):
        cached.cache_clear()
    yield tmp_path / "specs"
    monkeypatch.undo()
    for cached in (resources.messages, resources.vocabulary, resources.review_words):
        cached.cache_clear()


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_an_edited_message_wins(tree):
    code, entry = next(iter(yaml.safe_load((tree / "messages/findings.yaml").read_bytes()).items()))
    edit(tree / "messages/findings.yaml", entry["title"]["en"], "Edited")
    assert resources.messages().title(code, Lang.EN) == "Edited"


def test_an_edited_vocabulary_wins_and_has_another_digest(tree):
    before = resources.vocabulary()
    edit(tree / "vocabulary/quantities.yaml", "万元", "萬元")
    resources.vocabulary.cache_clear()
    assert resources.vocabulary().digest != before.digest
    assert resources.vocabulary().quantities != before.quantities


def test_an_edited_title_is_listed(tree):
    path = tree / "cn-gz-qiannan/department/2023.yaml"
    edit(path, "title: ", "title: 改")
    (found,) = (one for one in Catalog().entries if one.path == path)
    assert found.head.title.startswith("改")


def test_an_edited_spec_is_checked(tree):
    path = tree / "cn-gz-qiannan/department/2023.yaml"
    edit(path, "rules:", "rulez:")
    assert not is_shipped(path)
    with pytest.raises(perfrules.InvalidSpec):
        loader().load(path)


def test_an_edited_part_has_all_that_use_it_checked(tree):
    path = tree / "cn-mof/poverty-fund/2017.yaml"
    assert is_shipped(path)
    for part in (tree / "parts").glob("*.yaml"):
        part.write_text(part.read_text("utf-8") + "\n# edited\n", "utf-8")
    assert not is_shipped(path)


def test_a_file_without_prepared_data_is_composed(tree, monkeypatch, tmp_path):
    known = resources.messages()
    monkeypatch.setattr(prepared, "PREPARED", tmp_path / "nothing")
    prepared._heads.cache_clear()
    resources.messages.cache_clear()
    try:
        path = tree / "cn-gz-qiannan/department/2023.yaml"
        assert resources.messages() == known
        assert not is_shipped(path)
        assert "title" in Files().head(path).entries
    finally:
        monkeypatch.undo()
        prepared._heads.cache_clear()


def test_a_shipped_file_with_other_line_ends_is_still_known(tree):
    path = tree / "cn-gz-qiannan/department/2023.yaml"
    data = path.read_bytes()
    assert prepared.tree(path, data.replace(b"\n", b"\r\n")) == prepared.tree(path, data)


def test_the_command_writes_what_is_in_the_tree(tmp_path, monkeypatch):
    monkeypatch.setattr(prepared, "PREPARED", tmp_path / "data")
    prepare.main()
    written = {path.name: path.read_bytes() for path in (tmp_path / "data").rglob("*.json")}
    monkeypatch.undo()
    assert written["heads.json"] == (prepared.PREPARED / "heads.json").read_bytes()
