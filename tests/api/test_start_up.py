"""Rooms are imported when they are used, and every name that is offered can be had."""

import subprocess
import sys
from importlib import import_module
from types import SimpleNamespace

import pytest

ROOMS = ("perfrules", *(f"perfrules.{room}" for room in (
    "binding", "documents", "engine", "explain", "resources", "review", "workshop", "writers",
)))  # fmt: skip


def loaded_by(code):
    """Return the modules that a fresh interpreter has imported after *code*."""
    command = [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("name", ROOMS)
def test_every_name_that_a_room_offers_can_be_had(name):
    room = import_module(name)
    for offered in room.__all__:
        assert getattr(room, offered) is not None
    with pytest.raises(AttributeError, match="nonsense"):
        getattr(room, "nonsense")  # noqa: B009 - as a user would write it


SAME = [("perfrules", "explain"), ("perfrules.binding", "bind")]


@pytest.mark.parametrize(("room", "name"), SAME)
def test_a_function_keeps_its_name_from_a_module(room, name):
    code = f"import {room}.{name}\nassert callable({room}.{name}), {room}.{name}"
    assert f"{room}.{name}" in loaded_by(code)


def test_the_front_door_imports_no_room_that_is_not_used():
    loaded = loaded_by("from perfrules import load_spec, read_form, score")
    assert "perfrules.scoring" in loaded
    heavy = (
        "yaml",
        "jsonschema",
        "simpleeval",
        "click",
        "wcwidth",
        "zipfile",
        "importlib.metadata",
    )
    rooms = ("binding.bind", "engine.score", "review.checks", "model.spec", "speclib.load")
    assert not loaded & {*heavy, *(f"perfrules.{room}" for room in rooms)}


def test_scoring_a_text_by_a_shipped_spec_reads_no_yaml_and_checks_no_schema():
    code = """
import perfrules
form = perfrules.read_form("examples/qiannan-bigdata-2023.txt")
perfrules.score(form, perfrules.load_spec("cn-gz-qiannan/department", 2023))
"""
    unused = {"yaml", "jsonschema", "click", "wcwidth", "zipfile", "perfrules.model.workshop"}
    assert not loaded_by(code) & unused


@pytest.mark.parametrize("kind", ["zip", "finder"])
def test_where_we_cannot_look_importlib_is_asked_for_offered_specs(kind, monkeypatch, tmp_path):
    from perfrules.speclib import bundles

    assert not bundles._is_any_offered()
    if kind == "zip":
        (tmp_path / "packed.zip").write_bytes(b"PK\x05\x06" + bytes(18))
        monkeypatch.syspath_prepend(tmp_path / "packed.zip")
    else:
        finder = SimpleNamespace(
            find_spec=lambda *_: None, find_distributions=lambda *_: (), invalidate_caches=lambda: 0
        )
        monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, finder])
    assert bundles._is_any_offered()
    assert list(bundles.offered()) == []


def test_help_imports_no_room_that_computes_or_lays_out():
    loaded = loaded_by("import perfrules.cli")
    assert not loaded & {f"perfrules.model.{name}" for name in ("card", "form", "page", "spec")}
    assert not loaded & {"yaml", "wcwidth", "simpleeval", "perfrules.writers.forms"}


def test_every_format_of_a_form_can_be_written():
    from perfrules.writers import FORMATS
    from perfrules.writers.forms import DOCUMENTS, TABLES

    assert set(FORMATS) == {*DOCUMENTS, "xlsx", *TABLES}


def test_a_scorecard_in_json_imports_no_page():
    code = """
import contextlib, io
from perfrules.cli import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main(["score", "examples/qiannan-bigdata-2023.txt", "--format", "json"])
"""
    assert not loaded_by(code) & {"perfrules.model.page", "wcwidth", "yaml", "jsonschema"}
