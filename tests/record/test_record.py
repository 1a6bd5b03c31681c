"""What is made of every form under every spec is what the record says, line by line."""

import json

import pytest

import perfrules
from tests.record.making import RECORD, files, form_lines, name_of, spec_files, texts_at

STAGES = ("read", "scored", "reviewed", "prechecked")


@pytest.fixture(scope="module")
def recorded():
    kept = {}
    with RECORD.open(encoding="utf-8") as stream:
        for line in map(json.loads, stream):
            kept.setdefault(line["form"], []).append(line)
    return kept


@pytest.fixture(scope="module")
def specs():
    return [perfrules.load_spec(path) for path in spec_files()]


def told(lines):
    """Return lines by spec, with findings as texts instead of places in a table."""
    table = lines[0]["findings"]
    for line in lines:
        spelled = {stage: texts_at(table, line[stage]) for stage in STAGES if stage in line}
        yield line.get("spec", ""), {**line, "findings": None, **spelled}


@pytest.mark.parametrize("path", [*files()], ids=name_of)
def test_a_form_is_as_the_record_has_it(path, recorded, specs):
    for number, form in enumerate(perfrules.read_forms(path), start=1):
        name = f"{name_of(path)}#{number}"
        assert dict(told([*form_lines(name, form, specs)])) == dict(told(recorded[name]))


def test_the_record_has_every_form(recorded):
    named = {name.rpartition("#")[0] for name in recorded}
    assert named == {name_of(path) for path in files()}
