"""What an embedder holds cannot change, pickles, hashes, and prints in one line."""

import ast
import copy
import dataclasses
import pickle
import re
from enum import Enum
from fractions import Fraction

import pytest

import perfrules
from perfrules.values import Frozen
from tests.support import EXAMPLES

PARTLY = EXAMPLES / "partly-met-2023.yaml"

ATOMS = (str, int, Fraction, type(None), Enum, re.Pattern, ast.expr, frozenset)


@pytest.fixture(scope="module")
def card():
    form = perfrules.read_form(PARTLY)
    spec, _ = perfrules.choose_spec(form)
    return perfrules.review_card(perfrules.score(form, spec))


def changeable(value, path="$"):
    """Yield the places of everything below a value that could be changed."""
    if isinstance(value, ATOMS):
        return
    if isinstance(value, Frozen):
        for name, one in value.items():
            yield from changeable(one, f"{path}[{name!r}]")
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from changeable(one, f"{path}[{index}]")
    elif dataclasses.is_dataclass(value) and value.__dataclass_params__.frozen:
        for field in dataclasses.fields(value):
            yield from changeable(getattr(value, field.name), f"{path}.{field.name}")
    else:
        yield f"{path}: {type(value).__name__}"


def values_of(card):
    return {"spec": card.spec, "form": card.form, "card": card}


@pytest.mark.parametrize("name", ["spec", "form", "card"])
def test_nothing_in_it_can_be_changed(card, name):
    assert list(changeable(values_of(card)[name])) == []


@pytest.mark.parametrize("name", ["spec", "form", "card"])
def test_it_pickles_copies_and_hashes(card, name):
    value = values_of(card)[name]
    for twin in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):
        assert twin == value
        assert hash(twin) == hash(value)
    assert not list(changeable(pickle.loads(pickle.dumps(value))))


@pytest.mark.parametrize("name", ["spec", "form", "card"])
def test_its_repr_is_short(card, name):
    assert len(repr(values_of(card)[name])) < 300


def test_a_spec_is_known_by_its_digest(card):
    spec = card.spec
    other = dataclasses.replace(spec, head=dataclasses.replace(spec.head, title="another title"))
    assert other == spec
    source = dataclasses.replace(spec.source, digest="sha256:0")
    assert dataclasses.replace(spec, source=source) != spec
    assert card.spec != card.spec.digest


def test_reprs_say_what_one_asks_first(card):
    assert repr(card.spec).startswith("<Spec cn-gz-qiannan/department@2023.1 sha256:")
    assert re.fullmatch(r"<Form .* 2023, \d+ rows, \d+ findings>", repr(card.form))
    assert re.fullmatch(r"<Scorecard .*, \d+ lines, \d+ findings, .*@2023>", repr(card))


@pytest.mark.parametrize(
    "change",
    [
        lambda names: names.update(a=2),
        lambda names: names.__setitem__("a", 2),
        lambda names: names.__delitem__("a"),
        lambda names: names.pop("a"),
        lambda names: names.popitem(),
        lambda names: names.clear(),
        lambda names: names.setdefault("b", 2),
        lambda names: names.__ior__({"b": 2}),
    ],
)
def test_a_frozen_mapping_refuses_every_change(change):
    names = Frozen({"a": 1})
    with pytest.raises(TypeError, match="cannot be changed"):
        change(names)
    assert names == {"a": 1}


def test_a_frozen_mapping_is_a_value():
    one, two = Frozen({"a": 1, "b": 2}), Frozen({"b": 2, "a": 1})
    assert (one, hash(one)) == (two, hash(two))
    assert pickle.loads(pickle.dumps(one)) == one
    assert type(pickle.loads(pickle.dumps(one))) is Frozen
    assert copy.copy(one) is one
    assert one.copy() is one
    assert len(repr(Frozen({str(i): "x" * 1000 for i in range(1000)}))) < 300
