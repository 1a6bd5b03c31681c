"""Every rule that loads can be evaluated with just the names that it reads from outside."""

import json
import re
from collections import Counter
from fractions import Fraction
from itertools import count

import pytest
import yaml
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from simpleeval import NameNotDefined

import perfrules
from perfrules.engine.interpret import NoValue, Scope, value_of
from perfrules.engine.linear import TooComplex
from perfrules.findings import Code
from perfrules.rules import signature
from perfrules.rules.formula import ArithmeticFault
from perfrules.rules.tree import LABEL
from perfrules.rules.walk import free_names, walk
from tests.support import CASES

pytestmark = pytest.mark.slow

with (CASES / "small-spec.yaml").open(encoding="utf-8") as stream:
    SMALL = yaml.safe_load(stream)

LIBRARY = perfrules.Library()
INPUTS = {
    "fine": {"about": "扣分", "span": "0..", "cite": "note1"},
    "mode": {"about": "方式", "labels": ["open", "closed"], "cite": "note1"},
}
NUMBERS = ("0", "1", "0.5", "80%", "2")
USES = {"row": signature.ROW, "money": signature.MONEY, "group": signature.GROUP}
LABELS = {"timing": ("in-time", "late"), "mode": ("open", "closed")}


class Scribe:
    """Writes random rules; most of what they read is known where they stand."""

    def __init__(self, draw, names):
        self.draw = draw
        self.lists = sorted(signature.lists(names))
        self.names = [*sorted(signature.numbers(names)), "fine"]
        self.labels = ["mode", *sorted(signature.labels(names))]
        self.fresh = (f"n{number}" for number in count())

    def one_of(self, *options):
        return self.draw(st.sampled_from(options))

    def chance(self):
        return self.draw(st.booleans())

    def name(self, own=()):
        """Return a name, one of the rule's *own* rather than another; seldom an unknown one."""
        known = [*own, *own, *self.names]
        return "nobody" if self.draw(st.integers(0, 40)) == 40 else self.one_of(*known)

    def formula(self, own, depth=2):
        sort = self.one_of("name", "name", "sign", "function") if depth else "name"
        if sort == "name":
            lists = [f"{f}({name})" for f in ("sum", "max", "count") for name in self.lists]
            return self.one_of("0", "1", self.name(own), self.name(own), *lists[:3])
        one, two = self.formula(own, depth - 1), self.formula(own, depth - 1)
        if sort == "sign":
            return f"({one} {self.one_of(*'+-*/')} {two})"
        return self.one_of(f"min({one}, {two})", f"max({one}, {two})", f"abs({one})")

    def value(self, own):
        return self.one_of(self.formula(own), self.formula(own), self.one_of(*NUMBERS))

    def span(self, own):
        """Return a span with edges that are numbers, names, or not there."""
        low, high = (self.one_of("", *NUMBERS[:2], self.name(own)) for _ in range(2))
        return f"{low or 0}..{high}"

    def rule(self, own=(), depth=2):
        if depth == 0 or (own and self.draw(st.integers(0, 3)) == 0):
            return self.one_of(self.value(own), self.value(own), f"0..{self.name(own)}")
        written = {"needs": {}, "given": {}, "let": {}}
        if self.chance():
            written["needs"][self.name(own)] = self.one_of("0<..", "..", "0..2")
        inside = list(own)
        for _ in range(self.draw(st.integers(0, 1))):
            inside.append(next(self.fresh))
            written["given"][inside[-1]] = self.one_of(*NUMBERS)
        for _ in range(self.draw(st.integers(0, 2))):
            step = self.rule(tuple(inside), depth - 1)
            inside.append(next(self.fresh))
            written["let"][inside[-1]] = step
        written |= self.shape(tuple(inside), depth)
        if self.chance():
            written["bounds"] = self.span(inside)
        if self.chance():
            written["round"] = "points"
        return without_unread(written)

    def shape(self, own, depth):
        match self.one_of("steps", "steps", "steps", "value", "choice", "labels", "line", "pick"):
            case "value":
                return {"value": self.value(own)}
            case "choice":
                return {"value": f"0..{self.name(own)}"}
            case "pick":
                return {"pick": "tier"}
            case "line":
                knots = self.one_of(("0", "1"), ("0%", "50%", "100%"))
                return {"of": self.name(own), "line": {x: self.value(own) for x in knots}}
            case "labels":
                of = self.one_of(*self.labels)
                return {"of": of, "steps": {x: self.rule(own, depth - 1) for x in LABELS[of]}}
        edge = self.one_of(self.name(own), self.name(own), self.formula(own, 1), "1")
        keys = self.one_of((f"..<{edge}", f"{edge}.."), (f"..{edge}", f"{edge}<.."))
        return {"of": self.name(own), "steps": {key: self.rule(own, depth - 1) for key in keys}}


def without_unread(written):
    """Leave out what a rule needs or names and nothing in it reads, and empty parts."""
    for part in ("let", "given", "needs"):
        for name in reversed(list(written[part])):
            text = json.dumps({**written, "needs": {}} if part == "needs" else written)
            read = Counter(re.findall(r"\w+", text))[name]
            if read < (1 if part == "needs" else 2):
                del written[part][name]
    return {part: content for part, content in written.items() if content != {}}


@st.composite
def specs(draw):
    """Return a small spec with one random rule, used by rows, by the money or by a group."""
    use = draw(st.sampled_from(sorted(USES)))
    rule = Scribe(draw, USES[use]).rule()
    rule = rule if isinstance(rule, dict) else {"value": rule}
    rules = {
        "all": {"value": "weight", "cite": "note1"},
        "spent": SMALL["rules"]["spent"],
        "probe": {**rule, "cite": "note1"},
    }
    row, (money, group) = SMALL["rows"][0], SMALL["groups"]
    return {
        **{name: part for name, part in SMALL.items() if name != "grade"},
        "inputs": INPUTS,
        "rules": {name: rules[name] for name in rules if use != "money" or name != "spent"},
        "rows": [{**row, "use": "probe" if use == "row" else "all"}],
        "groups": [
            {**money, "use": "probe" if use == "money" else "spent"},
            {**group, **({"use": "probe", "kind": "other"} if use == "group" else {})},
        ],
        "examples": [{"id": "all", "rule": "all", "given": {"weight": 10}, "points": 10}],
    }


def loaded(document):
    """Load a spec; ``None`` where it is refused."""
    try:
        return LIBRARY.spec_from(document)
    except perfrules.InvalidSpec:
        return None


def rules_of(spec):
    """Yield every rule that a form meets, and the names that its place has."""
    places = [(entry.rule, signature.ROW) for entry in spec.rows]
    places += [(group.rule, signature.MONEY) for group in spec.groups]
    places += [(group.over, signature.GROUP) for group in spec.groups]
    return [(rule, place) for rule, place in places if rule] + [(spec.total, signature.TOTAL)]


def values(draw, names, place):
    """Return a value for each name: a label, a list, or a number."""
    numbers = st.sampled_from([Fraction(n, 2) for n in (2, 1, 3, 4, 0, -1, 5)])
    labels = {**LABELS, LABEL: ("met", "partial", "nobody")}
    found = {}
    for name in sorted(names):
        if name in labels:
            found[name] = draw(st.sampled_from(labels[name]))
        else:
            number = draw(numbers)
            found[name] = (Fraction(1), number) if name in signature.lists(place) else number
    return found


def chosen(rule, span, tier):
    """Choose as a person could, wherever a rule asks for it."""
    return span.inside()


def evaluated(rule, names):
    """Evaluate a rule with these names and no others; ``None`` where it gives no value."""
    try:
        return value_of(rule, Scope(dict(names), chosen))
    except NameNotDefined as unknown:
        pytest.fail(f"no such name: {unknown}")
    except NoValue as reason:
        assert reason.code is not Code.NO_VALUE
    except (TooComplex, *ArithmeticFault):
        pass
    return None


@settings(max_examples=200)
@given(specs(), st.data())
def test_a_rule_that_loads_meets_no_unknown_name(document, data):
    spec = loaded(document)
    assume(spec is not None)
    for rule, place in rules_of(spec):
        for _ in range(4):
            names = values(data.draw, free_names(rule), place)
            event(type(evaluated(rule, names)).__name__)


@settings(max_examples=100)
@given(specs())
def test_a_rule_that_loads_reads_only_what_its_place_has(document):
    spec = loaded(document)
    assume(spec is not None)
    for rule, place in rules_of(spec):
        own = {name for part in walk(rule) for name in (*part.lets, *part.given)}
        assert free_names(rule) <= {*place, *INPUTS, LABEL}
        for part in walk(rule):
            assert free_names(part) <= free_names(rule) | own
