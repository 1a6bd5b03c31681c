"""A frozen mapping equals a dict, and nothing can change it."""

import copy
import pickle
from dataclasses import dataclass

import pytest

from perfrules.values import Frozen, freeze

RATES = {"rate": "95%", "weight": "10"}


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held.__setitem__("rate", "1"),
        lambda held: held.__delitem__("rate"),
        lambda held: held.__ior__({"rate": "1"}),
        lambda held: held.clear(),
        lambda held: held.pop("rate"),
        lambda held: held.popitem(),
        lambda held: held.setdefault("other", "1"),
        lambda held: held.update(rate="1"),
    ],
    ids=["set", "delete", "merge", "clear", "pop", "popitem", "setdefault", "update"],
)
def test_no_method_changes_it(change):
    held = Frozen(RATES)
    with pytest.raises(TypeError, match="cannot be changed"):
        change(held)
    assert held == RATES


def test_its_copies_are_itself():
    held = Frozen(RATES)
    assert held.copy() is held
    assert copy.copy(held) is held
    assert copy.deepcopy(held) is held


def test_it_pickles_and_hashes_by_its_items():
    held = Frozen(RATES)
    again = pickle.loads(pickle.dumps(held))
    assert (type(again), again) == (Frozen, RATES)
    assert hash(again) == hash(Frozen(reversed(RATES.items())))
    assert len({held, again, Frozen({"rate": "95%"})}) == 2


def test_its_repr_shows_one_level_more_and_is_short():
    assert repr(Frozen({"a": {"b": 1}})) == "Frozen({'a': {'b': 1}})"
    assert repr(Frozen({"a": {"b": {"c": 1}}})) == "Frozen({'a': {'b': {...}}})"
    assert len(repr(Frozen(dict.fromkeys(range(1000), "x" * 100)))) < 300


@dataclass(frozen=True)
class Holder:
    one: dict
    two: dict


def test_freezing_replaces_the_named_mappings_and_keeps_frozen_ones():
    frozen = Frozen(RATES)
    holder = Holder({"a": 1}, frozen)
    freeze(holder, "one", "two")
    assert (type(holder.one), holder.one) == (Frozen, {"a": 1})
    assert holder.two is frozen
