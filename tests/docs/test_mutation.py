"""The mutation test finds its files, and its list of equivalent mutants is not stale."""

import importlib.util
import sys

import pytest

from tests.support import ROOT

pytest.importorskip("resource", reason="the mutation test forks")


@pytest.fixture(scope="module")
def mutation():
    spec = importlib.util.spec_from_file_location("mutation", ROOT / "benchmarks" / "mutation.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutation"] = module  # where its dataclasses look for it
    spec.loader.exec_module(module)
    yield module
    del sys.modules["mutation"]


def test_the_code_and_the_tests_of_each_room_exist(mutation):
    for room in mutation.ROOMS.values():
        assert [p for p in (*room.code, *room.own, *room.wider) if not (ROOT / p).exists()] == []


def test_each_equivalent_mutant_is_one_that_is_made(mutation):
    listed = mutation.equivalents()
    made = {mutant.key for path in {key[0] for key in listed} for mutant in mutation.drafts(path)}
    assert [key for key in listed if key not in made] == []


def test_a_mutant_differs_in_one_place(mutation):
    found = list(mutation.mutants("perfrules/values/rounding.py"))
    assert len(found) > 100
    assert len({mutant.source for mutant in found}) == len(found)
    assert all(mutant.before != mutant.after for mutant in found)
